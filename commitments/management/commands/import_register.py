import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from commitments.services import importing
from commitments.services.importing import ListRefused, Plan, RegisterMoved, Verdict
from commitments.services.importing.wording import listed
from core.uploads import limits

ROWS_BETWEEN_SIGNS_OF_LIFE = 5_000
MOST_BYTES_READ = limits.FILE_BYTES + 1


class NotPossible(Exception):
    """The command cannot go on; the text says why in a sentence."""


@contextmanager
def without_log_lines() -> Iterator[None]:
    """Keep the log off the screen: what is wrong with a file is said in a sentence."""
    loggers = [logging.getLogger(name) for name in ("core", "commitments")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


class Command(BaseCommand):
    help = (
        "Bring a list of organisations and commitments (.xlsx or .csv) into the register. If any "
        "row is refused nothing is written and the exit status is 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the list, an .xlsx or .csv file")
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, and exit as the real run would"
        )
        parser.add_argument(
            "--accept-good", action="store_true", help="write the rows that are not refused"
        )
        parser.add_argument(
            "--as-user", metavar="EMAIL", help="the account of the secretariat that imports"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with without_log_lines():
                plan, is_written = self._run(options)
        except (NotPossible, ListRefused, RegisterMoved) as error:
            self.stderr.write(str(error))
            sys.exit(1)
        self._tell(plan)
        failed = plan.counts[Verdict.REFUSED] and not options["accept_good"]
        if failed:
            self.stderr.write(self._nothing_written(plan))
        elif not is_written:
            self.stdout.write(_("This was a trial: nothing was written."))
        self.stdout.write(
            " ".join(f"{verdict.value}={plan.counts[verdict]}" for verdict in Verdict)
        )
        if failed:
            sys.exit(1)

    def _run(self, options: dict[str, Any]) -> tuple[Plan, bool]:
        """Give the plan, and whether it was written."""
        by = self._user(options["as_user"])
        path: Path = options["file"]
        data = self._read(path)
        at = timezone.now()
        if options["dry_run"]:
            return importing.preview(path.name, data, at=at, progress=self._progress), False
        plan, batch = importing.bring_in(
            path.name,
            data,
            by=by,
            at=at,
            accept_good=options["accept_good"],
            progress=self._progress,
        )
        return plan, batch is not None

    def _user(self, email: str | None) -> User | None:
        if email is None:
            return None
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None or not user.has_perm("commitments.import_register"):
            raise NotPossible(
                _("“%(email)s” is no account of the secretariat: name one that may import.")
                % {"email": email}
            )
        return user

    def _read(self, path: Path) -> bytes:
        """Read the file, at most a little more than may come in."""
        try:
            with path.open("rb") as file:
                return file.read(MOST_BYTES_READ)
        except OSError as error:
            raise NotPossible(
                _("The file “%(file)s” cannot be opened: %(reason)s.")
                % {"file": path, "reason": error.strerror}
            ) from error

    def _progress(self, done: int, total: int) -> None:
        if total > ROWS_BETWEEN_SIGNS_OF_LIFE and done % ROWS_BETWEEN_SIGNS_OF_LIFE == 0:
            self.stdout.write(
                _("compared %(done)s of %(total)s rows") % {"done": done, "total": total}
            )

    def _tell(self, plan: Plan) -> None:
        """Print the refusals with their cells, then warnings and what was left aside."""
        for entry in plan.entries:
            for problem in entry.row.problems:
                self.stdout.write(
                    _("%(cell)s %(heading)s “%(value)s”: %(reason)s %(remedy)s") % problem.as_json()
                )
        for warning in plan.warnings:
            self.stdout.write(_("Note: %(warning)s") % {"warning": warning})
        for double in plan.doubles.found:
            self.stdout.write(
                _("Row %(row)s: %(sentence)s") % {"row": double.row, "sentence": double.sentence}
            )
        if plan.touched:
            self.stdout.write(
                _("A partial list, which only touches: %(headings)s")
                % {"headings": listed(plan.touched)}
            )
        if plan.layout.ignored:
            self.stdout.write(
                _("Columns left aside: %(headings)s") % {"headings": plan.ignored_named}
            )

    def _nothing_written(self, plan: Plan) -> str:
        count = plan.counts[Verdict.REFUSED]
        return ngettext(
            "%(count)s row is refused, so nothing was written: correct it, or use --accept-good.",
            "%(count)s rows are refused, so nothing was written: correct them, or use "
            "--accept-good.",
            count,
        ) % {"count": count}
