import datetime as dt

import pytest

from core import outbox
from core.models import OutboxMail
from core.tests.outbox.mails import NOON, person, written

pytestmark = pytest.mark.django_db

LATER = NOON + dt.timedelta(hours=1)


def texts(user):
    return [notice.text for notice in outbox.notices_of(user)]


def test_everybody_reads_the_own_notices_the_newest_first():
    anna, bert = person("anna@example.com"), person("bert@example.com")
    written(to=anna, thing="计划", at=NOON)
    written(to=anna, thing="总结", at=LATER)
    written(to=bert, thing="纪要")

    assert (texts(anna), texts(bert)) == (["总结 已退回", "计划 已退回"], ["纪要 已退回"])


@pytest.mark.parametrize(("who", "may"), [("anna", True), ("bert", False)])
def test_what_the_list_shows_is_what_the_rule_allows(who, may):
    people = {name: person(f"{name}@example.com") for name in ("anna", "bert")}
    written(to=people["anna"])
    notice = outbox.notices_of(people["anna"]).get()

    listed = outbox.notices_of(people[who]).exists()
    allowed = people[who].has_perm("core.view_notice", notice)

    assert (listed, allowed) == (may, may)


def test_a_notice_of_a_held_mail_is_told_with_the_mail():
    user = person()
    written(to=user, held=True)
    before = texts(user)

    outbox.release(OutboxMail.objects.all(), by=None, at=NOON)

    assert (before, texts(user)) == ([], ["年度计划 已退回"])


def test_reading_is_noted_once():
    user = person()
    written(to=user)

    counts = [outbox.mark_read(user, at=moment) for moment in (NOON, LATER)]

    assert (counts, outbox.notices_of(user).get().read_at) == ([1, 0], NOON)


def test_some_are_read():
    user = person()
    written(to=user, thing="计划")
    written(to=user, thing="总结", at=LATER)
    first = outbox.notices_of(user).last()

    outbox.mark_read(user, at=LATER, only=[first.pk])

    assert [notice.text for notice in outbox.notices_of(user).filter(read_at=None)] == [
        "总结 已退回"
    ]


def test_nobody_reads_for_others():
    anna, bert = person("anna@example.com"), person("bert@example.com")
    written(to=anna)
    theirs = outbox.notices_of(anna).get()

    assert outbox.mark_read(bert, at=NOON, only=[theirs.pk]) == 0
    assert outbox.notices_of(anna).get().read_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_one_query(count, django_assert_num_queries):
    user = person()
    for _ in range(count):
        written(to=user)

    with django_assert_num_queries(1):
        assert len(texts(user)) == count
