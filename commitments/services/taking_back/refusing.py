"""When an act on many rows cannot be taken back, and how that is said; and that it was."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models.act import RevocableAct
from commitments.services.taking_back.obstacles import Obstacle
from commitments.services.taking_back.traces import NoPast

OPEN_FOR: Final = dt.timedelta(days=30)


class ActNotPossible(ValueError):
    """The act cannot be done or taken back: the text says why, `obstacles` what is in the way."""

    def __init__(self, sentence: str, obstacles: list[Obstacle] | None = None) -> None:
        super().__init__(sentence)
        self.obstacles = obstacles or []


def refuse_late(
    until: dt.datetime, at: dt.datetime, sentence: str, *, refusal: type[ActNotPossible]
) -> None:
    """Raise the refusal after the moment `until`; the sentence names the `days` and the `day`."""
    if at > until:
        day = timezone.localdate(until).isoformat()
        raise refusal(sentence % {"days": OPEN_FOR.days, "day": day})


def refuse_obstacles(obstacles: list[Obstacle], *, refusal: type[ActNotPossible]) -> None:
    """Raise the refusal with the later changes that stand in the way, if there are any."""
    if not obstacles:
        return
    count = len(obstacles)
    sentence = ngettext(
        "%(count)s later change stands in the way; nothing was changed.",
        "%(count)s later changes stand in the way; nothing was changed.",
        count,
    )
    raise refusal(sentence % {"count": count}, obstacles)


@contextmanager
def refusing_clashes(refusal: type[ActNotPossible]) -> Iterator[None]:
    """Raise the refusal when the database or a gap of the history keeps the past from returning."""
    try:
        yield
    except (IntegrityError, NoPast) as clash:
        raise refusal(
            _("Something new in the register stands in the way; nothing was changed.")
        ) from clash


def note(act: RevocableAct, *, context: UUID, by: Any, at: dt.datetime, reason: str) -> None:
    """Keep with the act that it was taken back, and under which context of the history."""
    act.undo_context, act.undone_at = context, at
    act.undone_by, act.undone_because = by, reason
    act.save()
