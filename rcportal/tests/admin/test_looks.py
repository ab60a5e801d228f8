"""What has changed since one last looked, and a change that is taken back by its form."""

import pytest

from accounts.models import User
from accounts.tests.clients import signed_in
from commitments.models import Region
from commitments.tests.factories import RegionFactory
from core.changes import history_of, values_before
from core.history import because

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory(code="370000", name="山东省", short_name="山东")


def edit(region, **fields):
    with because(by=None, source="edit"):
        for name, value in fields.items():
            setattr(region, name, value)
        region.save()


def page(region, what="history"):
    return f"/admin/commitments/region/{region.pk}/{what}/"


def marks(response):
    return response.content.decode().count("tag-new")


def numbers(region):
    """Give the numbers of the changes that can be taken back, the newest first."""
    return [row.number for change in history_of(region) for row in change.rows]


def test_what_came_since_the_last_look_is_marked_for_each_reader(region):
    one, two = signed_in("staff"), signed_in("head")
    first = one.get(page(region))
    edit(region, short_name="鲁")

    again, others = one.get(page(region)), two.get(page(region))

    assert (marks(first), marks(again), marks(others)) == (0, 1, 0)
    assert marks(one.get(page(region))) == 0


def test_a_change_is_taken_back_by_the_form_of_the_record(region):
    edit(region, short_name="鲁")
    (number, entered) = numbers(region)
    client = signed_in("staff")

    form = client.get(f"{page(region, 'change')}?take_back={number}")
    fields = form.context["adminform"].form.initial

    assert entered is None
    assert fields["short_name"] == "山东"
    assert Region.objects.get().short_name == "鲁"
    assert f"?take_back={number}" in client.get(page(region)).content.decode()


def test_where_a_later_edit_stands_in_the_way_nothing_is_filled_in(region):
    edit(region, short_name="鲁")
    (number, _entered) = numbers(region)
    edit(region, short_name="齐")

    assert values_before(region, number) == {}
    (last, before, _entered) = numbers(region)
    assert (before, values_before(region, last)) == (None, {"short_name": "鲁"})


def test_a_later_edit_of_another_field_is_not_in_the_way(region):
    edit(region, short_name="鲁")
    (number, _entered) = numbers(region)
    edit(region, english_name="Shandong")

    assert values_before(region, number) == {"short_name": "山东"}


def test_who_may_not_edit_is_offered_nothing(region):
    edit(region, short_name="鲁")

    assert "take_back" not in signed_in("auditor").get(page(region)).content.decode()


def test_what_was_removed_keeps_its_name_in_the_history(region):
    user = User.objects.create_user("gone@example.com")
    county = RegionFactory(
        code="370601", name="某县", short_name="某县", level="county", parent=region
    )
    with because(by=user, source="edit"):
        other = RegionFactory(code="370602", name="他县", level="county", parent=county)
        other.parent = region
        other.save()
    Region.objects.filter(pk=county.pk).delete()

    (change, *_earlier) = history_of(other)

    shown = {field.label: (field.old, field.new) for row in change.rows for field in row.fields}
    assert ("某县", "山东") in shown.values()
