"""How many there are in all: pasted by the secretariat, read on the public page."""

SHEET = """范围\t年份\t省级行政区\t行业代码\t数量\t来源
规模以上企业\t2020\t\t26\t21000\t演示：统计年鉴（虚构）
规模以上企业\t2020\t山东省\t26\t2600\t演示：统计年鉴（虚构）
规模以上企业\t2020\t江苏省\t26\t{number}\t演示：统计年鉴（虚构）"""


def test_numbers_of_all_are_pasted_and_read(walk):
    staff, reader = walk("staff"), walk()
    staff.go("/admin/reports/fieldcount/")
    staff.follow(".object-tools a[href$='/sheet/']")
    staff.page.fill("[name=text]", SHEET.format(number="两千"))
    staff.follow(".record-form .submit-row input")
    assert "两千" in staff.text
    assert staff.page.locator("button[name=confirmed]").count() == 0

    number = 2000 + int(walk.tag) % 7000
    staff.page.fill("[name=text]", SHEET.format(number=number))
    staff.follow(".record-form .submit-row input")
    staff.follow("button[name=confirmed]")

    reader.go("/statistics/")
    reader.follow("main a[href$='/statistics/coverage/']")
    assert f"{number:,}" in reader.text
    assert "演示：统计年鉴（虚构）" in reader.text
    reader.page.fill("#as_at", "2021-12-31")
    reader.follow(".coverage-day button")
    assert f"{number:,}" in reader.text
    reader.follow(".data-table td a[href*='province=320000']")
    assert reader.page.locator(".register-table a").count() > 0
    assert walk.wrong == []
