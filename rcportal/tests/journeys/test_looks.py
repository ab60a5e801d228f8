"""What a person must be able to read and reach: accessibility, narrow screens, no scripts."""

import pytest

from rcportal.tests.journeys.looking import faults_of, overflow_of
from rcportal.tests.journeys.test_year import YEAR

PUBLIC = [
    "/",
    "/commitments/",
    "/commitments/?q=wanhua",
    "/commitments/?q=没有这个单位&province=370000",
    "/commitments/{code}/",
    "/commitments/{certified}/certificate/",
    "/verify/?number=RC-1999-0001",
    "/verify/{number}/",
    "/statistics/",
    "/statistics/2021/",
    "/workgroups/",
    "/workgroups/pp/",
    "/workgroups/pp/2021/",
    "/workgroups/pp/2022/",
    "/workgroups/sec/",
    "/about/",
    "/accounts/login/",
    "/no-such-page/",
]
ADMIN = [
    "/admin/",
    "/admin/commitments/organisation/",
    "/admin/commitments/organisation/add/",
    "/admin/commitments/organisation/{id}/change/",
    "/admin/commitments/commitment/",
    "/admin/commitments/certificatewording/1/change/",
    "/admin/commitments/importbatch/upload/",
]
DESK = ["/desk/", "/desk/board/2022/", f"/desk/begin/pub/{YEAR}/plan/"]
REVIEW = ["/desk/", "/desk/queue/", f"/desk/board/{YEAR}/", "/desk/reminders/"]
LOOKS = [(1366, False), (360, False), (1366, True), (360, True)]


@pytest.fixture
def real(visit):
    """Put the code and id of a real organisation into an address."""
    page = visit("staff")
    page.goto("/admin/commitments/organisation/?q=wanhua")
    row = page.locator("#result_list tbody tr").first
    number = row.locator("a").first.get_attribute("href").split("/organisation/")[1].split("/")[0]
    page.goto("/commitments/?q=wanhua")
    link = page.locator("main a[href*='/commitments/rc']").first.get_attribute("href")
    code = link.strip("/").split("/")[-1]
    page.goto("/commitments/?year=2021&status=in_force")
    page.locator("main .register-table a").first.click()
    certified = page.url.rstrip("/").split("/")[-1]
    certificate = page.locator("main a[href*='/verify/RC-']").first.get_attribute("href")
    words = {"code": code, "id": number, "certified": certified}
    words["number"] = certificate.strip("/").split("/")[-1]
    return lambda address: address.format(**words)


@pytest.mark.parametrize(("width", "care"), LOOKS)
def test_public_pages_break_no_rule(visit, real, width, care):
    page = visit(width=width, care=care)

    faults = []
    for address in PUBLIC:
        page.goto(real(address))
        faults += faults_of(page)

    assert faults == []


@pytest.mark.parametrize(("width", "care"), LOOKS)
def test_the_desk_breaks_no_rule(visit, width, care):
    faults = []
    for who, addresses in (("lead-pub", DESK), ("staff", REVIEW)):
        page = visit(who, width=width, care=care)
        for address in addresses:
            page.goto(address)
            faults += faults_of(page)

    assert faults == []


@pytest.mark.parametrize(("width", "care"), LOOKS)
def test_the_workplace_breaks_no_rule(visit, real, width, care):
    page = visit("staff", width=width, care=care)

    faults = []
    for address in ADMIN:
        page.goto(real(address))
        faults += faults_of(page)

    assert faults == []


def test_the_rules_see_a_fault(visit):
    """The control: a picture without a word is noticed."""
    page = visit()
    page.goto("/")
    before = faults_of(page)

    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    assert before == []
    assert [fault[1] for fault in faults_of(page)] == ["image-alt"]


@pytest.mark.parametrize("care", [False, True])
def test_nothing_runs_off_a_narrow_screen(visit, real, care):
    public, staff = visit(width=320, care=care), visit("staff", width=320, care=care)
    lead = visit("lead-pub", width=320, care=care)

    wide = {}
    for page, addresses in ((public, PUBLIC), (staff, [*ADMIN, *REVIEW]), (lead, DESK)):
        for address in addresses:
            page.goto(real(address))
            if over := overflow_of(page):
                wide[address] = over

    assert wide == {}


def test_without_scripts_one_searches_filters_and_reads(visit):
    page = visit(scripts=False)
    page.goto("/")

    page.fill("main input[name=q]", "whhx")
    page.click("main form button[type=submit]")
    page.click("main a:has-text('万华化学集团股份有限公司')")

    assert page.locator("h1").inner_text().strip() == "万华化学集团股份有限公司"


def test_public_pages_are_light_and_ask_nobody_else(visit, portal_address):
    weights = {}
    for address in ["/", "/commitments/", "/statistics/2021/"]:
        page = visit()
        requests = []
        page.on("requestfinished", lambda request, to=requests: to.append(request))
        page.goto(address, wait_until="networkidle")
        sizes = [request.sizes() for request in requests]
        weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        hosts = {request.url.split("/")[2] for request in requests}
        weights[address] = (len(requests), weight, hosts)

    for requests, size, hosts in weights.values():
        assert requests <= 10
        assert size <= 60 * 1024
        assert hosts == {portal_address.split("/")[2]}
