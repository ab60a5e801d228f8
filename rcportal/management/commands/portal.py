from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from rcportal.services import launching
from rcportal.services.addresses import AddressTaken
from rcportal.services.children import ChildFailed
from rcportal.services.processes import ServerFailed


class Command(BaseCommand):
    help = (
        "Start the whole portal on this machine: PostgreSQL and Valkey when no addresses are set, "
        "tables, data of the first run, web server, worker and beat. Ctrl-C ends all of it."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            launching.run(self._say)
        except (launching.AlreadyRunning, AddressTaken, ChildFailed, ServerFailed) as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"rcportal: {sentence}")
        self.stdout.flush()
