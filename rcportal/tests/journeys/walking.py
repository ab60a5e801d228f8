"""Somebody on the way through the portal: every page looked at, every step counted.

With JOURNEY_PICTURES a picture of each page that was looked at stands in that folder, and a line
for each walk in its `walks.tsv`: the test, who, the width, number of pages and which.
"""

import os
import re
from pathlib import Path

from rcportal.tests.journeys.looking import faults_of, overflow_of

PICTURES = os.environ.get("JOURNEY_PICTURES", "")
WIDTHS = (360, 1366)
_NUMBER = re.compile(r"(?<=/)(\d+|rc\d+|[0-9a-f-]{36}|[\w-]{30,})(?=/)")


class Walk:
    """One person with a page of their own."""

    def __init__(self, page, who, name, width):
        self.page, self.who, self.name, self.width = page, who or "public", name, width
        self.steps, self.addresses, self.faults = 0, [], []
        page.on("request", self._count)

    def _count(self, request):
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.steps += request.redirected_from is None

    def look(self):
        """Ask axe whether a rule is broken, and whether something stands over the edge."""
        self.faults += faults_of(self.page)
        if over := overflow_of(self.page):
            self.faults.append((self.page.url, f"{over} px over the edge"))
        address = "/" + self.page.url.split("/", 3)[3].split("?")[0]
        self.addresses.append(_NUMBER.sub("…", address))
        if PICTURES:
            file = f"{self.name}-{self.who}-{len(self.addresses):02}-{self.width}.png"
            self.page.screenshot(path=Path(PICTURES, file), full_page=True)

    def go(self, address):
        self.page.goto(address)
        self.look()

    def follow(self, link):
        """Follow a link or press a button, and look at the page it leads to."""
        with self.page.expect_navigation():
            (self.page.locator(link).first if isinstance(link, str) else link.first).click()
        self.look()

    @property
    def wrong(self):
        return self.faults + self.page.faults

    @property
    def text(self):
        return self.page.locator("main, #content").first.inner_text()


class Walks:
    """Those who meet in one journey, all at the same width."""

    def __init__(self, visit, name, width):
        self.visit, self.name, self.width = visit, name, width
        self.all = []
        self.tag = f"{width}"  # for names: what is entered at one width is not met at the other

    def __call__(self, who=None, **how):
        walk = Walk(self.visit(who, width=self.width, **how), who, self.name, self.width)
        self.all.append(walk)
        return walk

    @property
    def wrong(self):
        return [fault for walk in self.all for fault in walk.wrong]

    def write_down(self):
        if not PICTURES:
            return
        with Path(PICTURES, "walks.tsv").open("a", encoding="utf-8") as file:
            for walk in self.all:
                row = (self.name, walk.who, self.width, walk.steps, " → ".join(walk.addresses))
                print(*row, sep="\t", file=file)
