"""S1. The matrix: who may open or send what. An address without a line is a failure."""

import datetime as dt
import re
import uuid
from pathlib import Path

import pytest
import yaml
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from accounts.models import Person, StaffPost, User
from accounts.services import demonstration
from commitments.enums import State
from commitments.models import (
    BulkEdit,
    CertificateWording,
    Distinction,
    FormField,
    ImportBatch,
    Organisation,
    RecordUnion,
    RegisterText,
    Suspension,
)
from commitments.services import facts
from commitments.services.certificates import load_wordings
from commitments.services.founding import load_reference_tables
from commitments.tests.applying import submitted
from commitments.tests.factories import CommitmentFactory, ParkFactFactory
from commitments.tests.representing import represented
from core import outbox
from core.enums import Mail
from core.models import SavedFilter
from rcportal.tests.access.walking import addresses
from reports.models import Snapshot, TemplateChapter
from reports.services import building, composing
from reports.services.report_template import load_report_template
from reports.tests.factories import FieldCountFactory, QuotationFactory, TargetFactory
from workgroups.models import (
    Body,
    Office,
    PlanItem,
    Progress,
    Seat,
    SpecialDay,
    SummaryLine,
    Term,
)
from workgroups.services.demonstration import give_offices, open_years
from workgroups.services.founding import load_bodies_and_leads
from workgroups.tests import years
from workgroups.tests.factories import SINCE

pytestmark = pytest.mark.shows("S1")

FILE = Path(__file__).parent / "access.yaml"
MATRIX = yaml.safe_load(FILE.read_text(encoding="utf-8"))
DOORS, ADDRESSES = MATRIX["doors"], MATRIX["addresses"]
ROLES = {
    "stranger": None,
    "lead": "lead-pp@example.com",
    "other_lead": "lead-caer@example.com",
    "deputy": "deputy-pp@example.com",
    "liaison": "liaison-pp@example.com",
    "contact": "contact@example.com",
    "auditor": "auditor@example.com",
    "staff": "staff@example.com",
    "head": "head@example.com",
    "admin": "admin@example.com",
    "closed": "lead-edu@example.com",
}
BACKEND = "accounts.adapters.SignInBackend"
METHODS = {"GET": "read", "POST": "write"}
# What signs in, out or changes a password: whoever knocks next is a fresh visitor.
CHANGES_WHO_KNOCKS = {"account", "mfa", "login", "logout", "password"}
# Nothing is written by these: what answers them at all answers as to a reader.
RARE_METHODS = {"HEAD": "read", "PUT": "read", "DELETE": "read"}


@pytest.fixture
def things(db):
    """One of everything an address may name, and the people who knock."""
    load_reference_tables()
    load_wordings()
    application = submitted()
    load_bodies_and_leads()
    demonstration.make_accounts("a long password")
    give_offices(on=timezone.localdate())
    open_years(on=timezone.localdate())
    User.objects.filter(email=ROLES["closed"]).update(is_active=False)
    commitment = CommitmentFactory(
        state=State.IN_FORCE,
        signed_on=dt.date(2021, 3, 4),
        source="名单",
        certificate_number="RC-2021-0001",
    )
    facts.refresh()
    organisation = commitment.organisation
    suspension = Suspension.objects.create(
        commitment=commitment, valid=(dt.date(2022, 1, 1), dt.date(2022, 2, 1)), reason="核查"
    )
    batch = ImportBatch.objects.create(file_name="名录.xlsx", state="discarded")
    run, _is_new = building.request_statistics(2021, by=None, at=timezone.now())
    building.build(run.pk, at=timezone.now())
    group = Body.objects.get(code="pp")
    document = years.published("plan", group, on="03-10")
    years.accepted("sheet", group, on="04-10", quarter=1)
    years.accepted("summary", group, on="12-10")
    load_report_template()
    edition = composing.open_edition(2021, by=None, at=timezone.now())
    mail = outbox.add(Mail.JOB_DONE, to="office@example.com", at=timezone.now(), about=run)
    return {
        "commitment": commitment.pk,
        "organisation": organisation.pk,
        "organisationname": organisation.names.get().pk,
        "suspension": suspension.pk,
        "importbatch": batch.pk,
        "jobrun": run.pk,
        "outboxmail": mail.pk,
        "savedfilter": SavedFilter.objects.create(
            name="山东",
            listing="commitments.organisation",
            query="province=370000",
            is_shared=True,
            owner=User.objects.get(email="staff@example.com"),
        ).pk,
        "snapshot": Snapshot.objects.get().pk,
        "quotation": QuotationFactory().pk,
        "parkfact": ParkFactFactory().pk,
        "fieldcount": FieldCountFactory().pk,
        "target": TargetFactory().pk,
        "templatechapter": TemplateChapter.objects.first().pk,
        "edition": edition.pk,
        "chapter": edition.chapters.first().pk,
        "region": "370000",
        "industry": "26",
        "body": Body.objects.get(code="pp").pk,
        "seat": Seat.objects.get(body__code="pp", role="lead").pk,
        "office": Office.objects.get(body__code="pp", role="leader").pk,
        "person": Person.objects.get(user__email="lead-pp@example.com").pk,
        "submission": document.pk,
        "planitem": PlanItem.objects.get().pk,
        "progress": Progress.objects.get().pk,
        "evidence": years.evidence_of(PlanItem.objects.get()).pk,
        "summaryline": SummaryLine.objects.get().pk,
        "term": Term.objects.create(body=group, number=1, valid=SINCE).pk,
        "specialday": SpecialDay.objects.create(day=SINCE.lower, is_workday=False).pk,
        "user": User.objects.get(email="lead-pp@example.com").pk,
        "staffpost": StaffPost.objects.get(user__email="staff@example.com").pk,
        "certificatewording": CertificateWording.objects.get(document="letter").pk,
        "registersettings": 1,
        "bulkedit": BulkEdit.objects.create(
            count=1, reason="更正", edited_at=timezone.now(), context=uuid.UUID(int=1)
        ).pk,
        "recordunion": RecordUnion.objects.create(
            kept=organisation,
            reason="同一单位",
            united_at=timezone.now(),
            context=uuid.UUID(int=1),
        ).pk,
        "distinction": Distinction.objects.create(
            one=Organisation.objects.order_by("pk").first(),
            other=Organisation.objects.order_by("pk").last(),
            reason="两家单位",
            noted_at=timezone.now(),
        ).pk,
        "application": application.pk,
        **{each._meta.model_name: each.pk for each in represented()},
        "formfield": FormField.objects.first().pk,
        "registertext": RegisterText.objects.first().pk,
        "code": organisation.code,
        "year": 2021,
        "content_type": ContentType.objects.get_for_model(Organisation).pk,
    }


NOT_THERE = 987654321
NAMED_BY_START = {
    "/commitments/apply/": "application",
    "/desk/applications/": "application",
    "/desk/texts/": "publictext",
}


def url_of(address, things):
    """Fill the arguments of an address with the things that exist."""
    given = dict.fromkeys(address.arguments, "x") | {
        "code": things["code"],
        "year": things["year"],
        "verb": "suspend",
        "step": "release",
        "document": "letter",
        "remark": 1,
        "kept": 1,
        "what": "plan",
        "name": uuid.UUID(int=1),
        "app_label": "commitments",
        "content_type_id": things["content_type"],
    }
    if address.template.startswith("/desk/reports/"):
        given |= {"code": "pp", "step": "freeze", "act": "take-in", "chapter": things["chapter"]}
    model = (*address.template.split("/"), "", "", "")[3]
    for argument in ("object_id", "pk", "number"):
        given[argument] = things.get(model, NOT_THERE)
    if address.template.startswith("/desk/reports/"):
        given["pk"] = things["edition"]
    for start, thing in NAMED_BY_START.items():
        if address.template.startswith(start):
            given["pk"] = things[thing]
    takes_ids = address.name.endswith(("_step", "_issue"))
    asked = f"?ids={things['commitment']}" if takes_ids else ""
    return address.template.format(**given) + asked


def verdict_of(response):
    if response.status_code == 302 and "/login/?next=" in response["Location"]:
        return "sign-in"
    return {403: "refused", 405: "unknown method"}.get(response.status_code, "open")


def signed_in(role):
    """Give a browser of the role; a stranger's when the account is closed."""
    client = Client()
    if email := ROLES[role]:
        client.force_login(User.objects.get(email=email), backend=BACKEND)
    return client


def knock(client, method, url):
    response = getattr(client, method.lower())(url)
    for (
        close
    ) in response._resource_closers:  # files that are sent; close() would end the test's data
        close()
    is_honest = url == "/readyz"  # says 503 while no worker lives
    assert response.status_code < 500 or is_honest, (method, url)
    return verdict_of(response)


def verdict_for(role, address, use):
    """Give what the matrix says of the role at the address."""
    door = DOORS[ADDRESSES[address.name][use]]
    return door.get(role, door["else"])


def test_every_address_has_a_line_and_every_line_an_address():
    assert {address.name for address in addresses()} == set(ADDRESSES)


def wrong_doors(things, role, methods):
    client, wrong, was_changed = signed_in(role), {}, False
    for address in addresses():
        is_changed = bool(CHANGES_WHO_KNOCKS & set(re.split(r"[:_]", address.name)))
        if is_changed or was_changed:
            client = signed_in(role)
        was_changed = is_changed
        url = url_of(address, things)
        for method, use in methods.items():
            expected = verdict_for(role, address, use)
            seen = knock(client, method, url)
            if seen != expected:
                wrong[f"{method} {url}"] = (seen, expected)
    return wrong


# Who is told apart from others by few addresses knocks in the long tests.
ALIKE = ("other_lead", "deputy", "liaison", "closed", "head")
EVERYBODY = [
    pytest.param(role, marks=pytest.mark.full) if role in ALIKE else role for role in ROLES
]


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_door_opens_to_whom_it_should(things, role):
    assert wrong_doors(things, role, METHODS) == {}


@pytest.mark.full
@pytest.mark.parametrize("role", ROLES)
def test_rare_methods_open_no_other_door(things, role):
    """A view that does not know the method opens nothing, whatever the line says of writing."""
    wrong = wrong_doors(things, role, RARE_METHODS)

    assert {door: pair for door, pair in wrong.items() if pair[0] != "unknown method"} == {}


@pytest.mark.parametrize(
    ("role", "line"), [("lead", "everyone"), ("staff", "administrators"), ("stranger", "posts")]
)
def test_a_wrong_line_is_noticed(things, monkeypatch, role, line):
    """The control: one line says too much, or too little, of one role."""
    turned = {"everyone": "admin:index", "administrators": "admin:index", "posts": "home"}
    name = turned[line]
    monkeypatch.setitem(ADDRESSES, name, {"read": line, "write": line})
    only = [address for address in addresses() if address.name == name]
    monkeypatch.setattr(f"{__name__}.addresses", lambda: only)

    assert list(wrong_doors(things, role, {"GET": "read"})) == [f"GET {only[0].template}"]


def test_every_role_of_the_matrix_knocks_and_no_other_is_named():
    named = {role for door in DOORS.values() for role in door}

    assert named <= {*ROLES, "else"}
    assert all("else" in door for door in DOORS.values())
