"""R9. Forty people hand in the same plan in the same moment, round after round."""

import pytest
from django.utils import timezone

from core.drafting import Overtaken
from core.steps import StepNotOpen
from core.tests.at_once import all_at_once
from workgroups.models import KeptDraft, Submission, SubmissionVersion
from workgroups.models.contents import PlanContent
from workgroups.services import documents
from workgroups.tests.desk import plan_of
from workgroups.tests.factories import BodyFactory, item, officer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.shows("R9"),
]

PEOPLE, ROUNDS = 40, 20


def said_by(number):
    return PlanContent(preface=f"第{number}人的前言", items=(item(),)).write()


@pytest.fixture
def leader():
    return officer(BodyFactory())


def test_one_wins_and_every_text_is_kept(leader, figure):
    winners = texts = 0
    for time in range(ROUNDS):
        plan = plan_of(BodyFactory(code=f"g{time}", position=100 + time), by=leader)

        def hand_in(number, pk=plan.pk):
            try:
                found = Submission.objects.get(pk=pk)
                documents.submit(found, said_by(number), seen=0, by=leader, at=timezone.now())
            except (Overtaken, StepNotOpen):
                return 0
            return 1

        winners += sum(all_at_once(PEOPLE, hand_in))
        kept = KeptDraft.objects.filter(document=plan).values_list("content__preface", flat=True)
        handed_in = SubmissionVersion.objects.filter(document=plan)
        texts += len({*kept, *handed_in.values_list("payload__preface", flat=True)})
        assert handed_in.count() == 1

    figure("R9", f"{ROUNDS} rounds: {winners} winners, {texts} of {ROUNDS * PEOPLE} texts kept")
    assert (winners, texts) == (ROUNDS, ROUNDS * PEOPLE)


def test_the_control_without_the_number_seen_most_texts_are_lost(leader):
    """Everybody's page is believed to be the newest: the last one writes over the others."""
    plan = plan_of(BodyFactory(code="pp"), by=leader)

    def save(number):
        Submission.objects.filter(pk=plan.pk).update(draft=said_by(number))
        return 1

    believed_to_have_won = sum(all_at_once(PEOPLE, save))

    plan.refresh_from_db()
    kept = KeptDraft.objects.filter(document=plan).count()
    assert (believed_to_have_won, kept) == (PEOPLE, 0)
