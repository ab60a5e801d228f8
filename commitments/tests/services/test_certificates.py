import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from commitments.enums import Document, EndReason, State
from commitments.models import Commitment, RegisterSettings, RegisterVersion
from commitments.queries.certificates import by_number
from commitments.services import certificates, lifecycle
from commitments.services.certificates import CertificateNotOpen
from commitments.services.days import DayNotPossible
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
TODAY = dt.date(2026, 6, 1)


def commitment(on="2021-03-04", **fields):
    return sign(OrganisationFactory(), on, **fields)


def issued(one, **more):
    return certificates.issue(one, **{"by": None, "at": NOW, "on": TODAY} | more)


def form_numbers(**settings):
    RegisterSettings.objects.update_or_create(pk=1, defaults=settings)


def test_numbers_run_within_the_year_of_signing():
    numbers = [issued(commitment(on)) for on in ("2021-03-04", "2020-01-01", "2021-12-31")]

    assert numbers == ["RC-2021-0001", "RC-2020-0001", "RC-2021-0002"]


def test_the_secretariat_forms_the_number():
    form_numbers(certificate_pattern="责关〔{year}〕{document}{serial}号", serial_digits=3)

    numbers = [issued(commitment(document=document)) for document in Document]

    assert numbers == ["责关〔2021〕L001号", "责关〔2021〕C001号"]


def test_issuing_keeps_day_actor_and_register_version():
    by, one = UserFactory(email="staff@example.com"), commitment()
    before = RegisterVersion.objects.get().number

    number = issued(one, by=by)

    one.refresh_from_db()
    event = one.events.order_by("-pgh_id").first()
    assert (one.certificate_number, one.certificate_issued_on) == (number, TODAY)
    assert event.pgh_context.metadata["user_label"] == "staff@example.com"
    assert event.pgh_context.metadata["source"] == "issue"
    assert RegisterVersion.objects.get().number == before + 1


def test_a_number_known_from_paper_is_kept():
    assert issued(commitment(certificate_number="旧字第17号")) == "旧字第17号"


@pytest.mark.parametrize("taken", ["RC-2021-0001", "rc 2021 OOO1", "ＲＣ－２０２１－０００１"])
def test_a_number_that_reads_like_another_is_not_given(taken):
    commitment(certificate_number=taken)

    assert issued(commitment()) == "RC-2021-0002"


@pytest.mark.parametrize("state", [State.DRAFT, State.SUSPENDED, State.ENDED])
def test_what_is_not_in_force_gets_no_certificate(state):
    if state == State.DRAFT:
        one = Commitment.objects.create(organisation=OrganisationFactory())
    else:
        one = commitment()
        take = {State.SUSPENDED: lifecycle.suspend, State.ENDED: lifecycle.end}[state]
        why = {"why": EndReason.WITHDRAWN} if state == State.ENDED else {}
        take(one, by=None, at=NOW, on=dt.date(2022, 1, 1), reason="核查", **why)

    with pytest.raises(CertificateNotOpen):
        issued(one)

    one.refresh_from_db()
    assert (one.certificate_number, one.certificate_issued_on) == ("", None)


def test_a_certificate_is_issued_once():
    one = commitment()
    issued(one)

    with pytest.raises(CertificateNotOpen) as refusal:
        issued(one)

    assert str(refusal.value).endswith("已于 2026-06-01 发给证书，编号 RC-2021-0001。")


@pytest.mark.parametrize("on", ["2021-03-03", "2026-06-02"])
def test_a_day_before_the_signing_or_to_come_is_refused(on):
    with pytest.raises(DayNotPossible):
        issued(commitment(), on=dt.date.fromisoformat(on))


def test_the_database_wants_a_number_for_a_day_of_issue():
    one = commitment()

    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=one.pk).update(certificate_issued_on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers():
    ones, numbers = [commitment() for _ in range(6)], []

    def work(one):
        numbers.append(certificates.issue(one, by=None, at=timezone.now(), on=TODAY))
        connection.close()

    threads = [threading.Thread(target=work, args=[one]) for one in ones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [f"RC-2021-000{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    "typed",
    [
        "RC-2021-0042", "rc-2021-0042", "RC 2021 0042", "RC20210042", "ＲＣ－２０２１－００４２",
        "RC-2O21-OO42", "RC–2021—0042", "(RC-2021-0042)", "rc.2021.0042", "RC-202I-0042",
        "RC-202l-0042",
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(typed):
    one = commitment(certificate_number="RC-2021-0042")
    commitment(certificate_number="RC-2021-0043")

    assert list(by_number(typed)) == [one]


@pytest.mark.parametrize("typed", ["", " ", "-", "RC-2021-004", "RC-2021-00422", "RD-2021-0042"])
def test_another_number_finds_nothing(typed):
    commitment(certificate_number="RC-2021-0042")
    commitment()

    assert list(by_number(typed)) == []


def test_numbers_are_found_by_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = by_number("RC-2021-0042").explain()

    assert "commitment_by_certificate" in plan


def test_each_document_has_a_wording_from_the_beginning():
    assert certificates.load_wordings() == {"wordings": 2}
    assert certificates.load_wordings() == {"wordings": 0}
