import pytest

from core import jobs


@pytest.fixture
def impatient(monkeypatch):
    """Whoever finds the lock of a job taken does not wait for it."""
    monkeypatch.setattr(jobs, "PATIENCE_AT_THE_LOCK", 0)
