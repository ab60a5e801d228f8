"""How the steps of the register read in a history."""

from typing import Final

from django.utils.translation import gettext_lazy as _

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
    "unite": _("Brought together"),
    "separate": _("Records taken apart"),
    "set_aside": _("Set aside: entered twice"),
    "tell apart": _("Told apart"),
    "demonstration": _("Demonstration data"),
}


def step_words(source: str) -> str:
    """Read "import 12" as the word for "import", with what follows it."""
    verb, _space, rest = source.partition(" ")
    return f"{STEP_WORDS.get(verb, verb)} {rest}".strip()
