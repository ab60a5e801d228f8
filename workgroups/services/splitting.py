"""A pasted, numbered text becomes items: "1.…;2.…", "一、…", "（1）…", run together or in lines.

Nothing is lost: each piece keeps the sentence it was, and what belongs to no item comes back as
`rest`. Titles and kinds are suggested in `suggesting`; a person corrects them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

# One half-width letter for each full-width one, so that places in the two texts are the same.
HALF: Final = str.maketrans("０１２３４５６７８９．（）：；，！？", "0123456789.():;,!?")
HAN: Final = "一二三四五六七八九"
HAN_NUMBERS: Final = {
    f"{tens}{one}": value * 10 + place
    for value, tens in enumerate(("", "十", "二十", "三十", "四十"))
    for place, one in enumerate(("", *HAN))
}
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# How numbers are written. "1+3", "1+6+X", "HG/T 4184", "2.5" and "2022.3.24" are none.
STYLES: Final = {
    "han": re.compile(rf"([{HAN}十]{{1,3}})\s*、"),
    "paren_han": re.compile(rf"\(([{HAN}十]{{1,3}})\)\s*[、.]?"),
    "han_is": re.compile(rf"第?([{HAN}十]{{1,3}})(?:是(?!否)|[,:](?<=第.[,:]))"),
    "arabic": re.compile(r"(?<![\d.+/~(-])(\d{1,2})\s*[.、)](?:(?!\d)|(?=20\d\d))"),
    "paren_arabic": re.compile(r"\((\d{1,2})\)\s*[、.]?"),
    "circled": re.compile(rf"([{CIRCLED}])\s*[、.]?"),
}
# Headings of parts, whose numbered sentences are the items.
OUTER: Final = ("han", "paren_han", "han_is")
AFTER_A_STOP: Final = re.compile(r"(?:^|[。;:,、.!?)”》\s])\s*$")
YEAR: Final = re.compile(r"(20\d\d)\s*年")
STOPS: Final = " \t\n\u3000。;；,，、"
SENTENCE_ENDS: Final = re.compile(r"[。;；\n]+")
BULLET: Final = re.compile(r"(?m)^\s*[•●■◆·*▪-]\s*")
# Where prose goes on to another thing that was done.
NEXT_DEED: Final = re.compile(
    "、(?=(?:积极|成功|首次|多次)?"
    "(?:组织|召开|举办|参加|参与|完成|开展|推进|编制|发布|启动|制定|协助))"
)
OPENING: Final = re.compile(r"^20\d\d\s*年(?:度)?\s*[,，]?\s*(?:主要)?(?=\S)")
LONGEST_HEADING: Final = 40


class Mark(NamedTuple):
    """Where a number stands in the text, and where what it counts begins."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """One sentence, as it was written, without its number; `heading` is of the part it is in."""

    text: str
    heading: str = ""


@dataclass(frozen=True)
class Split:
    """The items of a text, and what belonged to none of them."""

    pieces: list[Piece]
    rest: str


@dataclass(frozen=True)
class _List:
    """Numbers that follow one another from 1 on, the words before them, and their sentences."""

    before: str
    opening: str
    pieces: list[Piece]
    written: str

    def is_of(self, year: int | None) -> bool:
        years = YEAR.findall(self.opening)
        return year is None or not years or str(year) in years


def split(text: str, *, year: int | None = None, headings: Collection[str] = ()) -> Split:
    """Cut the text into what a person would call its items.

    A text that holds the lists of several years gives the one of `year`; the rest is given back.
    A list that is the whole text is meant whatever year it names: older plans are taken up again.
    `headings` are names with which another part of a longer text begins: they are no items.
    """
    lists = [each for each in _lists(text, headings) if each.pieces or each.before]
    wanted = _wanted([each for each in lists if each.pieces], year)
    if not wanted:
        prose = "\n".join(each.before for each in lists) if lists else text
        return _split_prose(prose, [each.written for each in lists])
    rest = [each.before if each in wanted else f"{each.before}{each.written}" for each in lists]
    return Split(
        pieces=[piece for each in wanted for piece in each.pieces],
        rest="\n".join(words.strip() for words in rest if words.strip(STOPS)),
    )


def _wanted(lists: list[_List], year: int | None) -> list[_List]:
    is_all = len(lists) == 1 and not lists[0].before
    return [each for each in lists if each.is_of(year)] or (lists if is_all else [])


def clauses(text: str) -> list[str]:
    """Cut one sentence that holds several duties at its semicolons and full stops."""
    return [part.strip(STOPS) for part in SENTENCE_ENDS.split(text) if part.strip(STOPS)]


# --- Numbered texts ---


def _lists(text: str, headings: Collection[str]) -> Iterator[_List]:
    plain = text.translate(HALF)
    style, chains = _chains_of(plain)
    came_to = 0
    for place, chain in enumerate(chains):
        is_last = place + 1 == len(chains)
        end = len(text) if is_last else _begin_of(plain, chain[-1].end, chains[place + 1][0].start)
        before, opening = _opening(text[came_to : chain[0].start], headings)
        bounds = [*(mark.start for mark in chain[1:]), end]
        sentences = [text[mark.end : to] for mark, to in zip(chain, bounds, strict=True)]
        pieces = [piece for each in sentences for piece in _pieces(each, style, headings)]
        yield _List(before, opening, pieces, text[chain[0].start : end])
        came_to = end


def _begin_of(plain: str, after: int, before: int) -> int:
    """Give where the words begin that open the next list: after the last stop or line."""
    words = plain[after:before].rstrip()
    cut = max(words.rfind("\n"), words.rfind("。"))
    return after + cut + 1 if cut >= 0 else before


def _opening(words: str, headings: Collection[str]) -> tuple[str, str]:
    """Tell what goes before a list from the heading that opens it ("2022年重点工作计划：")."""
    stripped = words.rstrip()
    cut = max(stripped.rfind("\n"), stripped.rfind("。")) + 1
    heading = stripped[cut:].strip()
    if len(heading) > LONGEST_HEADING:
        return words, ""
    lines = (line for line in words[:cut].splitlines() if not _is_heading(line, headings))
    return "\n".join(lines).strip(), heading


def _is_heading(line: str, headings: Collection[str]) -> bool:
    words = re.sub(r"^\s*\d{1,2}\s*[.、．]", "", line).strip()
    return words in headings or words.endswith((":", "："))


def _pieces(words: str, style: str, headings: Collection[str]) -> Iterator[Piece]:
    said = _without_next_heading(words, headings).strip(STOPS)
    if not said or said in headings:
        return
    inner = list(_lists(said, headings)) if style in OUTER else []
    if not any(len(each.pieces) > 1 for each in inner):
        yield Piece(said)
        return
    for each in inner:
        heading = f"{each.before} {each.opening}".strip(STOPS + ":：")
        yield from (Piece(piece.text, heading) for piece in each.pieces)


def _without_next_heading(words: str, headings: Collection[str]) -> str:
    """Take away "2.某某工作组" at the end: the part that follows begins there."""
    for heading in headings:
        found = re.search(rf"(?:\d{{1,2}}\s*[.、．])?\s*{re.escape(heading)}\s*$", words)
        if found and found.start() and words[: found.start()].rstrip()[-1:] in "。;；\n":
            return words[: found.start()]
    return words


def _chains_of(plain: str) -> tuple[str, list[list[Mark]]]:
    """Give the way of numbering that begins first, and its lists."""
    found = {name: list(_chains(plain, style)) for name, style in STYLES.items()}
    known = [(name, chains) for name, chains in found.items() if _counts(chains, plain)]
    if not known:
        return "", []
    return min(known, key=lambda each: each[1][0][0].start)


def _counts(chains: list[list[Mark]], plain: str) -> bool:
    """Two numbers are a list; one alone is when nothing but a heading stands before it."""
    if any(len(chain) > 1 for chain in chains):
        return True
    return bool(chains) and len(plain[: chains[0][0].start].strip()) <= LONGEST_HEADING


def _chains(plain: str, style: re.Pattern[str]) -> Iterator[list[Mark]]:
    """Follow 1, 2, 3 …; where a 1 comes again another list begins."""
    chain: list[Mark] = []
    for mark in _marks(plain, style):
        if mark.number == 1 and AFTER_A_STOP.search(plain[: mark.start]):
            if chain:
                yield chain
            chain = [mark]
        elif chain and _follows(chain[-1].number, mark, plain):
            chain.append(mark)
    if chain:
        yield chain


def _follows(last: int, mark: Mark, plain: str) -> bool:
    """Tell whether it is the next number; at the beginning of a line it may be miscounted."""
    begins_line = not plain[: mark.start].rsplit("\n", 1)[-1].strip() and mark.start > 0
    return mark.number == last + 1 or (begins_line and mark.number in (last, last + 2))


def _marks(plain: str, style: re.Pattern[str]) -> Iterator[Mark]:
    for found in style.finditer(plain):
        if number := _number(found.group(1)):
            yield Mark(number, found.start(), found.end())


def _number(written: str) -> int:
    if written in CIRCLED:
        return CIRCLED.index(written) + 1
    return int(written) if written.isdecimal() else HAN_NUMBERS.get(written, 0)


# --- Texts without numbers ---


def _split_prose(text: str, other: list[str]) -> Split:
    said = OPENING.sub("", text.strip())
    bullets = [part.strip(STOPS) for part in BULLET.split(said)]
    sentences = bullets if len(bullets) > 2 else SENTENCE_ENDS.split(said)
    deeds = (deed for each in sentences for deed in NEXT_DEED.split(each))
    pieces = [Piece(deed.strip(STOPS)) for deed in deeds if deed.strip(STOPS)]
    headings = [piece for piece in pieces if piece.text.endswith((":", "："))]
    return Split(
        pieces=[piece for piece in pieces if piece not in headings],
        rest="\n".join(other),
    )
