from reports.models.quotation import Quotation, QuotedNumber
from reports.models.snapshot import Figure, Snapshot, SnapshotMember

__all__ = ["Figure", "Quotation", "QuotedNumber", "Snapshot", "SnapshotMember"]
