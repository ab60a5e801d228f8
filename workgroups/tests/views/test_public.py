"""The public pages of the bodies, as anybody sees them."""

import datetime as dt

import pytest
from django.test import Client
from icalendar import Calendar

from core.tenure import span
from workgroups.models import Term, Year
from workgroups.services import documents
from workgroups.services.founding import load_bodies_and_leads
from workgroups.tests import years
from workgroups.tests.factories import (
    SINCE,
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    YearFactory,
    item,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return BodyFactory()


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- All groups ---


def test_the_groups_stand_in_their_fixed_order(client, load_provinces):
    load_bodies_and_leads()

    groups = client.get("/workgroups/").context["groups"]

    assert [group.body.code for members in groups.values() for group in members] == (
        ["pp", "caer", "prod", "ohs", "ps", "ds", "pub", "park", "edu"]
    )


@pytest.fixture
def load_provinces():
    from commitments.services.founding import load_reference_tables  # noqa: PLC0415 -- slow

    load_reference_tables()


@pytest.mark.parametrize("codes", ["pp", "pp ds ps"])
def test_the_index_costs_the_same_however_many_groups(codes, django_assert_num_queries):
    for position, code in enumerate(codes.split()):
        body = BodyFactory(code=code, position=position)
        SeatFactory(body=body)
        years.published("plan", body, on="03-10")

    with django_assert_num_queries(7):
        Client().get("/workgroups/")


# --- One group ---


def test_a_group_shows_who_leads_it_and_names_nobody_who_did_not_agree(client, body):
    lead = SeatFactory(body=body, organisation__name="甲化工有限公司")
    deputy = SeatFactory(body=body, role="deputy", organisation__name="乙化工有限公司")
    OfficeFactory(seat=lead, person=PersonFactory(name="张公开", is_public=True))
    OfficeFactory(seat=deputy, role="deputy", person=PersonFactory(name="李不公开"))

    text = page(client, "/workgroups/pp/")

    assert [text.count(name) > 0 for name in ("甲化工", "乙化工", "张公开", "李不公开")] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("as_at", "shown"), [("2021-12-31", "甲"), ("2022-01-01", "乙")])
def test_who_led_it_on_another_day(client, body, as_at, shown):
    change = dt.date(2022, 1, 1)
    SeatFactory(
        body=body,
        organisation__name="甲",
        valid=span(SINCE.lower, change),
        ended_reason="term",
    )
    SeatFactory(body=body, organisation__name="乙", valid=span(change))

    found = client.get("/workgroups/pp/", {"as_at": as_at}).context["found"]

    assert found.lead.organisation.name == shown


def test_what_is_no_day_is_said(client, body):
    response = client.get("/workgroups/pp/", {"as_at": "昨天"})

    assert response.context["fault"] == (
        "截至日“昨天”：不是完整的日期。请按 2021-03-05 的格式写明年月日。现显示今日数据。"
    )


def test_terms_show_their_leads(client, body):
    Term.objects.create(body=body, number=3, valid=SINCE)
    SeatFactory(body=body, organisation__name="甲化工有限公司")

    terms = client.get("/workgroups/pp/").context["terms"]

    assert [(term.term.number, term.leads[0].organisation.name) for term in terms] == [
        (3, "甲化工有限公司")
    ]


@pytest.mark.parametrize("address", ["/workgroups/zz/", "/workgroups/pp/1999/"])
def test_what_is_not_there_is_not_found(client, body, address):
    assert client.get(address).status_code == 404


# --- One year ---

CANARIES = {
    "resources": "金丝雀资源",
    "help_wanted": "金丝雀求助",
}


@pytest.fixture
def lived(body):
    """A year with a secret in every place that is not for the public."""
    leader = officer(body)
    content = plan_content(
        item("aaaa0001"),
        item("aaaa0002", title="金丝雀内部条目", is_public=False),
    )
    plan = years.published("plan", body, on="03-10", content=content | CANARIES, by=leader)
    sheet = years.sheet_content(
        body,
        status="at_risk",
        note="金丝雀进展",
        problems="金丝雀困难",
        next_step="金丝雀下一步",
        needs_help=True,
        is_shared=True,
    )
    years.accepted("sheet", body, on="04-10", quarter=1, content=sheet)
    summary = years.summary_content(body, overview="公开概述")
    texts = {"shortcomings": "金丝雀不足", "suggestions": "金丝雀建议"}
    years.published(
        "summary",
        body,
        on="12-10",
        content=summary | texts,
        grades={"bbbb0000": ("partial", "金丝雀评语")},
    )
    years.opened("plan", body, on="2023-01-10", year=YearFactory(year=2023))
    return plan


@pytest.mark.parametrize(
    "address",
    [
        "/workgroups/",
        "/workgroups/pp/",
        "/workgroups/pp/2022/",
        "/workgroups/calendar.ics",
        "/api/v1/workgroups",
    ],
)
def test_no_secret_reaches_the_public(client, lived, address):
    assert page(client, address).count("金丝雀") == 0


def test_the_year_shows_items_progress_and_result(client, lived):
    text = page(client, "/workgroups/pp/2022/")

    for shown in ("组织标准宣贯", "有风险", "公开概述", "秘书处评定： 部分达成", "2022-PP-01"):
        assert text.count(shown) > 0, shown


def test_a_withdrawn_plan_leaves_a_stub_with_its_reason(client, lived):
    documents.withdraw(lived, by=staff("head"), at=years.moment("12-20"), reason="条目有误")

    text = page(client, "/workgroups/pp/2022/")

    assert text.count("已于 2022-12-20 撤回。原因：条目有误") == 1
    assert text.count("2022-PP-01") == 0


@pytest.mark.parametrize("items", [1, 30])
def test_a_year_costs_the_same_however_many_items(body, items, django_assert_num_queries):
    content = plan_content(*(item(f"aaaa{number:04}") for number in range(items)))
    years.published("plan", body, on="03-10", content=content)
    years.accepted("sheet", body, on="04-10", quarter=1)

    with django_assert_num_queries(9):
        Client().get("/workgroups/pp/2022/")


# --- Calendar, cache, interface ---


def read_calendar(client, query=""):
    response = client.get(f"/workgroups/calendar.ics{query}")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return {str(event["UID"]): event for event in events}


def test_the_calendar_holds_the_last_days_and_the_items(client, body):
    years.published("plan", body, on="03-10")

    events = read_calendar(client)

    assert events.keys() == {
        f"{name}@workgroups.rcportal"
        for name in (
            "plan-2022-0", "sheet-2022-1", "sheet-2022-2", "sheet-2022-3", "sheet-2022-4",
            "summary-2022-0", "item-2022-pp-01",
        )
    }  # fmt: skip
    plan = events["plan-2022-0@workgroups.rcportal"]
    assert (plan["DTSTART"].dt, len(plan.walk("VALARM"))) == (dt.date(2022, 3, 31), 2)


def test_a_moved_day_keeps_its_number(client, body):
    YearFactory()
    before = read_calendar(client).keys()

    Year.objects.update(plan_due_on=dt.date(2022, 4, 15))

    after = read_calendar(client)
    assert after.keys() == before
    assert after["plan-2022-0@workgroups.rcportal"]["DTSTART"].dt == dt.date(2022, 4, 15)


def test_the_calendar_of_one_group_holds_its_items_alone(client, body):
    years.published("plan", body, on="03-10")
    years.published("plan", BodyFactory(code="ds"), on="03-10")

    items = [uid for uid in read_calendar(client, "?group=ds") if uid.startswith("item")]

    assert items == ["item-2022-ds-01@workgroups.rcportal"]


def test_an_unknown_group_has_no_calendar(client):
    assert client.get("/workgroups/calendar.ics?group=zz").status_code == 404


def test_a_page_that_has_not_changed_is_not_sent_again(client, body):
    etag = client.get("/workgroups/pp/")["ETag"]
    same = client.get("/workgroups/pp/", headers={"if-none-match": etag})
    SeatFactory(body=body)

    changed = client.get("/workgroups/pp/", headers={"if-none-match": etag})

    assert (same.status_code, changed.status_code) == (304, 200)


def test_the_interface_for_programs_tells_the_same(client, body):
    lead = SeatFactory(body=body, organisation__name="甲化工有限公司")
    years.published("plan", body, on="03-10")

    answer = client.get("/api/v1/workgroups").json()

    assert answer["results"] == [
        {
            "code": "pp",
            "name": "污染防治工作组",
            "english_name": "",
            "kind": "working_group",
            "track": "code",
            "lead": {
                "name": "甲化工有限公司",
                "code": lead.organisation.code,
                "since": "2020-01-01",
                "url": f"http://testserver/commitments/{lead.organisation.code}/",
            },
            "deputies": [],
            "members": 1,
            "years": [
                {
                    "year": 2022,
                    "documents": ["plan"],
                    "url": "http://testserver/workgroups/pp/2022/",
                }
            ],
            "url": "http://testserver/workgroups/pp/",
        }
    ]


# --- Ways to the pages ---


def test_the_home_page_and_the_register_lead_to_a_group(client, body):
    SeatFactory(body=body)

    home = page(client, "/")
    register = page(client, "/commitments/?group=pp")

    assert [text.count('href="/workgroups/pp/"') for text in (home, register)] == [1, 1]
    assert home.count('href="/workgroups/"') == 2  # navigation, and beside the groups
