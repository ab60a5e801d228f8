"""An organisation at its desk: its public text, and the partners that it brings along."""

import re

LINK = re.compile(r"/commitments/partner/\S+")


def open_desk(contact):
    contact.go("/desk/")
    contact.follow(".page-actions a[href$='/desk/organisations/']")


def test_a_public_text_is_written_checked_and_read(walk):
    contact, staff, reader = walk("contact"), walk("staff"), walk()
    said = f"我们每年举办两次社区开放日（{walk.tag}）。"
    open_desk(contact)
    if contact.page.locator("details:not([open]) form[action$='/text/']").count():
        contact.page.locator("details", has=contact.page.locator("form[action$='/text/']")).locator(
            "summary"
        ).click()
    contact.page.locator("form[action$='/text/'] textarea").first.fill(said)
    contact.follow("form[action$='/text/'] button")
    public = contact.page.locator(".lead a").get_attribute("href")
    reader.go(public)
    assert said not in reader.text

    staff.go("/desk/")
    staff.follow(".waiting a[href*='/desk/texts/']")
    assert said in staff.text
    staff.follow("form[action$='/publish/'] button")

    reader.go(public)
    assert said in reader.text
    assert walk.wrong == []


def test_a_partner_is_invited_and_begins_its_application(walk):
    contact, staff, partner, reader = walk("contact"), walk("staff"), walk(), walk()
    name, address = f"淄博示例伙伴{walk.tag}化工有限公司", f"partner{walk.tag}@example.com"
    open_desk(contact)
    contact.follow("section[aria-labelledby=partners] a[href$='/partners/']")
    contact.page.fill("[name=partner-partner]", name)
    contact.page.locator("[name=partner-relation]").first.check()
    contact.page.fill("[name=partner-email]", address)
    contact.follow("form[action$='/partners/invite/'] button")
    assert name in contact.text

    staff.go(f"/admin/core/outboxmail/?q={address}")
    staff.follow("#result_list tbody tr th a")
    link = LINK.search(staff.text)[0]
    partner.go(link)
    partner.follow("button[value=begin]")
    assert partner.page.locator("#q-name").input_value() == name

    contact.page.reload()
    contact.look()
    staff.go(f"/admin/commitments/bond/?q={name}")
    staff.follow("#result_list tbody a")
    own = contact.page.locator("a[href^='/desk/organisations/rc']").first.get_attribute("href")
    reader.go(own.replace("/desk/organisations/", "/commitments/"))
    assert name not in reader.text
    assert walk.wrong == []
