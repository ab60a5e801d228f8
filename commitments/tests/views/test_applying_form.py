"""The form of an application: saved, overtaken, with scans, helped while one types, handed in."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tests.clients import signed_in
from commitments.models import ApplicationFile, FormField
from commitments.queries.applications import asked_fields
from commitments.services import applying, lineage
from commitments.tests.applying import (
    DAY,
    NOON,
    USCC,
    applicant,
    begun,
    saved,
    scan,
    sent,
    submitted,
    to,
)
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db


# --- Writing ---


def test_what_was_saved_stands_there_when_one_comes_back():
    application = begun()
    applicant().post(to("form", application), sent(application, products="<b>甲</b>\n乙"))

    page = applicant().get(to("form", application)).content.decode()

    assert "&lt;b&gt;甲&lt;/b&gt;\n乙" in page
    assert '<option value="370000" selected' in page
    assert 'name="documents" value="charter" checked' in page


def test_a_form_is_saved_when_the_session_has_ended():
    application = begun()
    page = applicant().get(to("form", application)).content.decode()
    known = re.search(r'name="pass" value="([^"]+)"', page)[1]
    late = Client()

    response = late.post(to("form", application), sent(application) | {"pass": known}, follow=True)

    application.refresh_from_db()
    assert response.status_code == 200
    assert application.name == "甲化工有限公司"


def test_a_pass_opens_its_own_form_only():
    mine, foreign = saved(), begun("other@example.com")
    page = applicant().get(to("form", mine)).content.decode()
    known = re.search(r'name="pass" value="([^"]+)"', page)[1]

    response = Client().post(to("form", foreign), sent(foreign) | {"pass": known})

    assert response.status_code == 404


def test_whoever_comes_second_keeps_what_was_typed():
    application = begun()
    client = applicant()
    typed = sent(application, products="后来的")
    client.post(to("form", application), sent(application, products="先来的"))

    response = client.post(to("form", application), typed)

    application.refresh_from_db()
    assert response.status_code == 409
    assert "后来的" in response.content.decode()
    assert application.draft["answers"]["products"] == "先来的"
    assert (
        application.kept_drafts.get(was_overtaken=True).content["answers"]["products"] == "后来的"
    )


def test_a_scan_is_brought_replaced_and_taken_out():
    application = begun()
    client = applicant()
    client.post(to("form", application), sent(application) | {"letter_scan": scan()})
    application.refresh_from_db()
    name = application.files.get().file_id

    given = client.get(to("file", application, name))
    for close in given._resource_closers:
        close()
    client.post(to("form", application), sent(application) | {"remove": "letter_scan"})

    application.refresh_from_db()
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert application.draft["answers"]["letter_scan"] == ""
    assert ApplicationFile.objects.count() == 1  # what was handed in may name it


def test_a_scan_that_is_refused_loses_nothing_that_was_typed():
    application = begun()

    response = applicant().post(
        to("form", application), sent(application) | {"letter_scan": scan(b"<html>", "x.pdf")}
    )

    application.refresh_from_db()
    assert response.status_code == 422
    assert "既不是 PDF" in response.content.decode()
    assert application.draft["answers"]["products"] == "环氧树脂"
    assert not application.files.exists()


@pytest.mark.parametrize("text", ["\x00", "\u202e", "𠀀" * 50, "x" * 100_000, "'; DROP TABLE x"])
def test_whatever_is_typed_is_no_error(text):
    application = begun()
    typed = sent(application) | dict.fromkeys(("name", "uscc", "products", "kind", "place"), text)

    response = applicant().post(to("form", application), typed, follow=True)

    assert response.status_code == 200


def test_the_form_asks_few_questions(django_assert_num_queries):
    application = saved()
    client = applicant()

    # session, application, questions, known, held, places, industries, scans; the session is kept
    with django_assert_num_queries(11):
        client.get(to("form", application))


# --- Handing in ---


def test_handing_in_leads_to_the_receipt_and_twice_to_the_same():
    application = saved()
    client = applicant()
    page = client.get(to("check", application)).content.decode()
    assert "环氧树脂" in page
    given = {"declared": "yes", "seen": str(application.draft_number)}

    first = client.post(to("submit", application), given)
    second = client.post(to("submit", application), given)

    receipt = client.get(first.url).content.decode()
    assert first.url == second.url == to("receipt", application, 1)
    assert application.versions.get().receipt in receipt


@pytest.mark.parametrize("given", [{}, {"declared": "yes", "seen": "99"}])
def test_nothing_is_handed_in_undeclared_or_unseen(given):
    application = saved()

    response = applicant().post(to("submit", application), {"seen": "1"} | given)

    application.refresh_from_db()
    assert response.url == to("check", application)
    assert application.state == "draft"


def test_what_is_missing_is_named_with_a_link_to_its_field():
    application = saved(products="", uscc="91370000163044841G")
    client = applicant()

    page = client.get(to("check", application)).content.decode()

    assert f"{to('form', application)}?check=1#q-products" in page
    assert "是否应为 91370000163044841F" in page
    form = client.get(f"{to('form', application)}?check=1").content.decode()
    assert form.count('aria-invalid="true"') == 2


def test_an_applicant_sees_where_it_stands_and_takes_it_back():
    application = submitted()
    client = applicant()
    assert client.get(to("form", application)).url == to("status", application)
    assert 'aria-current="step"' in client.get(to("status", application)).content.decode()

    client.post(to("withdraw", application))

    application.refresh_from_db()
    assert application.state == "withdrawn"


# --- As one types ---


def ask(client, **typed):
    response = client.get("/commitments/apply/lookup/", typed)
    assert response["Cache-Control"] == "no-store"
    return response.json()


def test_the_code_is_checked_while_it_is_typed(client):
    right = ask(client, uscc="91370000 163044841f")
    wrong = ask(client, uscc="91370000163044841G")

    assert (right["code"], right["fault"]) == ("91370000163044841F", "")
    assert (wrong["code"], "91370000163044841F" in wrong["fault"]) == ("", True)


def test_whoever_is_in_the_register_is_named(client):
    signed("甲化工(烟台)有限公司", uscc="91370000163044841F")

    by_code = ask(client, uscc="91370000163044841F", name="别的")
    by_name = ask(client, name="甲化工（烟台） 有限公司")

    assert [each["name"] for each in by_code["known"]] == ["甲化工(烟台)有限公司"]
    assert by_name["known"] == by_code["known"]
    assert by_name["known"][0]["status"] == "已承诺"


def test_for_who_has_merged_the_page_says_why_another_name_is_offered(client):
    old, new = OrganisationFactory(name="甲化工有限公司"), OrganisationFactory(name="乙化工")
    lineage.merge(old, into=new, by=None, at=NOON, on=DAY, source="公告")
    why = "甲化工有限公司已于2026-05-20并入乙化工。"

    live = ask(client, name="甲化工有限公司")["known"]
    saved_page = applicant().get(to("form", saved())).content.decode()

    assert [(each["name"], each["why"]) for each in live] == [("乙化工", [why])]
    assert f" {why}</p>" in saved_page


def test_looking_up_is_limited(client):
    asked = [client.get("/commitments/apply/lookup/?uscc=1").status_code for _time in range(40)]

    assert (asked.count(200), asked.count(429)) == (30, 10)


# --- Yes or no ---


@pytest.mark.parametrize(
    ("answer", "language", "words"),
    [
        ("yes", "zh-hans", "是"),
        ("no", "zh-hans", "否"),
        ("yes", "en", "yes"),
        ("", "zh-hans", "--"),
    ],
)
def test_yes_and_no_are_read_as_words_on_every_page(answer, language, words):
    FormField.objects.create(
        code="has_doubts", section="business", kind="flag", label="是否有疑问", position=900
    )
    application = saved(has_doubts=answer)
    client = applicant()
    client.cookies["language"] = language
    pages = [client.get(to("check", application))]

    applying.submit(
        application, asked_fields(), seen=application.draft_number, by=None, at=timezone.now()
    )

    pages.append(client.get(to("receipt", application, 1)))
    staff = signed_in("staff")
    staff.cookies["language"] = language
    pages.append(staff.get(application.get_absolute_url()))
    assert [said_at("是否有疑问", each) for each in pages] == [words] * 3


def said_at(question, response):
    """Give what stands at the question on a page to be read."""
    page = response.content.decode()
    return re.search(rf"<dt>{question}.*?class=\"said\">([^<]*)<", page, re.DOTALL)[1]


# --- Committed already ---


HELD = "已于 2021-05-01 签署，承诺有效，无需再次申请，请取消勾选。"


def handed_in(application):
    given = {"seen": application.draft_number, "declared": "yes"}
    applicant().post(to("submit", application), given)
    application.refresh_from_db()
    return application.state == "submitted"


def test_who_is_committed_to_the_document_is_told_and_hands_nothing_in():
    signed("甲化工有限公司", "2021-05-01", uscc=USCC)
    application = saved(documents="letter")

    pages = [applicant().get(to(name, application)).content.decode() for name in ("form", "check")]

    assert [f"承诺书：甲化工有限公司{HELD}" in page for page in pages] == [True, True]
    assert ['<a href="/contact/">联系秘书处</a>' in page for page in pages] == [True, True]
    assert not handed_in(application)


@pytest.mark.parametrize(
    ("known", "documents"),
    [
        ({"suspended": ("2022-01-01", None)}, "letter"),
        ({"ended": "2022-01-01"}, "letter"),
        ({"document": "charter"}, "letter"),
    ],
)
def test_who_is_not_committed_to_the_document_hands_in(known, documents):
    sign(OrganisationFactory(name="甲化工有限公司", uscc=USCC), "2021-05-01", **known)

    assert handed_in(saved(documents=documents))


def test_another_one_of_the_same_name_hands_in():
    signed("甲化工有限公司", uscc="91310000132200821H")

    assert handed_in(saved(documents="letter"))


def test_who_is_known_by_the_name_alone_is_told_and_may_hand_in():
    signed("甲化工有限公司", "2021-05-01")
    application = saved(documents="letter")

    pages = [applicant().get(to(name, application)).content.decode() for name in ("form", "check")]

    told = "甲化工有限公司已于 2021-05-01 签署，承诺有效。如为贵单位，无需再次申请，请取消勾选。"
    assert [told in page for page in pages] == [True, True]
    assert handed_in(application)


# --- Code and province ---


@pytest.mark.parametrize(("place", "is_told"), [("370000", False), ("320000", True)])
def test_a_code_of_another_province_is_a_hint_and_no_fault(place, is_told):
    RegionFactory(code="320000", name="江苏省", short_name="江苏")
    application = saved(place=place)

    pages = [applicant().get(to(name, application)).content.decode() for name in ("form", "check")]

    hint = "统一社会信用代码与省级行政区不一致：代码反映登记地"
    assert [hint in page for page in pages] == [is_told, is_told]
    assert handed_in(application)
