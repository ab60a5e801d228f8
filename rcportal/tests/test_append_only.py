"""What is written once stays: every table that says so refuses UPDATE, DELETE and TRUNCATE by SQL.

Tables are found by their triggers and history tables by their kind, so a new one is covered.
"""

import pgtrigger
import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction

from core.history import because
from core.models import ChangeContext
from rcportal.tests.rows import some_row
from workgroups.models import Body

pytestmark = pytest.mark.django_db

HISTORY = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
NAMES = ("append_only", "never_emptied")
KEPT = sorted(
    {model for model, trigger in pgtrigger.registered() if trigger.name in NAMES},
    key=lambda model: model._meta.label,
)


def label(model):
    return model._meta.label


def refused_by(statement):
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(statement)


@pytest.mark.parametrize("model", HISTORY, ids=label)
@pytest.mark.parametrize("act", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
def test_a_row_of_history_is_neither_changed_nor_removed(model, act):
    row = some_row(model)
    row_as_written = model.objects.filter(pk=row.pk).values().get()

    with pytest.raises(InternalError, match=f"{model._meta.db_table} table"):
        refused_by(act.format(model._meta.db_table))

    assert model.objects.filter(pk=row.pk).values().get() == row_as_written


@pytest.mark.parametrize("model", KEPT, ids=label)
def test_a_table_that_is_kept_is_not_emptied(model):
    with pytest.raises(InternalError, match=f"append_only: {model._meta.db_table} keeps"):
        refused_by(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("model", KEPT, ids=label)
def test_a_table_that_is_kept_has_both_triggers(model):
    names = {trigger.name for kept, trigger in pgtrigger.registered() if kept is model}

    assert set(NAMES) <= names


def test_every_history_table_is_kept():
    assert set(HISTORY) <= set(KEPT)


@pytest.mark.parametrize("act", ["UPDATE {} SET pgh_label = 'y'", "DELETE FROM {}", "TRUNCATE {}"])
def test_without_the_triggers_history_is_forgotten(act):
    """The control: what the guard is there for."""
    events = next(model for model in HISTORY if model.pgh_tracked_model is Body)
    some_row(events)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(act.format(events._meta.db_table))
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert not events.objects.filter(pgh_label="x").exists()


# --- Who and why ---


def changed_because(reason):
    with because(by=None, reason=reason):
        Body.objects.create(
            code="xx", name="名", english_name="name", kind="committee", position=99
        )
        with because(by=None, reason=f"{reason}, really"):
            Body.objects.update(name="新名")
    return ChangeContext.objects.get(metadata__reason=f"{reason}, really")


def test_a_context_grows_while_the_change_is_made():
    assert changed_because("moved").metadata == {"reason": "moved, really"}


@pytest.mark.parametrize("act", ["UPDATE {} SET metadata = '{{}}'", "DELETE FROM {}"])
@pytest.mark.django_db(transaction=True)
def test_a_context_is_closed_afterwards(act):
    context = changed_because("moved")

    with pytest.raises(InternalError, match="append_only: pghistory_context keeps"):
        refused_by(act.format(ChangeContext._meta.db_table))

    context.refresh_from_db()
    assert context.metadata == {"reason": "moved, really"}
