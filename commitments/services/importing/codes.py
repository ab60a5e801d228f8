"""The unified social credit code (GB 32100-2015) as people type it.

Spaces, case and full-width digits are put right. A letter is never guessed: what looks like another
character is refused, with the suggestion if that one has the right check character.
"""

import re
import unicodedata
from itertools import product
from typing import Final

from django.utils.translation import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from commitments.services.importing.problems import CellRefused

LENGTH: Final = 18
LENGTH_OF_OLD_NUMBERS: Final = 15
# Left out of the standard because they are mistaken for digits; V is mistaken for U or Y.
LOOK_ALIKES: Final = {"O": "0", "I": "1", "S": "5", "Z": "2", "V": "UY"}
_VALUES: Final = {
    character: value for value, character in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")
}
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_SPACES = re.compile(r"\s+")
_PERMITTED = re.compile(r"\d{8}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")


def read_credit_code(text: str) -> str:
    """Give the code in its one form. Raises CellRefused with the reason and what to do."""
    code = text
    if not _PERMITTED.fullmatch(code):
        code = _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()
    if is_right(code):
        return code
    if _SCIENTIFIC.fullmatch(code):
        raise damaged_number()
    if len(code) != LENGTH:
        raise _wrong_length(code)
    if not set(code) <= _VALUES.keys():
        raise _forbidden_characters(code)
    raise _wrong_check(code)


def is_right(code: str) -> bool:
    """Tell what stdnum's `uscc.is_valid` tells, ten times as fast: a list has tens of thousands."""
    if not _PERMITTED.fullmatch(code):
        return False
    total = sum(_VALUES[each] * weight for each, weight in zip(code, _WEIGHTS, strict=False))
    return _VALUES[code[-1]] == -total % 31


def damaged_number() -> CellRefused:
    """Give the refusal of a number from which a spreadsheet has dropped digits."""
    return CellRefused(
        _("The spreadsheet has stored this as a number and lost its last digits."),
        _("Format the column as text and enter the whole number again from the original."),
    )


def _wrong_length(code: str) -> CellRefused:
    if len(code) == LENGTH_OF_OLD_NUMBERS and code.isdigit():
        return CellRefused(
            _("This is an old registration number of 15 digits."),
            _("Enter the unified social credit code of 18 characters from the business licence."),
        )
    return CellRefused(
        _("The code has %(count)s characters; a credit code has 18.") % {"count": len(code)},
        _("Compare it with the business licence; leave the cell empty if the code is unknown."),
    )


def _forbidden_characters(code: str) -> CellRefused:
    wrong = "".join(dict.fromkeys(c for c in code if c not in _VALUES))
    reason = _("A credit code never holds “%(characters)s”.") % {"characters": wrong}
    valid = _repaired(code)
    if len(valid) == 1:
        return CellRefused(
            reason, _("Is it %(code)s? Compare it with the business licence.") % {"code": valid[0]}
        )
    return CellRefused(reason, _("Compare it with the business licence."))


def _repaired(code: str) -> list[str]:
    """Give the codes that are right once look-alikes are replaced."""
    choices = [LOOK_ALIKES.get(character, character) for character in code]
    if sum(character in LOOK_ALIKES for character in code) > 6:
        return []
    return ["".join(each) for each in product(*choices) if is_right("".join(each))]


def _wrong_check(code: str) -> CellRefused:
    try:
        uscc.validate(code)
    except InvalidChecksum:
        right = uscc.calc_check_digit(code[:-1])
        return CellRefused(
            _("The check character is wrong: after these 17 it would be %(right)s.")
            % {"right": right},
            _("Is it %(code)s? Compare it with the business licence.")
            % {"code": code[:-1] + right},
        )
    except ValidationError:
        pass
    return CellRefused(
        _("The first eight characters of a credit code are digits; here they are not."),
        _("Compare it with the business licence."),
    )
