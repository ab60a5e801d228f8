"""What no merger or split may do, and what nobody does who has merged."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from commitments.enums import Kind, Status
from commitments.models import Commitment, Succession
from commitments.services import lifecycle, lineage
from commitments.services.days import DayNotPossible
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.lineage import DAY, NOON, NOTICE, draft_of, merge, of, split
from core.refusals import sentence_of

pytestmark = pytest.mark.django_db


def end_later(organisation):
    organisation.commitments.update(ended_on=DAY + dt.timedelta(days=1))


def reinstate(organisation):
    lifecycle.reinstate(organisation.commitments.get(), by=None, at=NOON, reason="记错了")


def test_nobody_merges_before_the_last_end():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    sign(old, "2015-03-01", ended="2023-01-01")

    with pytest.raises(DayNotPossible, match="2023-01-01"):
        merge(old, new)


@pytest.mark.parametrize(
    "act",
    [
        draft_of,
        reinstate,
        end_later,
        lambda gone: sign(gone, "2015-03-01"),
        lambda gone: sign(gone, "2010-03-01", suspended=("2012-01-01", None)),
        lambda gone: sign(gone, "2010-03-01", ended="2022-07-02"),
        lambda gone: Commitment.objects.filter(pk=draft_of(OrganisationFactory()).pk).update(
            organisation=gone
        ),
    ],
)
def test_who_has_merged_holds_nothing_any_more(act):
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")
    merge(old, new)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act(old)

    assert sentence_of(refused.value) == (
        "已并入其他单位的单位，自并入之日起不再持有承诺：请录入到并入后的单位。"
    )
    old.refresh_from_db()
    assert old.status == Status.ENDED


def test_what_had_ended_by_the_merger_is_still_entered():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    merge(old, new)

    sign(old, "2010-03-01", ended="2022-07-01")

    assert of(old)[0][4] == DAY


def test_no_merger_is_recorded_over_what_is_held():
    old = signed("甲化工", "2015-03-01")
    row = {"predecessor": old, "successor": OrganisationFactory(), "on": DAY, "source": NOTICE}
    Succession.objects.create(kind="split", **row)

    with pytest.raises(IntegrityError, match="nothing_is_held_after_a_merger"):
        Succession.objects.update(kind="merged")


@pytest.mark.parametrize(
    "act",
    [
        lambda gone, other: split(gone, other),
        lambda gone, other: merge(gone, other),
        lambda gone, other: lineage.move(gone, to=other, by=None, at=NOON, on=DAY, reason="搬迁"),
        lambda gone, other: lineage.move(other, to=gone, by=None, at=NOON, on=DAY, reason="搬迁"),
        lambda gone, other: lineage.reclassify(
            gone, to=Kind.GROUP, by=None, at=NOON, on=DAY, reason="改制"
        ),
    ],
)
def test_nothing_more_becomes_of_who_has_merged(act):
    gone, into = (OrganisationFactory(kind=Kind.PARK, name=name) for name in ("东园", "西园"))
    merge(gone, into)

    with pytest.raises(lineage.LineageNotPossible, match="东园已并入西园"):
        act(gone, OrganisationFactory(kind=Kind.PARK))


@pytest.mark.parametrize(
    ("of", "kind", "is_possible"),
    [
        (Kind.ENTERPRISE, Kind.GROUP, True),
        (Kind.COLLEGE, Kind.ENTERPRISE, True),
        (Kind.PARK, Kind.PARK, True),
        (Kind.PARK, Kind.ENTERPRISE, False),
        (Kind.ENTERPRISE, Kind.PARK, False),
        (Kind.ENTERPRISE, Kind.ASSOCIATION, False),
        (Kind.GROUP, Kind.COLLEGE, False),
    ],
)
def test_of_which_kind_one_comes_out_of_another(of, kind, is_possible):
    old, new = OrganisationFactory(kind=of), OrganisationFactory(kind=kind)

    if is_possible:
        split(old, new)
    else:
        with pytest.raises(lineage.LineageNotPossible, match="不会由"):
            split(old, new)

    assert Succession.objects.exists() == is_possible


@pytest.mark.parametrize(
    ("ended", "signed_on"), [(None, "2022-06-30"), ("2012-01-01", "2010-01-01")]
)
def test_who_had_signed_before_comes_out_of_nobody(ended, signed_on):
    old, new = signed("甲化工", "2005-03-01"), OrganisationFactory(name="乙化工")
    sign(new, signed_on, ended=ended)

    with pytest.raises(lineage.LineageNotPossible, match=signed_on):
        split(old, new)


def test_who_signs_on_the_day_of_the_split_comes_out_of_it():
    old, new = signed("甲化工", "2005-03-01"), OrganisationFactory(name="乙化工")
    sign(new, DAY.isoformat())

    split(old, new)

    assert Succession.objects.get().successor == new


def test_no_park_stands_in_a_park():
    park, other = OrganisationFactory.create_batch(2, kind=Kind.PARK)

    with pytest.raises(lineage.LineageNotPossible, match="本身是化工园区"):
        lineage.move(park, to=other, by=None, at=NOON, on=DAY, reason="搬迁")


def test_nobody_merges_into_one_that_is_gone():
    first, second, third = OrganisationFactory.create_batch(3)
    merge(first, second)

    with pytest.raises(lineage.LineageNotPossible, match=second.name):
        merge(third, first)


@pytest.mark.parametrize("day", ["2015-02-28", "2026-06-02"])
def test_day_before_the_signing_or_to_come(day):
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory()

    with pytest.raises(DayNotPossible):
        merge(old, new, dt.date.fromisoformat(day))

    assert not Succession.objects.exists()


@pytest.mark.parametrize(
    ("kinds", "rule"),
    [
        (["ab", "ac"], "已并入另一家单位"),
        (["aa"], "不能是自身"),
        (["ab", "ba"], "早已是"),
        (["ab", "bc", "ca"], "早已是"),
    ],
)
def test_what_the_database_refuses(kinds, rule):
    by_letter = dict(zip("abc", OrganisationFactory.create_batch(3), strict=True))
    rows = [
        Succession(
            kind="merged",
            predecessor=by_letter[one],
            successor=by_letter[other],
            on=DAY,
            source=NOTICE,
        )
        for one, other in kinds
    ]
    for row in rows[:-1]:
        row.save()

    with pytest.raises(Exception) as refused:  # noqa: PT011 -- a rule or a trigger
        rows[-1].save()

    assert sentence_of(refused.value)


def test_what_is_taken_over_says_whose():
    commitment = signed("甲化工").commitments.get()

    with pytest.raises(IntegrityError):
        Commitment.objects.filter(pk=commitment.pk).update(held_from=DAY)
