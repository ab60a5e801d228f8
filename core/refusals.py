"""What the database refuses, in one sentence a person can act on.

The table of sentences is the models themselves: every constraint has its `violation_error_message`
beside it. A trigger over several rows raises the name of its rule, which stands with its sentence
in `rule_sentences` of the app's config. Forms show the first by themselves; what reaches the
database unseen (a race, a rule over several rows) is said from here.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django import forms
from django.apps import apps
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

NOT_NULL, FOREIGN_KEY, UNIQUE, RAISED = "23502", "23503", "23505", "P0001"
_KEY: Final = re.compile(r"^Key \(\"?(\w+)\"?\)=")


def sentences() -> dict[str, str]:
    """Give what every named rule of the database says, by its name."""
    said: dict[str, str] = {}
    for model in apps.get_models():
        said |= {rule.name: str(_said_by(rule)) for rule in model._meta.constraints}
    for app in apps.get_app_configs():
        said |= {name: str(text) for name, text in getattr(app, "rule_sentences", {}).items()}
    return said


def sentence_of(error: DatabaseError) -> str:
    """Say in one sentence what the database refused; empty for what is no refusal."""
    cause = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    code = getattr(cause, "pgcode", None)
    if not isinstance(error, IntegrityError) and code != RAISED:
        return ""
    if known := _of_rule(diagnosis):
        return known
    logger.warning("refused by the database: %s", error)
    return _of_field(code, diagnosis) or _of_any(str(error))


def _said_by(rule: models.BaseConstraint) -> Any:
    return rule.get_violation_error_message()


@contextmanager
def told_on(form: forms.BaseForm) -> Iterator[None]:
    """Write in one transaction; what the database refuses becomes a fault of the form.

    Ask `form.is_valid()` again afterwards: nothing was written if it says no.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        form.add_error(None, sentence_of(error))


def _of_rule(diagnosis: Any) -> str:
    said = sentences()
    names = (diagnosis.constraint_name, diagnosis.message_primary)
    return next((said[name] for name in names if name in said), "")


def _of_field(code: str | None, diagnosis: Any) -> str:
    field = _field(diagnosis)
    if field is None:
        return ""
    words = {"field": field.verbose_name, "record": field.model._meta.verbose_name}
    if code == UNIQUE:  # the sentence of Django's forms, which our catalogue puts in better words
        named = {"model_name": words["record"], "field_label": words["field"]}
        return _("%(model_name)s with this %(field_label)s already exists.") % named
    if code == NOT_NULL:
        return _("“%(field)s” is empty: fill it in.") % words
    if code == FOREIGN_KEY and "still referenced" in (diagnosis.message_detail or ""):
        return (
            _("It is still in use (%(record)s): end it with a day instead of removing it.") % words
        )
    if code == FOREIGN_KEY:
        return _("What was chosen as “%(field)s” is not there any more: choose again.") % words
    return ""


def _field(diagnosis: Any) -> Any:
    """Find the field that the server speaks of, by table and column."""
    tables = {model._meta.db_table: model for model in apps.get_models() if not model._meta.proxy}
    model = tables.get(diagnosis.table_name)
    if model is None:
        return None
    named = _KEY.match(diagnosis.message_detail or "")
    column = diagnosis.column_name or (named.group(1) if named else "")
    columns = {field.column: field for field in model._meta.concrete_fields}
    return columns.get(column)


def _of_any(said: str) -> str:
    if "Invalid transition" in said:  # the words of the triggers made from STEPS
        return _("This step is not open any more: load the page again.")
    return _("The database keeps this as it is, so nothing was saved. Load the page again.")
