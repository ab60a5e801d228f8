import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.tests.clients import signed_in
from commitments.tests.factories import OrganisationFactory
from workgroups.enums import BodyKind, SeatRole, Track
from workgroups.models import Body, Office, Seat
from workgroups.tests import years
from workgroups.tests.factories import (
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    YearFactory,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/workgroups/seat/add/"


@pytest.fixture
def body():
    return Body.objects.create(
        code="pp",
        name="污染防治工作组",
        english_name="Pollution Prevention",
        kind=BodyKind.WORKING_GROUP,
        track=Track.CODE,
        position=1,
    )


def typed(body, organisation, **fields):
    fixed = {"body": body.pk, "organisation": organisation.pk, "role": "lead", "source": ""}
    days = {"valid_0": "2022-03-24", "valid_1": "", "ended_reason": ""}
    return fixed | days | fields


def faults(response):
    return response.context["adminform"].form.errors


def test_a_seat_is_entered_with_who_did_it(body):
    signed_in("staff").post(ADD, typed(body, OrganisationFactory()))

    seat = Seat.objects.get()
    event = Seat.pgh_event_models["insert"].objects.get()
    assert seat.valid == DateRange(dt.date(2022, 3, 24), None)
    assert event.pgh_context.metadata["user_label"] == "staff@example.com"


@pytest.mark.parametrize(
    ("same", "fields", "sentence"),
    [
        (False, {}, "该机构在此期间已有另一家组长单位：请先结束其席位。"),
        (True, {"role": "member"}, "该单位在此期间已在本机构任职：请先结束原席位。"),
        (
            False,
            {"role": "member", "valid_1": "2023-01-01"},
            "有终止日的席位须有结束原因，反之亦然：请两项都填或都不填。",
        ),
    ],
)
def test_what_the_database_would_refuse_is_said_in_a_sentence(body, same, fields, sentence):
    seat = Seat.objects.create(
        body=body,
        organisation=OrganisationFactory(),
        role=SeatRole.LEAD,
        valid=DateRange(dt.date(2022, 1, 1), None),
    )
    organisation = seat.organisation if same else OrganisationFactory()

    response = signed_in("staff").post(ADD, typed(body, organisation, **fields))

    assert (faults(response), Seat.objects.count()) == ({"__all__": [sentence]}, 1)


def test_a_seat_without_a_first_day_is_refused(body):
    response = signed_in("staff").post(ADD, typed(body, OrganisationFactory(), valid_0=""))

    assert list(faults(response)) == ["valid"]


def test_the_code_of_a_body_stays(body):
    form = {"code": "xx", "name": "新名", "english_name": "New", "kind": "working_group"}
    more = {"track": "code", "position": "1"} | {
        f"{part}-{count}_FORMS": "0"
        for part in ("seats", "terms")
        for count in ("TOTAL", "INITIAL")
    }

    signed_in("staff").post(f"/admin/workgroups/body/{body.pk}/change/", form | more)

    body.refresh_from_db()
    assert (body.code, body.name) == ("pp", "新名")


# --- Offices: what the triggers would refuse is said in a sentence too ---


@pytest.fixture
def seat(body):
    return SeatFactory(
        body=body, valid=DateRange(dt.date(2022, 1, 1), dt.date(2024, 1, 1)), ended_reason="left"
    )


def office(seat, **fields):
    fixed = {"seat": seat.pk, "person": PersonFactory().pk, "role": "leader", "source": ""}
    days = {"valid_0": "2022-03-24", "valid_1": "2023-01-01", "ended_reason": "left"}
    return fixed | days | fields


def test_an_office_is_entered_in_the_body_of_its_seat(seat):
    signed_in("staff").post("/admin/workgroups/office/add/", office(seat))

    assert Office.objects.get().body == seat.body


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"valid_0": "2021-12-31"},
            "所属席位的起止为“2022-01-01 起，至 2024-01-01 前”，任职须在此期间之内。",
        ),
        (
            {"valid_1": "", "ended_reason": ""},
            "所属席位的起止为“2022-01-01 起，至 2024-01-01 前”，任职须在此期间之内。",
        ),
    ],
)
def test_an_office_outside_its_seat_is_refused_in_a_sentence(seat, fields, sentence):
    response = signed_in("staff").post("/admin/workgroups/office/add/", office(seat, **fields))

    assert (faults(response), Office.objects.count()) == ({"__all__": [sentence]}, 0)


def test_a_second_leader_is_refused_in_a_sentence(seat):
    OfficeFactory(seat=seat, valid=seat.valid, ended_reason="left")

    response = signed_in("staff").post("/admin/workgroups/office/add/", office(seat))

    assert faults(response) == {"__all__": ["该机构在此期间已有组长：请先结束其职务。"]}


def test_a_seat_that_would_lose_an_office_names_it(seat, body):
    held = OfficeFactory(seat=seat, valid=seat.valid, ended_reason="left", person__name="甲某")
    form = typed(body, seat.organisation, valid_0="2022-01-01", valid_1="2023-01-01")

    response = signed_in("staff").post(
        f"/admin/workgroups/seat/{seat.pk}/change/", form | {"ended_reason": "left"}
    )

    sentence = "起止为“2022-01-01 起，至 2024-01-01 前”：请先结束或修改该任职。"
    assert faults(response) == {"__all__": [f"“{held}”以本席位为依托，{sentence}"]}


# --- Years: documents follow their windows ---


def year_form(year, **fields):
    days = {name: getattr(year, name).isoformat() for name in YEAR_DAYS}
    return days | {"state": year.state, "quarter_due_days": year.quarter_due_days} | fields


YEAR_DAYS = ("plan_opens_on", "plan_due_on", "summary_opens_on", "summary_due_on", "public_from")


def test_a_moved_last_day_moves_the_documents_that_are_not_returned(body):
    plan = years.opened("plan", body, on="03-01")
    other = years.handed_in("plan", BodyFactory(code="ds"), on="03-01")
    years.returned(other, on="03-02", due_again=dt.date(2022, 3, 20))
    form = year_form(plan.year, plan_due_on="2022-04-15")

    signed_in("staff").post(f"/admin/workgroups/year/{plan.year.pk}/change/", form)

    for document in (plan, other):
        document.refresh_from_db()
    assert (plan.due_on, other.due_on) == (dt.date(2022, 4, 15), dt.date(2022, 3, 20))


def test_a_window_that_closes_before_it_opens_is_refused_in_a_sentence(body):
    year = YearFactory()
    form = year_form(year, plan_due_on="2021-12-31")

    response = signed_in("staff").post(f"/admin/workgroups/year/{year.pk}/change/", form)

    assert list(faults(response)) == ["__all__"]


# --- Documents are found, not written ---


def test_a_draft_that_was_never_handed_in_is_the_groups_own(body):
    years.opened("plan", body, on="03-01")
    seen = years.handed_in("plan", BodyFactory(code="ds"), on="03-01")

    response = signed_in("staff").get("/admin/workgroups/submission/")

    assert list(response.context["cl"].result_list) == [seen]
