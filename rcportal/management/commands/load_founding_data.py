from typing import Any

from django.core.management.base import BaseCommand

from commitments.services.certificates import load_wordings
from commitments.services.founding import load_form, load_reference_tables, load_texts
from reports.services.founding import load_published_figures
from reports.services.founding_coverage import load_coverage
from reports.services.report_template import load_report_template
from workgroups.services.founding import load_bodies_and_leads
from workgroups.services.founding_documents import load_documents


class Command(BaseCommand):
    help = (
        "Load regions, industries, the wording of the certificate, the rules and the application "
        "form, the committee, the secretariat, the nine working groups with their lead "
        "organisations, summaries of 2021 and plans for 2022, the published figures, the numbers "
        "and targets of coverage, and the template of the annual report. Running it twice changes "
        "nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        created = load_reference_tables() | load_wordings() | load_texts()
        created |= load_form()
        created |= load_bodies_and_leads()
        created |= {"documents of 2021 and 2022": load_documents()}
        created |= load_published_figures() | load_coverage()
        created |= load_report_template()
        parts = ", ".join(f"{name} {count}" for name, count in created.items())
        self.stdout.write(f"created: {parts}")
