"""Work on the register in the browser: doubles, bonds, saved filters, many edited at once."""

import re

import pytest

from rcportal.tests.journeys.test_ways import press_enter, tab_to, type_into

LIST = "/admin/commitments/organisation/"
HAN = re.compile("[\u4e00-\u9fff]+")


@pytest.fixture
def staff(walk):
    """The page of somebody of the secretariat, on a phone and on a desk."""
    seen = walk("staff")
    seen.page.seen, seen.page.suffix = seen, walk.tag
    return seen.page


def text_of(page):
    return page.locator("#content").inner_text()


def follow(page, link):
    with page.expect_navigation():
        link.click()


def enter(page, name):
    page.goto(f"{LIST}add/")
    page.select_option("select[name=kind]", "enterprise")
    page.fill("input[name=name]", name)
    page.click("input[name=_save]")
    page.wait_for_load_state()


def test_doubles_are_found_brought_together_and_taken_apart(staff):
    name = f"烟台双份化工{staff.suffix}有限公司"
    for _ in range(2):
        enter(staff, name)

    staff.goto(f"{LIST}duplicates/")
    staff.seen.look()
    group = staff.locator("section.module", has_text=name)
    follow(staff, group.locator("a[href*='/duplicates/']").first)
    type_into(staff, "textarea[name=reason]", "同一单位")
    press_enter(staff, "input[name=look]")
    staff.seen.look()
    assert "将会发生" in text_of(staff)
    press_enter(staff, "section.module input.default")

    assert "/recordunion/" in staff.url
    staff.seen.look()
    staff.goto(f"{LIST}?q={name}")
    assert staff.locator("#result_list tbody tr").count() == 1
    staff.go_back()

    press_enter(staff, ".object-tools a[href$='/take-back/']")
    type_into(staff, "textarea[name=reason]", "看错了")
    staff.seen.look()
    press_enter(staff, ".submit-row input.default")
    staff.goto(f"{LIST}?q={name}")
    assert staff.locator("#result_list tbody tr").count() == 2
    assert staff.seen.wrong == []


def test_the_ledger_of_bonds_is_filtered_and_fetched(staff):
    staff.goto("/admin/commitments/bond/")
    staff.seen.look()
    rows = staff.locator("#result_list tbody tr").count()
    assert rows > 0

    follow(staff, staff.locator("#changelist-filter a[href*='relation']").nth(1))
    staff.seen.look()
    with staff.expect_download() as fetched:
        staff.locator("a[href*='.csv'], a[href*='/csv']").first.click()
    assert fetched.value.suggested_filename.endswith(".csv")
    staff.goto("/admin/commitments/bond/")
    follow(staff, staff.locator("#result_list tbody a").first)
    staff.seen.look()
    assert staff.seen.wrong == []


def test_a_filter_is_saved_found_renamed_and_deleted_by_keyboard(staff):
    name = f"园区{staff.suffix}"
    staff.goto(f"{LIST}?kind__exact=park")
    shown = staff.locator("#result_list tbody tr").count()
    staff.seen.look()

    press_enter(staff, ".saved-filters-act")
    type_into(staff, "input[name=name]", name)
    staff.seen.look()
    press_enter(staff, "input[name=_save]")
    staff.goto("/admin/")
    staff.seen.look()
    follow(staff, staff.get_by_role("link", name=name, exact=True))

    assert "kind__exact=park" in staff.url
    assert staff.locator("#result_list tbody tr").count() == shown
    assert staff.locator(".saved-filters [aria-current]").inner_text() == name
    staff.seen.look()

    press_enter(staff, ".saved-filters-act")
    staff.fill("input[name=name]", f"新{name}")
    press_enter(staff, "input[name=_save]")
    assert staff.locator(".saved-filters [aria-current]").inner_text() == f"新{name}"
    press_enter(staff, ".saved-filters-act")
    press_enter(staff, "a.deletelink")
    staff.seen.look()
    press_enter(staff, "#content form input[type=submit]")
    staff.goto(LIST)
    assert staff.get_by_role("link", name=name).count() == 0
    assert staff.seen.wrong == []


def test_many_are_edited_as_one_act_and_taken_back_by_keyboard(staff):
    group = f"示例集团{staff.suffix}"
    staff.goto(f"{LIST}?kind__exact=college")
    for number in range(2):
        tab_to(staff, f"#result_list tbody tr:nth-child({number + 1}) input[type=checkbox]")
        staff.keyboard.press("Space")
    staff.select_option("select[name=action]", "bulk_edit")
    staff.locator("button[name=index]").focus()
    press_enter(staff, "button[name=index]")
    staff.seen.look()

    type_into(staff, "input[name=group_name]", group)
    type_into(staff, "textarea[name=reason]", "核对工商信息")
    press_enter(staff, "input[name=look]")
    staff.seen.look()
    assert f"→ {group}" in text_of(staff)
    press_enter(staff, "input[name=confirm]")

    act = staff.url
    assert "/bulkedit/" in act
    staff.seen.look()
    follow(staff, staff.locator("a[href*='?edit=']"))
    assert staff.locator("#result_list tbody tr").count() == 2
    staff.seen.look()

    staff.goto(act)
    press_enter(staff, ".object-tools a[href$='/take-back/']")
    type_into(staff, "textarea[name=reason]", "弄错了")
    press_enter(staff, ".submit-row input.default")
    assert "弄错了" in text_of(staff)
    staff.seen.look()
    assert staff.seen.wrong == []


def test_many_are_edited_without_scripts(visit):
    page = visit("staff", scripts=False)
    page.goto(f"{LIST}?kind__exact=college")
    page.locator(".object-tools a[href*='/bulk-edit/']").click()
    page.fill("input[name='industry-code']", "26")
    page.fill("textarea[name=reason]", "核对工商信息")

    page.click("input[name=look]")

    assert page.locator("input[name='industry-code']").input_value() == "26"
    assert "将会发生" in text_of(page)
    assert page.faults == []


PAGES = (LIST, f"{LIST}duplicates/", f"{LIST}bulk-edit/", "/admin/commitments/bond/")


@pytest.mark.parametrize("address", [*PAGES, "/admin/core/savedfilter/"])
def test_their_pages_speak_english(visit, portal_address, address):
    page = visit("staff")
    page.context.add_cookies([{"name": "language", "value": "en", "url": portal_address}])

    page.goto(address)

    words = page.evaluate(
        """() => [...document.querySelectorAll(
            "h1, h2:not([id^=group]), label, legend, thead, .hint, .record-lead, " +
            ".object-tools, .submit-row"
        )].map(each => each.innerText + " " + (each.value || "")).join(" ")"""
    )
    assert HAN.findall(words) == []
