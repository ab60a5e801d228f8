"""Forty people save the same record of the workplace in the same moment."""

from collections import Counter

import pytest
from django.test import Client

from accounts.tests.clients import signed_in
from commitments.models import Organisation
from commitments.tests.factories import OrganisationFactory
from commitments.tests.organisation_form import page_of, typed
from core.forms import RecordForm
from core.tests.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
PEOPLE = 40


@pytest.fixture
def staff():
    return signed_in("staff")


def save_at_once(staff):
    """Give how often the record was saved, its note afterwards, and the pages of the others."""
    organisation = OrganisationFactory(name="烟台示例化工有限公司")
    seen = staff.get(page_of(organisation)).context["last_change"].number

    def save(number):
        browser = Client()
        browser.cookies = staff.cookies
        note = f"第{number}人的备注"
        response = browser.post(page_of(organisation), typed(note=note, _seen=seen))
        return response.status_code, note, response.content.decode()

    answers = all_at_once(PEOPLE, save)
    stands = Organisation.objects.get(pk=organisation.pk).note
    return Counter(status for status, _note, _page in answers), stands, answers


def test_one_wins_and_the_others_see_both_and_lose_nothing(staff, shandong):
    statuses, stands, answers = save_at_once(staff)

    assert statuses == {302: 1, 200: PEOPLE - 1}
    assert [note for status, note, _page in answers if status == 302] == [stands]
    for status, note, page in answers:
        if status == 200:
            assert f">{note}</textarea>" in page.replace("\n", "")
            assert f"现已登记：{stands}" in page


def test_the_control_without_waiting_several_believe_to_have_won(staff, shandong, monkeypatch):
    def read_without_waiting(form):
        return type(form.instance).everyone.get(pk=form.instance.pk)

    monkeypatch.setattr(RecordForm, "_standing", read_without_waiting)

    statuses, _stands, _answers = save_at_once(staff)

    assert statuses[302] > 1
