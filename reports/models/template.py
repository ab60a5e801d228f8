"""The chapters with which an edition begins: data that the secretariat edits."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.history import keeps_history
from reports.enums import ChapterKind
from reports.rules import edit_rules


def only_texts_have_no_sources(name: str) -> models.CheckConstraint:
    """Give the rule that a chapter takes in something unless it is a text."""
    is_text = models.Q(kind=ChapterKind.TEXT)
    return models.CheckConstraint(
        condition=is_text & models.Q(sources=[]) | ~is_text & ~models.Q(sources=[]),
        name=name,
        violation_error_message=_(
            "A chapter of texts takes nothing in; every other one says what it takes in."
        ),
    )


class AbstractChapter(models.Model):
    """What a chapter of the template and one of an edition have in common."""

    position = models.PositiveSmallIntegerField(_("position"))
    heading = models.CharField(
        _("heading"), max_length=60, help_text=_("Without a number: numbers are set when printed.")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ChapterKind.choices)
    is_annex = models.BooleanField(_("annex"), default=False)
    sources = ArrayField(
        models.CharField(max_length=60), verbose_name=_("takes in"), default=list, blank=True
    )
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "An empty line begins a paragraph. Figures are written as {enterprises}, {parks}, "
            "{new_enterprises}, {new_parks}, {ended}, {suspended}; also {year}, {next_year}, "
            "{as_at} and {rule}."
        ),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.heading


@keeps_history()
class TemplateChapter(AbstractChapter, RulesModel):
    """A chapter of the template: editions that are opened later begin with it."""

    is_used = models.BooleanField(
        _("in use"), default=True, help_text=_("Switched off it is in no new edition.")
    )

    class Meta:
        verbose_name = _("chapter of the report template")
        verbose_name_plural = _("chapters of the report template")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["heading"],
                name="a_heading_stands_in_the_template_once",
                violation_error_message=_("The template has a chapter of this heading already."),
            ),
            only_texts_have_no_sources("template_chapters_say_what_they_take_in"),
        ]

    def __str__(self) -> str:
        return self.heading
