"""Finding organisations by what people type: parts of names, pinyin, initials, codes.

Chinese text goes to the index of single characters and pairs, everything else to the trigrams of
`latin` or to the beginning of a column. Every way ends at an index; none scans the table.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final

from pypinyin import Style
from pypinyin.constants import PINYIN_DICT
from pypinyin.style import convert

from commitments.enums import NameKind
from commitments.queries.pieces import Piece, all_of
from commitments.queries.selection import Term
from core.text import is_han

# The portal's own code, and the beginning of a credit code long enough to mean nothing else.
PORTAL_CODE: Final = re.compile(r"rc\d{1,7}")
CREDIT_CODE: Final = re.compile(r"[1-9any][1-9]\d{4,6}[0-9a-hj-npqrtuwxy]{0,10}")
# From three characters on, neighbouring pairs do not yet say that they stand together.
SHORTEST_LIKE: Final = 3
MOST_SPELLINGS: Final = 8


def matching(terms: Sequence[Term]) -> Piece:
    """Give the condition under which an entry is found by all terms."""
    stands_alone = all(_is_short(term.key) for term in terms)
    return all_of(
        _matching(term.key, f"term_{number}", stands_alone=stands_alone)
        for number, term in enumerate(terms)
    )


def _is_short(key: str) -> bool:
    """One or two letters or digits: too little for the trigrams."""
    return len(key) < SHORTEST_LIKE and not has_han(key)


def _matching(key: str, name: str, *, stands_alone: bool) -> Piece:
    if has_han(key):
        return _containing(key, name)
    if PORTAL_CODE.fullmatch(key):
        return _like("code", name, f"{key}%")
    if CREDIT_CODE.fullmatch(key):
        return _like("uscc", name, f"{key.upper()}%")
    # Beside a term that an index finds, the few letters of "Co." are looked for in what it found.
    if not stands_alone or not _is_short(key):
        return _like("latin", name, f"%{key}%")
    sql = f"entry.initials LIKE %({name})s OR entry.uscc LIKE %({name}_code)s"
    return Piece(sql, {name: f"{key}%", f"{name}_code": f"{key.upper()}%"})


def _containing(key: str, name: str) -> Piece:
    pairs = [first + second for first, second in pairwise(key)] or [key]
    grams = Piece(f"entry.grams @> %({name})s::text[]", {name: pairs})
    if len(key) < SHORTEST_LIKE:
        return grams
    return all_of([grams, _like("name_keys", f"{name}_whole", f"%{key}%")])


def _like(column: str, name: str, pattern: str) -> Piece:
    return Piece(f"entry.{column} LIKE %({name})s", {name: pattern})


def has_han(text: str) -> bool:
    """Tell whether the text is written in Chinese characters, at least in part."""
    return any(map(is_han, text))


def called_exactly(whole: Term) -> Piece:
    """Give the condition under which the whole text is an entry's full or short name."""
    sql = """
        entry.id IN (SELECT organisation_id FROM commitments_organisationname
                     WHERE key = %(whole)s AND kind IN (%(full)s, %(short)s))
    """
    values: dict[str, Any] = {"whole": whole.key}
    return Piece(sql, values | {"full": NameKind.FULL.value, "short": NameKind.SHORT.value})


def begins_with(whole: Term) -> Piece:
    """Give the condition under which an entry's name begins with the whole text.

    Read from the index of the sorting names, so a name whose beginning pinyin reads otherwise in
    another company is not recognised here and stands among the rest.
    """
    if has_han(whole.key):
        return all_of(
            [
                _like("name_sort", "begun", f"{whole.syllables}%"),
                _like("name_keys", "begun_whole", f"{whole.key}%"),
            ]
        )
    ways = [_like("initials", "begun", f"{whole.key}%")]
    ways += [
        _like("name_sort", f"begun_{number}", f"{spelling}%")
        for number, spelling in enumerate(spellings(whole.key))
    ]
    values = {name: value for way in ways for name, value in way.values.items()}
    return Piece(" OR ".join(way.sql for way in ways), values)


def spellings(letters: str) -> list[str]:
    """Cut letters typed in one piece into syllables, in several ways: "xian" is "xian" and "xi an".

    The last one may be unfinished: "wanhu" is "wan hu", "wanhuah" is "wan hua h".
    """
    cuts: list[list[str]] = [[""]]  # cuts[n]: the ways in which the first n letters are syllables
    for end in range(1, len(letters) + 1):
        ways = [
            f"{way}{letters[start:end]} "
            for start in range(max(0, end - _LONGEST), end)
            if letters[start:end] in _syllables()
            for way in cuts[start]
        ]
        cuts.append(ways[:MOST_SPELLINGS])
    found = [
        way + letters[start:]
        for start in range(max(0, len(letters) - _LONGEST), len(letters))
        if letters[start:] in _beginnings()
        for way in cuts[start]
    ]
    return found[:MOST_SPELLINGS]


_LONGEST: Final = 6  # "zhuang"
_VOWELS: Final = frozenset("aeiouv")


@cache
def _syllables() -> frozenset[str]:
    readings = {reading for text in PINYIN_DICT.values() for reading in text.split(",")}
    plain = {convert(reading, Style.NORMAL, strict=True) for reading in readings}
    return frozenset(
        syllable
        for syllable in plain
        if syllable.isascii() and syllable.isalpha() and _VOWELS & set(syllable)
    )


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(
        syllable[:length] for syllable in _syllables() for length in range(1, len(syllable) + 1)
    )
