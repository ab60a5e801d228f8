"""The words of the statistics. Chinese and English terms: docs/glossary.md."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Steps


class SnapshotState(models.TextChoices):
    BUILDING = "building", _("being built")
    CURRENT = "current", _("current")
    FROZEN = "frozen", _("frozen with the annual report")
    BESIDE = "beside", _("beside a frozen one")
    SUPERSEDED = "superseded", _("superseded by a later one")


# What stands on the public page of its year.
SHOWN_STATES: Final = (SnapshotState.CURRENT, SnapshotState.FROZEN)
STEPS: Final[Steps] = {
    "publish": (frozenset({SnapshotState.BUILDING}), SnapshotState.CURRENT),
    # Of a year whose report is published a later run changes nothing: it is there to be compared.
    "set_beside": (frozenset({SnapshotState.BUILDING}), SnapshotState.BESIDE),
    "freeze": (frozenset({SnapshotState.CURRENT, SnapshotState.BESIDE}), SnapshotState.FROZEN),
    "supersede": (frozenset({*SHOWN_STATES, SnapshotState.BESIDE}), SnapshotState.SUPERSEDED),
}
START_STATES: Final = frozenset({SnapshotState.BUILDING})
# Whoever cites a figure cites its snapshot, so superseded ones stay readable.
READABLE_STATES: Final = (*SHOWN_STATES, SnapshotState.BESIDE, SnapshotState.SUPERSEDED)


class Unit(models.TextChoices):
    """What a figure counts; the label stands behind the number."""

    ORGANISATIONS = "organisations", pgettext_lazy("unit", "organisations")
    PARKS = "parks", pgettext_lazy("unit", "parks")
    ITEMS = "items", pgettext_lazy("unit", "items")


class Scope(models.TextChoices):
    """Of what the committed are a share."""

    ENTERPRISES = "enterprises", pgettext_lazy("coverage", "enterprises above designated size")
    PARKS = "parks", pgettext_lazy("coverage", "chemical parks")


class Dimension(models.TextChoices):
    """By what a table is divided. The total of a table has none."""

    TOTAL = "", _("total")
    KIND = "kind", _("kind")
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    INDUSTRY = "industry", _("industry")
    OWNERSHIP = "ownership", _("ownership")
    SIZE = "size", _("employees")
    PARK = "park", _("park")
    YEAR = "year", _("year signed")
    GROUP = "group", _("working group")
    ITEM_KIND = "item_kind", _("kind of work")
    PROGRESS = "progress", _("progress")
    GRADE = "grade", _("result")
    CARRIED = "carried", _("carrying over")
    EVIDENCE = "evidence", _("evidence")
    PLANNED = "planned", _("planning")


class Carried(models.TextChoices):
    YES = "yes", _("carried over to the next year")
    NO = "no", _("not carried over")


class Evident(models.TextChoices):
    YES = "yes", _("with evidence")
    NO = "no", _("without evidence")


class Planned(models.TextChoices):
    YES = "yes", _("planned")
    NO = "no", _("not in the plan")


class Rule(models.TextChoices):
    """What made an organisation count. A changed rule gets a new version, its text stays."""

    IN_FORCE = "in_force", _("commitment in force")


class Subject(models.TextChoices):
    """Of what a published number speaks."""

    ALL = "all", _("all organisations")
    ENTERPRISES = "enterprises", _("enterprises and institutions")
    PARKS = "parks", _("chemical parks")
    GROUPS = "groups", _("central enterprise groups")
    ASSOCIATIONS = "associations", _("trade associations")
    COLLEGES = "colleges", _("colleges and universities")
    NEW_ALL = "new_all", _("all that joined in the year")
    NEW_ENTERPRISES = "new_enterprises", _("enterprises that joined in the year")
    NEW_PARKS = "new_parks", _("parks that joined in the year")
    OTHER = "other", pgettext_lazy("subject of a number", "something else")


class Bound(models.TextChoices):
    """How exact a published number is meant."""

    EXACT = "", _("exactly")
    MORE = "more", _("more than")
    NEARLY = "nearly", _("nearly")


class ChapterKind(models.TextChoices):
    """What a chapter of the annual report is made of."""

    TEXT = "text", pgettext_lazy("chapter", "text")
    GROUPS = "groups", _("summaries and plans")
    FIGURES = "figures", _("figures and charts")
    LIST = "list", _("list of organisations")


class Quoted(models.TextChoices):
    """Which accepted document of a body the report takes in."""

    SUMMARY = "summary", _("annual summary")
    PLAN = "plan", _("plan for the next year")


class EditionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("edition", "being written")
    FROZEN = "frozen", pgettext_lazy("edition", "frozen, before the committee")
    APPROVED = "approved", pgettext_lazy("edition", "approved by the committee")
    PUBLISHED = "published", pgettext_lazy("edition", "published")
    SUPERSEDED = "superseded", pgettext_lazy("edition", "superseded by a correction")
    VOID = "void", pgettext_lazy("edition", "given up")


_E = EditionState
EDITION_STEPS: Final[Steps] = {
    "freeze": (frozenset({_E.DRAFT}), _E.FROZEN),
    "reopen": (frozenset({_E.FROZEN}), _E.DRAFT),
    "approve": (frozenset({_E.FROZEN}), _E.APPROVED),
    "publish": (frozenset({_E.APPROVED}), _E.PUBLISHED),
    "supersede": (frozenset({_E.PUBLISHED}), _E.SUPERSEDED),
    "void": (frozenset({_E.DRAFT}), _E.VOID),
}
EDITION_STARTS: Final = frozenset({_E.DRAFT})
# What stands on the buttons; a published edition is superseded by the next one alone.
EDITION_STEP_WORDS: Final = {
    "freeze": _("Freeze"),
    "reopen": _("Open for editing again"),
    "approve": _("Enter the committee's decision"),
    "publish": _("Publish the report"),
    "void": _("Give up this edition"),
}
# At most one edition of a year is in one of these: it is the one that is worked on.
OPEN_EDITIONS: Final = (_E.DRAFT, _E.FROZEN, _E.APPROVED)
FIXED_EDITIONS: Final = (_E.FROZEN, _E.APPROVED, _E.PUBLISHED, _E.SUPERSEDED)
# Frozen and not yet published: nothing under it may move.
BEFORE_THE_COMMITTEE: Final = (_E.FROZEN, _E.APPROVED)
DECIDED_EDITIONS: Final = (_E.APPROVED, _E.PUBLISHED, _E.SUPERSEDED)
# Old editions stay readable beside the corrected one.
PUBLIC_EDITIONS: Final = (_E.PUBLISHED, _E.SUPERSEDED)


class Mail(models.TextChoices):
    """What the portal writes to people about the annual report."""

    CHAPTER = "reports/chapter_to_confirm", _("chapter to be confirmed")
    FROZEN = "reports/report_frozen", _("annual report frozen")
    PUBLISHED = "reports/report_published", _("annual report published")
