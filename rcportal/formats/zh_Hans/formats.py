"""Days as 2026-11-23, times of day in 24 hours."""

from typing import Final

DATE_FORMAT: Final = "Y-m-d"
SHORT_DATE_FORMAT: Final = "Y-m-d"
TIME_FORMAT: Final = "H:i"
DATETIME_FORMAT: Final = "Y-m-d H:i"
SHORT_DATETIME_FORMAT: Final = "Y-m-d H:i"
YEAR_MONTH_FORMAT: Final = "Y-m"
MONTH_DAY_FORMAT: Final = "m-d"
DATE_INPUT_FORMATS: Final = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
TIME_INPUT_FORMATS: Final = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS: Final = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"]
FIRST_DAY_OF_WEEK: Final = 1
DECIMAL_SEPARATOR: Final = "."
THOUSAND_SEPARATOR: Final = ","
NUMBER_GROUPING: Final = 3
