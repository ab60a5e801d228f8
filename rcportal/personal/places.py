"""Where the words of a person stand: found by the database, read and replaced here."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextField
from django.db.models.functions import Cast

from rcportal.personal.fields import Column, all_of
from rcportal.personal.person import is_number

AROUND: Final = 12  # letters on each side, to tell a name from a word
GAP: Final = r"[\s()（）-]*"
COUNTRY: Final = rf"(?:(?:\+|00)?86{GAP})?"


@dataclass(frozen=True)
class Words:
    """Words to be looked for, as people may write them."""

    words: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Find them as whole words, in any case, numbers with any gaps."""
        longest_first = sorted(self.words, key=lambda each: (-len(each), each))
        return re.compile("|".join(map(_whole, longest_first)), re.IGNORECASE)

    @property
    def loosely(self) -> str:
        """Give the same for the database: more than is meant, never less."""
        return "|".join(sorted(_loose(each) for each in self.words))

    def replaced(self, value: Any, word: str) -> Any:
        """Give a text, or what a JSON column holds, with another word in their place."""
        if isinstance(value, str):
            return self.pattern.sub(word, value)
        if isinstance(value, list):
            return [self.replaced(each, word) for each in value]
        if isinstance(value, dict):
            return {key: self.replaced(each, word) for key, each in value.items()}
        return value

    def around(self, value: Any) -> str:
        """Give the first of them with what stands beside it."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        found = self.pattern.search(text)
        if found is None:
            return ""
        return text[max(found.start() - AROUND, 0) : found.end() + AROUND].replace("\n", " ")


@dataclass(frozen=True)
class Place:
    """One value in which words of a person stand."""

    column: Column
    pk: Any
    value: Any


def places(words: Words, among: Iterable[Column], rows: Any = None) -> Iterator[Place]:
    """Find every value with one of the words, in these columns; in `rows` of one table alone."""
    if not words:
        return
    for column in among:
        name = column.field.name
        found = all_of(column.model) if rows is None else rows
        asked = found.annotate(as_text=Cast(name, TextField())).filter(
            as_text__iregex=words.loosely
        )
        for pk, value in asked.values_list("pk", name):
            if words.replaced(value, "") != value:
                yield Place(column, pk, value)


def _whole(word: str) -> str:
    if is_number(word):
        return rf"(?<!\d){COUNTRY}{_loose(word)}(?!\d)"
    if "@" in word:
        return rf"(?<![\w.%+-]){re.escape(word)}(?![\w-]|\.\w)"
    if word.isascii():
        return rf"\b{re.escape(word)}\b"
    return re.escape(word)


def _loose(word: str) -> str:
    if is_number(word):
        return GAP.join(re.escape(each) for each in re.sub(r"\D", "", word))
    inside_json = json.dumps(word, ensure_ascii=False)[1:-1]
    return "|".join({re.escape(word), re.escape(inside_json)})
