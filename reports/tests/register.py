"""A small register whose figures can be counted by hand, and its statistics."""

import datetime as dt

from django.utils import timezone

from commitments.enums import Document, Kind
from commitments.models import Organisation
from commitments.tests.entries import province, sign, signed
from commitments.tests.factories import IndustryFactory, RegionFactory
from reports.models import Snapshot
from reports.services import building

# Whom the tables of 2021 count: 7 in force, one ended in the year, one suspended on its last day.
MEMBERS = 9
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def small_register() -> None:
    """As at 2021-12-31: 5 enterprises and others (2 of them new), 2 parks (1 new).

    One ended in the year, one was suspended on its last day.
    At the end of 2020: 4 enterprises and others, 1 park, one suspended.
    """
    shandong, jiangsu = RegionFactory(), province("320000", "江苏")
    chemicals = IndustryFactory(code="2614", level=4)
    refining = IndustryFactory(code="25", name="石油加工业")
    yantai = RegionFactory(code="370600", short_name="烟台", level="city", parent=shandong)
    park = signed("己园区", "2018-01-01", kind=Kind.PARK, province=shandong)
    facts = {"city": yantai, "ownership": "private", "staff_count": 300, "park": park}
    signed("甲化工", "2019-03-01", industry=chemicals, province=shandong, **facts)
    signed("乙化工", "2020-06-30", industry=IndustryFactory(), province=jiangsu, staff_count=299)
    signed("丙石化集团", "2020-12-31", kind=Kind.GROUP, industry=refining, province=shandong)
    signed("丁学院", "2021-01-01", kind=Kind.COLLEGE, province=jiangsu)
    signed("戊协会", "2021-12-31", kind=Kind.ASSOCIATION, province=jiangsu)
    signed("庚园区", "2021-05-05", kind=Kind.PARK, province=jiangsu)
    not_counted()


def not_counted() -> None:
    """Not as at 2021-12-31: signed too late, ended by then, suspended then."""
    signed("辛化工", "2022-01-01")
    left = signed("壬化工", "2024-01-01")
    left.commitments.all().delete()
    sign(left, "2018-05-01", ended="2021-12-31")
    asleep = signed("癸化工", "2024-01-01")
    asleep.commitments.all().delete()
    sign(asleep, "2020-05-01", suspended=("2020-10-01", "2022-02-01"))


def second_document(name: str, on: str) -> None:
    """Let somebody who has signed the letter sign the Global Charter too."""

    sign(Organisation.objects.get(name=name), on, document=Document.CHARTER)


def built(year: int = 2021, **options) -> Snapshot:
    """Build the statistics of the year in this process, as the worker would."""
    run, _is_new = building.request_statistics(year, by=None, at=NOON, **options)
    building.build(run.pk, at=NOON)
    return Snapshot.objects.current().get(year=year)


def totals(snapshot: Snapshot) -> dict[str, int]:
    figures = snapshot.figures.filter(dimension="")
    return {key.rpartition(".")[2]: value for key, value in figures.values_list("key", "value")}


def cells(snapshot: Snapshot, key: str, dimension: str) -> dict[str, int]:
    figures = snapshot.figures.filter(key=f"signatories.{key}", dimension=dimension)
    return dict(figures.order_by("cell").values_list("cell", "value"))


def requested(year=2021, **options):
    return building.request_statistics(year, **{"by": None, "at": NOON} | options)
