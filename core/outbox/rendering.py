"""The text of a mail, from the templates of its kind, in the language of who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.utils.text import Truncator
from django.utils.translation import override

from core.outbox.addresses import link
from core.text import tidy

LONGEST_LINE: Final = 200


@dataclass(frozen=True)
class MailText:
    subject: str
    text: str
    html: str


def mail_text(kind: str, context: Mapping[str, Any], *, href: str, language: str) -> MailText:
    """Give heading, text and page of a mail."""
    with override(language):
        values = _frame(href, language) | dict(context)
        subject = _one_line(f"emails/{kind}.subject.txt", values)
        values["subject"] = subject
        text = _plain(f"emails/{kind}.txt", values).strip() + "\n"
        return MailText(subject, text, render_to_string(f"emails/{kind}.html", values))


def line(kind: str, context: Mapping[str, Any], *, href: str, language: str) -> str:
    """Give the one line that stands for an event in the mail of the morning."""
    with override(language):
        return _one_line(f"emails/{kind}.line.txt", _frame(href, language) | dict(context))


def _frame(href: str, language: str) -> dict[str, Any]:
    """What every mail may say."""
    return {
        "organiser": settings.PORTAL_ORGANISER,
        "contact": settings.PORTAL_CONTACT,
        "portal": link("/"),
        "link": link(href) if href else "",
        "is_demo": settings.IS_DEMO,
        "language": language,
    }


def _one_line(template: str, context: Mapping[str, Any]) -> str:
    """A heading is one line whatever stands in it: a line break would begin another header."""
    return Truncator(tidy(_plain(template, context))).chars(LONGEST_LINE)


def _plain(template: str, context: Mapping[str, Any]) -> str:
    """Render without escaping: `&` is `&` in a text."""
    found: Template = get_template(template).template  # type: ignore[attr-defined]
    return found.render(Context(dict(context), autoescape=False))
