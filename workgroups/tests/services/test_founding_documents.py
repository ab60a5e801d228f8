import pytest

from commitments.services.founding import load_reference_tables
from workgroups.models import Body, PlanItem, Submission, SummaryLine, Year
from workgroups.services.founding import load_bodies_and_leads
from workgroups.services.founding_documents import load_documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    load_reference_tables()
    load_bodies_and_leads()
    return load_documents()


def test_nine_groups_and_the_secretariat_have_a_summary_and_a_plan(loaded):
    bodies = Body.objects.exclude(code="com")

    assert loaded == 20
    assert [
        bodies.filter(submissions__kind=kind, submissions__state="published").count()
        for kind in ("summary", "plan")
    ] == [10, 10]


def test_items_and_lines_are_as_many_as_in_the_report(loaded):
    counts = {
        body.code: (
            SummaryLine.objects.filter(version__document__body=body).count(),
            PlanItem.objects.filter(body=body).count(),
        )
        for body in Body.objects.exclude(code="com")
    }

    assert counts == {
        "pp": (2, 4),
        "caer": (2, 8),
        "prod": (2, 3),
        "ohs": (2, 7),
        "ps": (4, 6),
        "ds": (1, 6),
        "pub": (5, 3),
        "park": (2, 2),
        "edu": (5, 6),
        "sec": (9, 8),
    }


def test_the_second_run_changes_nothing(loaded):
    assert load_documents() == 0
    assert Submission.objects.count() == 20
    assert set(Year.objects.values_list("year", "state")) == {(2021, "closed"), (2022, "closed")}


def test_a_decision_from_paper_names_its_source(loaded):
    decision = Submission.objects.first().accepted_version.decision

    assert decision.decided_by is None
    assert "2022年3月24日" in decision.comment
