import pytest

from commitments.enums import RegionLevel
from commitments.tests.factories import IndustryFactory, RegionFactory


@pytest.fixture
def industry():
    return IndustryFactory(code="264", name="涂料制造", level=3)


@pytest.fixture
def yantai():
    shandong = RegionFactory()
    city = RegionFactory(
        code="370600", name="烟台市", short_name="烟台", level=RegionLevel.CITY, parent=shandong
    )
    RegionFactory(
        code="370602", name="芝罘区", short_name="芝罘", level=RegionLevel.COUNTY, parent=city
    )
    return city
