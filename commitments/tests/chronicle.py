"""A register to which things happen day by day, and somebody who writes every event down."""

import datetime as dt
from random import Random

from django.db.models.functions import Coalesce
from django.utils import timezone

from commitments.enums import Document, EndReason, Kind, State
from commitments.services import lifecycle, lineage, naming
from commitments.tests.factories import CommitmentFactory, OrganisationFactory


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
        if what == "split" and has_signed(other, who["on"]):
            return  # it is not new
        getattr(lineage, what)(one, into=other, source="通知书", **who)
        mine, theirs = self.naive[one.pk].commitments, self.naive[other.pk].commitments
        for document, state in list(mine.items()):
            if state == "in_force" and theirs.get(document, "ended") == "ended":
                theirs[document] = "in_force"
            if what == "merge":
                mine[document] = "ended"


def is_gone(organisation):
    return organisation.successions.filter(kind="merged").exists()


def has_signed(organisation, day):
    """Whether it counted, by itself or what it had taken over, on a day before."""
    since = organisation.commitments.annotate(since=Coalesce("held_from", "signed_on"))
    return since.filter(since__lt=day).exclude(state=State.DRAFT).exists()


def is_kin(one, other):
    """Two that already follow each other somehow are left alone: the database refuses circles."""
    seen, todo = set(), [other]
    while todo:
        each = todo.pop()
        seen.add(each.pk)
        todo += [row.successor for row in each.successions.all() if row.successor_id not in seen]
    return one.pk in seen or one.successions.filter(successor=other).exists()
