"""The life of every kind of document: no step but those of its STEPS, from no state but theirs.

Every model with STEPS is found here and tried in every pair of states, in Python and by raw SQL, so
a new one is covered. Other rules of its table are off meanwhile: they have tests of their own.
"""

import datetime as dt

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, InternalError, connection, models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import signed_in
from commitments.enums import State
from commitments.models import Commitment
from commitments.services import lifecycle
from commitments.tests.factories import CommitmentFactory
from core.steps import StartsAtTheStart, StepNotOpen, steps_open_to, take_step
from rcportal.tests.rows import some_row

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=timezone.get_default_timezone())
LIVES = [model for model in apps.get_models() if hasattr(model, "STEPS")]
OURS = ("only_named_steps", "starts_at_the_start")


def states(model):
    return [value for value, _label in model._meta.get_field("state").flatchoices]


def triggers(model):
    return [trigger for of, trigger in pgtrigger.registered() if of is model]


STATES = [
    pytest.param(model, state, id=f"{model.__name__}: {state}")
    for model in LIVES
    for state in states(model)
]


@pytest.fixture(autouse=True)
def only_the_steps_matter(request, monkeypatch):
    """Leave the table's two triggers on, and switch off whatever else its rows must fulfil."""
    model = getattr(request.node, "callspec", None) and request.node.callspec.params.get("model")
    if model is None:
        yield
        return
    monkeypatch.setattr(model, "__str__", lambda self: "the document")
    with transaction.atomic():
        switch_off_the_rest(model)
        yield
        transaction.set_rollback(True)


def switch_off_the_rest(model):
    table = model._meta.db_table
    rules = [r.name for r in model._meta.constraints if isinstance(r, models.CheckConstraint)]
    with connection.cursor() as cursor:
        for rule in rules:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{rule}"')
        for trigger in triggers(model):
            if trigger.name not in OURS:
                name = trigger.get_pgid(model)
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")


def in_state(model, state):
    """A document in any state: put there past all triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        row = some_row(model, state=state)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return row


def written_by_sql(statement, *values):
    """Say whether the database lets the statement pass."""
    try:
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(statement, values)
    except InternalError:
        return False
    return True


def state_of(row):
    return type(row).objects.values_list("state", flat=True).get(pk=row.pk)


def tried(attempt):
    """Say where the attempt leads from here, and go back."""
    with transaction.atomic():
        outcome = attempt()
        transaction.set_rollback(True)
    return outcome


def set_by_sql(row, state):
    table = row._meta.db_table
    passed = written_by_sql(f"UPDATE {table} SET state = %s", state)  # noqa: S608 -- one row
    return passed, state_of(row)


@pytest.mark.parametrize(("model", "before"), STATES)
def test_by_sql_a_state_follows_another_only_by_a_step(model, before):
    row = in_state(model, before)

    outcomes = {after: tried(lambda after=after: set_by_sql(row, after)) for after in states(model)}

    targets = {target for sources, target in model.STEPS.values() if before in sources}
    assert outcomes == {
        after: (True, after) if after in {before, *targets} else (False, before)
        for after in states(model)
    }


def taken(row, step):
    document = type(row).objects.get(pk=row.pk)
    try:
        take_step(step, document, by=None, at=NOW)
    except StepNotOpen:
        return "not open", document.state, state_of(row)
    return "taken", document.state, state_of(row)


@pytest.mark.parametrize(("model", "before"), STATES)
def test_a_step_is_taken_from_its_sources_only(model, before):
    row = in_state(model, before)

    outcomes = {step: tried(lambda step=step: taken(row, step)) for step in model.STEPS}

    assert outcomes == {
        step: ("taken", target, target) if before in sources else ("not open", before, before)
        for step, (sources, target) in model.STEPS.items()
    }


@pytest.mark.parametrize("model", LIVES, ids=lambda model: model.__name__)
def test_a_document_begins_in_a_start_state_only(model):
    starts = next(t.starts for t in triggers(model) if isinstance(t, StartsAtTheStart))

    began = {state for state in states(model) if tried(lambda state=state: begins(model, state))}

    assert began == starts


def begins(model, state):
    try:
        with transaction.atomic():
            some_row(model, state=state)
    except InternalError:
        return False
    return True


@pytest.mark.parametrize("model", LIVES, ids=lambda model: model.__name__)
def test_a_table_of_steps_names_states_that_exist_and_is_held_to(model):
    named = {state for sources, target in model.STEPS.values() for state in (*sources, target)}

    assert named <= set(states(model))
    assert set(OURS) <= {trigger.name for trigger in triggers(model)}
    assert set(getattr(model, "STEP_WORDS", {})) <= set(model.STEPS)


@pytest.mark.parametrize("model", [Commitment])
def test_without_the_trigger_any_state_follows_any_other(model):
    """The control."""
    row = in_state(model, State.ENDED)
    with connection.cursor() as cursor:
        for trigger in triggers(model):
            cursor.execute(
                f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER {trigger.get_pgid(model)}"
            )

    assert written_by_sql("UPDATE commitments_commitment SET state = %s", State.DRAFT)
    assert state_of(row) == State.DRAFT


# --- Historic entries: the step `record` ---


@pytest.mark.parametrize("state", [State.IN_FORCE, State.SUSPENDED, State.ENDED])
@pytest.mark.parametrize("model", [Commitment])
@pytest.mark.parametrize(("source", "began"), [("2012 年签署名单", True), ("", False)])
def test_a_historic_entry_begins_later_if_it_names_its_source(model, state, source, began):
    try:
        with transaction.atomic():
            some_row(model, state=state, source=source)
    except DatabaseError:
        assert not began
    else:
        assert began


# --- Buttons ---


@pytest.mark.parametrize(
    ("role", "labels"), [("staff", ["暂停", "结束"]), ("auditor", []), ("", [])]
)
def test_buttons_are_the_steps_that_are_open_and_allowed(role, labels):
    signed_in(role)
    user = User.objects.get()
    commitment = CommitmentFactory()
    lifecycle.sign(commitment, by=None, at=NOW, on=NOW.date())

    assert [step.label for step in steps_open_to(user, commitment)] == labels
