"""S2. A document of another body is as if it were not there, at every address of the desk."""

import pytest
from django.urls import reverse

from workgroups.models import KeptDraft
from workgroups.tests.desk import at_the_desk, plan_of, typed
from workgroups.tests.factories import BodyFactory, item, officer, plan_content
from workgroups.urls import desk_urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S2")]

SECRET = "只有本组知道的一句话"
WITH_A_DOCUMENT = [each for each in desk_urlpatterns if "<int:pk>" in str(each.pattern)]


@pytest.fixture
def plan():
    body = BodyFactory()
    draft = plan_content(item(title=SECRET))
    plan = plan_of(body, by=officer(body), draft=draft)
    KeptDraft.objects.create(
        document=plan, content=draft, seen=1, saved_at=plan.draft_saved_at, saved_by=None
    )
    return plan


def address(pattern, document):
    values = dict.fromkeys(pattern.pattern.converters, 1)
    words = {"step": "accept", "kept": KeptDraft.objects.get().pk, "pk": document.pk}
    return reverse(
        f"desk:{pattern.name}", kwargs=values | {k: v for k, v in words.items() if k in values}
    )


@pytest.mark.parametrize("pattern", WITH_A_DOCUMENT, ids=lambda each: each.name)
@pytest.mark.parametrize("role", ["leader", "liaison"])
def test_it_is_not_there(plan, pattern, role):
    stranger = at_the_desk(officer(BodyFactory(code="caer"), role))
    where, before = address(pattern, plan), plan.draft
    data = typed(plan, plan_content(item(title="别人写的")), do="check")

    answers = [stranger.get(where), stranger.post(where, data)]

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert 404 in {answer.status_code for answer in answers}
    assert not any(SECRET in answer.content.decode() for answer in answers)
    plan.refresh_from_db()
    assert (plan.draft, plan.state) == (before, "draft")


def test_to_its_own_body_it_is_there(plan):
    """The control: the same address opens for the body's own officer."""
    own = at_the_desk(plan.opened_by)

    assert SECRET in own.get(reverse("desk:edit", args=[plan.pk])).content.decode()
