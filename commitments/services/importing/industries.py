"""Codes of GB/T 4754-2017 as people write them: 2614 or C2614."""

import re
import unicodedata

from django.utils.translation import gettext as _

from commitments.models import Industry
from commitments.services.importing.problems import CellRefused

_CODE = re.compile(r"([A-T]?)(\d{0,4})")


class Industries:
    """The industries of the register, read once for a list."""

    def __init__(self) -> None:
        self._by_code = {industry.code: industry for industry in Industry.objects.all()}
        self._by_name = {industry.name: industry for industry in self._by_code.values()}
        self._read: dict[str, str] = {}

    def label(self, code: str | None) -> str:
        """Give code and name of an industry for a report."""
        industry = self._by_code.get(code or "")
        return str(industry) if industry else ""

    def read(self, text: str) -> str:
        """Give the code of the industry. Raises CellRefused, with a suggestion if there is one."""
        if text not in self._read:
            self._read[text] = self._find(text)
        return self._read[text]

    def _find(self, text: str) -> str:
        plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
        found = _CODE.fullmatch(plain)
        if found is None:
            raise CellRefused(
                _("This is not an industry code of GB/T 4754-2017."), self._hint_for_name(text)
            )
        section, digits = found.groups()
        code = digits or section
        if code not in self._by_code:
            raise CellRefused(_("There is no such industry code here."), self._hint_for(digits))
        if section and self._section_of(code) != section:
            raise CellRefused(
                _("The class %(industry)s is not in section %(section)s.")
                % {"industry": self._by_code[code], "section": section},
                _("Write %(code)s.") % {"code": self._section_of(code) + digits},
            )
        return code

    def _section_of(self, code: str) -> str:
        industry = self._by_code[code]
        while industry.parent_id:
            industry = self._by_code[industry.parent_id]
        return industry.code

    def _hint_for(self, digits: str) -> str:
        """Suggest the code whose leading zero a spreadsheet has dropped, or the class above."""
        for near in (f"0{digits}", *(digits[:end] for end in range(len(digits) - 1, 1, -1))):
            if near in self._by_code:
                return _("Is it %(industry)s? Or leave the cell empty.") % {
                    "industry": self._by_code[near]
                }
        return _("Write a code of GB/T 4754-2017 such as 2614, or leave the cell empty.")

    def _hint_for_name(self, text: str) -> str:
        industry = self._by_name.get(text)
        if industry is None:
            return self._hint_for("")
        return _("Write the code instead of the name: %(code)s.") % {"code": industry.code}
