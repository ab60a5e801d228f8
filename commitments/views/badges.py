"""The status of an organisation as a small picture (SVG) for its own site."""

import unicodedata
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.enums import Status
from commitments.queries.profile import Profile
from commitments.views.rows import TONES

WIDE, NARROW, MARGIN = 13, 7, 9  # points of the picture at a letter height of 13
# The tones of the pages (static/css/common.css), dark enough for white letters.
COLOURS: Final = {"good": "#1d6b3a", "warn": "#8a4b00", "bad": "#a3211c", "": "#4a5560"}


def drawn(profile: Profile) -> str:
    """Draw the badge: who says it, how it stands today and since when."""
    organisation = profile.organisation
    status = Status(organisation.status)
    what, words = pgettext("badge", "Responsible Care"), _words(profile, status)
    left, right = _width(what), _width(words)
    context: dict[str, Any] = {
        "name": organisation.name,
        "what": what,
        "words": words,
        "left": left,
        "right": right,
        "width": left + right,
        "middle_left": left / 2,
        "middle_right": left + right / 2,
        "colour": COLOURS.get(TONES[status], COLOURS[""]),
    }
    return render_to_string("commitments/badge.svg", context)


def _words(profile: Profile, status: Status) -> str:
    words = str(status.label)
    if profile.status_since:
        day = profile.status_since.isoformat()
        words = _("%(status)s since %(day)s") % {"status": words, "day": day}
    if profile.organisation.is_demo:
        words = _("%(title)s [demonstration]") % {"title": words}
    return words


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide * WIDE + (len(text) - wide) * NARROW + 2 * MARGIN
