"""R17: a report assembled anew in two processes, two languages and another order of rows."""

import subprocess
import sys

import pytest
from django.conf import settings

from reports.queries.data import digest_of
from reports.queries.report.document import digest_of_document, document_of
from reports.services.rendering import RENDERERS
from reports.tests import workers
from reports.tests.report import draft
from reports.tests.test_same_everywhere import past_the_triggers, shuffle_rows

ASSEMBLE = """
import sys, django
django.setup()
from django.utils import translation
translation.activate(sys.argv[1])
from reports.models import Edition
from reports.queries.data import digest_of
from reports.queries.report.document import digest_of_document, document_of
from reports.services.rendering import RENDERERS
document = document_of(Edition.objects.get())
print(digest_of_document(document), *(digest_of(each(document)) for each in RENDERERS.values()))
"""
pytestmark = pytest.mark.shows("R17")
SHUFFLED = ("reports_figure", "reports_pin", "reports_chapter")


def assembled_here(edition):
    document = document_of(edition)
    return [
        digest_of_document(document),
        *(digest_of(renderer(document)) for renderer in RENDERERS.values()),
    ]


def assembled_elsewhere(language, locale):
    places = {"PORTAL_URL": settings.PORTAL_URL, "LANG": locale, "LC_ALL": locale}
    done = subprocess.run(
        [sys.executable, "-c", ASSEMBLE, language],
        cwd=settings.BASE_DIR,
        env=workers.processes_environment() | places | {"TZ": "America/Lima"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def shuffle(table):
    turned = (
        "CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM {}",
        "DELETE FROM {}",
        "INSERT INTO {} SELECT * FROM kept ORDER BY id DESC",
    )
    past_the_triggers(*(statement.format(table) for statement in turned))


@pytest.mark.django_db(transaction=True)
def test_report_and_files_are_the_same_in_every_process_language_and_order(figure):
    before = assembled_here(draft())
    shuffle_rows()
    for table in SHUFFLED:
        shuffle(table)

    assert assembled_elsewhere("zh-hans", "C.UTF-8") == before
    assert assembled_elsewhere("en", "C") == before
    figure("R17", f"report and {len(RENDERERS)} files: 3 processes, 2 languages, equal bytes")


@pytest.mark.django_db
def test_another_number_gives_another_digest():
    """The control."""
    edition = draft()
    before = assembled_here(edition)
    past_the_triggers("UPDATE reports_figure SET value = value + 1 WHERE dimension = 'kind'")

    assert all(one != other for one, other in zip(assembled_here(edition), before, strict=True))
