"""The exports of the whole register: ours, django-import-export's, and the database's own COPY."""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, TextIO

import django
from django.conf import settings

from rcportal.bench.clock import clock

KINDS: Final = ("seconds", "work")
Answer = dict[str, Any]


def run(stdout: TextIO, *, alone: bool = False) -> None:
    """Print seconds and memory of every export, each in a process of its own, and the ratios."""
    stdout.write("\nexport of the whole register\n")
    names = [name for name in CONTENDERS if not (alone and name.startswith("peer"))]
    answers = {name: _measured(name, stdout) for name in names}
    for ours, peer, goal in (("csv", "peer csv", 20), ("xlsx", "peer xlsx", 2.5)):
        mine, theirs = answers[ours], answers.get(peer)
        if mine and theirs:
            passed, worked = (theirs[kind] / mine[kind] for kind in KINDS)
            stdout.write(
                f"  {ours} {passed:.1f}x django-import-export, {worked:.1f}x by work "
                f"(goal {goal}x)\n"
            )
    mine, limit = answers["csv"], answers["copy"]
    if mine and limit:
        passed, worked = (mine[kind] / limit[kind] for kind in KINDS)
        stdout.write(
            f"  csv takes {passed:.1f} times COPY TO, {worked:.1f} by work (goal at most 5)\n"
        )


def _measured(name: str, stdout: TextIO) -> Answer | None:
    command = [sys.executable, "-m", "rcportal.bench.exporting", name]
    ended = subprocess.run(  # noqa: S603 -- our own module
        command, capture_output=True, text=True, cwd=settings.BASE_DIR, check=False
    )
    if ended.returncode:
        reason = " ".join(ended.stderr.strip().splitlines()[-1:])
        stdout.write(f"  {name:10} SKIPPED ({reason})\n")
        return None
    answer: Answer = json.loads(ended.stdout.splitlines()[-1])
    stdout.write(
        f"  {name:10} {answer['seconds']:6.2f} s ({answer['work']:.2f} s of work), "
        f"{answer['bytes'] / 1e6:.1f} MB, "
        f"peak {answer['mib']} MiB (before it {answer['before']})\n"
    )
    return answer


def _csv() -> int:
    from commitments import exports  # noqa: PLC0415 -- after the setup
    from commitments.queries.selection import Selection  # noqa: PLC0415 -- the same

    return sum(len(piece) for piece in exports.as_csv(Selection()))


def _xlsx() -> int:
    from commitments import exports  # noqa: PLC0415 -- after the setup
    from commitments.queries.selection import Selection  # noqa: PLC0415 -- the same

    with exports.as_workbook(Selection()) as file:
        return file.seek(0, io.SEEK_END)


def _copy() -> int:
    from django.db import connection  # noqa: PLC0415 -- after the setup

    answer = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY, answer)
    return answer.tell()


def _peer(suffix: str) -> Callable[[], int]:
    def export() -> int:
        from import_export import resources  # noqa: PLC0415 -- may be missing

        from commitments.exports import KEYS  # noqa: PLC0415 -- after the setup
        from commitments.models import Commitment  # noqa: PLC0415 -- the same

        own = {field.name for field in Commitment._meta.get_fields()}
        columns = [key if key in own else f"organisation__{RENAMED.get(key, key)}" for key in KEYS]
        rows = Commitment.objects.select_related(
            "organisation__province", "organisation__city", "organisation__county"
        )
        meta = type("Meta", (), {"model": Commitment, "fields": columns})
        peer = type("Peer", (resources.ModelResource,), {"Meta": meta})
        table = peer().export(queryset=rows)
        content = table.csv.encode() if suffix == "csv" else table.export("xlsx")
        return len(content)

    return export


RENAMED: Final = {
    "province": "province__name",
    "city": "city__name",
    "county": "county__name",
    "industry": "industry_id",
}
COPY: Final = """
    COPY (SELECT organisation.*, commitment.signed_on, commitment.document, commitment.state
          FROM commitments_organisation AS organisation
          JOIN commitments_commitment AS commitment ON commitment.organisation_id = organisation.id
          ORDER BY organisation.name_sort)
    TO STDOUT WITH (FORMAT csv)
"""
CONTENDERS: Final[dict[str, Callable[[], int]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "copy": _copy,
    "peer csv": _peer("csv"),
    "peer xlsx": _peer("xlsx"),
}


def _peak() -> int:
    """Give the most memory this program had, in MiB; the usual call counts its parent's too."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _child(name: str) -> None:
    django.setup()
    before = _peak()
    with clock() as spent:
        size = CONTENDERS[name]()
    answer = asdict(spent) | {"bytes": size, "before": before, "mib": _peak()}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    _child(sys.argv[1])
