from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from rcportal.services.migrating import only_one_migrates


class Command(migrate.Command):
    """Django's, one at a time: of two that start together the second finds nothing left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        with only_one_migrates(connections[options["database"]]):
            super().handle(*args, **options)
