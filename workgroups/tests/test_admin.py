import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.tests.clients import signed_in
from commitments.tests.factories import OrganisationFactory
from workgroups.enums import BodyKind, SeatRole, Track
from workgroups.models import Body, Seat

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
    more = {"track": "code", "position": "1", "seats-TOTAL_FORMS": "0", "seats-INITIAL_FORMS": "0"}

    signed_in("staff").post(f"/admin/workgroups/body/{body.pk}/change/", form | more)

    body.refresh_from_db()
    assert (body.code, body.name) == ("pp", "新名")
