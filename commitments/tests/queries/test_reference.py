import pytest
from django.utils import translation

from commitments.queries.reference import load_reference
from commitments.tests.factories import IndustryFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_names_of_provinces_and_industries_in_both_languages(django_assert_num_queries):
    RegionFactory(code="370000", short_name="山东", english_name="Shandong")
    RegionFactory(code="370600", short_name="烟台", level="city")
    IndustryFactory(code="C", name="制造业", english_name="Manufacturing", level=1)
    IndustryFactory(code="26", name="化学原料", parent_id="C")

    with django_assert_num_queries(1):
        reference = load_reference()

    assert list(reference.provinces) == ["370000"]
    assert (reference.province("370000"), reference.industry("C")) == ("山东", "制造业")
    assert reference.prefixes(("C", "2614")) == ["C", "26", "2614"]
    with translation.override("en"):
        assert (reference.province("370000"), reference.industry("26")) == ("Shandong", "化学原料")
