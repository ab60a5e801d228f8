"""Texts that the secretariat writes, with places to be filled in: "{name} signed {document}"."""

import re
from collections.abc import Mapping, Set
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_PLACE: Final = re.compile(r"\{(\w+)\}")


def check_places(text: str, known: Set[str], *, required: Set[str] = frozenset()) -> None:
    """Raise ValidationError for a place that is not known or missing, and for a single brace."""
    if re.search(r"[{}]", _PLACE.sub("", text)):
        raise ValidationError(
            _("A brace stands alone. What is filled in is written: %(known)s.")
            % {"known": _listed(known)}
        )
    found = set(_PLACE.findall(text))
    if unknown := sorted(found - known):
        raise ValidationError(
            _("{%(name)s} cannot be filled in. What is filled in is written: %(known)s.")
            % {"name": unknown[0], "known": _listed(known)}
        )
    if missing := sorted(required - found):
        raise ValidationError(
            _("{%(name)s} is missing: it must stand in the text.") % {"name": missing[0]}
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Give the text with its places filled in."""
    return _PLACE.sub(lambda place: values[place[1]], text)


def _listed(names: Set[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names))
