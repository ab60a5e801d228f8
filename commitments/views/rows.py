"""The rows of the list. They are most of the page, so their markup is not drawn row by row:
the template of a row is drawn once for each language, and each row only fills in its values.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from commitments.enums import Kind, Status
from commitments.queries.listing import Entry
from commitments.queries.parks import ParkStanding
from commitments.queries.searching import has_han
from commitments.queries.selection import Selection, Term
from commitments.services.naming import keys_of, split_names

TONES: Final = {
    Status.IN_FORCE: "good",
    Status.SUSPENDED: "warn",
    Status.ENDED: "",
    Status.NONE: "",
}
VALUES: Final = ("url", "name", "aside", "kind", "place", "signed_on", "badge")


def rows_of(
    entries: Iterable[Entry],
    selection: Selection,
    *,
    parks: Mapping[int, ParkStanding] | None = None,
    committed: Mapping[int, int] | None = None,
    gone: Mapping[int, str] | None = None,
) -> list[dict[str, Any]]:
    """This will give the words of each row.

    `parks` brings what documents say of parks, `committed` how many in each have committed, `gone`
    in whom those that have merged went on.
    """
    language = get_language() or ""
    in_english = language.startswith("en")
    kinds = {str(kind): str(label) for kind, label in Kind.choices}
    address = reverse("commitments:detail", args=["code"])
    return [
        {
            "url": address.replace("code", entry.code),
            "name": entry.name,
            "short_name": entry.short_name,
            "former": _found_by_former_name(entry, selection.terms),
            "park": _of_park((parks or {}).get(entry.id), (committed or {}).get(entry.id)),
            "merged": _merged((gone or {}).get(entry.id, "")),
            "kind": kinds[entry.kind],
            "place": _place(entry, in_english=in_english),
            "signed_on": entry.signed_on.isoformat() if entry.signed_on else "--",
            "badge": badge(entry.status, language),
        }
        for entry in entries
    ]


def drawn(rows: Iterable[dict[str, Any]]) -> SafeString:
    """This will draw the rows; every value but the badge and what stands aside is escaped here."""
    template = _row_template(get_language() or "")
    texts = ("url", "name", "kind", "place", "signed_on")
    lines = [
        template
        % {
            **{name: escape(row[name]) for name in texts},
            "aside": _aside(row["short_name"], row["former"], row["park"], row["merged"]),
            "badge": row["badge"],
        }
        for row in rows
    ]
    return mark_safe("\n".join(lines))  # noqa: S308 -- escaped two lines above


@cache
def _row_template(language: str) -> str:
    places = {name: mark_safe(f"%({name})s") for name in VALUES}  # noqa: S308 -- our own words
    return render_to_string("commitments/_row.html", places).strip()


@cache
def badge(status: str, language: str) -> SafeString:
    """This will draw the badge of a status once for each language."""
    context = {"label": Status(status).label, "tone": TONES[Status(status)]}
    return mark_safe(render_to_string("components/_badge.html", context).strip())  # noqa: S308 -- drawn by a template


def _of_park(standing: ParkStanding | None, committed: int | None) -> str:
    """Recognition with day and document, the area, as far as on record; who in it has committed."""
    parts = []
    if standing and (fact := standing.recognised):
        label = fact.get_recognition_display()
        parts.append(f"{label} {fact.on.isoformat()} {fact.document}")
    if standing and standing.measured:
        area = {"area": standing.measured.hectares}
        parts.append(pgettext("park", "%(area)s hectares") % area)
    if committed is not None:
        words = ngettext("%(count)s in it committed", "%(count)s in it committed", committed)
        parts.append(words % {"count": f"{committed:,}"})
    return pgettext("between items of a list", ", ").join(parts)


def _merged(successor: str) -> str:
    return pgettext("row", "merged into %(name)s") % {"name": successor} if successor else ""


def _aside(short_name: str, former: str, *lines: str) -> str:
    """What stands beside the name: the short one, the former one searched for, lines of facts."""
    text = ""
    if short_name:
        text += format_html(' <span class="register-aside">{}</span>', short_name)
    if former:
        words = _("formerly %(names)s") % {"names": former}
        text += format_html('<span class="register-former">{}</span>', words)
    for line in filter(None, lines):
        text += format_html('<span class="register-former">{}</span>', line)
    return text


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
