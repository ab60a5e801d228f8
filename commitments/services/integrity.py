"""What is stored twice, computed once more and compared."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.utils.translation import gettext as _

from commitments.enums import OPEN_STATES, NameKind, SuccessionKind
from commitments.models import Commitment, Organisation
from commitments.services import facts, naming

_BATCH = 2_000
_DOCUMENT_IS_WRONG = """
    grams <> portal_grams(name_keys)
    OR latin <> concat_ws(' ', pinyin_keys, lower(uscc), code)
"""


def differences() -> list[str]:
    """Give one sentence for every derived value that disagrees with its source."""
    return [
        *_wrong_ground(),
        *_wrong_names(),
        *_wrong_documents(),
        *_wrong_facts(),
        *_wrong_owners(),
        *_held_after_a_merger(),
    ]


def _wrong_ground() -> Iterator[str]:
    """Ask for trigrams of Chinese text: under a plain C character type there are none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('企业'))")
        if not cursor.fetchone()[0]:
            yield _("The database cannot index Chinese text: create it with LC_CTYPE C.UTF-8.")


def _wrong_names() -> Iterator[str]:
    """Compare the keys on the row and in the table of names with the names themselves."""
    for organisation in _organisations():
        texts: dict[NameKind, list[str]] = {kind: [] for kind in NameKind}
        for name in organisation.names.all():
            texts[NameKind(name.kind)].append(name.text)
            if (name.key, name.pinyin) != _name_keys(name.text):
                yield _say(organisation, _("the keys of the name “%(name)s”") % {"name": name.text})
        yield from _wrong_row(organisation, texts)


def _wrong_row(organisation: Organisation, texts: dict[NameKind, list[str]]) -> Iterator[str]:
    stored = {
        NameKind.FULL: [organisation.name],
        NameKind.SHORT: [organisation.short_name],
        NameKind.ENGLISH: [organisation.english_name],
        NameKind.FORMER: naming.split_names(organisation.former_names),
    }
    if {kind: sorted(filter(None, names)) for kind, names in stored.items()} != {
        kind: sorted(names) for kind, names in texts.items() if kind != NameKind.ALIAS
    }:
        yield _say(organisation, _("the names on its row and in the table of names"))
        return
    texts[NameKind.FORMER] = stored[NameKind.FORMER]
    columns = naming.search_columns(texts, sort_key_by_hand=organisation.sort_key_by_hand)
    if any(getattr(organisation, column) != text for column, text in columns.items()):
        yield _say(organisation, _("the search keys of its names"))


def _wrong_documents() -> Iterator[str]:
    """Compare what the trigger composed with the columns it composes from."""
    wrong = Organisation.everyone.extra(where=[_DOCUMENT_IS_WRONG])  # noqa: S610 -- a fixed text
    for organisation in wrong:
        yield _say(organisation, _("the search document"))


def _wrong_facts() -> Iterator[str]:
    """Recompute status and day of signing in a transaction that is taken back."""
    with transaction.atomic():
        count = facts.refresh()
        transaction.set_rollback(True)
    if count:
        yield _("%(count)s organisations carry a status that is not that of their commitments.") % {
            "count": count
        }


def _wrong_owners() -> Iterator[str]:
    """Look for commitments of records that are the same as another one: nobody would count them."""
    lost = Commitment.objects.exclude(organisation__same_as=None).select_related("organisation")
    for commitment in lost:
        yield _(
            "%(organisation)s (%(code)s): was brought together with another record and has a "
            "commitment that is counted nowhere."
        ) % {"organisation": commitment.organisation, "code": commitment.organisation.code}


def _held_after_a_merger() -> Iterator[str]:
    """Look for what was open on a merged organisation before the database refused it."""
    held = Commitment.objects.filter(
        state__in=OPEN_STATES, organisation__successions__kind=SuccessionKind.MERGED
    )
    for commitment in held.select_related("organisation"):
        yield _(
            "%(organisation)s (%(code)s): has merged into another organisation and holds a "
            "commitment still."
        ) % {"organisation": commitment.organisation, "code": commitment.organisation.code}


def _organisations() -> Iterator[Organisation]:
    rows = Organisation.everyone.prefetch_related("names").order_by("pk")
    return rows.iterator(chunk_size=_BATCH)


def _name_keys(text: str) -> tuple[str, str]:
    keys = naming.keys_of(text)
    return keys.key, keys.syllables


def _say(organisation: Organisation, what: str) -> str:
    return _("%(organisation)s (%(code)s): out of date is %(what)s.") % {
        "organisation": organisation,
        "code": organisation.code,
        "what": what,
    }
