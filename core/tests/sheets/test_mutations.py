"""S5: thousands of generated bad uploads, and every one is answered."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from core.sheets.faults import SheetFault
from core.sheets.reading import ROOT, environment
from core.tests.sheets.mutations import bad_upload
from core.uploads.faults import UploadRefused
from core.uploads.guard import check_upload

pytestmark = pytest.mark.shows("S5")

SECONDS = 2


def pass_through_guard(seeds: range, folder: Path) -> Counter[str]:
    """Show every file to the guard; keep those it lets pass."""
    answers: Counter[str] = Counter()
    for seed in seeds:
        name, data = bad_upload(seed)
        started = time.perf_counter()
        try:
            kind = check_upload(name, data)
        except UploadRefused as error:
            answers[error.fault] += 1
        else:
            answers["passed"] += 1
            (folder / f"{seed:06}.{kind}").write_bytes(data)
        assert time.perf_counter() - started < SECONDS
    return answers


def read_all(folder: Path) -> list[dict]:
    """Read the files in one process; after a death, go on behind the file it died of."""
    answers: list[dict] = []
    while any(folder.iterdir()):
        ended = subprocess.run(
            [sys.executable, "-m", "core.tests.sheets.batch", str(folder)],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        answers += [json.loads(line) for line in ended.stdout.splitlines()]
        for answer in answers:
            (folder / answer["file"]).unlink(missing_ok=True)
        if ended.returncode != 0:
            victim = min(folder.iterdir())
            answers.append({"file": victim.name, "fault": "died", "seconds": 0.0})
            victim.unlink()
    return answers


def check_every_answer(seeds: range, folder: Path) -> str:
    refused = pass_through_guard(seeds, folder)
    passed = refused.pop("passed")

    answers = read_all(folder)

    assert len(answers) == passed
    assert sum(refused.values()) + passed == len(seeds)
    assert {answer["fault"] for answer in answers} <= {None, *SheetFault}
    slowest = max(answer["seconds"] for answer in answers)
    assert slowest < SECONDS
    return (
        f"{len(seeds):,} bad uploads: {sum(refused.values()):,} refused unopened, {passed:,} read "
        f"in a child process, all answered, the slowest in {slowest:.2f} s"
    )


def test_every_one_of_1000_bad_uploads_is_answered(tmp_path, figure):
    figure("S5", check_every_answer(range(1000), tmp_path))


@pytest.mark.full
def test_every_one_of_10000_bad_uploads_is_answered(tmp_path, figure):
    figure("S5", check_every_answer(range(1000, 11_000), tmp_path))
