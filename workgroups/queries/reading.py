"""A document's content as people read it: sections of labelled fields, with what changed in them.

Used wherever a document is shown: to its authors before they hand it in, to reviewers beside the
version before, on the receipt, to the public. A field's `place` is where a remark points to.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.text import numbers_of
from workgroups.enums import (
    ChangeAction,
    ChangeReason,
    ItemKind,
    Measure,
    ProgressStatus,
    ResultGrade,
)
from workgroups.models import Body, Evidence, PlanItem
from workgroups.models.contents import (
    Amount,
    ChangeContent,
    Content,
    Item,
    PlanContent,
    SheetContent,
    SummaryContent,
    read_content,
)
from workgroups.queries.differences import ReadField, ReadSection, compared, gone

Fields = list[tuple[str, str, str]]  # name, label, text


def read_sections(
    kind: str, payload: Mapping[str, Any], *, before: Mapping[str, Any] | None = None
) -> list[ReadSection]:
    """Give the content in sections, compared with the content `before` where it is given."""
    names = _Names()
    now = _sections(read_content(kind, payload), names)
    if before is None:
        return now
    then = {each.place: each for each in _sections(read_content(kind, before), names)}
    kept = [compared(each, then.pop(each.place, None)) for each in now]
    return kept + [gone(each) for each in then.values()]


def places_of(sections: Iterable[ReadSection]) -> list[tuple[str, str]]:
    """Give every place a remark may point to, with the words people know it by."""
    found = [("", _("The whole document"))]
    for section in sections:
        if section.place:
            found.append((section.place, section.heading))
        found += [(each.place, f"{section.heading}: {each.label}") for each in section.fields]
    return found


class _Names:
    """Names of bodies and evidence, each asked for once."""

    def __init__(self) -> None:
        self._bodies: dict[str, str] | None = None
        self._evidence: dict[str, str] = {}

    def bodies(self, codes: Iterable[str]) -> str:
        wanted = list(codes)
        if wanted and self._bodies is None:
            self._bodies = {body.code: body.label for body in Body.objects.all()}
        return _listed((self._bodies or {}).get(code, code) for code in wanted)

    def learn_evidence(self, content: SheetContent) -> None:
        numbers = numbers_of(one for line in content.lines for one in line.evidence)
        if missing := [number for number in numbers if str(number) not in self._evidence]:
            rows = Evidence.objects.filter(pk__in=missing).values_list("pk", "title")
            self._evidence |= {str(number): title for number, title in rows}

    def evidence(self, numbers: Iterable[str]) -> str:
        return _listed(self._evidence.get(number, number) for number in numbers)


def _sections(content: Content, names: _Names) -> list[ReadSection]:
    match content:
        case PlanContent():
            return [_general(content, _plan_words()), *_plan_items(content, names)]
        case SheetContent():
            names.learn_evidence(content)
            return list(_sheet_lines(content, names))
        case SummaryContent():
            return [_general(content, _summary_words()), *_summary_lines(content)]
        case ChangeContent():
            return list(_change_sections(content, names))


def _plan_words() -> dict[str, str]:
    return {
        "preface": _("Preface"),
        "resources": _("Resources needed"),
        "help_wanted": _("Help wanted from the secretariat"),
    }


def _summary_words() -> dict[str, str]:
    return {
        "overview": _("Overview"),
        "highlights": _("Highlights"),
        "shortcomings": _("Shortcomings"),
        "suggestions": _("Suggestions"),
        "next_year": _("Directions for the next year"),
    }


def _general(content: Content, words: Mapping[str, str]) -> ReadSection:
    fields = [ReadField(name, label, getattr(content, name)) for name, label in words.items()]
    return ReadSection("", _("In general"), tuple(fields))


def _plan_items(content: PlanContent, names: _Names) -> Iterator[ReadSection]:
    for number, item in enumerate(content.items, 1):
        yield _item_section(f"items/{item.key}", f"{number}. {item.title}", item, names)


def _item_section(
    place: str, heading: str, item: Item, names: _Names, *, marks: tuple[str, ...] = ()
) -> ReadSection:
    said = [*marks, *_item_marks(item)]
    return ReadSection(
        place,
        heading,
        _fields(place, _item_fields(item, names)),
        marks=tuple(said),
    )


def _item_marks(item: Item) -> Iterator[str]:
    if item.carried_from:
        yield _("carried over from %(code)s") % {"code": item.carried_from}
    if not item.is_public:
        yield _("not for the public")


def _item_fields(item: Item, names: _Names) -> Fields:
    return [
        ("title", _("Title"), item.title),
        ("kind", _("Kind"), _word(ItemKind, item.kind)),
        ("description", _("Description"), item.description),
        ("expected_result", _("Expected result"), item.expected_result),
        ("targets", _("Targets"), _amounts(item.targets)),
        ("when", _("When"), _when(item)),
        ("owner", _("In charge"), item.owner),
        ("cooperating", _("Together with"), names.bodies(item.cooperating)),
        ("source_text", _("Original sentence"), item.source_text),
    ]


def _when(item: Item) -> str:
    quarter = _("Q%(quarter)s") % {"quarter": item.quarter} if item.quarter else ""
    days = " ～ ".join(filter(None, (item.starts_on, item.due_on)))
    return " · ".join(filter(None, (quarter, days)))


def _sheet_lines(content: SheetContent, names: _Names) -> Iterator[ReadSection]:
    titles = _titles([line.item for line in content.lines])
    for line in content.lines:
        place = f"lines/{line.item}"
        marks = (_("help wanted"),) if line.needs_help else ()
        fields: Fields = [
            ("status", _("Status"), _word(ProgressStatus, line.status)),
            ("grade", _("Result"), _word(ResultGrade, line.grade)),
            ("note", _("What was done"), line.note),
            ("actuals", _("Achieved"), _amounts(line.actuals)),
            ("problems", _("Difficulties"), line.problems),
            ("next_step", _("Next step"), line.next_step),
            ("evidence", _("Evidence"), names.evidence(line.evidence)),
        ]
        heading = f"{line.item} {titles.get(line.item, '')}".strip()
        yield ReadSection(place, heading, _fields(place, fields), code=line.item, marks=marks)


def _summary_lines(content: SummaryContent) -> Iterator[ReadSection]:
    for number, line in enumerate(content.lines, 1):
        place = f"lines/{line.key}"
        fields: Fields = [
            ("title", _("Title"), line.title),
            ("kind", _("Kind"), _word(ItemKind, line.kind)),
            ("outcome", _("What came out"), line.outcome),
            ("actuals", _("Achieved"), _amounts(line.actuals)),
            ("own_grade", _("Own grade"), _word(ResultGrade, line.own_grade)),
        ]
        yield ReadSection(
            place,
            f"{number}. {line.title}",
            _fields(place, fields),
            code=line.item,
            marks=() if line.item else (_("not planned"),),
        )


def _change_sections(content: ChangeContent, names: _Names) -> Iterator[ReadSection]:
    reasons = [
        ReadField("reason_kind", _("Reason"), _word(ChangeReason, content.reason_kind)),
        ReadField("reason", _("In words"), content.reason),
    ]
    yield ReadSection("", _("Why the plan changes"), tuple(reasons))
    for number, line in enumerate(content.lines, 1):
        place = f"lines/{line.key or number}"
        action = _word(ChangeAction, line.action)
        heading = f"{number}. {action} {line.item or line.wording.title}".strip()
        if line.action == ChangeAction.DROP:
            yield ReadSection(place, heading, ())
        else:
            yield _item_section(f"{place}/wording", heading, line.wording, names, marks=(action,))


def _titles(codes: list[str]) -> dict[str, str]:
    return dict(PlanItem.objects.filter(code__in=codes).values_list("code", "title"))


def _fields(place: str, fields: Fields) -> tuple[ReadField, ...]:
    return tuple(ReadField(f"{place}/{name}", label, text) for name, label, text in fields)


def _word(words: Any, value: str) -> str:
    return str(words(value).label) if value in words.values else value


def _amounts(amounts: Iterable[Amount]) -> str:
    said = (
        f"{each.value} {_word(Measure, each.measure)}".strip()
        for each in amounts
        if not each.is_empty
    )
    return _listed(said)


def _listed(texts: Iterable[str]) -> str:
    return _(", ").join(texts)
