from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.services import administrators
from core.outbox import AddressRefused


class Command(BaseCommand):
    help = (
        "Make an account an administrator's, from today, and print the address at which its owner "
        "chooses a password. For the first one: administrators make all others in the portal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = administrators.appoint(options["email"], at=timezone.now())
        except (AddressRefused, administrators.AccountClosed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} is an administrator. To choose a password, open once:")
        self.stdout.write(administrators.link_to_a_password(user))
