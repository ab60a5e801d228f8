"""Every page of the workplace, for everybody who may and may not see it."""

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import signed_in
from commitments.enums import BatchState, NameKind
from commitments.models import Commitment, ImportBatch, Industry, Organisation, Region
from commitments.services import bulk_editing, distinctions, lifecycle, uniting
from commitments.services.certificates import load_wordings
from commitments.tests.applying import submitted
from commitments.tests.factories import (
    CommitmentFactory,
    IndustryFactory,
    OrganisationFactory,
    ParkFactFactory,
    StaffPostFactory,
)
from commitments.tests.representing import represented
from core import outbox
from core.enums import Mail
from core.models import JobRun, SavedFilter
from reports.models import Snapshot
from reports.services.report_template import load_report_template
from reports.tests.factories import FieldCountFactory, QuotationFactory, TargetFactory
from workgroups.enums import BodyKind, SeatRole
from workgroups.models import Body, PlanItem, Seat, SpecialDay, Term
from workgroups.tests import years
from workgroups.tests.factories import BodyFactory, SeatFactory, officer

pytestmark = pytest.mark.django_db

THERE_FROM_THE_BEGINNING = {
    "commitments_certificatewording",
    "commitments_registersettings",
    "commitments_registertext",
}
WRITTEN_BY_SERVICES = {
    "commitments_application",
    "commitments_invitation",
    "commitments_publictext",
    "commitments_representative",
    "commitments_importbatch",
    "commitments_bulkedit",
    "commitments_distinction",
    "commitments_organisationname",
    "commitments_recordunion",
    "commitments_suspension",
    "core_jobrun",
    "core_outboxmail",
    "reports_snapshot",
    "workgroups_evidence",
    "workgroups_planitem",
    "workgroups_progress",
    "workgroups_submission",
    "workgroups_summaryline",
}
ONLY_SHOWN = {"commitments_importbatch", "core_jobrun", "core_outboxmail", "reports_snapshot"}
WORDS_OF_THE_PROGRAM = re.compile(r">\s*(None|True|False|nan)\s*<")
FOR_THE_ADMINISTRATOR = {"accounts_user", "accounts_staffpost"}
FOR_ONESELF = {"core_savedfilter"}
TABLES = sorted(f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry)
ADDED_BY_STAFF = (
    set(TABLES) - WRITTEN_BY_SERVICES - THERE_FROM_THE_BEGINNING - FOR_THE_ADMINISTRATOR
)


def twins(*, at):
    """Three records of one name: two were told apart, two brought together."""
    alike = [OrganisationFactory(name="乙化工") for _ in range(3)]
    distinctions.tell_apart(alike[:2], by=None, at=at, reason="同名的两家单位")
    same = (alike[0].pk, alike[2].pk)
    uniting.unite(uniting.Wish(same, same[0]), by=None, at=at, reason="同一单位")
    edited_together(at=at)


def edited_together(*, at):
    """Two records that were given one group."""
    both = [OrganisationFactory(name=name).pk for name in ("丙化工", "丁化工")]
    wish = bulk_editing.Wish({"group_name": "示例集团"})
    seen = bulk_editing.foresee(both, wish).seen
    bulk_editing.edit(wish, seen=seen, by=None, at=at, reason="核对")


@pytest.fixture
def one_of_each():
    """Fill every table with a row."""
    load_wordings()
    submitted()  # brings the texts and the form
    represented()
    IndustryFactory()
    StaffPostFactory()
    commitment = CommitmentFactory(organisation=OrganisationFactory(name="示例化工"))
    now = timezone.now()
    twins(at=now)
    day = dt.date(2024, 5, 6)
    lifecycle.sign(commitment, by=None, at=now, on=day)
    lifecycle.suspend(commitment, by=None, at=now, on=day, reason="核查")
    ImportBatch.objects.create(file_name="名录.csv", state=BatchState.PREVIEWED)
    run = JobRun.objects.create(kind="statistics", key="2024", task="x")
    outbox.add(Mail.JOB_DONE, to="office@example.com", at=now, context={"run": run})
    Snapshot.objects.create(year=2024, as_at=dt.date(2024, 12, 31), rule="in_force", run=run)
    for make in (QuotationFactory, FieldCountFactory, TargetFactory, ParkFactFactory):
        make()
    load_report_template()
    SavedFilter.objects.create(
        name="山东",
        listing="commitments.organisation",
        query="province=370000",
        is_shared=True,
        owner=User.objects.create_user("office@example.com"),
    )
    body = Body.objects.create(
        code="com", name="委员会", english_name="Committee", kind=BodyKind.COMMITTEE, position=1
    )
    Seat.objects.create(
        body=body,
        organisation=commitment.organisation,
        role=SeatRole.LEAD,
        valid=DateRange(day, None),
    )
    Term.objects.create(body=body, number=1, valid=DateRange(day, None))
    SpecialDay.objects.create(day=day, is_workday=False, note="劳动节")
    group = BodyFactory()
    SeatFactory(body=group, organisation__name="甲单位")
    officer(group)
    years.published("plan", group, on="03-10")
    years.evidence_of(PlanItem.objects.get())
    years.accepted("sheet", group, on="04-10", quarter=1)
    years.accepted("summary", group, on="12-10")


def first_of(table):
    app, model = table.split("_")
    return admin.site.get_model_admin(admin_model(app, model)).model.objects.order_by("pk").first()


def admin_model(app, model):
    return next(m for m in admin.site._registry if m._meta.label_lower == f"{app}.{model}")


def pages_of(table):
    record = first_of(table)
    return [
        reverse(f"admin:{table}_changelist"),
        reverse(f"admin:{table}_change", args=[record.pk]),
        reverse(f"admin:{table}_history", args=[record.pk]),
    ]


def answers(client, addresses):
    return [client.get(address).status_code for address in addresses]


@pytest.mark.parametrize("role", ["staff", "head", "admin", "auditor"])
def test_every_post_reads_every_table(one_of_each, role):
    client = signed_in(role)

    answered = {table: answers(client, pages_of(table)) for table in TABLES}

    assert answered == {table: [200, 200, 200] for table in TABLES}


def test_what_is_not_known_is_said_in_no_word_of_the_program(one_of_each):
    client = signed_in("staff")
    pages = [address for table in TABLES for address in pages_of(table)]

    said = {page: WORDS_OF_THE_PROGRAM.findall(client.get(page).content.decode()) for page in pages}

    assert {page: words for page, words in said.items() if words} == {}


@pytest.mark.parametrize(
    ("role", "added"),
    [
        ("staff", ADDED_BY_STAFF),
        ("head", ADDED_BY_STAFF),
        ("admin", ADDED_BY_STAFF | FOR_THE_ADMINISTRATOR),
        ("auditor", FOR_ONESELF),
    ],
)
def test_adding_is_for_those_who_may(one_of_each, role, added):
    client = signed_in(role)
    addresses = {table: reverse(f"admin:{table}_add") for table in TABLES}

    answered = {
        table: {client.get(address).status_code, client.post(address).status_code}
        for table, address in addresses.items()
    }

    assert answered == {table: {200 if table in added else 403} for table in TABLES}


@pytest.mark.parametrize("role", ["staff", "admin", "auditor"])
def test_nobody_deletes(one_of_each, role):
    client = signed_in(role)
    tables = sorted(set(TABLES) - FOR_ONESELF)

    answered = {
        table: client.post(
            reverse(f"admin:{table}_delete", args=[first_of(table).pk]), {"post": "yes"}
        ).status_code
        for table in tables
    }

    assert answered == dict.fromkeys(tables, 403)


def test_the_auditor_changes_nothing(one_of_each):
    client = signed_in("auditor")
    records = {table: first_of(table) for table in TABLES}

    answered = {
        table: client.post(
            reverse(f"admin:{table}_change", args=[record.pk]), {"name": "改"}
        ).status_code
        for table, record in records.items()
    }

    # those pages take no form: they only show
    assert answered == {table: 200 if table in ONLY_SHOWN else 403 for table in TABLES}
    for record in records.values():
        assert type(record).objects.filter(pk=record.pk).values().get() == {
            field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields
        }


def test_who_holds_no_post_is_forbidden_everywhere(one_of_each):
    client = signed_in("")
    addresses = ["/admin/", "/admin/login/", *(page for t in TABLES for page in pages_of(t))]

    assert set(answers(client, addresses)) == {403}


def test_a_stranger_is_asked_to_sign_in_and_comes_back():
    response = Client().get("/admin/commitments/organisation/?q=whhx")

    first = "/admin/login/?next=/admin/commitments/organisation/%3Fq%3Dwhhx"
    then = "/accounts/login/?next=%2Fadmin%2Fcommitments%2Forganisation%2F%3Fq%3Dwhhx"
    assert (response.status_code, response.url) == (302, first)
    assert Client().get(first).url == then


def test_djangos_own_sign_in_form_takes_no_password():
    response = Client().post("/admin/login/", {"username": "staff@example.com", "password": "x"})

    assert (response.status_code, response.url) == (
        302,
        "/accounts/login/?next=%2Fadmin%2Flogin%2F",
    )


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("/admin/commitments/organisation/", "/admin/commitments/organisation/"),
        ("https://example.org/", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_who_is_signed_in_is_led_on_inside_the_portal(wanted, address):
    response = signed_in("staff").get("/admin/login/", {"next": wanted})

    assert response.url == address


def test_only_our_own_tables_are_shown():
    apps = {model._meta.app_label for model in admin.site._registry}

    assert apps == {"core", "accounts", "commitments", "workgroups", "reports"}


def test_the_names_of_an_organisation_are_found_by_their_letters(one_of_each):
    response = signed_in("staff").get("/admin/commitments/organisationname/", {"q": "示例化工"})

    assert {name.kind for name in response.context["cl"].result_list} == {NameKind.FULL}


@pytest.mark.parametrize(
    ("model", "text"), [(Region, "3700"), (Industry, "26"), (Organisation, "slhg")]
)
def test_a_list_that_opens_as_you_type_is_for_the_workplace_alone(one_of_each, model, text):
    query = {
        "term": text,
        "app_label": "commitments",
        "model_name": "organisation" if model is not Organisation else "commitment",
        "field_name": {Region: "city", Industry: "industry", Organisation: "organisation"}[model],
    }

    codes = [signed_in(r).get("/admin/autocomplete/", query).status_code for r in ("auditor", "")]

    assert (codes, Commitment.objects.count()) == ([200, 403], 1)
