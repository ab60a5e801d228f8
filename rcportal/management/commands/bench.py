import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rcportal.bench import importing


class Command(BaseCommand):
    help = (
        "Measure the portal beside its peers (requirements-bench.txt), on the register that is "
        "loaded: load_demo --size 26000 first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        listing = kinds.add_parser("list", help="the public register: pages, search, exports")
        listing.add_argument(
            "--size", type=int, default=26_000, help="organisations there at least"
        )
        listing.add_argument("--alone", action="store_true", help="without the peers")
        statistics = kinds.add_parser("statistics", help="the statistics of a year")
        statistics.add_argument(
            "--size", type=int, default=26_000, help="organisations there at least"
        )
        statistics.add_argument("--alone", action="store_true", help="without a query per cell")
        kinds.add_parser("report", help="the files of an annual report of 50 pages, 30 charts")
        imports = kinds.add_parser("import", help="the import of a list")
        imports.add_argument("--rows", type=int, default=importing.ROWS, help="rows of the list")
        imports.add_argument("--alone", action="store_true", help="without the peers")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] == "import":
            importing.run(sys.stdout, options["rows"], alone=options["alone"])
            return
        from rcportal.bench import listing, report, statistics  # noqa: PLC0415 -- need models

        if options["kind"] == "report":
            report.run(sys.stdout)
            return
        if options["kind"] == "list":
            listing.run(sys.stdout, options["size"], alone=options["alone"])
            return
        statistics.run(sys.stdout, options["size"], alone=options["alone"])
