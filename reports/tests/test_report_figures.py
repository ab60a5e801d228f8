"""Every figure of a report leads to a list of exactly so many rows."""

import json
import re
from html import unescape

import pytest
from django.core.management import call_command

from reports.queries.report.blocks import figures_in
from reports.queries.report.content import content_of
from reports.services import composing
from reports.tests.register import NOON, built
from reports.tests.report import draft, published
from reports.tests.test_lists_behind_figures import counted

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a class="figure" href="([^"]+)">([^<]+)</a>')
CELL = re.compile(r"^[\d,]+$")


@pytest.fixture(autouse=True)
def _no_limit(settings):
    """Every figure is followed within a few seconds: more than a visitor may ask."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (10**9, 60))


def wrong(client, figures):
    """Give the figures whose list has another number of rows."""
    asked = {each["list"]: each["value"] for each in figures}
    return {href: value for href, value in asked.items() if counted(client, href)["count"] != value}


def test_every_figure_of_a_draft_has_its_list(client):
    figures = figures_in(content_of(draft()))

    assert len(figures) > 30
    assert wrong(client, figures) == {}


def test_every_number_on_the_page_is_a_figure_with_its_list(client):
    edition = published()
    page = client.get("/reports/2021/").content.decode()

    links = [(unescape(href), int(text.replace(",", ""))) for href, text in LINK.findall(page)]

    figures = figures_in(json.loads(edition.content))
    assert [value for _href, value in links] == [each["value"] for each in figures]
    assert [href for href, _value in links] == [each["list"] for each in figures]


def test_a_number_in_a_table_without_its_list_is_none_of_the_figures():
    content = content_of(draft())
    tables = [b for c in content["chapters"] for b in c["blocks"] if b["kind"] == "table"]

    loose = [
        cell["text"]
        for table in tables
        for row in table["rows"]
        for column, cell in zip(table["columns"], row, strict=True)
        if column not in ("年度", "比上年", "占比")
        and CELL.match(cell["text"])
        and "list" not in cell
    ]

    assert loose == []


@pytest.mark.full
def test_the_report_of_2021_is_whole(client):
    call_command("load_founding_data")
    call_command("load_demo")
    built(2020)
    built(2021)
    edition = composing.open_edition(2021, by=None, at=NOON)

    content = content_of(edition)

    figures = figures_in(content)
    assert [each["value"] for each in figures[:4]] == [699, 70, 69, 6]
    assert wrong(client, figures) == {}
    headings = [
        block["text"]
        for chapter in content["chapters"]
        for block in chapter["blocks"]
        if block["kind"] == "heading"
    ]
    assert headings.count("2021 年主要工作") == headings.count("2022 年工作计划") == 10
    assert all(block["kind"] != "gap" for c in content["chapters"] for block in c["blocks"])
    entries = [b for c in content["chapters"] for b in c["blocks"] if b["kind"] == "entries"]
    assert sum(len(block["rows"]) for block in entries) == 87 + 1
