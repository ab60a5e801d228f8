"""The care of records: notes, questions about the data, and what is new since one last looked."""

from rcportal.tests.journeys.register import ORGANISATIONS, enter


def test_a_note_is_written_and_struck_out(walk):
    staff = walk("staff")
    number = enter(staff.page, f"蚌埠示例记事{walk.tag}有限公司")
    staff.go(f"{ORGANISATIONS}{number}/change/")
    staff.follow("a[href$='/note/']")
    staff.page.fill("textarea[name=text]", "电话说明：换了联络员。")
    staff.follow(".submit-row input.default")
    assert "换了联络员" in staff.text

    staff.follow("a[href$='/strike/']")
    staff.page.fill("textarea[name=reason]", "记错了单位")
    staff.follow(".submit-row input.default")
    assert "记错了单位" in staff.text
    assert walk.wrong == []


def test_what_needs_care_is_counted_and_opened(walk):
    staff = walk("staff")
    enter(staff.page, f"滁州示例无码{walk.tag}有限公司")
    staff.go("/admin/")
    staff.follow("a[href$='/organisation/quality/']")
    staff.follow("#content table a")
    assert staff.page.locator("#result_list tbody tr").count() > 0
    assert walk.wrong == []


def test_what_is_new_since_one_last_looked_is_marked(walk):
    staff, other = walk("staff"), walk("head")
    number = enter(staff.page, f"宿州示例旧闻{walk.tag}有限公司")
    history = f"{ORGANISATIONS}{number}/history/"
    other.go(history)
    staff.page.goto(f"{ORGANISATIONS}{number}/change/")
    staff.page.fill("input[name=website]", "https://example.com")
    staff.page.fill("[name=reason]", "来电更新")
    staff.follow("input[name=_continue]")

    other.go("/admin/")
    other.follow("a[href='/admin/news/']")
    other.follow(f"a[href='{history}']")

    assert "来电更新" in other.text
    assert other.page.locator(".tag-new").count() == 1
    assert walk.wrong == []
