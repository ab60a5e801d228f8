"""A plan, an answer and progress by keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from rcportal.tests.journeys import year
from rcportal.tests.journeys.test_year import YEAR

MOST_TABS = 250
IS_THERE = "selector => document.activeElement && document.activeElement.matches(selector)"


def tab_to(page, selector):
    """Press Tab until what is wanted has the focus, as somebody without a mouse does."""
    for _press in range(MOST_TABS):
        if page.evaluate(IS_THERE, selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way to {selector} by keyboard on {page.url}")


def press_enter(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page, selector, text):
    tab_to(page, selector)
    page.keyboard.insert_text(text)


def choose(page, selector, letters):
    tab_to(page, selector)
    for _press in range(letters):
        page.keyboard.press("ArrowDown")


def hand_in_by_keyboard(page):
    press_enter(page, "button[name=do][value=check]")
    press_enter(page, "form[action$='/submit/'] button.btn-success")
    expect(page.locator(".receipt-number")).to_be_visible()


def come_back(staff, pk):
    year.step(staff, pk, "claim")
    year.remark(staff, pk, "请写明完成时间与责任单位。")
    year.step(staff, pk, "send_back", comment="请答复批注后再次提交。")


def accept(staff, head, pk):
    year.close_remark(staff, pk)
    year.step(staff, pk, "claim")
    year.step(head, pk, "accept")


def test_by_keyboard_one_plans_answers_and_tells_progress(visit, monkeypatch):
    page, staff, head = visit("lead-ps"), visit("staff"), visit("head")
    for click in ("click", "check", "fill", "tap"):
        monkeypatch.setattr(page, click, lambda *_what, **_how: pytest.fail("no mouse here"))

    page.goto(f"/desk/begin/ps/{YEAR}/plan/")
    press_enter(page, "main form button")
    type_into(page, "#pasted", "1.组织标准宣贯;2.召开季度会议。")
    press_enter(page, "button[name=do][value=paste]")
    press_enter(page, "button[name=do][value=due_all]")
    for result in page.locator("textarea[name$='/expected_result']").all():
        type_into(page, f"[id='{result.get_attribute('id')}']", "形成书面材料")
    hand_in_by_keyboard(page)
    pk = page.url.split("/documents/")[1].split("/")[0]

    come_back(staff, pk)
    page.goto("/desk/")
    press_enter(page, ".waiting-urgent a")
    type_into(page, "textarea[name^='answers/']", "已写明。")
    hand_in_by_keyboard(page)
    accept(staff, head, pk)

    page.goto(f"/desk/begin/ps/{YEAR}/q1/")
    press_enter(page, "main form button")
    for field in page.locator("textarea[name$='/note']").all():
        place = field.get_attribute("name").removesuffix("/note")
        choose(page, f"[name='{place}/status']", 1)
        type_into(page, f"[name='{place}/note']", "按计划推进。")
    hand_in_by_keyboard(page)


def test_without_scripts_one_plans_answers_and_tells_progress(visit):
    page, staff = visit("lead-prod", scripts=False), visit("staff", scripts=False)
    head = visit("head", scripts=False)

    year.begin(page, "prod", YEAR, "plan")
    year.paste(page, year.TEXT)
    year.complete_items(page)
    pk = year.hand_in(page)
    come_back(staff, pk)
    year.answer(page, pk, "已写明。")
    year.hand_in(page)
    accept(staff, head, pk)
    year.begin(page, "prod", YEAR, "q4")
    year.tell_progress(page, 4)
    year.hand_in(page)

    expect(page.locator(".receipt-number")).to_be_visible()


def test_the_keyboard_test_sees_what_cannot_be_reached(visit):
    """The control: a button that is out of the order of Tab is not found."""
    page = visit("lead-ps")
    page.goto("/desk/")
    page.evaluate("document.querySelector('main a').tabIndex = -1")

    with pytest.raises(pytest.fail.Exception):
        tab_to(page, "main a[tabindex='-1']")
