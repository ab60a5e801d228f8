"""A group's year at the desk, step by step, as its people take it in a browser.

Each function takes the page of whoever acts. `look(page, name)` is called with every page that
somebody reads on the way.
"""

import re
from pathlib import Path

from playwright.sync_api import expect

EVIDENCE = "https://example.com/news/{code}"
TEXT = """2026年重点工作计划:1.组织实施细则宣贯，包括组建宣贯团队、开发课件、宣贯进企业;\
2.召开季度会议，收集成员单位意见;3.定向约稿，每月宣传一家成员单位的良好实践。"""


def text_of(report, number, name, next_heading):
    """Give the plan of one group out of the report of the leaders' meeting."""
    whole = Path(report).read_text(encoding="utf-8")
    block = whole[whole.index(f"{number}.{name}") : whole.index(next_heading)]
    return block[block.index("2022年") :]


def begin(page, group, year, what, look=lambda page, name: None):
    page.goto(f"/desk/begin/{group}/{year}/{what}/")
    look(page, f"begin {what}")
    page.click("main form button.btn-primary")
    expect(page.locator("form.editor")).to_be_visible()


def press(page, do):
    """Press the button of the editor that does this, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(f"form.editor button[name=do][value='{do}']:not([data-for])").first.click()


def open_items(page):
    closed = page.locator("details.item:not([open]) > summary")
    while closed.count():
        closed.first.click()


def paste(page, text):
    page.fill("#pasted", text)
    press(page, "paste")


def complete_items(page, said="形成书面材料，成员单位全部参加"):
    """Fill in what a pasted plan leaves open: the last days, what shall come of it, the kind."""
    press(page, "due_all")
    open_items(page)
    for field in page.locator("textarea[name$='/expected_result']").all():
        if not field.input_value():
            field.fill(said)
    for field in page.locator("select[name$='/kind']").all():
        if not field.input_value():
            field.select_option("other")


def hand_in(page, look=lambda page, name: None):
    """Check and hand in; answer the number of the document."""
    press(page, "check")
    look(page, "check")
    expect(page.locator(".error-summary")).to_have_count(0)
    page.click("form[action$='/submit/'] button.btn-success")
    page.wait_for_url("**/receipt/**")
    look(page, "receipt")
    return re.search(r"/documents/(\d+)/receipt/", page.url).group(1)


def step(page, pk, name, **said):
    """Take one step of the review on the document's page."""
    page.goto(f"/desk/documents/{pk}/")
    form = page.locator(f"form[action$='/review/{name}/']")
    inside = page.locator("details", has=form)
    if inside.count():
        inside.locator("summary").click()
    for field, value in said.items():
        form.locator(f"[name='{name}-{field}']").fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    expect(page.locator("main .error-summary, main .field-error")).to_have_count(0)


def remark(page, pk, text, severity="must"):
    """Remark on the first item of the document."""
    page.goto(f"/desk/documents/{pk}/")
    page.locator(".part-foot a[href*='place=items']").first.click()
    page.select_option("[name=remark-severity]", severity)
    page.fill("[name=remark-text]", text)
    with page.expect_navigation():
        page.click("#remark-form button[type=submit]")


def close_remark(page, pk):
    page.goto(f"/desk/documents/{pk}/")
    with page.expect_navigation():
        page.locator("form[action$='/close/'] button").first.click()


def answer(page, pk, text):
    """Answer the remark that is beside the item in the editor."""
    page.goto(f"/desk/documents/{pk}/edit/")
    page.locator("textarea[name^='answers/']").first.fill(text)


def tell_progress(page, quarter):
    """Fill in a quarter's sheet: all is going on; in the last one all but one item is done."""
    lines = page.locator("input[name=lines]")
    codes = [each.get_attribute("value") for each in lines.all()]
    for number, code in enumerate(codes):
        is_done = quarter == 4 and number < len(codes) - 1
        if is_done:
            _add_evidence(page, code)
        _fill_line(page, code, quarter, is_done)
    return codes


def _add_evidence(page, code):
    page.fill(f"[name='lines/{code}/new/title']", f"{code} 活动报道")
    page.fill(f"[name='lines/{code}/new/url']", EVIDENCE.format(code=code))
    press(page, f"evidence/{code}")


def _fill_line(page, code, quarter, is_done):
    page.select_option(f"[name='lines/{code}/status']", "done" if is_done else "on_track")
    if is_done:
        page.select_option(f"[name='lines/{code}/grade']", "full")
    page.fill(f"[name='lines/{code}/note']", f"第{quarter}季度：按计划推进。")


def complete_summary(page):
    page.fill("[name=overview]", "全年工作按计划推进，多数条目完成，一项转入下一年。")
    open_items(page)
    for field in page.locator("select[name$='/own_grade']").all():
        if not field.input_value():
            field.select_option("partial")
