"""Journeys: the whole portal as processes of its own, looked at with a real browser."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from rcportal.services import places
from rcportal.tests.journeys.walking import WIDTHS, Walks

OPEN = re.compile(r"the portal is open at (http://\S+)")
PASSWORD = "demonstration-for-journeys"
OWN_SETTINGS = ("PORTAL_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]


def pytest_collection_modifyitems(items):
    """All journeys share one portal, so one worker runs them all; they belong to the long tests."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.full)


@pytest.fixture(scope="session")
def portal_address():
    """Start the portal as `make run` does, with demonstration data, and give its address."""
    folder = tempfile.mkdtemp(prefix="rcp-")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OWN_SETTINGS)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "portal"],
        cwd=places.BASE_DIR,
        env=kept | {"PORTAL_VAR": folder, "PORTAL_DEMO_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _address_said_by(process)
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=60)
        process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _address_said_by(process):
    said = ""
    for line in process.stdout:
        said += line
        if found := OPEN.search(line):
            return found.group(1).rstrip("/")
    pytest.fail(f"the portal did not open:\n{said}")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=BROWSER_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, portal_address):
    """Give a function that opens a page of the portal for somebody, with what went wrong on it."""
    contexts = []

    def visit(who=None, *, width=1366, care=False, scripts=True):
        context = browser.new_context(
            base_url=portal_address,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.faults.append(f"error: {error}"))
        page.on("response", lambda response: _note_server_error(page, response))
        if care:
            context.add_cookies([{"name": "care", "value": "on", "url": portal_address}])
        if who:
            sign_in(page, who)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(params=WIDTHS)
def walk(visit, request):
    """Give a function that lets somebody walk, on a phone and on a desk."""
    walks = Walks(visit, request.node.originalname.removeprefix("test_"), request.param)
    yield walks
    walks.write_down()


def sign_in(page, who):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", f"{who}@example.com")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    assert "/accounts/login" not in page.url


def _note(page, message):
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        page.faults.append(f"{page.url}: {message.text}")


def _note_server_error(page, response):
    if response.status >= 500:
        page.faults.append(f"{response.status}: {response.url}")
