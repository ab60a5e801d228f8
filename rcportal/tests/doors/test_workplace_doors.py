"""S20. The workplace: nothing is deleted, what weighs asks for a reason, lists keep the rules."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from commitments.admin.step_verbs import VERBS
from commitments.enums import STEPS, State
from commitments.models import Commitment, Organisation
from rcportal.tests.access.test_access import ROLES, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S20")]

WORKPLACE = admin.site._registry
# Somebody's way of looking at a list, and no record of anything.
MAY_GO = {"core.SavedFilter"}


@pytest.mark.parametrize("role", ["auditor", "staff", "head", "admin"])
def test_no_page_offers_to_delete(things, rf, role):
    request = rf.get("/admin/")
    request.user = User.objects.get(email=ROLES[role])

    offers = [
        model._meta.label
        for model, page in WORKPLACE.items()
        if page.has_delete_permission(request) or "delete_selected" in page.get_actions(request)
    ]

    assert set(offers) <= MAY_GO


TAKES_AWAY = [step for step in VERBS if State.IN_FORCE in STEPS[step][0]]


@pytest.mark.parametrize("step", TAKES_AWAY)
def test_a_step_that_takes_something_away_asks_why(things, step):
    commitment = Commitment.objects.get(pk=things["commitment"])
    before = commitment.state
    url = reverse("admin:commitments_commitment_step", args=[step])
    data = {"ids": commitment.pk, "day": "2022-05-01", "reason": "", "end_reason": ""}

    answer = signed_in("staff").post(f"{url}?ids={commitment.pk}", data)

    commitment.refresh_from_db()
    assert (answer.status_code, commitment.state) == (200, before)
    assert (
        "reason" in answer.context["form"].errors or "end_reason" in answer.context["form"].errors
    )


@pytest.mark.parametrize("role", ["stranger", "lead", "contact", "auditor", "staff"])
def test_the_list_that_opens_as_you_type_keeps_the_rules(things, role):
    asked = "?app_label=workgroups&model_name=seat&field_name=organisation&term="
    name = Organisation.objects.get(pk=things["organisation"]).name

    answer = signed_in(role).get(f"/admin/autocomplete/{asked}{name}")

    found = {"stranger": 302, "lead": 403, "contact": 403, "auditor": 200, "staff": 200}
    assert answer.status_code == found[role]
    if answer.status_code == 200:
        assert [each["text"] for each in answer.json()["results"]] == [name]
    else:
        assert name not in answer.content.decode()
