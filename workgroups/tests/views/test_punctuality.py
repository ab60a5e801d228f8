"""The table of punctuality: every number opens exactly its documents, for the secretariat alone."""

import re

import pytest
from django.test import Client

from workgroups.tests import years
from workgroups.tests.factories import BodyFactory, YearFactory, officer, staff

pytestmark = pytest.mark.django_db

PAGE = "/desk/board/2022/punctuality/"
NUMBER = re.compile(r'<a href="(\?kind=\w+&amp;measure=\w+)#documents"[^>]*>(\d+)</a>')


def as_(user):
    client = Client()
    client.force_login(user, backend="accounts.adapters.SignInBackend")
    return client


@pytest.fixture
def groups():
    YearFactory()
    found = [BodyFactory(code=code) for code in ("pp", "caer", "prod")]
    years.accepted("plan", found[0], on="03-10")
    years.handed_in("plan", found[1], on="04-20")
    return found


def test_every_number_opens_exactly_its_documents(groups):
    secretariat = as_(staff())

    numbers = NUMBER.findall(secretariat.get(PAGE).content.decode())

    assert len(numbers) >= 8
    for query, number in numbers:
        listed = secretariat.get(PAGE + query.replace("&amp;", "&")).context["listed"]
        assert len(listed) == int(number)


def test_a_number_of_none_and_a_made_up_one_open_no_list(groups):
    secretariat = as_(staff())

    assert "没有" in secretariat.get(f"{PAGE}?kind=sheet&measure=returned").content.decode()
    assert secretariat.get(f"{PAGE}?kind=sheet&measure=best").context["listed"] is None


def test_the_board_leads_there_for_the_secretariat_alone(groups):
    assert PAGE in as_(staff()).get("/desk/board/2022/").content.decode()
    leader = as_(officer(groups[0]))
    assert PAGE not in leader.get("/desk/board/2022/").content.decode()
    assert leader.get(PAGE).status_code == 403
