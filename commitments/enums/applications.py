"""The words of applications to join, and of their form."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Steps


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
    BROUGHT = "commitments/application_brought", _("scan brought later")
    RETURNED = "commitments/application_returned", _("application returned")
    ACCEPTED = "commitments/application_accepted", _("application approved")
    DECLINED = "commitments/application_declined", _("application not approved")
    SIGNED = "commitments/commitment_signed", _("commitment signed")
