"""Files that questions come in and go out in, one format a module: bytes to entries, entries to bytes. Pure."""
