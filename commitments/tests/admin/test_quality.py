import re

import pytest

from accounts.tests.clients import signed_in
from commitments.tests.entries import day, signed
from commitments.tests.factories import IndustryFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/commitments/organisation/quality/"


def rows_of(response):
    """Give what stands in each row of the page, without spaces."""
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", response.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]+>|\s", "", each) for each in rows]


def test_contacts_stand_last_as_a_part_of_all_committed_with_their_list():
    staff = signed_in("staff")
    known = signed("甲化工")
    known.representatives.create(user=UserFactory(), role="lead", valid=(day("2020-01-01"), None))
    signed("乙化工")

    page = staff.get(PAGE)

    assert rows_of(page)[-1].startswith("已承诺但没有联络人（已承诺单位共2家）1")
    assert sum("已承诺单位共" in row for row in rows_of(page)) == 1
    listed = staff.get(page.context["rows"][-1][2]).context["cl"]
    assert [each.name for each in listed.queryset] == ["乙化工"]


def test_who_only_lacks_a_contact_is_not_counted_among_the_faults():
    staff = signed_in("staff")
    signed("乙化工", uscc="91370000163044841F", industry=IndustryFactory())

    (faults,) = [
        each for each in staff.get("/admin/").context["work"] if "quality=any" in each.href
    ]

    assert faults.count == 0
