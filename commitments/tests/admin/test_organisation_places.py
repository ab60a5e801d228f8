import pytest

from commitments.enums import RegionLevel
from commitments.models import Organisation
from commitments.tests.factories import RegionFactory
from commitments.tests.organisation_form import ADD, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(shandong):
    yantai = RegionFactory(
        code="370600", name="烟台市", short_name="烟台", level=RegionLevel.CITY, parent=shandong
    )
    RegionFactory(
        code="370602", name="芝罘区", short_name="芝罘", level=RegionLevel.COUNTY, parent=yantai
    )
    RegionFactory(code="320000", name="江苏省", short_name="江苏")


@pytest.mark.parametrize(
    "known", [{}, {"city": "370600"}, {"city": "370600", "province": "370000"}]
)
def test_a_county_brings_what_it_lies_in(staff, places, known):
    staff.post(ADD, typed(county="370602", **{"province": ""} | known))

    organisation = Organisation.objects.get()
    assert (organisation.city_id, organisation.province_id) == ("370600", "370000")


def test_a_district_of_a_municipality_needs_no_city(staff, shandong):
    beijing = RegionFactory(code="110000", name="北京市", short_name="北京")
    RegionFactory(
        code="110101", name="东城区", short_name="东城", level=RegionLevel.COUNTY, parent=beijing
    )

    staff.post(ADD, typed(province="", county="110101"))

    organisation = Organisation.objects.get()
    assert (organisation.city_id, organisation.province_id) == (None, "110000")


def test_only_provinces_are_offered_as_provinces(staff, places):
    form = staff.get(ADD).context["adminform"].form

    assert [region.name for region in form.fields["province"].queryset] == ["江苏省", "山东省"]


def test_a_city_of_another_province_is_refused(staff, places):
    response = staff.post(ADD, typed(province="320000", city="370600"))

    assert response.context["adminform"].form.errors == {
        "city": ["烟台市属于山东省，不属于江苏省：请修改其中一项。"]
    }


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("city", "烟台", ["烟台（山东）"]),
        ("county", "芝罘", ["芝罘区（烟台）"]),
        ("city", "芝罘", []),
    ],
)
def test_places_are_offered_by_rank_with_the_place_above(staff, places, field, text, found):
    query = {
        "term": text,
        "app_label": "commitments",
        "model_name": "organisation",
        "field_name": field,
    }

    response = staff.get("/admin/autocomplete/", query)

    assert [choice["text"] for choice in response.json()["results"]] == found
