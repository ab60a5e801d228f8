from reports.models.chapter import Chapter, Confirmation, Pin
from reports.models.coverage import FieldCount, Target
from reports.models.edition import Edition
from reports.models.file import EditionFile
from reports.models.quotation import Quotation, QuotedNumber
from reports.models.snapshot import Figure, Snapshot, SnapshotMember
from reports.models.template import TemplateChapter
from reports.models.work import CountedWork

__all__ = [
    "Chapter",
    "Confirmation",
    "CountedWork",
    "Edition",
    "EditionFile",
    "FieldCount",
    "Figure",
    "Pin",
    "Quotation",
    "QuotedNumber",
    "Snapshot",
    "SnapshotMember",
    "Target",
    "TemplateChapter",
]
