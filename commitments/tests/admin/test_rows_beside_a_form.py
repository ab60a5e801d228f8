"""The rows beside a form are those of the register, also when the form comes back with faults."""

import re

import pytest
from django.urls import reverse

from accounts.tests.clients import signed_in
from commitments.tests.entries import signed

pytestmark = pytest.mark.django_db


def rows_of(response):
    page = response.content.decode()
    part = page.partition('id="commitments-group"')[2].partition("</table>")[0]
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", part.partition("<tbody>")[2], re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", "", cell) for cell in cells]


def test_a_refused_form_comes_back_with_the_commitments_as_they_are():
    organisation = signed("甲化工有限公司", on="2019-05-01")
    address = reverse("admin:commitments_organisation_change", args=[organisation.pk])
    staff = signed_in("staff")
    before = rows_of(staff.get(address))

    refused = staff.post(address, {"name": "", "kind": "enterprise"})

    assert refused.status_code == 200
    assert "2019-05-01" in before
    assert rows_of(refused) == before
