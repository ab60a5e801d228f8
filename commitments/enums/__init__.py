"""The words of the register. Chinese and English terms: docs/glossary.md.

A matter of its own has a module: `enums.applications`, `enums.bonds`, `enums.parks` and
`enums.representatives`.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Steps


class Kind(models.TextChoices):
    """What an organisation is. The order is the order of every list of kinds."""

    GROUP = "group", _("central enterprise group")
    ENTERPRISE = "enterprise", _("enterprise or institution")
    PARK = "park", _("chemical park")
    ASSOCIATION = "association", _("trade association")
    COLLEGE = "college", _("college or university")
    COMMITTEE = "committee", _("working body")


SIGNATORY_KINDS: Final = (Kind.GROUP, Kind.ENTERPRISE, Kind.PARK, Kind.ASSOCIATION, Kind.COLLEGE)
# "Enterprises, institutions and others, parks not included": the rule of the published totals.
NOT_PARKS: Final = (Kind.GROUP, Kind.ENTERPRISE, Kind.ASSOCIATION, Kind.COLLEGE)


class Status(models.TextChoices):
    """What the register says about an organisation on a day."""

    IN_FORCE = "in_force", _("committed")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    NONE = "none", _("no commitment on record")


# Shown without being asked for; the others when chosen or searched by name.
LISTED_STATUSES: Final = (Status.IN_FORCE, Status.SUSPENDED)


class State(models.TextChoices):
    """The state of one commitment document."""

    DRAFT = "draft", pgettext_lazy("commitment", "draft")
    TO_SIGN = "to_sign", _("to be signed")
    IN_FORCE = "in_force", _("committed")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    # One signature that was entered twice: shown to the secretariat beside the one that counts.
    DOUBLE = "double", pgettext_lazy("commitment", "entered twice")


STEPS: Final[Steps] = {
    "approve": (frozenset({State.DRAFT}), State.TO_SIGN),
    "take_back": (frozenset({State.TO_SIGN}), State.DRAFT),
    # From a draft too: a list of signatories, or paper, may be all that is left of the approval.
    "sign": (frozenset({State.DRAFT, State.TO_SIGN}), State.IN_FORCE),
    "suspend": (frozenset({State.IN_FORCE}), State.SUSPENDED),
    "resume": (frozenset({State.SUSPENDED}), State.IN_FORCE),
    "end": (frozenset({State.IN_FORCE, State.SUSPENDED}), State.ENDED),
    # What was recorded by mistake: a commitment that is signed again is another one.
    "reinstate": (frozenset({State.ENDED}), State.IN_FORCE),
    # Taken by `uniting` alone, hence without words for a button.
    "set_aside": (
        frozenset({State.DRAFT, State.TO_SIGN, State.IN_FORCE, State.SUSPENDED}),
        State.DOUBLE,
    ),
}
STEP_WORDS: Final = {
    "approve": pgettext_lazy("step", "Approve"),
    "take_back": pgettext_lazy("step", "Take back the approval"),
    "sign": pgettext_lazy("step", "Sign"),
    "suspend": pgettext_lazy("step", "Suspend"),
    "resume": pgettext_lazy("step", "Resume"),
    "end": pgettext_lazy("step", "End"),
    "reinstate": pgettext_lazy("step", "Take the end back"),
}
START_STATES: Final = frozenset({State.DRAFT})
# A historic entry, taken from paper or a list, starts here and names its source.
RECORDED_STATES: Final = frozenset({State.IN_FORCE, State.SUSPENDED, State.ENDED})
# What the public sees and what counts is signed; what is not, is nobody's business yet.
SIGNED_STATES: Final = RECORDED_STATES
UNSIGNED_STATES: Final = frozenset({State.DRAFT, State.TO_SIGN})
OPEN_STATES: Final = frozenset({*UNSIGNED_STATES, State.IN_FORCE, State.SUSPENDED})


class Document(models.TextChoices):
    LETTER = "letter", _("commitment letter")
    CHARTER = "charter", _("Global Charter")


class EndReason(models.TextChoices):
    WITHDRAWN = "withdrawn", _("withdrew at its own wish")
    REVOKED = "revoked", _("revoked")
    DISSOLVED = "dissolved", _("deregistered")
    MERGED = "merged", _("merged into another organisation")


class SuccessionKind(models.TextChoices):
    """How one organisation follows another."""

    MERGED = "merged", _("merger")
    SPLIT = "split", _("split")


class Ownership(models.TextChoices):
    STATE = "state", _("state-owned")
    COLLECTIVE = "collective", _("collective")
    PRIVATE = "private", _("private")
    FOREIGN = "foreign", _("wholly foreign-owned")
    JOINT = "joint", _("Sino-foreign joint venture")
    HMT = "hmt", _("Hong Kong, Macao or Taiwan investment")
    OTHER = "other", _("other ownership")


class Size(models.TextChoices):
    """By the number of employees alone; the official classes ask for more than that."""

    UP_TO_19 = "lt20", _("fewer than 20 employees")
    UP_TO_299 = "20to299", _("20 to 299 employees")
    UP_TO_999 = "300to999", _("300 to 999 employees")
    FROM_1000 = "1000up", _("1,000 employees and more")


# The least number of employees of each size; the next size begins where one ends.
SIZE_BEGINS: Final = {
    Size.UP_TO_19: 0,
    Size.UP_TO_299: 20,
    Size.UP_TO_999: 300,
    Size.FROM_1000: 1000,
}


class NameKind(models.TextChoices):
    FULL = "full", _("full name")
    SHORT = "short", _("short name")
    ENGLISH = "english", _("English name")
    FORMER = "former", _("former name")
    # Of a record that was brought together with this one: it is found by it, and nowhere shown.
    ALIAS = "alias", _("other spelling")


class Likeness(models.TextChoices):
    """Why two records may be about one organisation. The strongest reason comes first."""

    CODE = "code", _("credit codes that differ by a slip")
    NAME = "name", _("the same name")
    FORMER = "former", _("a former name of the other")
    SOUND = "sound", _("a name that sounds the same, in the same city")


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("province-level division")
    CITY = "city", _("prefecture-level division")
    COUNTY = "county", _("county-level division")


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", _("uploaded, not compared yet")
    PREVIEWED = "previewed", _("checked, nothing written")
    IMPORTED = "imported", _("imported")
    REFUSED = "refused", _("refused, nothing written")
    DISCARDED = "discarded", _("discarded")
    UNDONE = "undone", _("taken back")


class TextKey(models.TextChoices):
    """What the secretariat words about the register, for everybody to read."""

    RULE_IN_FORCE = "rule_in_force", _("committed: the rule")
    RULE_SUSPENDED = "rule_suspended", _("suspended: the rule")
    CURE_SUSPENDED = "cure_suspended", _("suspended: the way back")
    RULE_ENDED = "rule_ended", _("ended: the rule")
    CURE_ENDED = "cure_ended", _("ended: the way back")
    RULE_NONE = "rule_none", _("no commitment: the rule")
    CURE_NONE = "cure_none", _("no commitment: the way in")
    APPLY_MEANING = "apply_meaning", _("application: what a commitment means")
    APPLY_NEEDED = "apply_needed", _("application: what is needed")
    APPLY_TIME = "apply_time", _("application: how long it takes")
    APPLY_AFTERWARDS = "apply_afterwards", _("application: what happens afterwards")
    APPLY_DECLARATION = "apply_declaration", _("application: what the applicant declares")
    MODEL_LETTER = "model_letter", _("model letter of commitment")
