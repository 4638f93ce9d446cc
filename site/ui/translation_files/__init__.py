"""Files for translators, out and in: XLIFF 2.1 and spreadsheets, matched by text and by the digest of its source."""
