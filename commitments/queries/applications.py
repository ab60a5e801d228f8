"""An application as its pages show it: questions with answers, faults, remarks, stations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.enums import RegionLevel, State
from commitments.enums.applications import (
    APPLICATIONS_WAITING,
    ApplicationState,
    FieldKind,
    Section,
)
from commitments.models import (
    Application,
    ApplicationFile,
    ApplicationRemark,
    ApplicationVersion,
    FormField,
    Industry,
    Organisation,
    OrganisationName,
    Region,
)
from commitments.queries.mergers import Standing, as_they_go_on
from core.enums import Audience
from core.text import comparison_key

Options = list[tuple[str, list[tuple[str, str]]]]
MOST_ALIKE: Final = 5


@dataclass
class Question:
    """One question with what stands there now and what is to be said about it."""

    asked: FormField
    answer: str
    file: ApplicationFile | None = None
    faults: list[str] = field(default_factory=list)
    remarks: list[ApplicationRemark] = field(default_factory=list)
    groups: Options = field(default_factory=list)
    shown: str = ""
    later: list[ApplicationFile] = field(default_factory=list)

    @property
    def code(self) -> str:
        """By which the question is known to forms, faults and remarks."""
        return self.asked.code

    @property
    def chosen(self) -> list[str]:
        """The answers of a question that has several."""
        return self.answer.split("\n")


@dataclass
class Part:
    """One part of the form."""

    section: Section
    questions: list[Question]

    @property
    def missing(self) -> int:
        """How many questions of it must still be answered."""
        needed = (each for each in self.questions if each.asked.is_required)
        return sum(not each.answer.strip() for each in needed)


def asked_fields() -> list[FormField]:
    """Give the questions that are asked today, in order. One query."""
    order = {section: number for number, section in enumerate(Section)}
    fields = FormField.objects.filter(is_asked=True)
    return sorted(fields, key=lambda each: (order[Section(each.section)], each.position, each.pk))


def parts_of(
    application: Application,
    answers: Mapping[str, str],
    fields: Sequence[FormField],
    *,
    faults: Iterable[Any] = (),
    remarks: Iterable[ApplicationRemark] = (),
    later: Mapping[str, list[ApplicationFile]] | None = None,
    to_write: bool = False,
) -> list[Part]:
    """Give the form with these answers; `to_write` brings what may be chosen."""
    files = {each.file_id.hex: each for each in application.files.select_related("file")}
    said: dict[str, list[ApplicationRemark]] = defaultdict(list)
    wrong: dict[str, list[str]] = defaultdict(list)
    for remark in remarks:
        said[remark.place].append(remark)
    for fault in faults:
        wrong[fault.code].append(fault.sentence)
    words = _Words(fields, answers, to_write=to_write)
    found: dict[Section, list[Question]] = {section: [] for section in Section}
    for each in fields:
        answer = answers.get(each.code, "")
        file = files.get(answer) if each.kind == FieldKind.FILE else None
        found[Section(each.section)].append(
            Question(
                each,
                answer,
                file=file,
                faults=wrong[each.code],
                remarks=said[each.code],
                groups=words.groups(each),
                shown=file.file.name if file else words.shown(each, answer),
                later=(later or {}).get(each.code, []),
            )
        )
    return [Part(section, questions) for section, questions in found.items() if questions]


class _Words:
    """What answers that are codes stand for, and what may be chosen instead."""

    def __init__(
        self, fields: Iterable[FormField], answers: Mapping[str, str], *, to_write: bool
    ) -> None:
        self.to_write = to_write
        kinds = defaultdict(list)
        for each in fields:
            kinds[each.kind].append(answers.get(each.code, ""))
        self.places = self._places(kinds[FieldKind.PLACE])
        self.industries = self._industries(kinds[FieldKind.INDUSTRY])

    def _places(self, codes: list[str]) -> dict[str, Region]:
        if not codes:
            return {}
        wanted = Q(level__in=[RegionLevel.PROVINCE, RegionLevel.CITY]) if self.to_write else Q()
        municipal = Q(parent__in=["110000", "120000", "310000", "500000"])
        chosen = Q(pk__in=codes)
        found = Region.objects.filter((wanted | municipal if self.to_write else chosen) | chosen)
        return {each.code: each for each in found.select_related("parent").order_by("code")}

    def _industries(self, codes: list[str]) -> dict[str, Industry]:
        if not codes:
            return {}
        found = Industry.objects.order_by("code")
        return {e.code: e for e in (found if self.to_write else found.filter(pk__in=codes))}

    def groups(self, each: FormField) -> Options:
        """Give what may be chosen, under headings."""
        if not self.to_write:
            return []
        if each.kind == FieldKind.PLACE:
            return self._by_province()
        if each.kind == FieldKind.INDUSTRY:
            return [("", [(code, str(one)) for code, one in self.industries.items()])]
        return [("", each.options())]

    def _by_province(self) -> Options:
        found: dict[str, list[tuple[str, str]]] = {}
        for code, region in self.places.items():
            top = region.parent if region.level != RegionLevel.PROVINCE else region
            while top is not None and top.level != RegionLevel.PROVINCE:
                top = top.parent
            if top is not None:
                found.setdefault(top.label, []).append((code, self._place(region)))
        return list(found.items())

    def shown(self, each: FormField, answer: str) -> str:
        """Give the answer in words."""
        if each.kind == FieldKind.PLACE and answer in self.places:
            return self._place(self.places[answer])
        if each.kind == FieldKind.INDUSTRY and answer in self.industries:
            return str(self.industries[answer])
        if each.kind == FieldKind.FLAG:
            return {"yes": _("yes"), "no": _("no")}.get(answer, answer)
        if each.kind in {FieldKind.CHOICE, FieldKind.SEVERAL}:
            known = dict(each.options())
            return pgettext("between items of a list", ", ").join(
                known.get(one, one) for one in answer.split("\n") if one
            )
        return answer

    def _place(self, region: Region) -> str:
        parent = region.parent
        return f"{parent.label} {region.label}" if parent else region.label


def as_handed_in(version: ApplicationVersion) -> list[FormField]:
    """Give the questions as they stood when the version was handed in, with today's choices."""
    today = {each.code: each for each in FormField.objects.all()}
    found = []
    for each in version.payload.get("asked", []):
        known = today.get(each["code"]) or FormField(code=each["code"], kind=each["kind"])
        known.section, known.kind = each["section"], each["kind"]
        if known.label != each["label"]:
            known.label, known.label_english = each["label"], ""
        found.append(known)
    return found


def remarks_for_applicant(application: Application) -> list[ApplicationRemark]:
    """Give the open remarks that the applicant may read: once it was returned."""
    if application.state != ApplicationState.RETURNED:
        return []
    return list(application.remarks_open().filter(audience=Audience.AUTHORS).order_by("pk"))


def may_bring_later(application: Application) -> bool:
    """Tell whether a scan may still be brought: until it is decided, then until it is signed."""
    if application.state == ApplicationState.ACCEPTED:
        return application.commitments.filter(state=State.TO_SIGN).exists()
    return application.state in APPLICATIONS_WAITING


def brought_later(application: Application) -> dict[str, list[ApplicationFile]]:
    """Give the scans that came after the last version was handed in, by their question."""
    version = application.current_version
    found: dict[str, list[ApplicationFile]] = defaultdict(list)
    if version is None or application.is_open_draft:
        return found
    files = application.files.filter(file__kept_at__gt=version.handed_in_at)
    for each in files.select_related("file").order_by("file__kept_at", "pk"):
        found[each.code].append(each)
    return found


def alike(*, name: str, uscc: str) -> list[Standing]:
    """Give whom the register knows by this credit code or name: "already there?".

    Code and names of a record that was united with another one, or has merged into it, lead to
    the other one, the latter with the mergers that say why.
    """
    same = Q(uscc=uscc) | Q(united__uscc=uscc) if uscc else Q(pk__in=[])
    if key := comparison_key(name):
        same |= Q(pk__in=OrganisationName.objects.matching().filter(key=key).values("organisation"))
    found = Organisation.objects.filter(same).distinct().order_by("name_sort", "id")
    return as_they_go_on(list(found[:MOST_ALIKE]))


_STAGES: Final = (
    ApplicationState.SUBMITTED,
    ApplicationState.IN_REVIEW,
    ApplicationState.BEFORE_COMMITTEE,
    ApplicationState.ACCEPTED,
)


@dataclass(frozen=True)
class Stage:
    """One station of the way from the application to the commitment."""

    words: str
    tone: str


def stages_of(application: Application, *, is_signed: bool) -> list[Stage]:
    """Give the stations of an application that runs: done, now, to come; none of one that ended."""
    if application.state not in _STAGES:
        return []
    now = len(_STAGES) if is_signed else _STAGES.index(ApplicationState(application.state))
    words = [*(stage.label for stage in _STAGES), State.IN_FORCE.label]
    last = len(words) - 1
    return [
        Stage(
            str(each),
            "done"
            if number < now or (is_signed and number == last)
            else "now"
            if number == now
            else "",
        )
        for number, each in enumerate(words)
    ]
