import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from rcportal.personal import copying


class Command(BaseCommand):
    help = (
        "Write everything that the portal keeps of a person as JSON: account, posts, "
        "applications, drafts, mails, history. Hand it to the person and to nobody else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        found = copying.copy(options["email"], at=timezone.now())
        if not found["records"] and not found["named_in"]:
            raise CommandError(f"Nothing is kept under {options['email']}.")
        self.stdout.write(
            json.dumps(found, cls=_Encoder, ensure_ascii=False, indent=2, sort_keys=False)
        )


class _Encoder(DjangoJSONEncoder):
    """Spans of days and the rest of what the database knows are written as people read them."""

    def default(self, o: Any) -> Any:
        try:
            return super().default(o)
        except TypeError:
            return str(o)
