from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commitments.models import Commitment
from commitments.services import demonstration
from rcportal.services import marking


class Command(BaseCommand):
    help = (
        "Load the demonstration register: invented organisations, as at 2021-12-31 699 that are "
        "not parks and 70 parks. Running it twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--size",
            type=int,
            help="how many organisations instead (for benchmarks: 26000, 1000000)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Demonstration data has no place in production (PORTAL_ENV).")
        if Commitment.objects.filter(organisation__is_demo=True).exists():
            self.stdout.write("the demonstration register is loaded already")
            return
        count = demonstration.load(options["size"])
        marking.look()
        self.stdout.write(f"loaded {count} invented organisations")
