import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.clients import signed_in
from commitments.enums import (
    Document,
    EndReason,
    State,
    Status,
)
from commitments.models import Commitment
from commitments.services import lifecycle
from commitments.tests.factories import CommitmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/commitment/"
ADD = f"{LIST}add/"
DAY = dt.date(2024, 3, 1)
EMPTY = (
    "signed_on occasion signer_position certificate_number recommended_by source note reason "
    "ended_on end_reason"
)


@pytest.fixture
def staff():
    return signed_in("staff")


@pytest.fixture
def organisation():
    return OrganisationFactory(name="烟台示例化工有限公司")


def page_of(commitment):
    return reverse("admin:commitments_commitment_change", args=[commitment.pk])


def typed(organisation, **fields):
    empty = dict.fromkeys(EMPTY.split(), "")
    formset = {"suspensions-TOTAL_FORMS": "0", "suspensions-INITIAL_FORMS": "0"}
    fixed = {"organisation": organisation.pk, "document": "letter", "entry": "draft"}
    return empty | formset | fixed | fields


def signed(organisation, on=DAY):
    commitment = CommitmentFactory(organisation=organisation)
    lifecycle.sign(commitment, by=None, at=timezone.now(), on=on)
    return commitment


def faults(response):
    return response.context["adminform"].form.errors


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    staff, count, django_assert_num_queries
):
    CommitmentFactory.create_batch(count)

    # session, account, posts, count, page; then the session is kept (savepoint and all)
    with django_assert_num_queries(10):
        response = staff.get(LIST)

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("text", ["示例", "ytsl", "cert-7", "CERT-7"])
def test_a_commitment_is_found_by_its_organisation_or_its_number(staff, organisation, text):
    mine = CommitmentFactory(organisation=organisation, certificate_number="CERT-7")
    CommitmentFactory(organisation=OrganisationFactory(name="别家化工"))

    response = staff.get(LIST, {"q": text})

    assert list(response.context["cl"].result_list) == [mine]


def test_what_is_added_is_a_draft(staff, organisation):
    staff.post(ADD, typed(organisation, occasion="2024 年年会"))

    commitment = Commitment.objects.get()
    assert (commitment.state, commitment.signed_on) == (State.DRAFT, None)
    assert commitment.occasion == "2024 年年会"


def test_a_historic_entry_starts_in_the_state_it_is_known_to_have(staff, organisation):
    historic = {"entry": "record", "signed_on": "2015-04-02", "source": "2015 年签约名单"}

    staff.post(ADD, typed(organisation, **historic))

    organisation.refresh_from_db()
    commitment = Commitment.objects.get()
    assert (commitment.state, commitment.source) == (State.IN_FORCE, "2015 年签约名单")
    assert (organisation.status, organisation.sign_year) == (Status.IN_FORCE, 2015)


def test_a_historic_entry_may_have_ended_already(staff, organisation):
    historic = {"entry": "record", "signed_on": "2015-04-02", "source": "名单"}
    end = {"ended_on": "2019-01-01", "end_reason": "dissolved"}

    staff.post(ADD, typed(organisation, **historic, **end))

    commitment = Commitment.objects.get()
    assert (commitment.state, commitment.ended_on, commitment.end_reason) == (
        State.ENDED,
        dt.date(2019, 1, 1),
        EndReason.DISSOLVED,
    )


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"entry": "record", "signed_on": "2015-04-02"}, ["source"]),
        ({"entry": "record", "source": "名单"}, ["signed_on"]),
        ({"entry": "record", "source": "名单", "signed_on": "2999-01-01"}, ["signed_on"]),
        (
            {
                "entry": "record",
                "source": "名单",
                "signed_on": "2015-04-02",
                "end_reason": "merged",
            },
            ["ended_on"],
        ),
        (
            {
                "entry": "record",
                "source": "名单",
                "signed_on": "2015-04-02",
                "ended_on": "2014-01-01",
                "end_reason": "merged",
            },
            ["ended_on"],
        ),
        ({"entry": "draft", "signed_on": "2015-04-02"}, ["signed_on"]),
        ({"entry": ""}, ["entry"]),
    ],
)
def test_what_is_missing_or_impossible_is_said_at_its_field(staff, organisation, fields, where):
    response = staff.post(ADD, typed(organisation, **fields))

    assert (list(faults(response)), Commitment.objects.count()) == (where, 0)


def test_a_second_open_commitment_for_the_same_document_names_the_first(staff, organisation):
    signed(organisation)

    response = staff.post(ADD, typed(organisation))

    assert faults(response) == {
        "organisation": ["“烟台示例化工有限公司 · 承诺书”已存在，状态为“已承诺”：请打开该条记录。"]
    }


def test_another_document_may_be_signed_beside_it(staff, organisation):
    signed(organisation)

    staff.post(ADD, typed(organisation, document="charter"))

    assert set(Commitment.objects.values_list("document", flat=True)) == set(Document)


def test_a_mistyped_day_of_signing_is_put_right_everywhere(staff, organisation):
    commitment = signed(organisation)

    staff.post(page_of(commitment), typed(organisation, signed_on="2023-03-01", reason="笔误"))

    organisation.refresh_from_db()
    assert (organisation.signed_on, organisation.sign_year) == (dt.date(2023, 3, 1), 2023)


def test_the_day_of_signing_stays_before_a_suspension(staff, organisation):
    commitment = signed(organisation)
    lifecycle.suspend(commitment, by=None, at=timezone.now(), on=dt.date(2024, 6, 1), reason="核查")

    response = staff.post(page_of(commitment), typed(organisation, signed_on="2024-07-01"))

    assert list(faults(response)) == ["signed_on"]


def test_a_certificate_number_is_given_once_and_says_so(staff, organisation):
    CommitmentFactory(certificate_number="CERT-7")

    response = staff.post(ADD, typed(organisation, certificate_number="CERT-7"))

    assert faults(response) == {
        "certificate_number": ["已有另一份承诺使用该证书编号：请先查对再修改。"]
    }


def test_state_fields_cannot_be_posted(staff, organisation):
    commitment = CommitmentFactory(organisation=organisation)
    other = OrganisationFactory()

    staff.post(
        page_of(commitment),
        typed(other, state="in_force", signed_on="2020-01-01", ended_on="2021-01-01"),
    )

    fresh = Commitment.objects.get(pk=commitment.pk)
    assert (fresh.state, fresh.signed_on, fresh.ended_on) == (State.DRAFT, None, None)
    assert fresh.organisation == organisation


# --- Deleting ---


def test_a_draft_may_be_deleted_and_its_history_stays(staff, organisation):
    commitment = CommitmentFactory(organisation=organisation)

    staff.post(f"{LIST}{commitment.pk}/delete/", {"post": "yes"})

    event = Commitment.pgh_event_models["delete"].objects.get(pgh_label="delete")
    assert Commitment.objects.count() == 0
    assert event.pgh_context.metadata["user_label"] == "staff@example.com"


def test_what_was_signed_is_never_deleted(staff, organisation):
    commitment = signed(organisation)

    response = staff.post(f"{LIST}{commitment.pk}/delete/", {"post": "yes"})

    assert (response.status_code, Commitment.objects.count()) == (403, 1)


def test_the_auditor_reads_and_changes_nothing(organisation):
    commitment = CommitmentFactory(organisation=organisation)
    auditor = signed_in("auditor")

    answers = [
        auditor.get(page_of(commitment)).status_code,
        auditor.post(page_of(commitment), typed(organisation, note="改")).status_code,
        auditor.post(ADD, typed(organisation)).status_code,
        auditor.post(f"{LIST}{commitment.pk}/delete/", {"post": "yes"}).status_code,
    ]

    commitment.refresh_from_db()
    assert answers == [200, 403, 403, 403]
    assert (commitment.note, Commitment.objects.count()) == ("", 1)
