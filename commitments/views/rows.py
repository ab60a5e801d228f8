"""The rows of the list as the page shows them: all words ready, so that the template stays flat."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.enums import Kind, Status
from commitments.queries.listing import Entry
from commitments.queries.searching import has_han
from commitments.queries.selection import Selection, Term
from commitments.services.naming import keys_of, split_names

TONES: Final = {
    Status.IN_FORCE: "good",
    Status.SUSPENDED: "warn",
    Status.ENDED: "",
    Status.NONE: "",
}


def rows_of(entries: Iterable[Entry], selection: Selection) -> list[dict[str, Any]]:
    """This will give the rows as dictionaries, which templates read fastest."""
    language = get_language() or ""
    in_english = language.startswith("en")
    kinds = {kind: str(label) for kind, label in Kind.choices}
    address = reverse("commitments:detail", args=["code"])
    return [
        {
            "url": address.replace("code", entry.code),
            "name": entry.name,
            "short_name": entry.short_name,
            "former": _found_by_former_name(entry, selection.terms),
            "kind": kinds[entry.kind],
            "place": _place(entry, in_english=in_english),
            "signed_on": entry.signed_on.isoformat() if entry.signed_on else "--",
            "badge": badge(entry.status, language),
        }
        for entry in entries
    ]


@cache
def badge(status: str, language: str) -> SafeString:
    """This will draw the badge of a status once for each language."""
    context = {"label": Status(status).label, "tone": TONES[Status(status)]}
    return render_to_string("components/_badge.html", context)


def _place(entry: Entry, *, in_english: bool) -> str:
    if in_english:
        names = (
            entry.province_english or entry.province_name,
            entry.city_english or entry.city_name,
        )
    else:
        names = (entry.province_name, entry.city_name)
    return " ".join(filter(None, names))


def _found_by_former_name(entry: Entry, terms: Iterable[Term]) -> str:
    """The former names that were searched for, if the present names do not show why they match."""
    if not entry.former_names:
        return ""
    present = [entry.name, entry.short_name, entry.english_name]
    words = [term for term in terms if not _is_in(term, present, entry)]
    former = split_names(entry.former_names)
    found = [name for name in former if any(_is_in(term, [name]) for term in words)]
    return _(", ").join(found)


def _is_in(term: Term, names: Iterable[str], entry: Entry | None = None) -> bool:
    if entry is not None and term.key in (entry.uscc or "").lower() + f" {entry.code}":
        return True
    keys = [keys_of(name) for name in names if name]
    if has_han(term.key):
        return any(term.key in key.key for key in keys)
    return any(term.key in key.pinyin for key in keys)
