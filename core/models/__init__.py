from core.models.job import JobChunk, JobRun

__all__ = ["JobChunk", "JobRun"]
