"""Text as people type it, brought to one form for comparing and searching."""

import unicodedata
from collections.abc import Iterable
from typing import Final

MOST_DIGITS: Final = 18  # of a number that the database can hold


def tidy(text: str) -> str:
    """Give the text without control characters, outer spaces and doubled spaces."""
    printable = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zs") else c for c in text)
    return " ".join(printable.split())


def half_width(text: str) -> str:
    """Give what is typed with a Chinese keyboard as addresses, days and codes are written."""
    return unicodedata.normalize("NFKC", text).strip()


def comparison_key(text: str) -> str:
    """Give the letters and digits of the text alone: compatibility forms folded, lower case.

    Full-width and half-width brackets, spaces and dots make no difference between two keys.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def is_han(character: str) -> bool:
    """Tell whether the character is a Chinese ideograph, rare ones included."""
    return unicodedata.name(character, "").startswith(
        ("CJK UNIFIED", "CJK COMPATIBILITY IDEO")
    ) or ("\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff")


def number_of(text: str) -> int | None:
    """Give the number that an address or a form means; None for what is none, or is too large.

    Python would also take other digits than 0 to 9, and raise over some thousands of them.
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


def numbers_of(texts: Iterable[str]) -> list[int]:
    """Give those of the texts that are numbers, as `number_of` has it."""
    return [number for text in texts if (number := number_of(text)) is not None]
