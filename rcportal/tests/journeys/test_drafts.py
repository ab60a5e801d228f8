"""R14, R15. What is typed is saved while it is typed, whatever happens to browser and session."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rcportal.tests.journeys import year
from rcportal.tests.journeys.conftest import BROWSER_ARGUMENTS, sign_in
from rcportal.tests.journeys.test_year import YEAR

SECONDS_LOST = 6  # at the latest every four, and the way to the portal
TOLD_WITHIN = 15_000
A_KEY = 0.1


def plan_of(page, group):
    """Open the draft of the group's plan, begun or not; answer its address."""
    page.goto(f"/desk/begin/{group}/{YEAR}/plan/")
    if page.locator("form.editor").count() == 0:
        year.begin(page, group, YEAR, "plan")
    return page.url.split("?")[0]


def preface(page):
    return page.locator("textarea[name=preface]")


def saved(page):
    expect(page.locator("[data-state]")).to_contain_text("已自动保存", timeout=TOLD_WITHIN)


def acknowledged(page):
    """Wait until the portal has everything: the tab keeps nothing for itself any more."""
    until = time.monotonic() + TOLD_WITHIN / 1000
    while page.evaluate("sessionStorage.length"):
        assert time.monotonic() < until
        page.wait_for_timeout(50)


def processes_of(folder):
    """Give the processes of the browser that keeps its files in the folder."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if str(folder) in command:
                yield int(entry.name)


def type_until_killed(browser, address, folder, *, scripts):
    """Type letters without a pause for a while and kill the browser; answer what was typed."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=shutil.which("chromium"),
        args=BROWSER_ARGUMENTS,
        base_url=address,
        java_script_enabled=scripts,
    )
    page = context.pages[0]
    sign_in(page, "lead-park")
    plan_of(page, "park")
    preface(page).fill("")
    typed, until = 0, time.monotonic() + 12
    while time.monotonic() < until:
        preface(page).press_sequentially("字")
        typed += 1
        time.sleep(A_KEY)
    for process in processes_of(folder):
        os.kill(process, signal.SIGKILL)
    return typed


@pytest.mark.shows("R14")
def test_a_killed_browser_loses_seconds_not_the_text(browser, visit, portal_address, tmp_path):
    typed = type_until_killed(browser, portal_address, tmp_path, scripts=True)

    page = visit("deputy-park")
    plan_of(page, "park")
    kept = len(preface(page).input_value())
    assert typed - kept <= SECONDS_LOST / A_KEY
    assert kept > 0


@pytest.mark.shows("R14")
def test_the_control_without_saving_by_itself_loses_all(browser, visit, portal_address, tmp_path):
    page = visit("deputy-park")
    plan_of(page, "park")
    preface(page).fill("")
    year.press(page, "save")

    typed = type_until_killed(browser, portal_address, tmp_path, scripts=False)

    plan_of(page, "park")
    assert (typed > 10, preface(page).input_value()) == (True, "")


def goes_offline(page):
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def is_reloaded(page):
    yield
    page.reload()


def loses_its_session(page):
    acknowledged(page)  # an answer that is on its way would bring the cookie back
    page.context.clear_cookies(name="sessionid")
    yield
    expect(page.locator("[data-trouble]")).to_be_visible(timeout=TOLD_WITHIN)
    other = page.context.new_page()
    sign_in(other, "lead-park")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def nothing_happens(_page):
    yield


HAPPENINGS = [goes_offline, is_reloaded, loses_its_session, nothing_happens]


@pytest.mark.shows("R14")
@pytest.mark.parametrize("seed", range(3))
def test_no_letter_is_lost_in_whatever_order_things_happen(visit, seed):
    chance, page = random.Random(seed), visit("lead-park")
    plan_of(page, "park")
    preface(page).fill("")
    wanted = ""
    for number in range(5):
        happening = chance.choice(HAPPENINGS)(page)
        next(happening)
        wanted += f"第{number}句。"
        preface(page).press("End")
        preface(page).press_sequentially(f"第{number}句。", delay=chance.choice([5, 60]))
        next(happening, None)
    saved(page)

    other = visit("deputy-park")
    plan_of(other, "park")
    assert preface(other).input_value() == wanted


@pytest.mark.shows("R15")
def test_of_two_who_write_the_second_is_told_and_both_texts_stand_side_by_side(visit):
    lead, deputy = visit("lead-park"), visit("deputy-park")
    for page in (lead, deputy):
        plan_of(page, "park")

    preface(deputy).fill("副组长的前言")
    saved(deputy)
    preface(lead).fill("组长的前言")

    trouble = lead.locator("[data-trouble]")
    expect(trouble).to_contain_text("演示副组长", timeout=TOLD_WITHIN)
    trouble.locator("[data-for=overtaken]").click()
    sides = lead.locator(".two-texts").first.locator(".one-text .said")
    assert sides.all_inner_texts() == ["副组长的前言", "组长的前言"]
