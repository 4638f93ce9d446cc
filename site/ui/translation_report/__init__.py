"""The admin's report on translations: every text of every page, what is missing and what is out of step, since when."""
