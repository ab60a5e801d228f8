from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rcportal.personal import erasing


class Command(BaseCommand):
    help = (
        "Erase a person: account closed, name, addresses and numbers gone from every table, draft, "
        "version, mail and history. Says what would go; with --really it goes, for good."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--every-name",
            action="store_true",
            help="Short and shared names too, wherever they stand: look at the places first.",
        )
        parser.add_argument("--really", action="store_true", help="Do it, not only say it.")

    def handle(self, *args: Any, **options: Any) -> None:
        really: bool = options["really"]
        try:
            report = erasing.erase(
                options["email"],
                at=timezone.now(),
                really=really,
                every_name=options["every_name"],
            )
        except erasing.CannotBeErased as error:
            raise CommandError(str(error)) from error
        for column, count in sorted(report.erased.items()):
            self.stdout.write(f"{column}: {count}")
        self._list("Published for good, stays:", report.published)
        self._list("Look at these yourself, it may be somebody else:", report.to_look_at)
        done = "Erased." if really else "Nothing was changed: add --really to erase."
        self.stdout.write(done)

    def _list(self, heading: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write(heading)
        for line in lines:
            self.stdout.write(f"  {line}")
