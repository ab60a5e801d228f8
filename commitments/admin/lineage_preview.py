"""What will happen to organisations, said before it is confirmed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from commitments.enums import OPEN_STATES, State
from commitments.models import Commitment, Organisation
from commitments.services.unsigned import unsigned_of


def foreseen(verb: str, organisation: Organisation, typed: dict[str, Any]) -> list[str]:
    """Say in sentences what a verb of lineage would do to all that it touches."""
    if "other" in typed:
        return _of_succession(verb, organisation, typed["other"])
    if "park" in typed:
        return _of_move(organisation, typed["park"], typed["on"])
    sentences, before = [], list[Organisation]()
    for park in typed["parks"]:
        said = _of_succession("merge", park, organisation, before)
        sentences += [f"{park}{_(': ')}{sentence}" for sentence in said]
        before.append(park)
    return sentences


def _of_move(organisation: Organisation, park: Organisation | None, on: dt.date) -> list[str]:
    """Say where it stands before and after, and that a park of another province is unlikely."""
    words = {
        "organisation": organisation,
        "park": park,
        "day": on.isoformat(),
        "before": organisation.park or organisation.park_name,
    }
    before = _("Up to the day before it stood in no park.")
    if words["before"]:
        before = _("Up to the day before it stood in %(before)s: earlier days go on showing that.")
    if park is None:
        return [_("%(organisation)s stands in no park from %(day)s on.") % words, before % words]
    sentences = [
        _("%(organisation)s stands in %(park)s from %(day)s on.") % words,
        before % words,
    ]
    here, there = organisation.province, park.province
    if here and there and here != there:
        mind = _("Mind: %(organisation)s is in %(here)s, but %(park)s is in %(there)s.")
        sentences.append(mind % (words | {"here": here, "there": there}))
    return sentences


def _of_succession(
    verb: str,
    organisation: Organisation,
    other: Organisation,
    before: Sequence[Organisation] = (),
) -> list[str]:
    """Say in sentences what a merger or split would do to the commitments of both.

    `before` are those that the other one takes in before.
    """
    states = (State.IN_FORCE, State.SUSPENDED)
    signed = set(other.commitments.filter(state__in=states).values_list("document", flat=True))
    in_force = Commitment.objects.filter(state=State.IN_FORCE)
    taken = {
        document: park
        for park in reversed(before)
        for document in in_force.filter(organisation=park).values_list("document", flat=True)
    }
    sentences = []
    for commitment in organisation.commitments.filter(state__in=states).order_by("pk"):
        words = {"document": commitment.get_document_display(), "other": other}
        if verb == "merge":
            sentences.append(_("%(document)s: ends here on the day, “merged”.") % words)
        if commitment.state == State.SUSPENDED:
            sentences.append(
                _("%(document)s: is suspended and does not go on in %(other)s.") % words
            )
        elif commitment.document in signed:
            sentences.append(
                _("%(document)s: %(other)s has signed it itself, so nothing is taken over.") % words
            )
        elif park := taken.get(commitment.document):
            sentence = _(
                "%(document)s: %(other)s takes it over from %(park)s already, so nothing more is "
                "taken over."
            )
            sentences.append(sentence % (words | {"park": park}))
        else:
            sentences.append(
                _("%(document)s: goes on in %(other)s with its own day of signing.") % words
            )
            sentences += _giving_way(commitment.document, [other, *before])
    if verb == "merge":
        sentences += _of_unsigned(organisation, [other, *before])
    return sentences or [_("There is no commitment in force, so only the succession is recorded.")]


def _giving_way(document: str, others: Sequence[Organisation]) -> Iterator[str]:
    """Say that what the first of the others has not signed, or got from the next, gives way."""
    drafts = (unsigned_of(each).filter(document=document).first() for each in others)
    if draft := next(filter(None, drafts), None):
        words = {
            "document": draft.get_document_display(),
            "state": draft.get_state_display(),
            "other": others[0],
        }
        text = _(
            "%(document)s (%(state)s) of %(other)s: is discarded, because the signed one goes on "
            "there."
        )
        yield text % words


def _of_unsigned(organisation: Organisation, others: Sequence[Organisation]) -> Iterator[str]:
    """Say what becomes of what is unsigned; the first of the others is the one that goes on."""
    other = others[0]
    open_there = Commitment.objects.filter(state__in=OPEN_STATES, organisation=other)
    goes_on = OPEN_STATES - {State.SUSPENDED}
    comes_there = Commitment.objects.filter(state__in=goes_on, organisation__in=others[1:])
    has = set((open_there | comes_there).values_list("document", flat=True))
    for commitment in unsigned_of(organisation):
        words = {
            "document": commitment.get_document_display(),
            "state": commitment.get_state_display(),
            "other": other,
        }
        if commitment.document in has:
            text = _("%(document)s (%(state)s): is discarded, because %(other)s has one already.")
        else:
            text = _("%(document)s (%(state)s): goes over to %(other)s, to be signed there.")
        yield text % words
