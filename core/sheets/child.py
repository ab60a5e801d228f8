"""The process that reads tables people send: `python -m core.sheets.child REQUEST < FILE`.

It answers on its standard output and may die of its file; the parent then says so in words.
No Django here, so that it starts in a twentieth of a second.
"""

import gc
import json
import resource
import sys
import traceback

from core.sheets.faults import FaultInSheet, SheetFault

# Measured: the largest honest workbooks of 10 MB (45,000 rows of 25 different texts, 100,000 of
# 25 common ones) take less than 300 MB of addresses.
MEMORY = 512 << 20
CPU_SECONDS = 30
ANSWER_BYTES = 256 << 20
STANDARD_INPUT = "/dev/fd/0"


def main() -> None:
    """Read the table on standard input and write the answer to standard output."""
    confine()
    gc.disable()  # a million small objects and no cycles among them: a tenth of the time
    sys.stdout.buffer.write(answer(STANDARD_INPUT, json.loads(sys.argv[1])))


def confine() -> None:
    """Set limits for the rest of this process's life."""
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def answer(path: str, request: dict[str, str | None]) -> bytes:
    """Give the packed table or the fault that was found: the one place for all errors.

    The workbook parser is written in Rust; its panics are not even of the class Exception.
    """
    try:
        return read(path, request)
    except FaultInSheet as fault:
        return refusal(fault.fault, fault.details)
    except MemoryError:
        return refusal(SheetFault.EXHAUSTED)
    except BaseException as error:
        traceback.print_exc()
        new_error_value = "error value" in str(error)
        return refusal(SheetFault.NEW_ERROR_VALUE if new_error_value else SheetFault.UNREADABLE)


def read(path: str, request: dict[str, str | None]) -> bytes:
    """Read by kind; each kind loads only the library it needs."""
    if request["kind"] == "csv":
        from core.sheets.delimited import read_csv  # noqa: PLC0415 -- a quick start

        return read_csv(path).pack()
    from core.sheets.workbook import read_workbook  # noqa: PLC0415 -- a quick start

    return read_workbook(path, request["sheet_name"]).pack()


def refusal(fault: SheetFault, details: object = None) -> bytes:
    """Write the name of a fault for the parent."""
    return json.dumps({"fault": fault, "details": details or {}}).encode()


if __name__ == "__main__":
    main()
