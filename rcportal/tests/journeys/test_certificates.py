"""A certificate: issued by the secretariat, printed by everybody, checked from the paper."""

import pypdfium2

from rcportal.tests.journeys.register import enter, public_address, record


def test_a_certificate_is_issued_printed_and_checked(walk):
    staff, reader = walk("staff"), walk()
    name = f"铜陵示例证书{walk.tag}化工有限公司"
    number = enter(staff.page, name)
    record(staff.page, number)
    staff.go(f"/admin/commitments/commitment/?q={name}")
    staff.follow("#result_list tbody th a")
    staff.follow("a[href*='/issue/']")
    staff.follow(".submit-row input.default")

    reader.go(public_address(staff.page, number))
    reader.follow("section[aria-labelledby=certificate] a[href$='/certificate/']")
    with reader.page.expect_download() as fetched:
        reader.page.locator("a.btn[href$='.pdf']").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF")
    printed = reader.page.locator(".verify-facts .code").inner_text()

    reader.go("/verify/")
    reader.page.fill("#number", f" {printed.lower().replace('0', 'o').replace('-', ' ')} ")
    reader.follow(".verify-field button")
    assert name in reader.text
    assert reader.page.locator(".verdict-good").count() == 1
    reader.go("/verify/")
    reader.page.fill("#number", "RC-2021-99999")
    reader.follow(".verify-field button")
    assert "RC-2021-99999" in reader.text
    assert walk.wrong == []


def test_the_wording_is_edited_and_a_specimen_shows_it(walk):
    staff, said = walk("staff"), f"走查说明{walk.tag}"
    staff.go("/admin/commitments/certificatewording/")
    staff.follow("#result_list tbody a")
    before = staff.page.locator("[name=note]").input_value()
    staff.page.fill("[name=note]", said)
    staff.page.fill("[name=reason]", "走查")
    staff.follow("input[name=_continue]")

    with staff.page.expect_download() as fetched:
        staff.page.locator(".object-tools a[href*='specimen']").click()
    assert said in printed_in(fetched.value.path())

    staff.page.fill("[name=note]", before)
    staff.page.fill("[name=reason]", "走查完毕，改回")
    staff.follow("input[name=_continue]")
    assert staff.page.locator("[name=note]").input_value() == before
    assert walk.wrong == []


def printed_in(path):
    """Give the words of a one-page PDF, without spaces."""
    (page,) = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_bounded().split())
