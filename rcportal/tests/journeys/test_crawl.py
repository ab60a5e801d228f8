"""Follow every link as each role: no broken policy, no 500, no dead end, no rule of axe broken."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Error

from rcportal.tests.journeys.looking import faults_of

NUMBER = re.compile(r"/(?:\d+|rc\d{7})(?=/|$)")
NOT_PAGES = re.compile(
    r"export\.|\.(?:csv|xlsx|json|ics|pdf|docx|atom|svg)\b|/logout|/static/|openapi|/api/|^mailto:|^tel:"
)
MOST_PAGES = 700


def shapes_of(address):
    """Give what an address may show that others do not: its page, with each parameter it names.

    The numbers in a path and the values of parameters choose data, not another page; lists whose
    filters are joined in every way have no end, so each filter is looked at once.
    """
    path, query = urlsplit(address).path, urlsplit(address).query
    names = {part.partition("=")[0] for part in query.split("&")}
    return {(NUMBER.sub("/N", path), name) for name in names}


def crawl(page, start, look=lambda page: []):
    """Visit a page of each shape; give the pages visited, and what was wrong with them.

    Wrong is an answer that is not 200, whatever `look` finds, and more pages than MOST_PAGES.
    """
    waiting, seen, wrong = [start], shapes_of(start), []
    visited = []
    while waiting and len(visited) < MOST_PAGES:
        address = waiting.pop(0)
        response = opened(page, address)
        if response is None:
            continue
        visited.append(address)
        if response.status != 200:
            wrong.append((address, response.status))
        wrong += look(page)
        for link in page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)"):
            target = urldefrag(urljoin(page.url, link)).url
            is_ours = target.startswith(start.rstrip("/"))
            if is_ours and not NOT_PAGES.search(target) and shapes_of(target) - seen:
                seen |= shapes_of(target)
                waiting.append(target)
    return visited, wrong + [(address, "not reached") for address in waiting]


def opened(page, address):
    """Open the page; None for a file, which the browser saves and does not show."""
    try:
        return page.goto(address, wait_until="domcontentloaded")
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return None


@pytest.mark.parametrize(
    ("who", "least"),
    [(None, 12), ("contact", 12), ("lead-pp", 12), ("auditor", 30), ("staff", 40)],
)
def test_every_page_opens_keeps_the_policy_and_breaks_no_rule(visit, portal_address, who, least):
    page = visit(who)

    visited, wrong = crawl(page, f"{portal_address}/", faults_of)

    assert wrong == []
    assert page.faults == []
    assert len(visited) >= least


def test_the_crawler_sees_a_broken_policy(visit, portal_address):
    """The control: what the crawler would note if a page wrote an inline style."""
    page = visit()
    page.goto("/")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(200)

    assert len(page.faults) == 1
    assert "Content Security Policy" in page.faults[0]
