"""What can stop the reading of a table. The child process names a fault; the words are ours."""

import enum


class SheetFault(enum.StrEnum):
    OTHER_SHEETS = "other_sheets"
    SEVERAL_SHEETS = "several_sheets"
    HIDDEN_SHEET = "hidden_sheet"
    NO_SHEET = "no_sheet"
    EMPTY = "empty"
    EMPTY_SHEET = "empty_sheet"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    LONG_CELL = "long_cell"
    NUL_CELL = "nul_cell"
    NEW_ERROR_VALUE = "new_error_value"
    QUOTES = "quotes"
    UNDECODABLE = "undecodable"
    UNREADABLE = "unreadable"
    EXHAUSTED = "exhausted"


class FaultInSheet(Exception):
    """The table cannot be read; the details complete the sentence."""

    def __init__(self, fault: SheetFault, **details: str | int | list[str]) -> None:
        super().__init__(fault, details)
        self.fault = fault
        self.details = details
