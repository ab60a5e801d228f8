"""What the secretariat does with one record of the register, step by step in a browser."""

import re

ORGANISATIONS = "/admin/commitments/organisation/"
DAY = "2021-06-01"


def enter(page, name, kind="enterprise"):
    """Enter an organisation and stay on its page; answer its number."""
    page.goto(f"{ORGANISATIONS}add/")
    page.select_option("select[name=kind]", kind)
    page.fill("input[name=name]", name)
    page.click("input[name=_continue]")
    page.wait_for_load_state()
    return re.search(r"/organisation/(\d+)/", page.url).group(1)


def record(page, number, day=DAY):
    """Put on record that an organisation signed the letter on this day."""
    page.goto(f"/admin/commitments/commitment/add/?organisation={number}")
    page.check("input[name=entry][value=record]")
    page.fill("input[name=signed_on]", day)
    page.fill("[name=source]", "签署页存档")
    page.click("input[name=_save]")
    page.wait_for_load_state()


def choose(page, field, text):
    """Choose a record from the list that opens as you type."""
    page.locator(f"[name='{field}'] + .select2 .select2-selection").click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option--highlighted", has_text=text).click()


def public_address(page, number):
    """Give the address of an organisation's public page, by the code on its record."""
    page.goto(f"{ORGANISATIONS}{number}/change/")
    desk = page.locator("a[href^='/desk/organisations/']").first.get_attribute("href")
    return desk.replace("/desk/organisations/", "/commitments/")
