"""The secretariat's day in the browser: sign, suspend, end, and who may not."""

from urllib.parse import unquote

import pytest

DAY = "2021-06-01"


def test_staff_records_signs_suspends_and_ends(visit):
    page = visit("staff")
    page.goto("/admin/commitments/organisation/?q=wanhua")
    page.locator("#result_list tbody tr th a, #result_list tbody tr td a").first.click()
    address = page.url

    _enter_draft(page)
    commitment = page.url
    for step, state in (("sign", "已承诺"), ("suspend", "暂停"), ("end", "已结束")):
        _take(page, step)
        assert state in page.locator("main, #content").first.inner_text()
    page.goto(commitment.replace("/change/", "/history/"))

    history = page.locator("#content").inner_text()
    assert history.count("staff@example.com") >= 3
    assert history.count("来函说明") >= 2
    assert page.faults == []
    page.goto(address)
    assert page.faults == []


def _enter_draft(page):
    page.locator("a[href*='/commitment/add/']").first.click()
    page.click("input[name=_continue], button[name=_continue]")


def _take(page, step):
    page.locator(f"a[href*='/{step}/']").first.click()
    page.fill("input[name=on]", DAY)
    if page.locator("select[name=why]").count():
        page.select_option("select[name=why]", "withdrawn")
    page.fill("textarea[name=reason]", "来函说明")
    page.locator(
        "#content form button[type=submit], #content form input[type=submit]"
    ).first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("who", ["lead-pp", "contact"])
def test_who_holds_no_post_is_refused_at_the_workplace(visit, who):
    page = visit(who)

    response = page.goto("/admin/")

    assert response.status == 403


def test_a_stranger_is_led_to_the_sign_in(visit):
    page = visit()

    page.goto("/admin/commitments/organisation/")

    assert "/accounts/login/?next=/admin/commitments/organisation/" in unquote(page.url)
