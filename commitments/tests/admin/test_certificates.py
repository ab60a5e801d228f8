import datetime as dt

import pytest
from django.forms import model_to_dict
from django.utils import timezone

from accounts.tests.clients import said, signed_in
from commitments.enums import State
from commitments.models import CertificateWording, Commitment, RegisterSettings
from commitments.services.certificates import issue, load_wordings
from commitments.tests.entries import sign
from commitments.tests.factories import CommitmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/commitment/"
ISSUE = f"{LIST}issue/"
SETTINGS = "/admin/commitments/registersettings/1/change/"


@pytest.fixture
def staff():
    return signed_in("staff")


@pytest.fixture
def wording():
    load_wordings()
    return CertificateWording.objects.get(document="letter")


def commitment(name="烟台示例化工", on="2021-03-04", **fields):
    return sign(OrganisationFactory(name=name), on, **fields)


def send(client, *commitments, on="2026-05-06"):
    ids = ",".join(str(each.pk) for each in commitments)
    return client.post(ISSUE, {"ids": ids, "on": on}, follow=True)


def numbers():
    return sorted(Commitment.objects.values_list("certificate_number", flat=True))


def test_one_certificate_is_issued_and_offered_for_printing(staff):
    one = commitment()

    response = send(staff, one)

    assert said(response) == ["已发证书 1 份：RC-2021-0001。"]
    assert f"/commitments/{one.organisation.code}/certificate/" in response.content.decode()
    assert "issue/?ids=" not in response.content.decode()


def test_many_are_issued_from_the_list(staff):
    ones = [commitment(f"示例化工{n}") for n in range(3)]
    chosen = {"action": "issue", "_selected_action": [each.pk for each in ones]}

    page = staff.post(LIST, chosen, follow=True)
    response = send(staff, *ones)

    assert page.context["ids"].count(",") == 2
    assert said(response) == ["已发证书 3 份：RC-2021-0001 – RC-2021-0003。"]


def test_what_cannot_be_issued_is_left_out_and_named(staff):
    one, draft = commitment(), CommitmentFactory(organisation=OrganisationFactory(name="草稿单位"))
    done = commitment("已发单位")
    issue(done, by=None, at=timezone.now(), on=dt.date(2022, 1, 1))

    page = staff.get(f"{ISSUE}?ids={one.pk},{draft.pk},{done.pk}")

    assert [each.pk for each in page.context["waiting"]] == [one.pk]
    assert {each.pk for each in page.context["left_out"]} == {draft.pk, done.pk}


def test_a_commitment_that_ended_meanwhile_is_told(staff):
    one = commitment(ended="2022-01-01")

    response = send(staff, one)

    assert said(response)[0].endswith("只有履行中的承诺才能发证。")
    assert numbers() == [""]


@pytest.mark.parametrize("on", ["", "2999-01-01", "2021-03-03", "2021-02-30"])
def test_a_wrong_day_is_said_at_its_field_and_nothing_is_issued(staff, on):
    one = commitment()

    response = send(staff, one, on=on)

    assert list(response.context["form"].errors) == ["on"]
    assert numbers() == [""]


@pytest.mark.parametrize(
    ("role", "answer"), [("staff", 200), ("head", 200), ("admin", 200), ("auditor", 403), ("", 403)]
)
def test_issuing_is_the_secretariats(role, answer):
    one, client = commitment(), signed_in(role)

    answers = [client.get(f"{ISSUE}?ids={one.pk}").status_code, send(client, one).status_code]

    assert answers == [answer, answer]
    assert (numbers() == [""]) is (answer == 403)


def test_history_names_the_step(staff):
    one = commitment()
    send(staff, one)

    assert "发证" in staff.get(f"{LIST}{one.pk}/history/").content.decode()


def typed(wording, **texts):
    names = (
        "title", "body", "issuer", "note", "title_english", "body_english", "issuer_english",
        "note_english",
    )  # fmt: skip
    known = {name: getattr(wording, name) for name in names}
    return known | {"reason": "委员会审定了文字"} | texts


def change(client, wording, **texts):
    address = f"/admin/commitments/certificatewording/{wording.pk}/change/"
    return client.post(address, typed(wording, **texts))


def test_the_wording_is_changed_and_confirmed(staff, wording):
    response = change(staff, wording, body="兹证明{name}", is_confirmed="on")

    wording.refresh_from_db()
    assert (response.status_code, wording.body, wording.is_confirmed) == (302, "兹证明{name}", True)


def test_the_reason_of_a_change_stands_in_the_history(staff, wording):
    change(staff, wording, body="兹证明{name}", reason="二〇二六年第3次会议纪要")

    page = staff.get(f"/admin/commitments/certificatewording/{wording.pk}/history/")
    newest = page.context["changes"][0]
    assert (newest.why, newest.step) == ("二〇二六年第3次会议纪要", "编辑")
    assert "二〇二六年第3次会议纪要" in page.content.decode()


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_the_wording_stays_and_what_was_typed_stands_there(staff, wording, reason):
    response = change(staff, wording, body="改过的文字", reason=reason)

    assert list(response.context["adminform"].form.errors) == ["reason"]
    assert "改过的文字" in response.content.decode()
    assert CertificateWording.objects.get(pk=wording.pk).body == wording.body


def test_who_only_reads_the_wording_is_asked_for_no_reason(wording):
    page = signed_in("auditor").get(f"/admin/commitments/certificatewording/{wording.pk}/change/")

    assert (page.status_code, 'name="reason"' in page.content.decode()) == (200, False)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"body": "兹证明{who}"}, "body"),
        ({"body_english": "This {name"}, "body_english"),
        ({"title": ""}, "title"),
        ({"body": "关怀🧿"}, "__all__"),
        ({"body": "责" * 201}, "body"),
    ],
)
def test_a_wording_that_cannot_be_printed_is_refused(staff, wording, texts, field):
    response = change(staff, wording, **texts)

    assert list(response.context["adminform"].form.errors) == [field]
    assert CertificateWording.objects.get(pk=wording.pk).body == wording.body


def test_what_the_fields_can_hold_fits_on_the_page(staff, wording):
    response = change(staff, wording, body="责" * 200, body_english="care" * 100)

    assert response.status_code == 302


def test_a_specimen_is_a_pdf(staff, wording):
    response = staff.get(f"/admin/commitments/certificatewording/{wording.pk}/specimen.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("pattern", "is_taken"),
    [
        ("RC{year}{serial}", True),
        ("责关〔{year}〕{serial}号", True),
        ("RC-{year}", False),
        ("RC {serial}", False),
        ("RC/{serial}", False),
        ("RC-{serial", False),
        ("{name}{serial}", False),
        ("", False),
    ],
)
def test_the_pattern_of_numbers_is_checked(staff, pattern, is_taken):
    known = model_to_dict(RegisterSettings.objects.get())
    response = staff.post(SETTINGS, known | {"certificate_pattern": pattern})

    kept = RegisterSettings.objects.get().certificate_pattern
    assert (response.status_code, kept == pattern) == ((302, True) if is_taken else (200, False))


def test_state_of_a_commitment_is_not_touched(staff):
    one = commitment()
    send(staff, one)

    one.refresh_from_db()
    assert one.state == State.IN_FORCE
