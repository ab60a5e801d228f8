"""The pulse of a job at work: a thread that gives signs of life and hears of a cancellation."""

import datetime as dt
import logging
import threading
from typing import Any, Final, Self

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from core.enums import JobState
from core.models import JobRun

logger = logging.getLogger(__name__)
EVERY: Final = 2.0  # seconds: who cancels a job sees it end within five


class Pulse:
    """Beats for a run while the body works; a query of a run that was lost is broken off.

    It has a connection of its own, so that a long query of the worker hides nothing: neither that
    the worker lives nor that somebody has cancelled what it does.
    """

    def __init__(self, run: JobRun) -> None:
        self._run = run.pk
        self._attempts = run.attempts
        self._worker: Any = connection.connection  # psycopg2's: its cancel() is for other threads
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"pulse of {run}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._is_over.wait(EVERY):
                if self._is_lost(at=timezone.now()):
                    logger.info("job %s is not ours any more: its query is broken off", self._run)
                    self._worker.cancel()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("no pulse of job %s: %s", self._run, error)
        finally:
            connection.close()

    def _is_lost(self, *, at: dt.datetime) -> bool:
        """Give a sign of life; tell whether the run was cancelled or taken over."""
        rows = JobRun.objects.filter(pk=self._run)
        mine = rows.filter(state=JobState.RUNNING, attempts=self._attempts)
        if mine.update(heartbeat_at=at):
            return False
        state = rows.values_list("state", flat=True).first()
        return state is not None and state != JobState.DONE
