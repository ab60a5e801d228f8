from reports.queries.figures import latest_year, year_of, years
from reports.queries.members import drift, members_of
from reports.queries.runs import open_run, runs

__all__ = [
    "drift",
    "latest_year",
    "members_of",
    "open_run",
    "runs",
    "year_of",
    "years",
]
