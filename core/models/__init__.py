from core.models.history import ChangeContext
from core.models.job import JobChunk, JobRun
from core.models.tally import Tally

__all__ = ["ChangeContext", "JobChunk", "JobRun", "Tally"]
