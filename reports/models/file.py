"""The files of an edition as they were built, kept with their checksums."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import JobRun
from reports.models.edition import Edition


class EditionFile(models.Model):
    """One file of an edition. `source_sha256` is the checksum of what it was made from."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="files"
    )
    run = models.ForeignKey(
        JobRun, verbose_name=_("job"), on_delete=models.PROTECT, related_name="edition_files"
    )
    name = models.CharField(_("name"), max_length=20)
    content = models.BinaryField(_("content"))
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    source_sha256 = models.CharField(_("made from"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    is_shown = models.BooleanField(_("shown"), default=False)

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "run", "name"],
                name="a_run_builds_a_file_once",
                violation_error_message=_("This job has built the file already."),
            ),
            models.UniqueConstraint(
                fields=["edition", "name"],
                condition=models.Q(is_shown=True),
                name="an_edition_shows_a_file_once",
                violation_error_message=_("The edition has this file already."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_files_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT FROM reports_edition
                        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.edition_id
                                   ELSE NEW.edition_id END
                          AND state IN ('published', 'superseded')
                        FOR SHARE
                    ) THEN
                        RAISE EXCEPTION 'published_files_stay' USING ERRCODE = 'check_violation';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.name}"
