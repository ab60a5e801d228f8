"""`bench import`: our import beside its peer and the database's own limit, on one list.

Every contender runs in a process of its own (for its peak of memory) and in a transaction that is
rolled back. The peer does less: organisations alone, without commitments, names and check of codes.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import django
from django.conf import settings

from rcportal.bench.clock import clock

ROWS = 30_000
BAD_SHARE = 0.02
KNOWN_SHARE = 26 / 30  # of the rows, where the register has so many
HEADINGS = [
    "平台代码", "单位名称", "单位类型", "统一社会信用代码", "简称", "英文名称", "曾用名",
    "省级行政区", "市", "行业代码", "所有制", "职工人数", "网站", "签署日期", "签署文件",
    "签署场合", "签署人职务", "状态", "结束日期", "结束原因",
]  # fmt: skip
KINDS = ("seconds", "work")
PEERS = {"tuned": 8, "default": 15}  # and how many times as fast we want to be
TABLES = ("organisation", "organisationname", "commitment", "suspension")
Answer = dict[str, Any]


def run(stdout: TextIO, rows: int = ROWS, *, alone: bool = False) -> None:
    """Print seconds, rows a second and memory of every contender, and the ratios.

    `alone` leaves the peers out: at a million organisations they do not come to an end.
    """
    from commitments.models import Organisation  # noqa: PLC0415 -- the children set Django up first

    known = Organisation.objects.filter(commitments__isnull=False).count()
    stdout.write(f"import of {rows} rows, {known} organisations there before\n")
    if known < rows // 2:
        stdout.write("SKIPPED: fill the register first: load_demo --size 26000\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_list(path, rows)
        names = [name for name in CONTENDERS if not (alone and name in PEERS)]
        answers = {name: _measured(name, path, stdout) for name in names}
    _compare(stdout, answers)


def _measured(name: str, path: Path, stdout: TextIO) -> Answer | None:
    """Run one contender in a process of its own; None if it is not installed."""
    _vacuum()
    command = [sys.executable, "-m", "rcportal.bench.importing", name, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=settings.BASE_DIR)  # noqa: S603 -- our own module
    if ended.returncode:
        reason = ended.stderr.strip().splitlines()[-1:]
        stdout.write(f"{CONTENDERS[name][0]}: SKIPPED ({' '.join(reason)})\n")
        return None
    answer: Answer = json.loads(ended.stdout.splitlines()[-1])
    rate = answer["rows"] / answer["seconds"]
    stdout.write(
        f"{CONTENDERS[name][0]}: {answer['seconds']:.1f} s ({answer['work']:.1f} s of work), "
        f"{rate:.0f} rows/s, peak {answer['mib']} MiB {answer.get('note', '')}\n"
    )
    return answer


def _compare(stdout: TextIO, answers: dict[str, Answer | None]) -> None:
    ours, limit = answers["ours"], answers["limit"]
    if ours is None:
        return
    for name, goal in PEERS.items():
        if peer := answers.get(name):
            passed, worked = (_ratio(peer, ours, kind) for kind in KINDS)
            stdout.write(
                f"ours against {CONTENDERS[name][0]}: {passed:.1f}x, {worked:.1f}x by work "
                f"(goal {goal}x)\n"
            )
    if limit:
        passed, worked = (_ratio(ours, limit, kind) for kind in KINDS)
        stdout.write(
            f"a row of ours costs {passed:.1f} rows of COPY, {worked:.1f} by work "
            "(goal at most 4)\n"
        )


def _ratio(much: Answer, little: Answer, kind: str) -> float:
    """How many times as much the first spends on a row."""
    return float(much[kind] / much["rows"] * little["rows"] / little[kind])


def _vacuum() -> None:
    """Clear away what a rolled back contender has left, so that all find the same tables."""
    from django.db import connection  # noqa: PLC0415 -- as above

    with connection.cursor() as cursor:
        for table in TABLES:
            for suffix in ("", "event"):
                cursor.execute(f"VACUUM ANALYZE commitments_{table}{suffix}")


# --- The list -----------------------------------------------------------------------------------


def write_list(path: Path, rows: int) -> None:
    """Write a list: everybody known with one more employee, the rest new, two in a hundred bad."""
    import xlsxwriter  # noqa: PLC0415 -- not in the children

    source = random.Random(7)  # noqa: S311 -- a list for a benchmark
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名录")
        sheet.write_row(0, 0, HEADINGS)
        for number, line in enumerate(_lines(rows), start=1):
            if source.random() < BAD_SHARE:
                line["省级行政区"] = "不存在"
            for place, heading in enumerate(HEADINGS):
                sheet.write(number, place, line[heading])


def _lines(rows: int) -> Iterator[dict[str, Any]]:
    from commitments.models import Organisation  # noqa: PLC0415 -- as above

    columns = (
        "code", "name", "kind", "uscc", "short_name", "english_name", "former_names",
        "province__name", "city__name", "industry_id", "ownership", "staff_count", "website",
        "commitments__signed_on", "commitments__document", "commitments__occasion",
        "commitments__signer_position", "commitments__state", "commitments__ended_on",
        "commitments__end_reason",
    )  # fmt: skip
    known = Organisation.objects.filter(commitments__isnull=False).order_by("id")[
        : round(rows * KNOWN_SHARE)
    ]
    count = 0
    for record in known.values_list(*columns):
        texts = [value.isoformat() if hasattr(value, "isoformat") else value for value in record]
        line = dict(zip(HEADINGS, texts, strict=True))
        yield line | {"职工人数": (line["职工人数"] or 50) + 1}
        count += 1
    yield from _new_lines(rows - count)


def _new_lines(count: int) -> Iterator[dict[str, Any]]:
    from stdnum.cn import uscc  # noqa: PLC0415 -- as above

    for number in range(count):
        stem = f"91370000DF{number:06}X"
        yield dict.fromkeys(HEADINGS, "") | {
            "单位名称": f"试验{_in_han(number)}精细化工有限公司",
            "单位类型": "企事业单位",
            "统一社会信用代码": stem + uscc.calc_check_digit(stem),
            "省级行政区": "山东省",
            "市": "烟台市",
            "行业代码": "2614",
            "所有制": "民营",
            "职工人数": 120,
            "签署日期": "2021-03-05",
        }


def _in_han(number: int) -> str:
    return "".join("零壹贰叁肆伍陆柒捌玖"[int(digit)] for digit in f"{number:05}")


# --- The contenders, each in its own process ----------------------------------------------------


def _ours(path: Path) -> Answer:
    return _import_ours(path, times=1)


def _again(path: Path) -> Answer:
    return _import_ours(path, times=2)


def _import_ours(path: Path, times: int) -> Answer:
    """Import the list so many times, and measure the last one."""
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from commitments.services import importing  # noqa: PLC0415 -- as above

    answer: Answer = {}
    for _time in range(times):
        with clock() as spent:
            plan, _batch = importing.bring_in(
                path.name, path.read_bytes(), by=None, at=timezone.now(), accept_good=True
            )
            _settle()
        counts = {verdict.value: count for verdict, count in plan.counts.items()}
        answer = asdict(spent) | {"rows": len(plan.entries), "note": str(counts)}
        del plan
    return answer


def _default(path: Path) -> Answer:
    from rcportal.bench import import_peer  # noqa: PLC0415 -- may be missing

    return import_peer.run_default(path)


def _tuned(path: Path) -> Answer:
    from rcportal.bench import import_peer  # noqa: PLC0415 -- may be missing

    return import_peer.run_tuned(path)


_READY = "SELECT * FROM commitments_organisation ORDER BY id LIMIT {}"


def _limit(_path: Path) -> Answer:
    """COPY organisations that are there, ready made, into an empty table with the same indexes.

    No history and no foreign keys, which the import has: it is a floor, not a peer.
    """
    import io  # noqa: PLC0415 -- as above

    from django.db import connection  # noqa: PLC0415 -- as above

    ready = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({_READY.format(ROWS)}) TO STDOUT", ready)
        rows = ready.getvalue().count("\n")
        ready.seek(0)
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("CREATE TABLE bench_copy (LIKE commitments_organisation INCLUDING ALL)")
        with clock() as spent:
            cursor.copy_expert("COPY bench_copy FROM STDIN", ready)
        return asdict(spent) | {"rows": rows}


def _settle() -> None:
    """Check the deferred foreign keys now: the transaction is rolled back and would never do it."""
    from django.db import connection  # noqa: PLC0415 -- as above

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


CONTENDERS: dict[str, tuple[str, Callable[[Path], Answer]]] = {
    "ours": ("ours", _ours),
    "again": ("ours, the same list again", _again),
    "tuned": ("django-import-export, tuned", _tuned),
    "default": ("django-import-export, default", _default),
    "limit": ("limit: COPY of ready rows", _limit),
}


def _child(name: str, path: Path) -> None:
    django.setup()
    from django.db import transaction  # noqa: PLC0415 -- after the setup

    with transaction.atomic():
        answer = CONTENDERS[name][1](path)
        transaction.set_rollback(True)
    answer["mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]))
