"""What an edition is made of while it is written: chapters, quoted versions, confirmations."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.append_only import append_only_triggers
from core.history import keeps_history
from reports.enums import Quoted
from reports.models.edition import Edition
from reports.models.template import AbstractChapter, only_texts_have_no_sources
from reports.rules import edit_rules
from workgroups.models import Body, SubmissionVersion


def only_in_drafts() -> Any:
    """Give the trigger that refuses every change to the parts of an edition that is no draft."""
    return pgtrigger.Trigger(
        name="only_drafts_are_written",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF NOT EXISTS (
                SELECT FROM reports_edition
                WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.edition_id ELSE NEW.edition_id END
                  AND state = 'draft'
                FOR SHARE
            ) THEN
                RAISE EXCEPTION 'only_drafts_are_written' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@keeps_history()
class Chapter(AbstractChapter, RulesModel):
    """A chapter of an edition; `original` is the text of the template with which it began."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="chapters"
    )
    original = models.TextField(_("text of the template"), blank=True, editable=False)
    is_left_out = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "heading"],
                name="a_heading_stands_in_an_edition_once",
                violation_error_message=_("The edition has a chapter of this heading already."),
            ),
            only_texts_have_no_sources("chapters_say_what_they_take_in"),
        ]
        triggers = [only_in_drafts()]

    def __str__(self) -> str:
        return f"{self.edition}: {self.heading}"


@keeps_history()
class Pin(RulesModel):
    """An accepted version that the edition quotes.

    `wording` holds what was edited for style, by the place in the version; the version keeps the
    original.
    """

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="pins"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Quoted.choices)
    version = models.ForeignKey(
        SubmissionVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="report_pins",
    )
    wording = models.JSONField(_("edited for style"), default=dict, blank=True)

    class Meta:
        verbose_name = _("quoted version")
        verbose_name_plural = _("quoted versions")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "body", "kind"],
                name="an_edition_quotes_a_document_once",
                violation_error_message=_("The edition quotes this document already."),
            )
        ]
        triggers = [
            only_in_drafts(),
            pgtrigger.Trigger(
                name="quoted_are_accepted_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    PERFORM FROM workgroups_submission AS document
                    JOIN reports_edition AS edition ON edition.id = NEW.edition_id
                    WHERE document.accepted_version_id = NEW.version_id
                      AND document.body_id = NEW.body_id
                      AND document.state IN ('accepted', 'published')
                      AND (NEW.kind = 'summary' AND document.year = edition.year
                           AND document.kind IN ('summary', 'correction')
                           OR NEW.kind = 'plan' AND document.year = edition.year + 1
                           AND document.kind = 'plan')
                    FOR SHARE OF document;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'a_report_quotes_accepted_versions_of_its_year'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.body} {self.get_kind_display()}"


class Confirmation(RulesModel):
    """The leader of a body agrees to what the edition says of it; holds for that text alone."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="confirmations"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="+"
    )
    said_sha256 = models.CharField(_("checksum of the text"), max_length=64)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        verbose_name = _("confirmation of a chapter")
        verbose_name_plural = _("confirmations of chapters")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "body", "said_sha256"],
                name="a_text_is_confirmed_once",
                violation_error_message=_("This text was confirmed already."),
            )
        ]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return gettext("%(edition)s: %(body)s confirmed") % {
            "edition": self.edition,
            "body": self.body,
        }
