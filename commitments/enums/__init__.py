"""The words of the register. Chinese and English terms: docs/glossary.md.

A matter of its own has a module: `enums.bonds`.
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


class ApplicationState(models.TextChoices):
    """Where an application to join stands; what comes of it are commitments to be signed."""

    DRAFT = "draft", pgettext_lazy("application", "draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "handed in")
    IN_REVIEW = "in_review", _("reviewed by the secretariat")
    RETURNED = "returned", _("returned to be mended")
    BEFORE_COMMITTEE = "committee", _("before the committee")
    ACCEPTED = "accepted", _("approved, to be signed")
    DECLINED = "declined", pgettext_lazy("application", "not approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


_UNDECIDED: Final = frozenset(
    {
        ApplicationState.DRAFT,
        ApplicationState.SUBMITTED,
        ApplicationState.IN_REVIEW,
        ApplicationState.RETURNED,
        ApplicationState.BEFORE_COMMITTEE,
    }
)
APPLICATION_STARTS: Final = frozenset({ApplicationState.DRAFT})
APPLICATION_STEPS: Final[Steps] = {
    "submit": (
        frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED}),
        ApplicationState.SUBMITTED,
    ),
    "take_up": (frozenset({ApplicationState.SUBMITTED}), ApplicationState.IN_REVIEW),
    "send_back": (
        frozenset({ApplicationState.IN_REVIEW, ApplicationState.BEFORE_COMMITTEE}),
        ApplicationState.RETURNED,
    ),
    "refer": (frozenset({ApplicationState.IN_REVIEW}), ApplicationState.BEFORE_COMMITTEE),
    "accept": (frozenset({ApplicationState.BEFORE_COMMITTEE}), ApplicationState.ACCEPTED),
    "decline": (
        frozenset({ApplicationState.IN_REVIEW, ApplicationState.BEFORE_COMMITTEE}),
        ApplicationState.DECLINED,
    ),
    "withdraw": (_UNDECIDED, ApplicationState.WITHDRAWN),
}
APPLICATION_STEP_WORDS: Final = {
    "take_up": pgettext_lazy("step", "Begin the review"),
    "refer": pgettext_lazy("step", "Pass on to the committee"),
    "send_back": pgettext_lazy("step", "Return to be mended"),
    "accept": pgettext_lazy("step", "Record the approval"),
    "decline": pgettext_lazy("step", "Record the refusal"),
}
# What waits for the secretariat or the committee.
APPLICATIONS_WAITING: Final = (
    ApplicationState.SUBMITTED,
    ApplicationState.IN_REVIEW,
    ApplicationState.BEFORE_COMMITTEE,
)


class Section(models.TextChoices):
    """The pages of the application form, in order."""

    ORGANISATION = "organisation", _("The organisation")
    BUSINESS = "business", _("What it does")
    COMMITMENT = "commitment", _("The commitment")
    CONTACT = "contact", _("The contact")


class FieldKind(models.TextChoices):
    """How a question of the form is answered."""

    TEXT = "text", _("one line")
    LONG = "long", _("several lines")
    NUMBER = "number", _("whole number")
    EMAIL = "email", _("e-mail address")
    FLAG = "flag", _("yes or no")
    CHOICE = "choice", _("one of several")
    SEVERAL = "several", _("any of several")
    CODE = "code", _("credit code")
    PLACE = "place", _("province and city")
    INDUSTRY = "industry", _("industry")
    FILE = "file", _("scan")


class ApplicationMail(models.TextChoices):
    """What applicants and the secretariat are told of an application."""

    LINK = "commitments/apply_link", _("link to an application")
    SUBMITTED = "commitments/application_submitted", _("application received")
    ARRIVED = "commitments/application_arrived", _("application to be reviewed")
    RETURNED = "commitments/application_returned", _("application returned")
    ACCEPTED = "commitments/application_accepted", _("application approved")
    DECLINED = "commitments/application_declined", _("application not approved")
    SIGNED = "commitments/commitment_signed", _("commitment signed")


class RepresentativeRole(models.TextChoices):
    """What somebody does for an organisation in the portal."""

    LEAD = "lead", pgettext_lazy("representative", "main contact")
    EDITOR = "editor", pgettext_lazy("representative", "contact")


class TextState(models.TextChoices):
    """Where a text stands that an organisation wrote about itself."""

    SUBMITTED = "submitted", pgettext_lazy("text", "waits for a check")
    PUBLISHED = "published", pgettext_lazy("text", "published")
    RETURNED = "returned", pgettext_lazy("text", "returned")
    REPLACED = "replaced", pgettext_lazy("text", "replaced by a later one")
    WITHDRAWN = "withdrawn", pgettext_lazy("text", "withdrawn")


TEXT_STARTS: Final = frozenset({TextState.SUBMITTED})
TEXT_STEPS: Final[Steps] = {
    "publish": (frozenset({TextState.SUBMITTED}), TextState.PUBLISHED),
    "send_back": (frozenset({TextState.SUBMITTED}), TextState.RETURNED),
    "replace": (frozenset({TextState.PUBLISHED}), TextState.REPLACED),
    "withdraw": (frozenset({TextState.SUBMITTED, TextState.PUBLISHED}), TextState.WITHDRAWN),
}


class RepresentativeMail(models.TextChoices):
    """What those who act for an organisation are told."""

    INVITED = "commitments/representative_invited", _("invitation to represent an organisation")
    TEXT_ARRIVED = "commitments/text_arrived", _("text to be checked")
    TEXT_DECIDED = "commitments/text_decided", _("text checked")
