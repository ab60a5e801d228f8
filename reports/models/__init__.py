from reports.models.snapshot import Figure, Snapshot, SnapshotMember

__all__ = ["Figure", "Snapshot", "SnapshotMember"]
