"""Documents that people write, hand in and get reviewed: the shape that every kind of them shares.

Each app has tables of its own, made of these: no table knows documents of two apps. A draft is one
JSON content that may be incomplete. Handing in freezes it as a `Version`; remarks and the one
decision are bound to that version. What is frozen is never edited: triggers refuse it.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.append_only import append_only_triggers
from core.enums import Audience, Outcome, Severity

COMMENT_AT_LEAST = 10  # letters: "please mend" helps nobody
PEOPLE: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


class ReviewedDocument(models.Model):
    """A document with a draft. The table names its STEPS, `state`, and its two versions.

    `draft_number` counts the savings of the draft: whoever saves says which one was seen.
    """

    state_changed_at = models.DateTimeField(_("state since"), db_default=Now(), editable=False)
    draft = models.JSONField(_("draft"), default=dict, editable=False)
    draft_number = models.PositiveIntegerField(_("saved times"), default=0, editable=False)
    draft_saved_at = models.DateTimeField(_("draft saved at"), null=True, editable=False)
    draft_saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("draft saved by"),
        null=True,
        editable=False,
        **PEOPLE,
    )

    class Meta:
        abstract = True

    @property
    def is_open_draft(self) -> bool:
        """Is it with its authors: may it be written and handed in?"""
        return self.state in self.STEPS["submit"][0]  # type: ignore[attr-defined]

    def remarks_open(self) -> models.QuerySet[Any]:
        """Remarks on any of its versions that nobody has closed."""
        return self.remark_model().objects.filter(version__document=self, closed_at=None)

    @classmethod
    def version_model(cls) -> type[Any]:
        return _related(cls, "versions")

    @classmethod
    def remark_model(cls) -> type[Any]:
        return _related(cls.version_model(), "remarks")

    @classmethod
    def decision_model(cls) -> type[Any]:
        return _related(cls.version_model(), "decision")


def _related(model: type[models.Model], name: str) -> type[Any]:
    related: Any = model._meta.get_field(name).related_model
    return related


class KeptDraft(models.Model):
    """A text that was written over: the trail of a draft, and what the overtaken had typed.

    The table adds `document`.
    """

    content = models.JSONField(_("content"))
    seen = models.PositiveIntegerField(_("over saving number"))
    was_overtaken = models.BooleanField(_("somebody else was faster"), default=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), null=True, **PEOPLE
    )
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        abstract = True
        triggers = append_only_triggers()


class Version(models.Model):
    """A document as it was handed in, for ever. The table adds `document`."""

    number = models.PositiveIntegerField(_("version"))
    payload = models.JSONField(_("content"))
    sha256 = models.CharField(_("checksum"), max_length=64, db_default="", editable=False)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("handed in by"), null=True, **PEOPLE
    )
    handed_in_at = models.DateTimeField(_("handed in at"))
    note = models.TextField(_("note to the reviewer"), blank=True)

    class Meta:
        abstract = True
        triggers = [
            *append_only_triggers(),
            # Of the content as the database writes it: `services` cannot write another one.
            pgtrigger.Trigger(
                name="checksum_of_its_content",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    NEW.sha256 = encode(sha256(convert_to(NEW.payload::text, 'UTF8')), 'hex');
                    RETURN NEW;
                """,
            ),
        ]


class Remark(models.Model):
    """What a reviewer says at one place of a version, its answer and its end.

    The table adds `version`. `place` is a path into the payload, "" for the whole document. A
    remark for the reviewers alone never reaches those who wrote the document.
    """

    place = models.CharField(_("place"), max_length=120, blank=True)
    severity = models.CharField(_("weight"), max_length=10, choices=Severity.choices)
    audience = models.CharField(
        _("who sees it"), max_length=10, choices=Audience.choices, default=Audience.AUTHORS
    )
    text = models.TextField(_("remark"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("author"), **PEOPLE)
    written_at = models.DateTimeField(_("written at"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), null=True, blank=True, **PEOPLE
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("closed by"), null=True, blank=True, **PEOPLE
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by=None, answered_at=None)
                | ~models.Q(answer="")
                & models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="%(class)s_is_answered_with_words_by_somebody",
                violation_error_message=_("An answer has words, an author and a time."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by=None, closed_at=None)
                | models.Q(closed_by__isnull=False, closed_at__isnull=False),
                name="%(class)s_is_closed_by_somebody",
                violation_error_message=_("A closed remark says who closed it and when."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="words_of_a_remark_stay",
                fields=["version", "place", "severity", "audience", "text", "author"],
            ),
            pgtrigger.Protect(name="a_remark_stays", operation=pgtrigger.Delete),
        ]


class Decision(models.Model):
    """The one decision on a version. The table adds `version`, one to one."""

    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    comment = models.TextField(_("comment"), blank=True)
    due_again = models.DateField(_("to be handed in again by"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        help_text=_("Empty for a decision taken from paper: the comment names the source."),
        **PEOPLE,
    )
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("endorsed by"), null=True, blank=True, **PEOPLE
    )
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=False) | ~models.Q(comment=""),
                name="%(class)s_of_nobody_names_its_source",
                violation_error_message=_("A decision taken from paper names its source."),
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.RETURNED) & models.Q(due_again=None)
                | models.Q(
                    outcome=Outcome.RETURNED,
                    due_again__isnull=False,
                    comment__regex=rf"\S(?:.|\n){{{COMMENT_AT_LEAST - 1},}}",
                ),
                name="%(class)s_returned_has_a_comment_and_a_new_day",
                violation_error_message=_(
                    "A return has a comment of at least ten letters and a new last day."
                ),
            ),
        ]
        triggers = append_only_triggers()
