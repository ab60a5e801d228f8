from typing import Any

from django.core.management.base import BaseCommand

from commitments.services.certificates import load_wordings
from commitments.services.founding import load_reference_tables
from workgroups.services.founding import load_bodies_and_leads


class Command(BaseCommand):
    help = (
        "Load regions, industries, the wording of the certificate, the committee, the secretariat "
        "and the nine working groups with their lead organisations. Running it twice changes "
        "nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        created = load_reference_tables() | load_wordings() | load_bodies_and_leads()
        parts = ", ".join(f"{name} {count}" for name, count in created.items())
        self.stdout.write(f"created: {parts}")
