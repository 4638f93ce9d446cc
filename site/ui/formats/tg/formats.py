"""Dates and numbers as Tajik state documents write them: 21 марти соли 2026; 1 234 567,89."""

DATE_FORMAT = r"j E \с\о\л\и Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j E \с\о\л\и Y, H:i"
YEAR_MONTH_FORMAT = r"E \с\о\л\и Y"
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
