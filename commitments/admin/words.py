"""How the steps of the register read in a history."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commitments import enums

STEP_WORDS: Final = {
    **enums.STEP_WORDS,
    "issue": _("Certificate issued"),
    "record": _("Historic entry"),
    "naming": _("Edit"),
    "rename": _("New name"),
    "edit": _("Edit"),
    "draft": _("New draft"),
    "discard": _("Draft deleted"),
    "import": _("Import"),
    "import_register": _("Import"),
    "undo": _("Import taken back"),
    "bulk_edit": _("Edited with many others"),
    "take_back_edit": _("Edit of many taken back"),
    "write_note": _("Note written"),
    "strike_note": _("Note struck out"),
    "unite": _("Brought together"),
    "separate": _("Records taken apart"),
    "set_aside": _("Set aside: entered twice"),
    "merge": pgettext_lazy("history", "Merged"),
    "split": pgettext_lazy("history", "Split off"),
    "move": pgettext_lazy("history", "Moved to another park"),
    "reclassify": pgettext_lazy("history", "Kind changed"),
    "move_undone": pgettext_lazy("history", "Move or change of kind taken back"),
    "extend": pgettext_lazy("history", "Park extended or redrawn"),
    "extension_undone": pgettext_lazy("history", "Extension of the park taken back"),
    "tell apart": _("Told apart"),
    "take back": pgettext_lazy("history", "Taken back"),
    "demonstration": _("Demonstration data"),
}


def step_words(source: str) -> str:
    """Read "import 12" as the word for "import", with what follows it; "take back" as one."""
    if whole := STEP_WORDS.get(source):
        return str(whole)
    verb, _space, rest = source.partition(" ")
    return f"{STEP_WORDS.get(verb, verb)} {rest}".strip()
