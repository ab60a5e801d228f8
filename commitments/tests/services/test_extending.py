"""A park is extended on a day, by a document; what it takes in goes on in it; all can be undone."""

import datetime as dt
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commitments.enums import (
    Document,
    EndReason,
    Kind,
    State,
    Status,
)
from commitments.enums.parks import ParkChange, Recognition
from commitments.models import ParkFact, Succession
from commitments.queries.parks import park_of, standings_of
from commitments.services import extending, facts, lifecycle
from commitments.services.days import DayNotPossible
from commitments.services.lineage import LineageNotPossible
from commitments.tests.digests import digest_of, register_digest
from commitments.tests.entries import sign, signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory, ParkFactFactory
from core.history import because
from core.refusals import sentence_of

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
DAY = dt.date(2022, 7, 1)
PAPER = "苏政复〔2022〕7号"


@pytest.fixture
def park():
    return signed("甲园区", "2019-11-14", kind=Kind.PARK)


@pytest.fixture
def other():
    return signed("乙园区", "2015-03-01", kind=Kind.PARK)


def extend(park, *taking_in, on=DAY, area="1500", change=ParkChange.EXTENDED, document=PAPER):
    return extending.extend(
        park,
        change=change,
        taking_in=taking_in,
        area=Decimal(area) if area else None,
        by=None,
        at=NOON,
        on=on,
        document=document,
    )


def take_back(fact):
    extending.take_back(fact, by=None, at=NOON, reason="记错了")


def area_on(park, day):
    standing = standings_of([park.pk], on=day).get(park.pk)
    return standing.measured.area if standing and standing.measured else None


def test_the_area_holds_from_the_day_on(park):
    ParkFactFactory(park=park, on=dt.date(2019, 1, 1), area=Decimal(900))
    before = facts.version()

    extend(park)

    assert area_on(park, DAY - dt.timedelta(days=1)) == 900
    assert area_on(park, DAY) == 1500
    assert facts.version() != before


def test_what_it_takes_in_goes_on_in_it_by_the_same_document(park, other):
    fact = extend(park, other)

    row = Succession.objects.get()
    other.refresh_from_db()
    assert (row.predecessor, row.successor, row.on, row.source, row.extension) == (
        other, park, DAY, PAPER, fact,
    )  # fmt: skip
    (ended,) = other.commitments.values_list("state", "end_reason", "ended_on")
    assert ended == (State.ENDED, EndReason.MERGED, DAY)
    assert other.status == Status.ENDED


def test_the_page_of_the_day_before_does_not_know_it(park, other):
    extend(park, other)

    changes = park_of(park, on=DAY).changes
    assert [(each.change, each.area) for each in changes] == [(ParkChange.EXTENDED, 1500)]
    assert [each.predecessor for each in changes[0].taken_in.all()] == [other]
    assert park_of(park, on=DAY - dt.timedelta(days=1)).changes == []


def test_the_recognition_stays_what_it_was(park):
    ParkFactFactory(park=park, on=dt.date(2019, 1, 1), recognition=Recognition.RECOGNISED)

    extend(park, area=None, change=ParkChange.REDRAWN)

    standing = standings_of([park.pk], on=DAY)[park.pk]
    assert standing.recognised.recognition == Recognition.RECOGNISED


@pytest.mark.parametrize("takes_in", [0, 2])
def test_taking_back_leaves_everything_as_before(park, other, takes_in):
    others = [other, signed("丙园区", "2016-01-01", kind=Kind.PARK)][:takes_in]
    tables = ("commitments_succession", "commitments_parkfact")
    before = [register_digest(), *map(digest_of, tables)]

    take_back(extend(park, *others))

    after = [register_digest(), *map(digest_of, tables)]
    for digests in (before[0], after[0]):
        del digests["commitments_commitment"]  # since when it is in force again
    assert after == before
    assert {each.commitments.get().state for each in (park, *others)} == {State.IN_FORCE}


@pytest.mark.parametrize("is_in_one_context", [False, True])
def test_a_draft_that_gave_way_goes_back_to_the_park_it_came_from(park, is_in_one_context):
    park.commitments.all().delete()
    first = OrganisationFactory(name="丙园区", kind=Kind.PARK)
    draft, own = (
        CommitmentFactory(organisation=first),
        CommitmentFactory(organisation=park, document=Document.CHARTER),
    )
    second = signed("丁园区", "2015-03-01", kind=Kind.PARK)
    sign(second, "2016-03-01", document=Document.CHARTER)
    with because(by=None, source="request") if is_in_one_context else nullcontext():
        fact = extend(park, first, second)
    assert sorted(park.commitments.values_list("document", "state")) == [
        ("charter", State.IN_FORCE),
        ("letter", State.IN_FORCE),
    ]

    take_back(fact)

    assert (first.commitments.get(), park.commitments.get()) == (draft, own)
    assert second.commitments.filter(state=State.IN_FORCE).count() == 2


def test_what_has_had_a_life_since_is_not_taken_back(park, other):
    park.commitments.all().delete()
    fact = extend(park, other)
    lifecycle.end(
        park.commitments.get(),
        by=None,
        at=NOON,
        on=dt.date(2023, 1, 1),
        why=EndReason.WITHDRAWN,
        reason="来函",
    )

    with pytest.raises(LineageNotPossible), transaction.atomic():
        take_back(fact)

    assert (ParkFact.objects.count(), Succession.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["park", "other"])
def test_only_parks_are_extended_and_taken_in(park, who):
    firm = OrganisationFactory(name="某化工")

    with pytest.raises(LineageNotPossible) as refused, transaction.atomic():
        extend(*((firm, park) if who == "park" else (park, firm)))

    assert str(refused.value) == "某化工不是化工园区，请选择园区。"
    assert not ParkFact.objects.exists()


def test_a_park_that_has_merged_into_another_is_not_extended(park, other):
    extend(park, other)

    with pytest.raises(LineageNotPossible) as refused, transaction.atomic():
        extend(other, document="苏政复〔2023〕1号")

    assert str(refused.value) == "乙园区已并入甲园区，请改选后者。"
    assert not other.park_facts.exists()


def test_a_day_to_come_is_refused(park):
    with pytest.raises(DayNotPossible):
        extend(park, on=dt.date(2026, 6, 2))


def test_one_document_is_entered_once(park):
    extend(park)

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        extend(park)

    assert sentence_of(caught.value) == "该园区已登记此文件。"


def test_nothing_is_half_written_when_a_park_cannot_be_taken_in(park, other):
    late = signed("丙园区", "2024-01-01", kind=Kind.PARK)

    with pytest.raises(DayNotPossible), transaction.atomic():
        extend(park, other, late)

    assert not ParkFact.objects.exists()
    assert not Succession.objects.exists()
    assert other.commitments.get().document == Document.LETTER
