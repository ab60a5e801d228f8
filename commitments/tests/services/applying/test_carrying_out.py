"""What comes of an approved application."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from commitments.enums import Document, State
from commitments.enums.applications import ApplicationState
from commitments.models import Application, Commitment, Organisation
from commitments.queries.applications import alike
from commitments.services import applying, lifecycle, lineage, uniting
from commitments.services.applying import NotPossible, carrying_out
from commitments.services.days import DayNotPossible
from commitments.tests.applying import (
    DAY,
    EMAIL,
    NOON,
    NUMBER,
    USCC,
    accept,
    before_committee,
    mails,
)
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory
from core.review import MustBeMended

pytestmark = pytest.mark.django_db


def test_an_approved_application_makes_an_organisation_and_two_commitments_to_be_signed(staff):
    application = before_committee(staff)

    organisation = accept(application, staff)

    organisation.refresh_from_db()
    made = organisation.commitments.order_by("document")
    assert (organisation.name, organisation.uscc, organisation.kind) == (
        "甲化工有限公司",
        USCC,
        "enterprise",
    )
    assert (organisation.staff_count, organisation.province_id) == (350, "370000")
    assert organisation.status == "none"
    assert [(each.document, each.state) for each in made] == [
        (Document.CHARTER, State.TO_SIGN),
        (Document.LETTER, State.TO_SIGN),
    ]
    assert {(c.approved_on, c.approval_number, c.signer_position) for c in made} == {
        (DAY, NUMBER, "总经理")
    }
    assert {(each.application, each.recommended_by) for each in made} == {(application, "乙化工")}


def test_the_contact_stands_nowhere_in_the_register(staff):
    organisation = accept(before_committee(staff), staff)

    kept = Organisation.objects.filter(pk=organisation.pk).values().get()
    commitments = list(Commitment.objects.values())

    assert "张三" not in str(kept) + str(commitments)
    assert EMAIL not in str(kept) + str(commitments)


def test_a_known_organisation_is_filled_in_and_never_overwritten(staff):
    known = OrganisationFactory(name="甲化工有限公司", staff_count=100, group_name="")
    application = before_committee(staff, group_name="甲集团")

    accept(application, staff, organisation=known)

    known.refresh_from_db()
    assert (known.staff_count, known.group_name, known.uscc) == (100, "甲集团", USCC)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("handed_in", "kept"), [("www.example.com", "http://www.example.com"), ("javascript:x", "")]
)
def test_a_website_handed_in_before_it_was_checked_is_no_dead_link(staff, handed_in, kept):
    application = before_committee(staff)
    answers = application.current_version.answers | {"website": handed_in}

    organisation = carrying_out.enter(answers, None, by=staff)

    assert organisation.website == kept


def test_what_is_signed_already_is_not_promised_twice(staff):
    known = signed("甲化工有限公司")

    accept(before_committee(staff), staff, organisation=known)

    assert sorted(known.commitments.values_list("document", "state")) == [
        ("charter", "to_sign"),
        ("letter", "in_force"),
    ]


def test_nothing_is_written_when_nothing_is_left_to_be_signed(staff):
    known = signed("甲化工有限公司")
    application = before_committee(staff, documents="letter")

    with pytest.raises(NotPossible, match="无须再签署"):
        accept(application, staff, organisation=known)

    application.refresh_from_db()
    assert application.state == ApplicationState.BEFORE_COMMITTEE


@pytest.mark.parametrize(
    ("other", "error"),
    [({"number": " "}, MustBeMended), ({"on": dt.date(2026, 6, 2)}, DayNotPossible)],
)
def test_an_approval_without_number_or_on_a_day_to_come_is_refused(staff, other, error):
    application = before_committee(staff)

    with pytest.raises(error):
        accept(application, staff, **other)

    application.refresh_from_db()
    assert (application.state, Organisation.objects.count()) == ("committee", 0)


def test_the_database_refuses_an_approval_without_a_decision(staff):
    application = before_committee(staff)
    values = {
        "organisation": OrganisationFactory(),
        "accepted_version": application.current_version,
    }

    with pytest.raises(DatabaseError, match="decision_with_a_number"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state="accepted", **values)


def test_both_documents_are_signed_at_one_occasion_and_the_applicant_is_told(staff):
    organisation = accept(before_committee(staff), staff)

    for commitment in organisation.commitments.all():
        lifecycle.sign(commitment, by=staff, at=NOON, on=DAY, occasion="第十届促进大会")

    organisation.refresh_from_db()
    told = [address for kind, address in mails() if kind == "commitments/commitment_signed"]
    assert (organisation.status, organisation.signed_on, told) == ("in_force", DAY, [EMAIL] * 2)


def test_who_has_merged_is_not_accepted_and_nothing_is_entered(staff):
    old, new = OrganisationFactory(name="甲化工有限公司"), OrganisationFactory(name="乙化工")
    lineage.merge(old, into=new, by=None, at=NOON, on=DAY, source="公告")
    application = before_committee(staff)

    with pytest.raises(NotPossible, match="甲化工有限公司已并入乙化工，请改选后者。"):
        accept(application, staff, organisation=old)

    application.refresh_from_db()
    assert application.state == ApplicationState.BEFORE_COMMITTEE
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("steps", [1, 2])
def test_the_code_of_who_has_merged_stays_there_and_is_left_to_be_put_right(staff, steps):
    chain = [OrganisationFactory(name="甲化工有限公司", uscc=USCC)]
    for number in range(steps):
        chain.append(OrganisationFactory(name=f"新化工{number}"))
        lineage.merge(chain[-2], into=chain[-1], by=None, at=NOON, on=DAY, source="公告")
    application = before_committee(staff)

    new = accept(application, staff, organisation=chain[-1])

    new.refresh_from_db()
    chain[0].refresh_from_db()
    given = application.accepted_version.answers
    assert (new.uscc, new.staff_count, chain[0].uscc) == (None, 350, USCC)
    assert new.commitments.count() == 2
    assert "uscc" in applying.left_out(given, new)
    assert applying.code_of_merged(given, new) == chain[0]


@pytest.mark.parametrize("is_new", [True, False])
def test_the_code_of_somebody_else_is_refused_with_the_name(staff, is_new):
    OrganisationFactory(name="乙化工", uscc=USCC)
    chosen = None if is_new else OrganisationFactory(name="甲化工有限公司")
    application = before_committee(staff)

    with pytest.raises(NotPossible) as refused:
        accept(application, staff, organisation=chosen)

    assert str(refused.value) == (
        f"统一社会信用代码 {USCC} 在名录中属于乙化工：请改选该单位，或将申请退回以更正代码。"
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.BEFORE_COMMITTEE


def test_the_code_of_who_has_merged_elsewhere_names_the_one_to_choose(staff):
    old, stands = OrganisationFactory(name="乙化工", uscc=USCC), OrganisationFactory(name="丙化工")
    lineage.merge(old, into=stands, by=None, at=NOON, on=DAY, source="公告")

    with pytest.raises(NotPossible, match="属于丙化工：请改选该单位"):
        accept(before_committee(staff), staff, organisation=None)


def test_the_code_of_a_united_record_is_nobodys_who_has_merged():
    one, double = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工", uscc=USCC)
    uniting.unite(uniting.Wish((one.pk, double.pk), one.pk), by=None, at=NOON, reason="同一单位")
    Organisation.everyone.filter(pk=one.pk).update(uscc=None)
    Organisation.everyone.filter(pk=double.pk).update(uscc=USCC)

    assert applying.code_of_merged({"uscc": USCC}, one) is None


def test_for_who_has_merged_the_one_is_known_that_stands_today():
    first, second, third = (
        OrganisationFactory(name=name) for name in ("甲化工有限公司", "乙化工", "丙化工")
    )
    lineage.merge(first, into=second, by=None, at=NOON, on=DAY, source="公告")
    lineage.merge(second, into=third, by=None, at=NOON, on=DAY, source="公告")

    names = ("甲化工有限公司", "乙化工", "丙化工", "丁化工")
    found = [[(each.organisation, each.why) for each in alike(name=n, uscc="")] for n in names]

    steps = ["甲化工有限公司已于2026-05-20并入乙化工。", "乙化工已于2026-05-20并入丙化工。"]
    assert found == [[(third, steps)], [(third, steps[1:])], [(third, [])], []]
