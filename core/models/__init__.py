from core.models.history import ChangeContext
from core.models.job import JobChunk, JobRun

__all__ = ["ChangeContext", "JobChunk", "JobRun"]
