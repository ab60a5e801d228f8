"""The ground of a report: a small register with its statistics, and what the bodies handed in."""

from reports.models import Edition
from reports.services import composing, editions, report_building
from reports.services.report_template import load_report_template
from reports.tests.register import NOON, built, small_register
from workgroups.enums import BodyKind, Track
from workgroups.models import Body
from workgroups.services import founding_documents

GIVEN = (
    ("sec", BodyKind.SECRETARIAT, "", "责任关怀工作委员会秘书处"),
    ("pp", BodyKind.WORKING_GROUP, Track.CODE, "污染防治工作组"),
    ("pub", BodyKind.WORKING_GROUP, Track.PROMOTION, "宣传培训工作组"),
)
CODES = [code for code, *_more in GIVEN]
BODIES = len(CODES)
DECISION = {"decision_number": "责委〔2022〕1号", "decided_on": NOON.date()}


def ground() -> None:
    """Everything that a report of 2021 needs."""
    small_register()
    hand_in()
    built(2020)
    built(2021)
    load_report_template()


def hand_in() -> None:
    """Let three bodies hand in what the founding data say of them: the rest would say no more."""
    for position, (code, kind, track, name) in enumerate(GIVEN):
        english = f"group {code}"
        Body.objects.create(
            code=code, kind=kind, track=track, name=name, english_name=english, position=position
        )
    years = {year: founding_documents._year(year) for year in (2021, 2022)}
    for key, rows in founding_documents._documents().items():
        if key[0] in CODES:
            founding_documents._load(key, rows, years)


def draft() -> Edition:
    ground()
    return composing.open_edition(2021, by=None, at=NOON)


def frozen() -> Edition:
    edition = draft()
    editions.freeze(edition, by=None, at=NOON, reason="确认从简。")
    return edition


def files_of(edition: Edition) -> dict[str, bytes]:
    """Build the files in this process, as the worker would."""
    run, _is_new = report_building.request_files(edition, by=None, at=NOON)
    report_building.build(run.pk)
    shown = edition.files.filter(is_shown=True).order_by("pk")
    return {file.name: bytes(file.content) for file in shown}


def published() -> Edition:
    edition = frozen()
    editions.approve(edition, by=None, at=NOON, **DECISION)
    files_of(edition)
    editions.publish(edition, by=None, at=NOON)
    return edition


def corrected(edition: Edition, why: str = "更正一处名称。") -> Edition:
    """Open the next edition of the year."""
    return composing.open_edition(edition.year, by=None, at=NOON, why=why)


def group(code: str = "pp") -> Body:
    return Body.objects.get(code=code)
