from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services import demonstration


class Command(BaseCommand):
    help = "Make the demonstration accounts and write their sign-ins to demo-accounts.txt."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Demonstration accounts have no place in production (PORTAL_ENV).")
        path = Path(settings.PORTAL_VAR) / "demo-accounts.txt"
        password = demonstration.password_kept_in(path, wished=settings.PORTAL_DEMO_PASSWORD)
        accounts = demonstration.make_accounts(password)
        demonstration.write_sign_ins(path, accounts, password)
        self.stdout.write(path.read_text(encoding="utf-8"))
