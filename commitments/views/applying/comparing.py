"""Two people at one form: where what was typed differs from what somebody else saved meanwhile.

Nothing is written over behind anybody's back: each difference stands beside its question with a
choice, and nothing is saved while one of them is not chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from commitments.models import ApplicationFile, ApplicationRemark
from commitments.queries.applications import Question
from core.merging import MINE, THEIRS
from core.shapes import storable

MOST_ANSWER = 2_000
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Clash:
    """One field of the form in which the two texts differ."""

    name: str
    words: str  # the question, or the remark
    theirs: str  # in words
    picked: str  # MINE, THEIRS, or empty: it must be chosen
    brought: ApplicationFile | None = None  # the scan that waits for the choice
    remark: int = 0


def picked(data: QueryDict, name: str) -> str:
    """Give what was chosen for the field; empty if nothing was."""
    pick = data.get(f"pick/{name}", "")
    return pick if pick in {MINE, THEIRS} else ""


def undecided(data: QueryDict) -> list[str]:
    """Give the fields that were shown with a choice and came back without one."""
    return [name for name in data.getlist("differs") if not picked(data, name)]


def decided(typed: Answers, latest: Answers, data: QueryDict) -> dict[str, str]:
    """Give what was typed, with the saved answer where that was chosen."""
    return {
        code: latest.get(code, "") if picked(data, code) == THEIRS else text
        for code, text in typed.items()
    }


def clashes_of(
    saved: Iterable[Question],
    mine: Answers,
    base: Answers | None,
    brought: Mapping[str, ApplicationFile],
    data: QueryDict,
) -> list[Clash]:
    """Give the questions whose saved answer differs from mine; `base` is what both began with."""
    return [
        Clash(
            each.code,
            each.asked.words,
            each.shown,
            suggestion(
                data,
                each.code,
                mine[each.code],
                each.answer,
                None if base is None else base.get(each.code, ""),
            ),
            brought.get(each.code),
        )
        for each in saved
        if mine.get(each.code, each.answer) != each.answer
    ]


def suggestion(data: QueryDict, name: str, mine: str, theirs: str, base: str | None) -> str:
    """Give what was chosen between these two already, or what only one of them has changed."""
    if name in data.getlist("differs"):
        return picked(data, name) if base == theirs else ""
    if base is None:
        return "" if mine and theirs else MINE if mine else THEIRS
    if base in (mine, theirs):
        return THEIRS if base == mine else MINE
    return ""


def said(data: QueryDict, remark: ApplicationRemark, field: str = "answer") -> str:
    """Give the answer to a remark as it was typed, or as the page was made with (`said`)."""
    return storable(data.get(f"{field}-{remark.pk}", "")).strip()[:MOST_ANSWER]


def clash_over(remark: ApplicationRemark, data: QueryDict) -> Clash | None:
    """Tell whether somebody else has answered the remark otherwise since the page was made."""
    name, typed, seen = f"answer-{remark.pk}", said(data, remark), said(data, remark, "said")
    if not typed or typed == remark.answer or picked(data, name) == THEIRS:
        return None
    if seen == remark.answer and name not in undecided(data):
        return None
    pick = suggestion(data, name, typed, remark.answer, seen)
    return Clash(name, remark.text, remark.answer, pick, remark=remark.pk)


def as_typed(remarks: Iterable[ApplicationRemark], data: QueryDict) -> list[Clash]:
    """Write what was typed into the remarks, unsaved, for the page; give where they differ."""
    found = []
    for remark in remarks:
        typed, clash = said(data, remark), clash_over(remark, data)
        if clash:
            found.append(clash)
        if typed and picked(data, f"answer-{remark.pk}") != THEIRS:
            remark.answer = typed
    return found
