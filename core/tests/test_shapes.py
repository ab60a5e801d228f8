"""Contents of documents: read from anything, from forms, and named by their places."""

from dataclasses import dataclass, field

import pytest
from django.http import QueryDict

from core.shapes import Shape, flag, hidden, names, part, parts, text
from core.tests.contents import sent


@dataclass(frozen=True)
class Row(Shape):
    what: str = text("what")
    number: str = text("number")


@dataclass(frozen=True)
class Inner(Shape):
    key: str = hidden()
    title: str = text("title")
    is_open: bool = flag("open", default=True)
    groups: tuple[str, ...] = names("groups")
    rows: tuple[Row, ...] = parts("rows", Row)


@dataclass(frozen=True)
class Outer(Shape):
    words: str = text("words")
    items: tuple[Inner, ...] = parts("items", Inner, by="key")
    last: Inner = field(default_factory=Inner, metadata=part("last", Inner))


FULL = Outer(
    words="前言",
    items=(
        Inner("b2", "乙", True, ("pp", "ds"), (Row("people", "3"),)),
        Inner("a1", "甲", False, (), ()),
    ),
    last=Inner("", "末", True),
)


def form_of(shape):
    """Give the shape as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, value in sent(shape).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_what_is_written_is_read_back():
    assert Outer.read(FULL.write()) == FULL


def test_what_a_form_sends_is_read_back():
    assert Outer.read_form(form_of(FULL)) == FULL


@pytest.mark.parametrize(
    "anything",
    [None, 3, "x", [], {"items": "x"}, {"items": [3, None]}, {"last": 4, "words": ["y"]}],
)
def test_anything_at_all_can_be_read(anything):
    read = Outer.read(anything)

    assert Outer.read(read.write()) == read


def test_values_are_known_by_their_places():
    places = [leaf.place for leaf in FULL.leaves()]

    assert places[:7] == [
        "words",
        "items/b2/key",
        "items/b2/title",
        "items/b2/is_open",
        "items/b2/groups",
        "items/b2/rows/1/what",
        "items/b2/rows/1/number",
    ]
    assert places[-1] == "last/groups"


def test_lines_end_one_way_whatever_the_browser_sends():
    read = Outer.read_form(QueryDict("words=%E4%B8%80%0D%0A%E4%BA%8C%0D%E4%B8%89"))

    assert read.words == "一\n二\n三"


def test_what_the_database_cannot_keep_is_taken_out():
    assert Outer.read({"words": "甲\x00乙\ud800"}).words == "甲乙\ufffd"


def test_keys_that_are_no_keys_are_not_taken():
    data = QueryDict("items=a1&items=a1&items=../x&items=&items/a1/title=t")

    assert [item.key for item in Outer.read_form(data).items] == ["a1"]


def test_rows_left_empty_are_not_kept():
    data = QueryDict(
        "items=a1&items/a1/rows/1/what=&items/a1/rows/1/number="
        "&items/a1/rows/2/what=&items/a1/rows/2/number=5"
    )

    assert Outer.read_form(data).items[0].rows == (Row("", "5"),)
