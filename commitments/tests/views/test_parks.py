"""Parks: recognised or not by a dated document, their area, and who in them has signed."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.tests.clients import signed_in
from commitments.enums import Kind
from commitments.enums.parks import Recognition
from commitments.models import ParkFact
from commitments.queries.parks import standings_of
from commitments.services import facts
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory, ParkFactFactory
from core.refusals import sentence_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    found = signed("甲园区", "2019-11-14", kind=Kind.PARK)
    ParkFactFactory(park=found, on=dt.date(2021, 3, 1), recognition=Recognition.PROPOSED)
    ParkFactFactory(park=found, on=dt.date(2023, 5, 1), area=Decimal("1200.50"))
    return found


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.mark.parametrize(
    ("day", "recognition", "area"),
    [
        ("2021-02-28", None, None),
        ("2021-03-01", Recognition.PROPOSED, None),
        ("2023-05-01", Recognition.RECOGNISED, Decimal("1200.50")),
        ("2025-01-01", Recognition.WITHDRAWN, Decimal("1200.50")),
    ],
)
def test_the_last_document_by_the_day_holds(park, day, recognition, area):
    ParkFactFactory(park=park, on=dt.date(2025, 1, 1), recognition=Recognition.WITHDRAWN)

    found = standings_of([park.pk], on=dt.date.fromisoformat(day)).get(park.pk)

    assert (found and found.recognised and found.recognised.recognition) == recognition
    assert (found and found.measured and found.measured.area) == area


def test_the_page_of_a_park_says_it_with_its_documents_and_names_who_has_signed(client, park):
    for n in range(14):
        signed(f"乙化工{n:02}", "2020-01-01", park=park)
    OrganisationFactory(name="没有承诺的化工", park=park)

    page = text_of(client.get(f"/commitments/{park.code}/"))

    assert "已认定 2023-05-01 苏政发〔2023〕1号" in page
    assert "1,200.5 公顷" in page
    assert "14 家单位" in page
    assert page.count("乙化工") == 12
    assert "没有承诺的化工" not in page


def test_what_is_not_on_record_is_said(client):
    page = text_of(client.get(f"/commitments/{signed('乙园区', kind=Kind.PARK).code}/"))

    assert page.count("尚无文件记录") == 2


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("kind=park", "已认定 2023-05-01 苏政发〔2023〕1号、1,200.5 公顷"),
        ("kind=park&as_at=2022-01-01", "拟认定 2021-03-01 苏政发〔2023〕1号"),
    ],
)
def test_the_list_of_parks_says_it_as_at_the_day(client, park, asked, shown):
    assert shown in text_of(client.get(f"/commitments/?{asked}"))


def test_rows_of_parks_say_how_many_in_them_have_committed_as_at_the_day(client, park):
    empty = signed("空园区", "2015-01-01", kind=Kind.PARK)
    signed("甲化工", "2020-05-01", park=park)
    signed("乙化工", "2023-05-01", park=park)
    ended = OrganisationFactory(name="丙化工", park=park)
    sign(ended, "2019-01-01", ended="2022-01-01")
    OrganisationFactory(name="没有承诺的化工", park=park)

    def told(query):
        rows = client.get(f"/commitments/?{query}").context["rows"]
        return {row["name"]: row["park"].rpartition("、")[2] for row in rows if row["park"]}

    now = {park.name: "园区内 2 家已承诺", empty.name: "园区内 0 家已承诺"}
    assert (told("kind=park"), told("")) == (now, now)
    assert told("as_at=2021-06-01&kind=park")[park.name] == "园区内 2 家已承诺"
    assert told("as_at=2022-06-01")[park.name] == "园区内 1 家已承诺"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("query", ["kind=park", "kind=park&as_at=2025-01-01"])
def test_the_counts_of_all_parks_are_one_query_more(
    client, number, query, django_assert_num_queries
):
    for n in range(number):
        signed(f"甲化工{n}", park=signed(f"园区{n}", kind=Kind.PARK))

    with django_assert_num_queries(6):
        client.get(f"/commitments/?{query}")


@pytest.mark.parametrize("page", ["/commitments/", "/sitemap/"])
def test_the_list_of_parks_is_a_plain_link_away(client, page):
    assert '<a href="/commitments/?kind=park">' in client.get(page).content.decode()


def test_other_lists_do_not_ask_for_it(client, park):
    assert "苏政发" not in text_of(client.get("/commitments/"))


def test_a_fact_is_entered_and_the_kept_page_made_anew(client, park):
    client.get(f"/commitments/{park.code}/")
    before = facts.version()
    typed = {"park": park.pk, "on": "2024-01-01", "area": "1300", "document": "扩区公示"}

    response = signed_in("staff").post("/admin/commitments/parkfact/add/", typed)

    assert (response.status_code, facts.version()) == (302, before + 1)
    assert "1,300 公顷" in text_of(client.get(f"/commitments/{park.code}/"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recognition": ""}, "请填写认定情况、面积，或两者。"),
        ({"area": 0}, "请填写大于零的面积，或留空。"),
        ({"document": ""}, "请填写文件的文号或名称。"),
    ],
)
def test_a_fact_says_something_and_names_its_document(fields, sentence):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        ParkFactFactory(**fields)

    assert (sentence_of(caught.value), ParkFact.objects.count()) == (sentence, 0)
