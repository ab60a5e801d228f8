from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commitments.services import integrity
from reports.services import integrity as statistics


class Command(BaseCommand):
    help = "Recount what is stored twice or derived; print the differences; fail if there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = [*integrity.differences(), *statistics.differences()]
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            raise CommandError(f"{len(differences)} differences.")
        self.stdout.write("everything derived agrees with what it is derived from")
