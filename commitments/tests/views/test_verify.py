import datetime as dt

import pytest
import time_machine

from commitments.enums import EndReason
from commitments.services import lifecycle, naming
from commitments.tests.entries import day, sign, signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from core.limits import limit_of

pytestmark = pytest.mark.django_db

NUMBER = "RC-2021-0042"
PAGE = f"/verify/{NUMBER}/"


def certified(name="甲化工", **fields):
    fields = {"certificate_number": NUMBER, "certificate_issued_on": day("2021-04-05")} | fields
    return sign(OrganisationFactory(name=name), "2021-03-04", **fields)


def page_of(client, address=PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@time_machine.travel(dt.datetime(2026, 6, 1, 4, 30, tzinfo=dt.UTC))
def test_a_certificate_in_force_says_so_first(client):
    certified()

    page = page_of(client)

    for text in (
        "证书有效：承诺正在履行。", "甲化工", "2021-03-04", "2021-04-05", "承诺书",
        "查验时间：2026-06-01 12:30（北京时间）",
    ):  # fmt: skip
        assert text in page
    assert page.count("已承诺") == 2  # today, and on the day of issue


@pytest.mark.parametrize(
    ("past", "sentence", "detail"),
    [
        ({"suspended": ("2022-01-01", None)}, "承诺已暂停", "自 2022-01-01 起"),
        ({"ended": "2023-05-06"}, "证书已失效：承诺已结束。", "自 2023-05-06 起"),
    ],
)
def test_what_no_longer_counts_is_said_with_its_day(client, past, sentence, detail):
    certified(**past)

    page = page_of(client)

    assert sentence in page
    assert detail in page
    assert "已承诺" in page  # on the day of issue


def test_why_it_ended_is_said(client):
    one = certified()
    lifecycle.end(
        one,
        by=None,
        at=dt.datetime.now(dt.UTC),
        on=day("2023-05-06"),
        why=EndReason.REVOKED,
        reason="决定",
    )

    page = page_of(client)

    assert "（撤销）" in page or "(撤销)" in page
    assert "决定" not in page


def test_a_certificate_in_a_former_name_is_explained(client):
    one = certified()
    naming.rename(one.organisation, by=None, to="乙化工", on=day("2022-01-01"))

    page = page_of(client)

    assert "发证时名称" in page
    assert "甲化工" in page


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER, "rc-2021-0042", " RC 2021 OO42 ", "ｒｃ－２０２１－００４２",
        "https://rcc.example.org.cn/verify/RC-2021-0042/", "rcc.example.org.cn/verify/RC-2021-0042",
    ],
)  # fmt: skip
def test_what_is_typed_pasted_or_scanned_leads_to_the_certificate(client, typed):
    certified()

    response = client.get("/verify/", {"number": typed})

    assert (response.status_code, response.url) == (302, PAGE)


def test_a_scanned_address_in_another_spelling_is_answered(client):
    certified()

    assert "证书有效" in page_of(client, "/verify/rc%202021%20OO42/")


def test_a_number_in_chinese_has_an_address(client):
    certified(certificate_number="责关〔2021〕001号")

    response = client.get("/verify/", {"number": "责关(2021)OO1号"}, follow=True)

    assert "证书有效" in response.content.decode()


def test_a_number_with_strokes_has_an_address(client):
    certified(certificate_number="责承/2015/012")

    response = client.get("/verify/", {"number": "责承/2015/O12"}, follow=True)

    assert response.redirect_chain == [("/verify/%E8%B4%A3%E6%89%BF/2015/012/", 302)]
    assert "证书有效" in response.content.decode()


def test_two_numbers_with_strokes_that_read_alike_are_both_offered(client):
    certified("甲化工", certificate_number="责承/2015/012")
    certified("乙化工", certificate_number="责承/2015/O12")

    page = page_of(client, "/verify/?number=责承/2015/012")

    assert page.count('<span class="code">责承/2015/') == 2


@pytest.mark.parametrize(
    ("address", "status"), [("/verify/?number=RC-2021-0043", 200), ("/verify/RC-2021-0043/", 404)]
)
def test_a_wrong_number_is_answered_politely(client, address, status):
    certified()

    response = client.get(address)
    page = response.content.decode()

    assert response.status_code == status
    assert "没有编号为“RC-2021-0043”的证书" in page
    assert 'value="RC-2021-0043"' in page  # nothing typed is lost
    assert 'href="/commitments/?q=RC-2021-0043"' in page


@pytest.mark.parametrize("typed", ["", "   ", "9" * 500, "<script>", "%00", "'; --", "\x00", "⁠"])
def test_nothing_that_is_typed_breaks_the_page(client, typed):
    certified()

    response = client.get("/verify/", {"number": typed})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_two_numbers_that_read_alike_are_both_offered(client):
    certified("甲化工", certificate_number="RC-2021-0O42")
    certified("乙化工", certificate_number="RC-2021-OO42")

    page = page_of(client, f"/verify/?number={NUMBER}")

    assert page.count('<span class="code">RC-2021-') == 2


def test_drafts_and_commitments_without_a_number_are_not_found(client):
    CommitmentFactory(certificate_number=NUMBER)
    signed("乙化工")

    assert client.get(PAGE).status_code == 404


def test_the_answer_is_never_kept(client):
    certified()

    assert "no-store" in client.get(PAGE)["Cache-Control"]


def test_internal_words_are_not_shown(client):
    one = certified(note="内部备注")
    one.organisation.note = "也是内部备注"
    one.organisation.save()

    assert "内部备注" not in page_of(client)


@time_machine.travel(dt.datetime(2026, 6, 1, 4, 30, tzinfo=dt.UTC), tick=False)
def test_nobody_tries_all_numbers(client):
    certified()
    most = limit_of("check").most

    answers = [client.get(PAGE).status_code for _try in range(most + 2)]

    assert answers == [200] * most + [429] * 2


def test_check_is_three_queries(client, django_assert_num_queries):
    certified(suspended=("2022-01-01", "2022-02-01"))

    with django_assert_num_queries(3):
        client.get(PAGE)
