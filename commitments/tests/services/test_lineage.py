import datetime as dt

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
from commitments.models import Commitment, Succession
from commitments.queries.listing import page_of
from commitments.services import lifecycle, lineage
from commitments.services.days import DayNotPossible
from commitments.tests.entries import selected, sign, signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory, UserFactory
from commitments.tests.uniting import unite
from core.refusals import sentence_of

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
DAY = dt.date(2022, 7, 1)
DAY_BEFORE = dt.date(2022, 6, 30)
NOTICE = "登记通知书"


def merge(predecessor, into, on=DAY):
    return lineage.merge(predecessor, into=into, by=None, at=NOON, on=on, source=NOTICE)


def split(predecessor, into, on=DAY):
    return lineage.split(predecessor, into=into, by=None, at=NOON, on=on, source=NOTICE)


def take_back(succession):
    lineage.take_back(succession, by=None, at=NOON, reason="记错了")


def listed(day):
    return [entry.name for entry in page_of(selected(f"as_at={day}"))]


def of(organisation):
    columns = ("document", "state", "signed_on", "held_from", "ended_on", "end_reason")
    return list(organisation.commitments.order_by("pk").values_list(*columns))


def test_merger_ends_the_one_and_goes_on_in_the_other():
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")

    merge(old, new)

    signing = dt.date(2015, 3, 1)
    assert of(old) == [("letter", State.ENDED, signing, None, DAY, EndReason.MERGED)]
    assert of(new) == [("letter", State.IN_FORCE, signing, DAY, None, "")]
    new.refresh_from_db()
    assert (new.status, new.sign_year) == (Status.IN_FORCE, 2015)
    assert (listed(DAY_BEFORE), listed(DAY)) == (["甲化工"], ["乙化工"])


def test_merger_leaves_alone_what_the_other_has_signed_itself():
    old, new = signed("甲化工", "2015-03-01"), signed("乙化工", "2019-01-01")
    sign(old, "2016-01-01", document=Document.CHARTER)

    merge(old, new)

    assert [(row[0], row[2].year, row[3]) for row in of(new)] == [
        ("letter", 2019, None),
        ("charter", 2016, DAY),
    ]
    assert (listed(DAY_BEFORE), listed(DAY)) == (["甲化工", "乙化工"], ["乙化工"])


def test_suspended_commitment_ends_with_the_merger_and_does_not_go_on():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    sign(old, "2015-03-01", suspended=("2020-01-01", None))

    merge(old, new)

    assert of(new) == []
    assert of(old)[0][1] == State.ENDED


@pytest.mark.parametrize("suspended", [None, ("2020-01-01", None)])
def test_merger_taken_back_leaves_everything_as_before(suspended):
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    sign(old, "2015-03-01", suspended=suspended)
    before = (of(old), list(old.commitments.values_list("suspensions__valid")))

    take_back(merge(old, new))

    assert (of(old), list(old.commitments.values_list("suspensions__valid"))) == before
    assert of(new) == []
    assert not Succession.objects.exists()
    new.refresh_from_db()
    assert new.status == Status.NONE


def test_merger_is_not_taken_back_over_what_came_after():
    old, new = signed("甲化工"), OrganisationFactory(name="乙化工")
    succession = merge(old, new)
    lifecycle.suspend(new.commitments.get(), by=None, at=NOON, on=DAY, reason="核查")

    with pytest.raises(lineage.LineageNotPossible, match="乙化工 · 承诺书"):
        take_back(succession)

    old.refresh_from_db()
    assert (old.status, new.commitments.count()) == (Status.ENDED, 1)


def test_split_shares_the_history_and_the_old_one_stays():
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")

    split(old, new)

    assert (listed(DAY_BEFORE), listed(DAY)) == (["甲化工"], ["甲化工", "乙化工"])
    new.refresh_from_db()
    assert new.sign_year == 2015


def test_split_taken_back():
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")

    take_back(split(old, new))

    assert listed(DAY) == ["甲化工"]


def test_chain_of_mergers_carries_the_first_signing():
    first, second, third = (signed("甲化工", "2011-05-01"), *OrganisationFactory.create_batch(2))
    merge(first, second, dt.date(2018, 1, 1))
    merge(second, third)

    third.refresh_from_db()
    assert third.signed_on == dt.date(2011, 5, 1)
    assert listed(DAY) == [third.name]


def test_what_is_unsigned_goes_over_with_the_merger_and_comes_back():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    draft, to_sign = draft_of(old), draft_of(old, Document.CHARTER)
    lifecycle.approve(to_sign, by=None, at=NOON, on=DAY, number="3号")

    succession = merge(old, new)

    assert list(new.commitments.order_by("pk")) == [draft, to_sign]
    assert not old.commitments.exists()

    take_back(succession)

    assert of(old) == [
        ("letter", State.DRAFT, None, None, None, ""),
        ("charter", State.TO_SIGN, None, None, None, ""),
    ]
    assert not new.commitments.exists()


def test_what_went_over_and_was_signed_there_stays_there():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    draft = draft_of(old)
    succession = merge(old, new)
    lifecycle.sign(draft, by=None, at=NOON, on=dt.date(2024, 1, 1))

    take_back(succession)

    assert (new.commitments.get(), old.commitments.count()) == (draft, 0)


@pytest.mark.parametrize("state", [State.DRAFT, State.TO_SIGN])
def test_what_the_other_has_already_is_discarded_and_comes_back(state):
    old, new = OrganisationFactory(name="甲化工"), signed("乙化工", "2019-01-01")
    draft = draft_of(old, note="待签", occasion="年会")
    if state == State.TO_SIGN:
        lifecycle.approve(draft, by=None, at=NOON, on=DAY, number="3号")

    succession = merge(old, new)

    assert not old.commitments.exists()
    assert [row[2].year for row in of(new)] == [2019]

    take_back(succession)

    mine = old.commitments.get()
    assert (mine.state, mine.note, mine.occasion) == (state, "待签", "年会")
    assert mine.approval_number == ("3号" if state == State.TO_SIGN else "")


@pytest.mark.parametrize("become", [merge, split])
@pytest.mark.parametrize("state", [State.DRAFT, State.TO_SIGN])
def test_what_the_other_has_not_signed_gives_way_to_what_goes_on_and_comes_back(become, state):
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")
    draft = draft_of(new, note="待签", occasion="年会")
    charter = draft_of(new, Document.CHARTER)
    if state == State.TO_SIGN:
        lifecycle.approve(draft, by=None, at=NOON, on=DAY, number="3号")

    succession = become(old, new)

    assert [row[:4] for row in of(new)] == [
        ("charter", State.DRAFT, None, None),
        ("letter", State.IN_FORCE, dt.date(2015, 3, 1), DAY),
    ]

    take_back(succession)

    assert list(new.commitments.order_by("pk")) == [draft, charter]
    back = new.commitments.get(document=Document.LETTER)
    assert (back.state, back.note, back.occasion) == (state, "待签", "年会")
    assert back.approval_number == ("3号" if state == State.TO_SIGN else "")
    assert of(old) == [("letter", State.IN_FORCE, dt.date(2015, 3, 1), None, None, "")]


def test_a_draft_that_came_with_one_merger_and_gave_way_to_the_next_goes_all_the_way_back():
    first, second = OrganisationFactory(name="甲化工"), signed("乙化工", "2015-03-01")
    new, draft = OrganisationFactory(name="丙化工"), draft_of(first)
    mergers = [merge(first, new), merge(second, new)]

    for each in reversed(mergers):
        take_back(each)

    assert (first.commitments.get(), new.commitments.count()) == (draft, 0)


def test_what_a_discarded_draft_was_united_with_goes_with_it():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")
    drafts = [draft_of(kept), draft_of(other)]
    unite(kept, other)
    assert [each.state for each in kept.commitments.order_by("pk")] == [State.DRAFT, State.DOUBLE]

    succession = merge(kept, signed("乙化工", "2019-01-01"))
    assert not kept.commitments.exists()

    take_back(succession)
    assert kept.commitments.get() == drafts[0]


def test_nobody_merges_before_the_last_end():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    sign(old, "2015-03-01", ended="2023-01-01")

    with pytest.raises(DayNotPossible, match="2023-01-01"):
        merge(old, new)


def draft_of(organisation, document=Document.LETTER, **fields):
    return CommitmentFactory(organisation=organisation, document=document, **fields)


def end_later(organisation):
    organisation.commitments.update(ended_on=DAY + dt.timedelta(days=1))


def reinstate(organisation):
    lifecycle.reinstate(organisation.commitments.get(), by=None, at=NOON, reason="记错了")


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


def test_move_to_another_park():
    one, other = (OrganisationFactory(kind=Kind.PARK, name=name) for name in ("东园", "西园"))
    firm = signed("甲化工", "2015-03-01", park=one, park_name="东园")

    lineage.move(firm, to=other, by=UserFactory(), at=NOON, on=DAY, reason="搬迁")

    assert [
        [entry.name for entry in page_of(selected(f"as_at={day}&park={park.code}"))]
        for day in (DAY_BEFORE, DAY)
        for park in (one, other)
    ] == [["甲化工"], [], [], ["甲化工"]]


def test_change_of_kind_and_a_day_before_the_last_change():
    firm = signed("甲化工", "2015-03-01")
    lineage.reclassify(firm, to=Kind.GROUP, by=None, at=NOON, on=DAY, reason="改制")

    assert [len(page_of(selected(f"as_at={day}&kind=group"))) for day in (DAY_BEFORE, DAY)] == [
        0,
        1,
    ]
    with pytest.raises(DayNotPossible):
        lineage.move(firm, to=None, by=None, at=NOON, on=DAY, reason="搬迁")
