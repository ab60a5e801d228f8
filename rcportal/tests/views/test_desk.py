import pytest
from django.test import Client
from django.utils import timezone

from accounts.tests.clients import signed_in
from workgroups.tests.factories import BodyFactory, YearFactory, officer

pytestmark = pytest.mark.django_db


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client):
    response = client.get("/desk/")

    assert response["Location"] == "/accounts/login/?next=/desk/"


def test_an_officer_sees_the_year_of_the_group():
    group = BodyFactory()
    YearFactory(year=timezone.localdate().year)
    client = Client()
    client.force_login(officer(group))

    response = client.get("/desk/")

    assert [tasks.body for tasks in response.context["task_lists"]] == [group]
    assert response.context["waiting"] != []


def test_whoever_holds_nothing_has_an_empty_desk():
    page = signed_in("").get("/desk/")

    assert "您目前没有待办事项。" in page.content.decode()
