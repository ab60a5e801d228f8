"""Excel both ways: a list comes in, is mended and taken back; the export changes nothing."""

import re

import pytest

from commitments.tests.workbooks import lists

UPLOAD = "/admin/commitments/importbatch/upload/"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACE = {360: 0, 1366: 400}


def upload(staff, name, content):
    staff.go(UPLOAD)
    file = {"name": name, "mimeType": WORKBOOK, "buffer": content}
    staff.page.set_input_files("input[name=file]", files=[file])
    staff.follow("form input[type=submit].default")
    staff.page.wait_for_selector(".import-decision, .import-columns")


def figures_of(staff):
    """Give how many rows have each verdict, as the page says."""
    all_of = "all => all.map(one => [one.classList[1].split('-').pop(), one.innerText])"
    found = staff.page.locator(".import-figure").evaluate_all(all_of)
    return {verdict: int(re.sub(r"\D", "", text)) for verdict, text in found}


@pytest.fixture
def lines(walk):
    """Six lines about nobody, other ones at each width."""
    first = PLACE[walk.width]
    return lists.invented(first + 6)[first:]


def test_a_list_comes_in_is_mended_and_taken_back(walk, lines):
    staff, reader = walk("staff"), walk()
    good_code = lines[3]["统一社会信用代码"]
    lines[3]["统一社会信用代码"] = "9.1E+17"

    with_a_heading_of_their_own(staff, lines)
    assert figures_of(staff) == {"refused": 1, "changed": 0, "accepted": 5, "unchanged": 0}
    the_good_rows_are_imported(staff)
    batch = staff.page.url
    lines[3]["统一社会信用代码"] = good_code
    upload(staff, "新签名单-改.xlsx", lists.xlsx(lines))
    assert figures_of(staff) == {"refused": 0, "changed": 0, "accepted": 1, "unchanged": 5}
    staff.follow("form[action$='/discard/'] button")

    reader.go(f"/commitments/?q={lines[0]['单位名称']}")
    assert lines[0]["单位名称"] in reader.page.locator("#results").inner_text()
    staff.go(batch)
    staff.follow("section[aria-labelledby=brought] a")
    assert staff.page.locator("#result_list tbody tr").count() == 5
    the_import_is_taken_back(staff, batch)
    reader.page.reload()
    assert reader.page.locator(".register-table a").count() == 0
    assert walk.wrong == []


def with_a_heading_of_their_own(staff, lines):
    """Upload the lines under a heading that the portal must ask about, and answer."""
    headings = ["企业全称（盖章）", *lists.HEADINGS[1:]]
    named = [line | {headings[0]: line["单位名称"]} for line in lines]
    upload(staff, "新签名单.xlsx", lists.xlsx(named, headings))
    staff.page.locator(".import-meaning select").first.select_option(label="单位名称 *")
    staff.follow(".import-columns input[type=submit]")


def the_good_rows_are_imported(staff):
    with staff.page.expect_download() as fetched:
        staff.page.locator("a[href$='/refused.xlsx']").first.click()
    assert fetched.value.suggested_filename.endswith(".xlsx")
    staff.follow("#confirm-import button")
    assert "5" in staff.page.locator("section[aria-labelledby=brought]").inner_text()


def the_import_is_taken_back(staff, batch):
    staff.go(batch)
    staff.page.fill(".import-undo [name=reason]", "传错了名单")
    staff.follow(".import-undo button")
    assert "传错了名单" in staff.text


def test_the_export_comes_in_again_and_changes_nothing(walk):
    staff = walk("staff")
    staff.go("/commitments/?kind=college")
    with staff.page.expect_download() as fetched:
        staff.page.locator("a[href*='export.xlsx']").first.click()

    upload(staff, "导出.xlsx", fetched.value.path().read_bytes())

    figures = figures_of(staff)
    assert figures.pop("unchanged") > 5
    assert set(figures.values()) == {0}
    assert walk.wrong == []
