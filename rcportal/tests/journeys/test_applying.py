"""From the first mail to the register: an applicant, the secretariat, and contacts afterwards."""

import re

import pytest
from stdnum.cn import uscc

from core.tests.uploads.scans import PDF
from rcportal.tests.journeys.looking import faults_of

LINK = re.compile(r"/commitments/(?:apply/open|invitation)/\S+")
SIZES = [(360, False), (1366, True)]


def link_for(staff, address):
    """Read the link in the mail, as the secretariat sees it in the workplace."""
    staff.goto(f"/admin/core/outboxmail/?q={address}")
    staff.locator("#result_list tbody tr th a").first.click()
    return LINK.search(staff.locator("#content").inner_text())[0]


def looked_at(page):
    """Nothing is wider than the page, and no rule of axe is broken where scripts run."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, page.url


def fill_in(page, name, code):
    page.fill("#q-name", name)
    page.select_option("#q-kind", "enterprise")
    page.fill("#q-uscc", code)
    page.select_option("#q-place", index=20)
    page.fill("#q-products", "环氧树脂")
    page.check("input[name=documents][value=letter]")
    page.fill("#q-signer_position", "总经理")
    page.fill("#q-contact_name", "测试联络员")
    scan = {"name": "承诺书.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.set_input_files("#q-letter_scan", files=[scan])
    page.click("button[value=check]")


def decide(staff, step, **typed):
    """Take a step of the review on the page that is open."""
    form = staff.locator(f"form[action$='/{step}/']")
    if typed:
        staff.locator("details", has=form).locator("summary").click()
    for name, text in typed.items():
        form.locator(f"[name={step}-{name}]").fill(text)
    form.locator("button").click()


def hand_in(page):
    """Hand in what was checked; give the number of the receipt."""
    page.check("#declared")
    page.click(".hand-in button")
    return page.locator(".receipt-number").inner_text()


def begin(page, staff, address):
    page.goto("/commitments/apply/")
    looked_at(page)
    page.fill("#email", address)
    page.click("main form button[type=submit]")
    page.goto(link_for(staff, address))
    page.click("main form button")


def return_and_mend(staff, page, name):
    staff.goto("/desk/applications/")
    staff.click(f"text={name}")
    decide(staff, "take_up")
    decide(staff, "send_back", comment="产品写得不够清楚，请按意见补充。")
    page.goto("/commitments/apply/mine/")
    page.click("tbody td a")
    page.fill("#q-products", "环氧树脂、固化剂")
    page.click("button[value=check]")


def approve(staff):
    staff.reload()
    decide(staff, "take_up")
    staff.locator("details", has=staff.locator("form[action$='/refer/']")).locator(
        "summary"
    ).click()
    staff.locator("form[action$='/refer/'] button").click()
    decide(staff, "accept", number="责委〔2026〕18号")


@pytest.mark.parametrize(("width", "scripts"), SIZES)
def test_from_the_mail_to_the_register(visit, width, scripts):
    staff, page = visit("staff", width=width), visit(width=width, scripts=scripts)
    name, code = f"山东示例走查{width}化工有限公司", f"91370100MA{width:04d}000"

    begin(page, staff, f"walk{width}@example.com")
    fill_in(page, name, code + uscc.calc_check_digit(code))
    looked_at(page)
    first = hand_in(page)
    looked_at(page)
    assert not scripts or faults_of(page) == []
    return_and_mend(staff, page, name)
    assert hand_in(page) == first[:-1] + "2"
    approve(staff)
    sign(staff)

    page.goto(f"/commitments/?q={name}")
    assert "已承诺" in page.locator("#results").inner_text()
    assert page.faults == []


def sign(staff):
    """Sign whatever waits to be signed, all at one occasion."""
    staff.goto("/admin/commitments/commitment/?state__exact=to_sign")
    for box in staff.locator("input.action-select").all():
        box.check()
    staff.select_option("select[name=action]", "sign")
    staff.click("button[name=index]")
    staff.fill("input[name=occasion]", "中国责任关怀促进大会")
    staff.click("input[type=submit].default")


@pytest.mark.parametrize(("width", "scripts"), SIZES)
def test_a_contact_invites_and_hands_over(visit, width, scripts):
    staff, contact = visit("staff", width=width), visit("contact", width=width, scripts=scripts)
    guest = visit(width=width, scripts=scripts)
    address = f"colleague{width}@example.com"
    contact.goto("/desk/organisations/")
    contact.fill("#id_invite-email", address)
    contact.click("form[action$='/invite/'] button")
    guest.goto(link_for(staff, address))
    looked_at(guest)
    guest.fill("input[type=password]", "ein langes Wort 7")
    guest.click("main form button.btn-success")

    for giver, taker in ((contact, address), (guest, "contact@example.com")):
        giver.goto("/desk/organisations/")
        looked_at(giver)
        giver.locator("form[action$='/hand-over/'] label", has_text=taker).click()
        giver.click("form[action$='/hand-over/'] button")
        assert taker in giver.locator("main").inner_text()
    assert not scripts or faults_of(guest) == []
    assert contact.faults + guest.faults == []
