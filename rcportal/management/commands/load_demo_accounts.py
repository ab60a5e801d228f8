from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.services import demonstration
from commitments.services.demonstration_bonds import give_bonds
from commitments.services.demonstration_contacts import give_contact
from workgroups.services.demonstration import give_offices, open_years


class Command(BaseCommand):
    help = (
        "Make the demonstration accounts, write their sign-ins to demo-accounts.txt, give them "
        "their offices in the working groups and open the years they may write in."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Demonstration accounts have no place in production (PORTAL_ENV).")
        path = Path(settings.PORTAL_VAR) / "demo-accounts.txt"
        password = demonstration.password_kept_in(path, wished=settings.PORTAL_DEMO_PASSWORD)
        accounts = demonstration.make_accounts(password)
        demonstration.write_sign_ins(path, accounts, password)
        today = timezone.localdate()
        give_offices(on=today)
        open_years(on=today)
        give_contact()
        give_bonds()
        self.stdout.write(path.read_text(encoding="utf-8"))
