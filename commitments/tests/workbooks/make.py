"""Turn a CSV of organisations into a register workbook.

    python -m commitments.tests.workbooks.make CSV WORKBOOK [--parks] [--plant]

Enterprises: columns name, uscc, province, city; parks: name, province, city, county. `--plant` puts
fifty faults of eighteen kinds into the workbook and prints where they are.
"""

import argparse
from pathlib import Path

from commitments.tests.workbooks import faults, lists


def main() -> None:
    parser = argparse.ArgumentParser(description="Turn a CSV into a register workbook.")
    parser.add_argument("csv", type=Path)
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--parks", action="store_true", help="the CSV is one of parks")
    parser.add_argument("--plant", action="store_true", help="plant fifty faults")
    options = parser.parse_args()
    lines = (lists.parks if options.parks else lists.enterprises)(options.csv)
    if options.plant:
        lines, planted = faults.plant(lines)
        for fault in planted:
            print(fault.cell, fault.kind, sep="\t")  # noqa: T201 -- the answer
    options.workbook.write_bytes(lists.xlsx(lines))


if __name__ == "__main__":
    main()
