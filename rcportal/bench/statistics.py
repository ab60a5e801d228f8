"""`bench statistics`: all register tables of a year beside one query per cell and one scan.

Everything happens in a transaction that is rolled back; the ways are measured in turn.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Final, TextIO

from django.db import connection, transaction
from django.utils import timezone

from commitments.models import Organisation
from reports.models import Snapshot
from reports.queries.definitions import COLUMNS, TABLES, MemberTable
from reports.queries.figures import year_of
from reports.services import building

ROUNDS: Final = 5
SIZE: Final = 26_000
# What the run reads and what the tables read, each once, without any index.
_SOURCES: Final = """
    SELECT (SELECT count(name_sort) FROM commitments_organisation),
           (SELECT count(signed_on) FROM commitments_commitment),
           (SELECT count(valid) FROM commitments_suspension)
"""
_MEMBERS: Final = "SELECT count(province_id) FROM reports_snapshotmember WHERE snapshot_id = %s"


def run(stdout: TextIO, size: int = SIZE, *, alone: bool = False) -> None:
    """Print how long each way takes and the ratios.

    `alone` leaves a query per cell out: at a million organisations it takes hours.
    """
    known = Organisation.objects.count()
    stdout.write(f"statistics of a year, register of {known} organisations, {ROUNDS} rounds\n")
    if known < size:
        stdout.write(f"SKIPPED: fill the register first: load_demo --size {size}\n")
        return
    with transaction.atomic():
        whole, snapshot = _built()
        times = _measured(snapshot, alone=alone)
        _tell(stdout, whole, times, snapshot)
        transaction.set_rollback(True)


def _built() -> tuple[float, Snapshot]:
    """The whole run, members and all, as the worker does it."""
    now = timezone.now()
    year = timezone.localdate(now).year
    taken = []
    for _round in range(ROUNDS):
        job, _is_new = building.request_statistics(year, by=None, at=now)
        begin = time.perf_counter()
        building.build(job.pk, at=now)
        taken.append(time.perf_counter() - begin)
    return median(taken), Snapshot.objects.current().get(year=year)


def _measured(snapshot: Snapshot, *, alone: bool) -> dict[str, float]:
    cells = [] if alone else list(_cells(snapshot))
    ways: dict[str, Callable[[], object]] = {
        "sources, one scan": lambda: _scan(_SOURCES, []),
        "members, one scan": lambda: _scan(_MEMBERS, [snapshot.pk]),
        "tables, a pass each": lambda: [table.count(snapshot) for table in TABLES],
        f"tables, {len(cells)} cells": lambda: [count() for count in cells],
        "figures of a page": lambda: year_of(snapshot.year),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, way in ways.items():
            begin = time.perf_counter()
            way()
            found[name].append(time.perf_counter() - begin)
    return {name: median(taken) for name, taken in found.items()}


def _cells(snapshot: Snapshot) -> Iterator[Callable[[], int]]:
    """One counting query for every cell that the tables have, as one would write it by hand."""
    for table in TABLES:
        if isinstance(table, MemberTable):
            members = table.members(snapshot)
            yield members.count
            for count in table.count(snapshot):
                if count.dimension:
                    divided = members.annotate(asked=COLUMNS[count.dimension])
                    yield divided.filter(asked=count.cell).count


def _scan(statement: str, values: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.fetchall()


def _tell(stdout: TextIO, whole: float, times: dict[str, float], snapshot: Snapshot) -> None:
    stdout.writelines(f"  {name:24} {taken * 1000:9.1f} ms\n" for name, taken in times.items())
    stdout.write(f"  {'whole run, members kept':24} {whole * 1000:9.1f} ms\n")
    sources, members, tables, by_cell, _page = times.values()
    count = snapshot.members.count()
    stdout.write(
        f"  {count} members, {whole / count * 1e6:.0f} microseconds each for the whole run\n"
        f"  a pass each is {tables / (sources + members):.1f}x one scan of what is read "
        "(goal at most 5x)\n"
    )
    if by_cell > tables:
        stdout.write(f"  and {by_cell / tables:.1f}x faster than a query per cell (goal 4x)\n")
