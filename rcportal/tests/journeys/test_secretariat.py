"""The secretariat's day in the browser: a commitment's life, and who may not."""

from urllib.parse import unquote

import pytest

from rcportal.tests.journeys.register import enter, public_address

NAME = "厦门示例经历{}有限公司"


def test_staff_drafts_approves_signs_suspends_resumes_and_ends(walk):
    staff, reader = walk("staff"), walk()
    number = enter(staff.page, NAME.format(walk.tag))
    public = public_address(staff.page, number)
    staff.follow("a[href*='/commitment/add/']")
    staff.follow("input[name=_continue]")
    commitment = staff.page.url

    for step, day, state in (
        ("sign", "2021-06-01", "已承诺"),
        ("suspend", "2022-06-01", "暂停"),
        ("resume", "2022-09-01", "已承诺"),
        ("end", "2023-06-01", "已结束"),
    ):
        take(staff, step, day)
        reader.go(public)
        assert state in reader.page.locator(".profile-status").inner_text()
        staff.page.goto(commitment)
    reader.go(f"/commitments/?q={NAME.format(walk.tag)}&as_at=2022-07-01&status=suspended")
    assert "暂停" in reader.page.locator("#results").inner_text()
    staff.go(commitment.replace("/change/", "/history/"))

    assert staff.text.count("staff@example.com") >= 4
    assert staff.text.count("来函说明") >= 3
    assert walk.wrong == []


def take(staff, step, day):
    staff.follow(f"a[href*='/{step}/']")
    staff.page.fill("input[name=on]", day)
    if staff.page.locator("select[name=why]").count():
        staff.page.select_option("select[name=why]", "withdrawn")
    staff.page.fill("textarea[name=reason]", "来函说明")
    staff.follow("#content form input[type=submit], #content form button[type=submit]")


@pytest.mark.parametrize("who", ["lead-pp", "contact"])
def test_who_holds_no_post_is_refused_at_the_workplace(visit, who):
    page = visit(who)

    response = page.goto("/admin/")

    assert response.status == 403


def test_a_stranger_is_led_to_the_sign_in(visit):
    page = visit()

    page.goto("/admin/commitments/organisation/")

    assert "/accounts/login/?next=/admin/commitments/organisation/" in unquote(page.url)
