"""What waits for a person: the shape in which every app tells the desk's index.

An app that has such things answers `queries.waiting_for(user, at)` with a list of these.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """One thing to do: where, what it is, what is asked, and until when."""

    url: str
    title: str
    what: str
    due_on: dt.date | None = None
    is_urgent: bool = False
