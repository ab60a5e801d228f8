"""What other sites and programs take from the register: feed, columns, badge, list of a park."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from commitments import exports
from commitments.enums import EndReason, Kind
from commitments.services import lifecycle, lineage, naming
from commitments.tests.entries import day, sign, signed
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def client():
    return Client()


def xml_of(response):
    return ET.fromstring(response.content)  # noqa: S314 -- our own answer


def entries_of(client):
    response = client.get("/commitments/news.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return xml_of(response).findall(f"{ATOM}entry")


def titles(client):
    return [entry.find(f"{ATOM}title").text for entry in entries_of(client)]


def first_of(client):
    entry = entries_of(client)[0]
    return entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}summary").text


def now():
    return timezone.now()


# --- The feed ---


def test_the_feed_tells_what_was_learned_last_first(client):
    first = signed("甲化工")
    signed("乙化工", "2019-01-01")
    lifecycle.end(
        first.commitments.get(),
        by=None,
        at=now(),
        on=day("2026-01-31"),
        why=EndReason.DISSOLVED,
        reason="注销",
    )

    found = titles(client)

    assert found[0].startswith("甲化工：承诺已结束")
    assert found[1].startswith("乙化工签署了")


def test_a_suspension_and_its_end_are_told(client):
    organisation = signed("甲化工")
    commitment = organisation.commitments.get()
    lifecycle.suspend(commitment, by=None, at=now(), on=day("2026-01-01"), reason="未提交")
    assert titles(client)[0].startswith("甲化工：承诺暂停")

    lifecycle.resume(commitment, by=None, at=now(), on=day("2026-02-01"), reason="已补交")

    assert titles(client)[0].startswith("甲化工：恢复履约")


def test_what_goes_on_holds_from_the_day_on_which_it_went_on(client):
    commitment = signed("甲化工", "2015-05-01").commitments.get()
    lifecycle.suspend(commitment, by=None, at=now(), on=day("2026-01-01"), reason="未提交")

    lifecycle.resume(commitment, by=None, at=now(), on=day("2026-02-01"), reason="已补交")

    assert first_of(client) == ("甲化工：恢复履约（承诺书）", "自2026-02-01起。")


def test_a_signature_with_a_suspension_in_its_past_is_a_signature(client):
    sign(OrganisationFactory(name="甲化工"), "2015-05-01", suspended=("2018-01-01", "2019-01-01"))

    assert first_of(client) == ("甲化工签署了承诺书", "自2015-05-01起。")


@pytest.mark.parametrize("verb", [lineage.merge, lineage.split])
def test_what_is_taken_over_is_no_signature(client, verb):
    old, new = signed("甲化工", "2015-05-01"), OrganisationFactory(name="乙化工")

    verb(old, into=new, by=None, at=now(), on=day("2026-01-01"), source="公告")

    taken = [
        (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}summary").text)
        for entry in entries_of(client)
        if entry.find(f"{ATOM}link").get("href").endswith(f"/{new.code}/")
    ]
    assert taken == [("乙化工承继了甲化工的承诺书", "自2026-01-01起。")]


def test_an_end_that_was_a_mistake_is_no_signature(client):
    commitment = signed("甲化工", "2015-05-01").commitments.get()
    why = {"why": EndReason.DISSOLVED, "reason": "注销"}
    lifecycle.end(commitment, by=None, at=now(), on=day("2026-01-31"), **why)

    lifecycle.reinstate(commitment, by=None, at=now(), reason="记错了")

    assert first_of(client) == ("甲化工：承诺并未结束，此前记录有误（承诺书）", "自2015-05-01起。")


def test_a_new_name_is_told_with_the_former_one(client):
    organisation = signed("旧名化工")
    naming.rename(organisation, by=None, to="新名化工", on=day("2026-03-01"))

    assert "新名化工：已更名，原名旧名化工" in titles(client)


def test_every_entry_has_a_name_of_its_own_and_leads_to_its_page(client):
    for number in range(3):
        signed(f"第{number}化工")

    found = entries_of(client)

    assert len({entry.find(f"{ATOM}id").text for entry in found}) == 3
    for entry in found:
        assert client.get(entry.find(f"{ATOM}link").get("href")).status_code == 200


def test_the_feed_asks_one_query_whatever_its_length(client, django_assert_num_queries):
    for number in range(5):
        signed(f"第{number}化工")
    client.get("/commitments/news.atom")
    signed("再一家化工")

    with django_assert_num_queries(2):  # the version of the register, the news
        assert len(entries_of(client)) == 6


def test_an_unchanged_feed_is_not_sent_again(client):
    signed("甲化工")
    tag = client.get("/commitments/news.atom")["ETag"]

    assert client.get("/commitments/news.atom", headers={"If-None-Match": tag}).status_code == 304
    signed("乙化工")
    assert client.get("/commitments/news.atom", headers={"If-None-Match": tag}).status_code == 200


# --- The columns ---


def test_every_column_of_the_files_is_explained(client):
    page = client.get("/commitments/data/")

    columns = page.context["columns"]
    assert [column.chinese for column in columns] == exports.HEADINGS
    assert all(column.meaning for column in columns)
    assert f"列的版本：{exports.COLUMNS_VERSION}" in page.content.decode()
    assert f"各文件的名称中都有版本号，写作 v{exports.COLUMNS_VERSION}" in page.content.decode()


# --- Badge and list ---


def test_the_badge_tells_the_status_of_today(client):
    organisation = signed("甲化工", "2020-05-01")
    address = f"/commitments/{organisation.code}/badge.svg"
    assert "已承诺" in client.get(address).content.decode()

    lifecycle.suspend(
        organisation.commitments.get(), by=None, at=now(), on=day("2026-01-01"), reason="未提交"
    )

    picture = client.get(address)
    assert picture["Content-Type"] == "image/svg+xml"
    assert xml_of(picture).get("aria-label").startswith("甲化工: 责任关怀, ")
    assert "暂停" in picture.content.decode()
    assert "suspended since 2026-01-01" in client.get(f"{address}?lang=en").content.decode()


def test_a_name_cannot_become_part_of_the_picture(client):
    organisation = signed('甲"><script>alert(1)</script>化工')

    picture = client.get(f"/commitments/{organisation.code}/badge.svg")

    assert not xml_of(picture).findall(".//{http://www.w3.org/2000/svg}script")


def test_a_park_shows_exactly_its_committed_members(client):
    park = signed("甲园区", kind=Kind.PARK)
    signed("园内化工", park=park)
    left = signed("已结束化工", park=park)
    left.commitments.all().delete()
    sign(left, "2018-05-01", ended="2021-12-31")
    signed("园外化工")

    page = client.get(f"/commitments/{park.code}/embed/").content.decode()

    assert re.findall(r'rel="noopener">(\S+化工)</a>', page) == ["园内化工"]
    assert "甲园区：1家单位已承诺践行责任关怀" in page


def test_who_is_no_park_has_no_list(client):
    organisation = signed("甲化工")

    assert client.get(f"/commitments/{organisation.code}/embed/").status_code == 404


def test_other_sites_may_frame_list_and_badge_and_nothing_else(client):
    park = signed("甲园区", kind=Kind.PARK)
    page = f"/commitments/{park.code}/"

    for shown in (f"{page}embed/", f"{page}badge.svg", f"{page}embed/"):  # the last one is kept
        answer = client.get(shown)
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "X-Frame-Options" not in answer
        assert not answer.cookies
    assert "frame-ancestors 'none'" in client.get(page)["Content-Security-Policy"]
    assert client.get(page)["X-Frame-Options"] == "DENY"
