"""The child's work for many files in one process: `python -m core.tests.sheets.batch FOLDER`.

For each file one line of JSON, flushed before the next begins, so that a death shows its file.
"""

import json
import sys
import time
from pathlib import Path

from core.sheets import child


def main() -> None:
    child.confine()
    for path in sorted(Path(sys.argv[1]).iterdir()):
        started = time.perf_counter()
        words = child.answer(str(path), {"kind": path.suffix[1:], "sheet_name": "名单"})
        seconds = time.perf_counter() - started
        head = json.loads(words.partition(b"\n")[0])
        line = {"file": path.name, "fault": head.get("fault"), "seconds": seconds}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
