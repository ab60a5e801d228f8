"""Every figure opens a list, and the list has exactly as many rows as the figure says."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from commitments.enums import State
from commitments.models import Commitment, Organisation
from commitments.services import facts
from commitments.tests.entries import signed
from reports.models import Snapshot
from reports.tests.register import built, small_register, totals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit(settings):
    """Every figure is followed within a few seconds: more than a visitor may ask."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (10**9, 60))


SHOWN = re.compile(r'<a href="(/commitments/\?snapshot=[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


def counted(client, address):
    if address.startswith("/statistics/"):  # lines of plans and summaries: a page of their own
        return {"count": client.get(address).content.decode().count('<th scope="row">')}
    return client.get("/api/v1/organisations" + address.removeprefix("/commitments/")).json()


def follow(client, year):
    figures = client.get(f"/api/v1/statistics/{year}").json()["figures"]
    return [(f["href"], f["value"], counted(client, f["href"])["count"]) for f in figures]


def test_every_figure_of_the_small_register_has_its_list(client):
    small_register()
    built(2020)
    built(2021)

    followed = follow(client, 2020) + follow(client, 2021)

    assert len(followed) == 222
    assert [each for each in followed if each[1] != each[2]] == []


def test_every_number_on_the_page_is_a_link_to_so_many_rows(client):
    small_register()
    built(2021)
    page = client.get("/statistics/2021/").content.decode()

    links = [(unescape(href), re.sub(r"<[^>]+>", " ", name)) for href, name in SHOWN.findall(page)]
    numbered = [(href, re.findall(r"\d+", name)) for href, name in links]

    assert len(links) > 20
    for href, numbers in numbered:
        if numbers:
            assert int(numbers[-1]) == counted(client, href)["count"], href


def test_a_list_shows_its_rows_as_they_were_counted(client):
    small_register()
    snapshot = built(2021)
    Organisation.objects.filter(name="甲化工").update(kind="park")
    facts.touch()

    rows = counted(client, f"/commitments/?snapshot={snapshot.pk}&kind=enterprise")

    assert [(row["name"], row["kind"]) for row in rows["results"]] == [
        ("甲化工", "enterprise"),
        ("乙化工", "enterprise"),
    ]


def test_a_superseded_figure_keeps_its_list(client):
    small_register()
    older = built(2021)
    signed("补录化工", "2019-07-01")
    built(2021)

    assert counted(client, f"/commitments/?snapshot={older.pk}")["count"] == 7


@pytest.fixture
def demonstration():
    call_command("load_founding_data")
    call_command("load_demo")


def test_the_demonstration_reads_as_reported_also_after_a_late_import(client, demonstration):
    snapshot = built(2021)
    assert totals(snapshot) == {
        "enterprises": 699,
        "parks": 70,
        "new_enterprises": 69,
        "new_parks": 6,
        "ended": 2,
        "suspended": 0,
        "reported": 25,
    }

    enter_late(1000)

    followed = follow(client, 2021)
    assert [each[1] for each in followed if "province" not in each[0] and "new" not in each[0]]
    assert [each for each in followed if each[1] != each[2]] == []
    assert totals(Snapshot.objects.current().get()) == totals(snapshot)
    page = client.get("/statistics/2021/").content.decode()
    assert "又补录 1,000 家、移出 0 家、更正 0 家" in page
    assert counted(client, "/commitments/?as_at=2021-12-31")["count"] == 769 + 1000


def enter_late(count):
    """What an import of so many enterprises signed in 2019 leaves behind."""
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"补录{number}", name_sort=f"bu {number}", kind="enterprise", province_id="370000"
        )
        for number in range(count)
    )
    Commitment.objects.bulk_create(
        Commitment(organisation=each, state=State.IN_FORCE, signed_on="2019-07-01", source="名单")
        for each in organisations
    )
    facts.refresh()
