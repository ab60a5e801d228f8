from core.models.history import ChangeContext
from core.models.job import JobChunk, JobNote, JobRun
from core.models.kept_file import KeptFile
from core.models.look import Look
from core.models.outbox import Notice, OutboxMail
from core.models.saved_filter import SavedFilter
from core.models.tally import Tally

__all__ = [
    "ChangeContext",
    "JobChunk",
    "JobNote",
    "JobRun",
    "KeptFile",
    "Look",
    "Notice",
    "OutboxMail",
    "SavedFilter",
    "Tally",
]
