"""The words of the working groups and their year. Chinese and English terms: docs/glossary.md."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Steps


class BodyKind(models.TextChoices):
    COMMITTEE = "committee", _("committee")
    SECRETARIAT = "secretariat", _("secretariat")
    WORKING_GROUP = "working_group", _("working group")


class Track(models.TextChoices):
    """Six groups carry the codes, three promote Responsible Care."""

    CODE = "code", _("code group")
    PROMOTION = "promotion", _("promotion group")


class SeatRole(models.TextChoices):
    LEAD = "lead", _("lead organisation")
    DEPUTY = "deputy", _("deputy lead organisation")
    MEMBER = "member", _("member organisation")
    OBSERVER = "observer", _("observer")


class SeatEnd(models.TextChoices):
    TERM = "term", _("end of the term")
    LEFT = "left", _("left")
    ADJUSTED = "adjusted", _("adjusted")
    MERGED = "merged", _("merged")
    DISSOLVED = "dissolved", _("deregistered")


class OfficeRole(models.TextChoices):
    """What a person does for a body; the office rests on the organisation's seat."""

    LEADER = "leader", _("leader")
    DEPUTY = "deputy", _("deputy leader")
    LIAISON = "liaison", _("liaison officer")
    REPRESENTATIVE = "representative", _("representative")


class YearState(models.TextChoices):
    PREPARING = "preparing", _("being prepared")
    OPEN = "open", pgettext_lazy("year", "open")
    CLOSED = "closed", pgettext_lazy("year", "closed")


class DocumentKind(models.TextChoices):
    """What a body hands in."""

    PLAN = "plan", _("annual plan")
    SHEET = "sheet", _("progress of a quarter")
    SUMMARY = "summary", _("annual summary")
    CHANGE = "change", _("change of the plan")
    CORRECTION = "correction", _("correction of the summary")


# One of each per body and year; the head of the secretariat endorses them; they are published.
ANNUAL_KINDS: Final = (DocumentKind.PLAN, DocumentKind.SUMMARY)
ENDORSED_KINDS: Final = (*ANNUAL_KINDS, DocumentKind.CORRECTION)
CORRECTING_KINDS: Final = (DocumentKind.CHANGE, DocumentKind.CORRECTION)


class SubmissionState(models.TextChoices):
    """Where a document is: with its authors, with the secretariat, or settled."""

    DRAFT = "draft", pgettext_lazy("document", "draft")
    SUBMITTED = "submitted", _("handed in")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", pgettext_lazy("document", "returned")
    RECOMMENDED = "recommended", _("waiting for endorsement")
    ACCEPTED = "accepted", pgettext_lazy("document", "accepted")
    DECLINED = "declined", pgettext_lazy("document", "declined")
    PUBLISHED = "published", pgettext_lazy("document", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("document", "withdrawn")
    VOID = "void", pgettext_lazy("document", "void")


_S = SubmissionState
SUBMISSION_STEPS: Final[Steps] = {
    "submit": (frozenset({_S.DRAFT, _S.RETURNED}), _S.SUBMITTED),
    "recall": (frozenset({_S.SUBMITTED}), _S.DRAFT),
    "claim": (frozenset({_S.SUBMITTED}), _S.IN_REVIEW),
    "release": (frozenset({_S.IN_REVIEW}), _S.SUBMITTED),
    "send_back": (frozenset({_S.IN_REVIEW, _S.RECOMMENDED}), _S.RETURNED),
    "recommend": (frozenset({_S.IN_REVIEW}), _S.RECOMMENDED),
    "accept": (frozenset({_S.IN_REVIEW, _S.RECOMMENDED}), _S.ACCEPTED),
    "decline": (frozenset({_S.IN_REVIEW}), _S.DECLINED),
    "publish": (frozenset({_S.ACCEPTED}), _S.PUBLISHED),
    "withdraw": (frozenset({_S.PUBLISHED}), _S.WITHDRAWN),
    "republish": (frozenset({_S.WITHDRAWN}), _S.PUBLISHED),
    "void": (frozenset({_S.DRAFT, _S.RETURNED}), _S.VOID),
}
# What stands on the buttons of the steps, and in the history.
STEP_WORDS: Final = {
    "submit": _("Hand in"),
    "recall": _("Take back"),
    "claim": _("Review this document"),
    "release": _("Give back to the queue"),
    "send_back": _("Return to the group"),
    "recommend": _("Put before the head"),
    "accept": _("Accept"),
    "decline": _("Decline"),
    "publish": _("Publish"),
    "withdraw": _("Withdraw from the public"),
    "republish": _("Publish again"),
    "void": _("Give up"),
}
SUBMISSION_STARTS: Final = frozenset({_S.DRAFT})
WITH_AUTHORS: Final = frozenset({_S.DRAFT, _S.RETURNED})
WITH_SECRETARIAT: Final = frozenset({_S.SUBMITTED, _S.IN_REVIEW, _S.RECOMMENDED})
ACCEPTED_STATES: Final = frozenset({_S.ACCEPTED, _S.PUBLISHED, _S.WITHDRAWN})


class ItemKind(models.TextChoices):
    """What a plan item is about: the kinds that recur in the groups' plans of 2022."""

    STANDARD = "standard", _("drafting of a standard")
    PROMOTION = "promotion", _("promotion of a standard")
    ASSESSMENT = "assessment", _("assessment and pilots")
    MEETING = "meeting", _("meeting")
    EXCHANGE = "exchange", _("exchange and visits")
    OPEN_DAY = "open_day", _("open day for the public")
    ONE_PLUS_THREE = "one_plus_three", _("“1+3”")
    KPI = "kpi", _("indicators")
    PUBLICITY = "publicity", _("articles and publicity")
    TRAINING = "training", _("training and teaching")
    EVENT = "event", _("conference, forum or contest")
    RESEARCH = "research", _("research topics")
    AWARD = "award", _("commendation")
    BASE = "base", _("practice bases")
    ORGANISATION = "organisation", _("work of the group itself")
    OTHER = "other", pgettext_lazy("kind of item", "other")


class ItemState(models.TextChoices):
    LIVE = "live", _("in progress")
    DONE = "done", pgettext_lazy("plan item", "done")
    DROPPED = "dropped", _("dropped")
    CARRIED = "carried", _("carried over")


ITEM_STEPS: Final[Steps] = {
    "finish": (frozenset({ItemState.LIVE}), ItemState.DONE),
    "reopen": (frozenset({ItemState.DONE}), ItemState.LIVE),
    "drop": (frozenset({ItemState.LIVE}), ItemState.DROPPED),
    "carry": (frozenset({ItemState.LIVE}), ItemState.CARRIED),
}
ITEM_STARTS: Final = frozenset({ItemState.LIVE})


class ProgressStatus(models.TextChoices):
    """How far an item is; how well it came out is another question: `ResultGrade`."""

    NOT_STARTED = "not_started", _("not started")
    ON_TRACK = "on_track", _("on track")
    AT_RISK = "at_risk", _("at risk")
    DELAYED = "delayed", _("delayed")
    DONE = "done", pgettext_lazy("progress", "done")
    DROPPED = "dropped", pgettext_lazy("progress", "dropped")


ENDED_STATUSES: Final = (ProgressStatus.DONE, ProgressStatus.DROPPED)


class ResultGrade(models.TextChoices):
    FULL = "full", _("fully achieved")
    SUBSTANTIAL = "substantial", _("largely achieved")
    PARTIAL = "partial", _("partly achieved")
    NONE = "none", _("not achieved")


class Measure(models.TextChoices):
    PEOPLE = "people", _("people")
    COMPANIES = "companies", _("enterprises")
    SESSIONS = "sessions", _("sessions")
    ARTICLES = "articles", _("articles")
    PLEDGES = "pledges", _("commitments signed")
    DOCUMENTS = "documents", _("documents")
    OTHER = "other", pgettext_lazy("measure", "other")


class EvidenceKind(models.TextChoices):
    FILE = "file", _("file")
    LINK = "link", _("link")


class ChangeReason(models.TextChoices):
    EPIDEMIC = "epidemic", _("epidemic")
    POLICY = "policy", _("policy")
    RESOURCES = "resources", _("resources")
    MERGE = "merge", _("items merged")
    NEW_REQUEST = "new_request", _("new request")
    ERROR = "error", _("error in the plan")


class ChangeAction(models.TextChoices):
    ADD = "add", pgettext_lazy("change of a plan", "add")
    CHANGE = "change", pgettext_lazy("change of a plan", "change")
    POSTPONE = "postpone", pgettext_lazy("change of a plan", "postpone")
    DROP = "drop", pgettext_lazy("change of a plan", "drop")


class Mail(models.TextChoices):
    """What the portal writes to people about the documents of a year."""

    SUBMITTED = "workgroups/document_submitted", _("document handed in")
    RECOMMENDED = "workgroups/document_recommended", _("document to be endorsed")
    RETURNED = "workgroups/document_returned", _("document returned")
    ACCEPTED = "workgroups/document_accepted", _("document accepted")
    DECLINED = "workgroups/document_declined", _("change declined")
    PUBLISHED = "workgroups/document_published", _("document published")
    REMINDER = "workgroups/reminder", _("reminder of a last day")
    OVERDUE = "workgroups/overdue", _("documents long overdue")


class DutyStatus(models.TextChoices):
    """How a document that is owed stands: computed from days and documents, stored nowhere."""

    NOT_OPEN = "not_open", _("not open yet")
    OPEN = "open", pgettext_lazy("document owed", "open")
    DUE_SOON = "due_soon", _("due soon")
    OVERDUE = "overdue", _("overdue")
    HANDED_IN = "handed_in", _("handed in")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", pgettext_lazy("document", "returned")
    RETURNED_OVERDUE = "returned_overdue", _("returned, overdue")
    ACCEPTED = "accepted", pgettext_lazy("document", "accepted")
    ACCEPTED_LATE = "accepted_late", _("accepted, handed in late")
    PUBLISHED = "published", pgettext_lazy("document", "published")
    MISSED = "missed", _("not handed in")


class Punctual(models.TextChoices):
    """What the table of punctuality counts of the documents of a year."""

    DUE = "due", pgettext_lazy("documents", "due")
    ON_TIME = "on_time", pgettext_lazy("documents", "handed in on time")
    LATE = "late", pgettext_lazy("documents", "handed in late")
    MISSING = "missing", pgettext_lazy("documents", "not handed in")
    RETURNED = "returned", pgettext_lazy("documents", "returned at least once")
    ACCEPTED = "accepted", pgettext_lazy("documents", "accepted")
