from pathlib import Path

import pytest

from core import outbox
from core.outbox import kinds
from core.tests.outbox.mails import Mail


@pytest.fixture(autouse=True)
def _mails_of_the_tests(settings, monkeypatch):
    """Registered with their templates, for these tests alone."""
    frame = dict(settings.TEMPLATES[0])
    frame["DIRS"] = [*frame["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [frame]
    monkeypatch.setattr(kinds, "_labels", kinds.known())
    outbox.register(Mail)
