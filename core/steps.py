"""The life of a document as a table: step name -> (states it may start from, state it leads to).

One table per kind of document, in its app's `enums.py`. Python takes steps only through
`take_step`; the database refuses every other way with triggers generated from the same table.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from core.permissions import Actor

Steps = Mapping[str, tuple[frozenset[str], str]]


class StepNotOpen(Exception):
    """The document is not in a state from which this step may be taken."""


def sources_of(steps: Steps, step: str) -> frozenset[str]:
    """Give the states from which the step may be taken. Raises KeyError for an unknown step."""
    return steps[step][0]


@transaction.atomic
def take_step(
    step: str,
    document: Any,
    *,
    by: object | None,
    at: dt.datetime,
    reason: str = "",
    **changes: object,
) -> None:
    """Move the document by one step with a single conditional UPDATE, or raise StepNotOpen.

    `document` is a model instance with `STEPS`, `state` and `state_changed_at`. Of two people who
    take steps at once exactly one wins. `changes` are written in the same UPDATE.
    """
    sources, target = document.STEPS[step]
    values: dict[str, Any] = {"state": target, "state_changed_at": at, **changes}
    with because(by=by, reason=reason, source=step):
        mine = type(document).objects.filter(pk=document.pk, state__in=sources)
        if not mine.update(**values):
            raise StepNotOpen(not_open(document))
    for name, value in values.items():
        setattr(document, name, value)


def not_open(document: Any) -> str:
    """Say in a sentence that the document has moved on, and where it is now."""
    document.refresh_from_db(fields=["state"])
    return _("This step is not open: “%(document)s” is now “%(state)s”. Reload the page.") % {
        "document": document,
        "state": document.get_state_display(),
    }


@dataclass(frozen=True)
class OpenStep:
    """A step that somebody may take on a document now: the button for it."""

    name: str
    label: str


def steps_open_to(user: Actor, document: Any) -> list[OpenStep]:
    """Give the steps that are open on the document and to the user, in the order of its table.

    STEPS says when, the rules say who: the permission of a step is `app.step_model`. What a step is
    called stands in the model's `STEP_WORDS`; one without words is nobody's button.
    """
    return [
        OpenStep(step, str(document.STEP_WORDS[step]))
        for step, (sources, _target) in document.STEPS.items()
        if document.state in sources
        and step in document.STEP_WORDS
        and user.has_perm(permission_of(step, document), document)
    ]


def permission_of(step: str, document: Any) -> str:
    """Give the name of the permission to take the step on documents of this kind."""
    return f"{document._meta.app_label}.{step}_{document._meta.model_name}"


class StartsAtTheStart(pgtrigger.Protect):
    """Refuses new rows in any other than the start states, except where they are recorded."""

    def __init__(self, starts: Collection[str], recorded: pgtrigger.Q) -> None:
        self.starts = frozenset(starts)
        super().__init__(
            name="starts_at_the_start",
            operation=pgtrigger.Insert,
            condition=~pgtrigger.Q(new__state__in=sorted(starts)) & ~recorded,
        )


def step_triggers(steps: Steps, *, starts: Collection[str], recorded: pgtrigger.Q) -> list[Any]:
    """Give the triggers that hold a table to its STEPS, for `Meta.triggers`.

    `starts` are the states a new row may have; `recorded` (on `new__…`) is the condition under
    which a historic entry may start in any other state.
    """
    transitions = sorted(
        (source, target) for sources, target in steps.values() for source in sources
    )
    return [
        pgtrigger.FSM(name="only_named_steps", field="state", transitions=transitions),
        StartsAtTheStart(starts, recorded),
    ]
