"""The annual reports as everybody reads them."""

import hashlib

import pytest

from reports.services import editions
from reports.tests.register import NOON
from reports.tests.report import DECISION, corrected, draft, files_of, frozen, published

pytestmark = pytest.mark.django_db


def test_without_a_report_the_list_says_so(client):
    page = client.get("/reports/").content.decode()

    assert "暂无报告" in page


@pytest.mark.parametrize("ground", [draft, frozen])
def test_nothing_is_public_before_it_is_published(client, ground):
    ground()

    addresses = ["/reports/2021/", "/reports/2021/report.pdf", "/reports/2021/editions/1/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_the_year_shows_its_report_with_contents_and_decision(client):
    published()

    page = client.get("/reports/2021/").content.decode()

    assert "委员会批准：责委〔2022〕1号" in page
    assert '<a href="#chapter-1">一、卷首语</a>' in page
    assert '<h2 id="chapter-1">一、卷首语</h2>' in page
    assert '<a class="figure" href="/commitments/?snapshot=' in page


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("report.pdf", "application/pdf"),
        ("data.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("data.json", "application/json"),
    ],
)
def test_a_file_is_what_its_checksum_on_the_page_says(client, name, kind):
    published()

    response = client.get(f"/reports/2021/{name}")

    digest = hashlib.sha256(response.content).hexdigest()
    page = client.get("/reports/2021/").content.decode().replace(" ", "")
    assert (response["Content-Type"], response["X-Content-SHA256"]) == (kind, digest)
    assert response["Content-Disposition"].startswith("attachment; ")
    assert digest in page


def test_a_file_of_another_name_is_not_there(client):
    published()

    assert client.get("/reports/2021/secret.txt").status_code == 404


def test_the_home_page_and_the_site_map_lead_to_the_report(client):
    published()

    assert '<a href="/reports/2021/">2021 年度报告</a>' in client.get("/").content.decode()
    assert '<a href="/reports/">年度报告</a>' in client.get("/sitemap/").content.decode()


def test_an_old_edition_stays_and_says_that_it_was_corrected(client):
    first = published()
    before = client.get("/reports/2021/editions/1/report.pdf").content
    second = corrected(first)
    editions.freeze(second, by=None, at=NOON, reason="确认从简。")
    editions.approve(second, by=None, at=NOON, **DECISION)
    files_of(second)
    editions.publish(second, by=None, at=NOON)

    old = client.get("/reports/2021/editions/1/").content.decode()
    new = client.get("/reports/2021/").content.decode()

    assert "本版已被更正" in old
    assert client.get("/reports/2021/editions/1/report.pdf").content == before
    assert "更正一处名称。" in new
    assert '<a href="/reports/2021/editions/1/">' in new


def test_the_page_reads_few_tables_however_many_figures_it_has(client, django_assert_num_queries):
    published()
    client.get("/reports/2021/")

    with django_assert_num_queries(4):
        client.get("/reports/2021/", HTTP_COOKIE="sessionid=other")
