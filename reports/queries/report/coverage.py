"""What an edition lacks: what must be mended before it is frozen, and what needs a reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.enums import ChapterKind, Quoted
from reports.models import Chapter, Edition, Pin
from reports.queries.figures import Year, figures_beside_year_before
from reports.queries.quotations import quoted
from reports.queries.report.content import chapters_of
from reports.queries.report.days import day_words
from reports.queries.report.figures import has_source
from reports.queries.report.said import (
    digest_of_said,
    is_withdrawn,
    latest_accepted,
    pins_of,
)
from reports.queries.report.sources import (
    QUOTED,
    bodies_of,
    is_listed,
    name_of,
    quoting_bodies,
    statistics_to_quote,
)
from reports.queries.report.texts import facts_of, numbers_typed, unknown_places
from workgroups.models import Body


@dataclass(frozen=True)
class Finding:
    """One thing that is missing: a sentence, where it is mended, and whether it must be."""

    sentence: str
    href: str
    is_must: bool = False


@dataclass(frozen=True)
class Coverage:
    """Everything that an edition lacks, and how much is confirmed."""

    findings: list[Finding]
    confirmed: int
    bodies: int

    @property
    def musts(self) -> list[Finding]:
        """What must be mended before the edition is frozen."""
        return [each for each in self.findings if each.is_must]

    @property
    def gaps(self) -> list[Finding]:
        """What the head may leave as it is, with a reason."""
        return [each for each in self.findings if not each.is_must]


def coverage_of(edition: Edition) -> Coverage:
    """Give what the draft lacks, chapter by chapter."""
    chapters, pins = chapters_of(edition), list(pins_of(edition))
    unconfirmed = bodies_unconfirmed(edition, pins)
    findings = [
        *_of_chapters(edition, chapters),
        *_of_bodies(edition, chapters, pins),
        *_of_versions(edition, pins),
        *(_not_confirmed(edition, body) for body in unconfirmed),
        *_of_statistics(edition),
    ]
    findings += _of_quotations(edition, chapters)
    bodies = {pin.body_id for pin in pins}
    return Coverage(findings, len(bodies) - len(unconfirmed), len(bodies))


def bodies_unconfirmed(edition: Edition, pins: list[Pin]) -> list[Body]:
    """Give the quoted bodies whose leaders have not agreed to the text as it stands."""
    agreed = set(edition.confirmations.values_list("body_id", "said_sha256"))
    bodies = {pin.body_id: pin.body for pin in pins}
    return [
        body
        for pk, body in bodies.items()
        if (pk, digest_of_said(pin for pin in pins if pin.body_id == pk)) not in agreed
    ]


def _of_chapters(edition: Edition, chapters: list[Chapter]) -> Iterator[Finding]:
    year = figures_beside_year_before(edition.snapshot)
    facts = facts_of(year, day_words(edition.snapshot.as_at))
    for chapter in chapters:
        href = reverse("desk:report_chapter", args=[edition.pk, chapter.pk])
        heading = {"heading": chapter.heading}
        if chapter.kind == ChapterKind.TEXT and not chapter.text.strip():
            said = _("Chapter “%(heading)s” is empty: write it or leave it out.") % heading
            yield Finding(said, href, is_must=True)
        for place in unknown_places(chapter.text, facts):
            said = _("Chapter “%(heading)s”: {%(place)s} is no figure of the pinned statistics.")
            yield Finding(said % (heading | {"place": place}), href, is_must=True)
        for number in numbers_typed(chapter.text):
            said = _(
                "Chapter “%(heading)s”: the number %(number)s is typed by hand, not pinned to a "
                "figure."
            )
            yield Finding(said % (heading | {"number": number}), href)
        yield from _of_figures(year, chapter, href)


def _of_figures(year: Year, chapter: Chapter, href: str) -> Iterator[Finding]:
    """Give the sources of which the statistics have nothing: they would be empty places."""
    if chapter.kind == ChapterKind.LIST:
        lacking = [key for key in chapter.sources if not (key in year.tables and is_listed(key))]
    elif chapter.kind == ChapterKind.FIGURES:
        lacking = [key for key in chapter.sources if not has_source(year, key)]
    else:
        return
    for key in lacking:
        said = _("Chapter “%(heading)s”: the pinned statistics have nothing of “%(source)s”.") % {
            "heading": chapter.heading,
            "source": name_of(chapter.kind, key),
        }
        yield Finding(said, href, is_must=True)


def _of_bodies(edition: Edition, chapters: list[Chapter], pins: list[Pin]) -> Iterator[Finding]:
    """Which body lacks an accepted document that a chapter asks for."""
    there = {(pin.body_id, pin.kind) for pin in pins}
    bodies = quoting_bodies()
    asked = {
        source for each in chapters if each.kind == ChapterKind.GROUPS for source in each.sources
    }
    for kind in Quoted:
        for body in bodies:
            is_asked = any(
                body in bodies_of(source.partition("/")[2], bodies)
                for source in asked
                if source.startswith(kind)
            )
            if is_asked and (body.pk, kind) not in there:
                yield _lacking(edition, body, kind)


def _lacking(edition: Edition, body: Body, quoted: Quoted) -> Finding:
    said = {
        Quoted.SUMMARY: _("%(body)s has no accepted summary of %(year)s."),
        Quoted.PLAN: _("%(body)s has no accepted plan for %(year)s."),
    }
    year = edition.year if quoted == Quoted.SUMMARY else edition.year + 1
    return Finding(
        said[quoted] % {"body": body.label, "year": year}, reverse("desk:board", args=[year])
    )


def _of_versions(edition: Edition, pins: list[Pin]) -> Iterator[Finding]:
    latest = latest_accepted(edition.year)
    there = {(pin.body_id, pin.kind): pin for pin in pins}
    for pin in pins:
        href = reverse("desk:report_body", args=[edition.pk, pin.body.code])
        name = {"body": pin.body.label, "what": pin.get_kind_display()}
        if is_withdrawn(pin):
            said = _(
                "%(body)s, %(what)s: the document was withdrawn. Take in what is accepted now."
            )
            yield Finding(said % name, href, is_must=True)
        elif latest[pin.body_id, pin.kind].pk != pin.version_id:
            said = _("%(body)s, %(what)s: a later version was accepted. Take in what is new.")
            yield Finding(said % name, href)
    for (body, kind), version in latest.items():
        if (body, kind) not in there:
            said = _("%(document)s was accepted and is not quoted. Take in what is new.")
            yield Finding(said % {"document": version.document}, edition.get_absolute_url())


def _not_confirmed(edition: Edition, body: Body) -> Finding:
    said = _("%(body)s has not confirmed its text.") % {"body": body.label}
    return Finding(said, reverse("desk:report_body", args=[edition.pk, body.code]))


def _of_quotations(edition: Edition, chapters: list[Chapter]) -> Iterator[Finding]:
    """Give the published figures that are shown, differ from the computed ones, unexplained."""
    if not any(QUOTED in chapter.sources for chapter in chapters):
        return
    for each in quoted(edition.year):
        if each.lacks_explanation:
            said = _(
                "The published figure “%(wording)s” differs from the computed one: explain it."
            )
            href = reverse("admin:reports_quotation_change", args=[each.quotation.pk])
            yield Finding(said % {"wording": each.quotation.wording}, href)


def _of_statistics(edition: Edition) -> Iterator[Finding]:
    pinned = edition.snapshot
    if statistics_to_quote(edition.year) != pinned:
        said = _("The statistics of %(year)s were built anew since. Take in what is new.")
        yield Finding(said % {"year": edition.year}, edition.get_absolute_url())
    if (pinned.as_at.month, pinned.as_at.day) != (12, 31):
        said = _("The statistics are as at %(day)s, not as at the end of the year.")
        day = pinned.as_at.isoformat()
        yield Finding(said % {"day": day}, edition.get_absolute_url())
