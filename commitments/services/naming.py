"""The only door to the names of organisations: it writes the keys of sorting and searching."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.db.models import Max
from pypinyin import Style, lazy_pinyin

from commitments.enums import NameKind
from commitments.models import Organisation, OrganisationName
from commitments.services import facts
from commitments.services.days import refuse_before
from core.history import because
from core.text import comparison_key, tidy

SEPARATORS = "；;"


@dataclass(frozen=True)
class Keys:
    """By what one name is compared, sorted and searched."""

    key: str  # letters and digits alone
    syllables: str  # "wan hua hua xue"
    initials: str  # "whhx"

    @property
    def pinyin(self) -> str:
        """The syllables in one piece, with the initials: what a person types."""
        return f"{self.syllables.replace(' ', '')} {self.initials}"


@lru_cache(maxsize=200_000)
def keys_of(name: str) -> Keys:
    """Give the keys of a name. Reading is pypinyin's; letters and digits stand for themselves."""
    key = comparison_key(name)
    syllables = lazy_pinyin(key, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    return Keys(key, " ".join(syllables), "".join(syllable[0] for syllable in syllables))


def split_names(text: str) -> list[str]:
    """Give the names of a list written with semicolons, tidied, each once."""
    for separator in SEPARATORS[1:]:
        text = text.replace(separator, SEPARATORS[0])
    return list(dict.fromkeys(filter(None, map(tidy, text.split(SEPARATORS[0])))))


def search_columns(
    names: Mapping[NameKind, Iterable[str]], *, sort_key_by_hand: str = ""
) -> dict[str, str]:
    """Give the stored columns of the search document for the names of one organisation.

    `names` maps each kind to its texts; the full name is required.
    """
    full = keys_of(next(iter(names[NameKind.FULL])))
    syllables = sort_key_by_hand or full.syllables
    every = [keys_of(text) for kind in NameKind for text in names.get(kind, ())]
    spoken = [keys.pinyin for keys in every]
    if sort_key_by_hand:
        spoken.append(sort_key_by_hand.replace(" ", ""))
    return {
        "name_sort": f"{syllables} {full.key}",
        "name_keys": " ".join(dict.fromkeys(keys.key for keys in every)),
        "pinyin_keys": " ".join(dict.fromkeys(" ".join(spoken).split())),
        "initials": "".join(part[0] for part in syllables.split()),
    }


@transaction.atomic
def set_names(
    organisation: Organisation,
    *,
    by: object | None,
    full: str,
    short: str = "",
    english: str = "",
    former: Iterable[str] = (),
    aliases: Iterable[str] | None = None,
    reason: str = "",
) -> None:
    """Make these the names of the organisation and rewrite its search keys.

    Former names that are left out are removed: `rename` keeps the present name as a former one.
    Other spellings stay as they are, unless `aliases` says them anew.
    """
    present = {NameKind.FULL: full, NameKind.SHORT: short, NameKind.ENGLISH: english}
    texts = {kind: [tidy(text)] for kind, text in present.items() if tidy(text)}
    texts[NameKind.FORMER] = list(dict.fromkeys(filter(None, map(tidy, former))))
    texts[NameKind.ALIAS] = _aliases(organisation, texts, aliases)
    with because(by=by, reason=reason, source="naming"):
        _write_columns(organisation, texts)
        _write_names(organisation, texts)
        facts.touch()


@transaction.atomic
def rename(
    organisation: Organisation, *, by: object | None, to: str, on: dt.date, reason: str = ""
) -> None:
    """Give the organisation a new full name from the day on; the old one stays searchable.

    Raises DayNotPossible for a day that is not after the last renaming.
    """
    refuse_before(on, earliest_renaming(organisation))
    old = organisation.name
    former = [*split_names(organisation.former_names), old]
    with because(by=by, reason=reason, source="rename"):
        set_names(
            organisation,
            by=by,
            full=to,
            short=organisation.short_name,
            english=organisation.english_name,
            former=former,
            reason=reason,
        )
        because(by=by, reason=reason, source="rename")  # the last word about the one change
        organisation.names.filter(kind=NameKind.FORMER, key=keys_of(old).key).update(until=on)


def earliest_renaming(organisation: Organisation) -> dt.date | None:
    """Give the day after the last renaming; None if there was none on a day that is known."""
    last = organisation.names.aggregate(day=Max("until"))["day"]
    return last + dt.timedelta(days=1) if last else None


def rebuild(organisation_ids: Iterable[int]) -> None:
    """Compute the keys of these organisations once more, from the table of names."""
    organisations = Organisation.everyone.filter(pk__in=list(organisation_ids))
    for organisation in organisations.prefetch_related("names"):
        texts: dict[NameKind, list[str]] = {kind: [] for kind in NameKind}
        for name in sorted(organisation.names.all(), key=lambda name: name.pk):
            keys = keys_of(name.text)
            if (name.key, name.pinyin) != (keys.key, keys.syllables):
                name.key, name.pinyin = keys.key, keys.syllables
                name.save(update_fields=["key", "pinyin"])
            texts[NameKind(name.kind)].append(name.text)
        _write_columns(organisation, texts)


def name_rows(
    organisation_id: int, texts: Mapping[NameKind, Iterable[str]]
) -> list[OrganisationName]:
    """Give unsaved rows of the name table, one for each text."""
    return [
        OrganisationName(
            organisation_id=organisation_id,
            kind=kind,
            text=text,
            key=keys_of(text).key,
            pinyin=keys_of(text).syllables,
        )
        for kind in NameKind
        for text in texts.get(kind, ())
    ]


def _aliases(
    organisation: Organisation,
    texts: Mapping[NameKind, list[str]],
    aliases: Iterable[str] | None,
) -> list[str]:
    """Give the other spellings, each once, as far as no name of another kind is spelt so."""
    if aliases is None:
        known = organisation.names.filter(kind=NameKind.ALIAS) if organisation.pk else ()
        aliases = [name.text for name in known]
    keys = {keys_of(text).key for each in texts.values() for text in each}
    new: list[str] = []
    for text in filter(None, map(tidy, aliases)):
        if (key := keys_of(text).key) and key not in keys:
            keys.add(key)
            new.append(text)
    return new


def _write_columns(organisation: Organisation, texts: Mapping[NameKind, list[str]]) -> None:
    columns = search_columns(texts, sort_key_by_hand=organisation.sort_key_by_hand)
    columns |= {
        "name": texts[NameKind.FULL][0],
        "short_name": next(iter(texts.get(NameKind.SHORT, [])), ""),
        "english_name": next(iter(texts.get(NameKind.ENGLISH, [])), ""),
        "former_names": SEPARATORS[0].join(texts[NameKind.FORMER]),
    }
    for column, text in columns.items():
        setattr(organisation, column, text)
    if organisation.pk is None:
        organisation.save()
    else:
        organisation.save(update_fields=[*columns, "sort_key_by_hand"])


def _write_names(organisation: Organisation, texts: Mapping[NameKind, list[str]]) -> None:
    wanted = {(row.kind, row.text): row for row in name_rows(organisation.pk, texts)}
    for row in OrganisationName.objects.filter(organisation=organisation):
        if wanted.pop((row.kind, row.text), None) is None:
            row.delete()
    OrganisationName.objects.bulk_create(wanted.values())
