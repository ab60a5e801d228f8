"""The register as at any day, beside a naive replay of what happened to each organisation."""

import datetime as dt
from dataclasses import replace
from itertools import chain, count, takewhile
from random import Random

import pytest
from django.utils import timezone

from commitments.enums import (
    Document,
    EndReason,
    Kind,
    State,
)
from commitments.models import Commitment
from commitments.queries.listing import count_of, page_of
from commitments.services import lifecycle, lineage, naming
from commitments.tests.entries import selected
from commitments.tests.factories import CommitmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

FIRST = dt.date(2012, 1, 1)
EVENTS = 200
DAYS = 50


class Naive:
    """What is remembered of one organisation by somebody who writes every event down."""

    def __init__(self, name):
        self.name, self.kind, self.park = name, "enterprise", None
        self.commitments = {}

    def counts(self):
        return "in_force" in self.commitments.values()


class Chronicle:
    """Lets what is possible happen to the register, and tells it to the naive replay."""

    THINGS = ("sign", "sign", "sign", "sign", "suspend", "resume", "end", "rename", "merge",
              "split", "move", "kind")  # fmt: skip

    def __init__(self, seed):
        self.random = Random(seed)
        self.organisations = OrganisationFactory.create_batch(12)
        self.parks = OrganisationFactory.create_batch(3, kind=Kind.PARK)
        self.naive = {each.pk: Naive(each.name) for each in self.organisations}

    def happen(self, day):
        """Choose what and to whom, and do it if it can be done."""
        one, other = self.random.sample(self.organisations, 2)
        for row in (one, other):
            row.refresh_from_db()
        at = dt.datetime.combine(day, dt.time(18), tzinfo=timezone.get_default_timezone())
        who = {"by": None, "at": at, "on": day}
        what = self.random.choice(self.THINGS)
        if what in ("merge", "split"):
            self.succeed(what, one, other, who)
        elif what in ("rename", "move", "kind"):
            getattr(self, what)(one, self.naive[one.pk], who)
        else:
            self.step(what, one, self.random.choice(Document.values), who)

    def step(self, what, one, document, who):
        commitment = one.commitments.filter(document=document).exclude(state=State.ENDED).first()
        memory = self.naive[one.pk].commitments
        state = commitment.state if commitment else None
        if what == "sign" and state is None and not is_gone(one):
            lifecycle.sign(CommitmentFactory(organisation=one, document=document), **who)
            memory[document] = "in_force"
        elif what == "suspend" and state == State.IN_FORCE:
            lifecycle.suspend(commitment, reason="核查", **who)
            memory[document] = "suspended"
        elif what == "resume" and state == State.SUSPENDED:
            lifecycle.resume(commitment, **who)
            memory[document] = "in_force"
        elif what == "end" and state:
            lifecycle.end(commitment, why=EndReason.WITHDRAWN, reason="来函", **who)
            memory[document] = "ended"

    def rename(self, one, memory, who):
        memory.name = f"改名{who['on']:%Y%m%d}化工{one.pk}"
        naming.rename(one, by=None, to=memory.name, on=who["on"])

    def kind(self, one, memory, who):
        if is_gone(one):
            return
        memory.kind = "group" if memory.kind == "enterprise" else "enterprise"
        lineage.reclassify(one, to=Kind(memory.kind), reason="改制", **who)

    def move(self, one, memory, who):
        if is_gone(one):
            return
        memory.park = self.random.choice(self.parks)
        lineage.move(one, to=memory.park, reason="搬迁", **who)

    def succeed(self, what, one, other, who):
        if is_gone(one) or is_gone(other) or is_kin(one, other):
            return
        getattr(lineage, what)(one, into=other, source="通知书", **who)
        mine, theirs = self.naive[one.pk].commitments, self.naive[other.pk].commitments
        for document, state in list(mine.items()):
            if state == "in_force" and theirs.get(document, "ended") == "ended":
                theirs[document] = "in_force"
            if what == "merge":
                mine[document] = "ended"


def is_gone(organisation):
    return organisation.successions.filter(kind="merged").exists()


def is_kin(one, other):
    """Two that already follow each other somehow are left alone: the database refuses circles."""
    seen, todo = set(), [other]
    while todo:
        each = todo.pop()
        seen.add(each.pk)
        todo += [row.successor for row in each.successions.all() if row.successor_id not in seen]
    return one.pk in seen or one.successions.filter(successor=other).exists()


def days_of(random):
    """Give days with one event each, in order, a few days apart."""
    day = FIRST
    for _event in range(EVENTS):
        day += dt.timedelta(days=random.randrange(1, 16))
        yield day


@pytest.mark.parametrize("seed", [1, 2])
def test_day_lists_what_a_naive_replay_knows(seed):
    chronicle = Chronicle(seed)
    asked = sorted(chronicle.random.sample(range(EVENTS), DAYS))
    known = {}
    for number, day in enumerate(list(days_of(chronicle.random))):
        chronicle.happen(day)
        if number in asked:
            known[day] = as_remembered(chronicle.naive)

    for day, expected in known.items():
        assert as_listed(day) == expected, day
    assert len({str(each) for each in known.values()}) > DAYS // 4  # it did change
    assert Commitment.objects.filter(held_from__isnull=False).exists()


def as_remembered(naive):
    return sorted(
        (each.name, each.kind, each.park.pk if each.park else None)
        for each in naive.values()
        if each.counts()
    )


def as_listed(day):
    selection = selected(f"as_at={day}")
    entries = paged(selection)
    assert count_of(selection) == len(entries)
    places = [(entry.name_sort, entry.id) for entry in entries]
    assert places == sorted(places)
    for entry in entries:
        assert entry.name_sort.endswith(naming.keys_of(entry.name).key)  # as it was called then
    check_order_of_signing(day, places)
    parks = {
        park.pk: {entry.id for entry in page_of(selected(f"as_at={day}&park={park.code}"))}
        for park in _parks()
    }
    return sorted(
        (entry.name, entry.kind, next((pk for pk, ids in parks.items() if entry.id in ids), None))
        for entry in entries
    )


def check_order_of_signing(day, places):
    """The same organisations, by the day on which their best commitment of then was signed."""
    for sort, way in (("signed_on", 1), ("-signed_on", -1)):
        entries = paged(selected(f"as_at={day}&sort={sort}"))
        days = [(way * entry.signed_on.toordinal(), entry.name_sort, entry.id) for entry in entries]
        assert days == sorted(days)
        assert sorted((entry.name_sort, entry.id) for entry in entries) == places


def paged(selection):
    """Give what its pages of four show one after the other."""
    pages = (page_of(replace(selection, page=number), size=4) for number in count(1))
    return list(chain.from_iterable(takewhile(bool, pages)))


def _parks():
    return OrganisationFactory._meta.model.objects.filter(kind=Kind.PARK)
