"""An empty list says why it is empty and what to try next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.queries.hints import similar_names, ways_out
from commitments.queries.listing import count_of, whole_text
from commitments.queries.selection import Selection
from commitments.views.facets import Known
from commitments.views.words import NARROWINGS, narrowing_words


@dataclass(frozen=True)
class Way:
    """One narrowing to drop, with what that gives."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Help:
    """What an empty list offers."""

    text: str
    ways: list[Way]
    names: list[tuple[str, str]]  # address, name


def help_of(selection: Selection, known: Known) -> Help:
    """This will find what to try: narrowings to drop, else names that sound alike."""
    ways = [
        Way(narrowing_words(name, selection, known), f"?{selection.without(name).address()}", count)
        for name, count in ways_out(selection, NARROWINGS)
    ]
    names = _similar(selection) if selection.terms else []
    return Help(_text(selection), ways, names)


def _similar(selection: Selection) -> list[tuple[str, str]]:
    """Only if nobody is called so: whoever is found without the filters needs no other name."""
    if count_of(Selection(terms=selection.terms), most=1):
        return []
    whole = whole_text(selection.terms)
    spoken = whole.syllables.replace(" ", "")
    return [
        (reverse("commitments:detail", args=[code]), name) for code, name in similar_names(spoken)
    ]


def _text(selection: Selection) -> str:
    if selection.terms and not selection.parameters(without=("q", "sort", "page")):
        return _("No name, former name, pinyin or code contains “%(text)s”.") % {
            "text": selection.q
        }
    if selection.as_at and selection.terms:
        return _("On %(day)s nobody with this name had a commitment in force.") % {
            "day": selection.as_at
        }
    return _("No organisation fulfils everything that was asked.")
