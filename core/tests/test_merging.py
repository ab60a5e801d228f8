"""Two texts of one document: every difference is found, and what is chosen stands."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merging import differences, merged
from core.shapes import Shape, hidden, parts, text


@dataclass(frozen=True)
class Row(Shape):
    value: str = text("value")


@dataclass(frozen=True)
class Item(Shape):
    key: str = hidden()
    title: str = text("title")
    words: str = text("words", is_long=True)
    rows: tuple[Row, ...] = parts("rows", Row)


@dataclass(frozen=True)
class Whole(Shape):
    preface: str = text("preface", is_long=True)
    items: tuple[Item, ...] = parts("items", Item, by="key")


BASE = Whole("前言", (Item("a", "甲", "一"), Item("b", "乙", "二")))


def found(mine, theirs, base=None):
    return [(each.place, each.suggestion) for each in differences(mine, theirs, base)]


def test_two_texts_that_say_the_same_do_not_differ():
    assert found(BASE, BASE, BASE) == []
    assert merged(BASE, BASE, {}) == BASE


def test_what_only_one_of_them_changed_is_suggested():
    mine = replace(BASE, preface="我的前言")
    theirs = replace(BASE, items=(Item("a", "甲改", "一"), BASE.items[1]))

    assert found(mine, theirs, BASE) == [("preface", "mine"), ("items/a/title", "theirs")]
    assert merged(mine, theirs, {}, BASE) == replace(theirs, preface="我的前言")


def test_long_texts_that_both_changed_are_both_kept_unless_one_is_chosen():
    mine, theirs = replace(BASE, preface="我的"), replace(BASE, preface="他的")

    assert found(mine, theirs, BASE) == [("preface", "both")]
    assert merged(mine, theirs, {}, BASE).preface == "他的\n\n我的"
    assert merged(mine, theirs, {"preface": "mine"}, BASE).preface == "我的"
    assert merged(mine, theirs, {"preface": "theirs"}, BASE).preface == "他的"


def test_without_the_text_both_began_with_nothing_is_left_out():
    mine, theirs = replace(BASE, preface=""), replace(BASE, preface="他的")

    assert found(mine, theirs) == [("preface", "theirs")]
    assert found(theirs, mine) == [("preface", "mine")]


def test_what_one_added_is_kept_where_it_stood():
    mine = replace(BASE, items=(BASE.items[0], Item("c", "丙"), BASE.items[1]))
    theirs = replace(BASE, items=(*BASE.items, Item("d", "丁")))

    result = merged(mine, theirs, {}, BASE)

    assert found(mine, theirs, BASE) == [("items/c", "mine"), ("items/d", "theirs")]
    assert [item.key for item in result.items] == ["a", "c", "b", "d"]


def test_what_one_took_out_goes_only_if_the_other_left_it_alone():
    without = replace(BASE, items=BASE.items[:1])
    changed = replace(BASE, items=(BASE.items[0], Item("b", "乙改", "二")))

    assert found(without, BASE, BASE) == [("items/b", "mine")]
    assert merged(without, BASE, {}, BASE) == without
    assert found(without, changed, BASE) == [("items/b", "theirs")]
    assert merged(without, changed, {}, BASE) == changed
    assert merged(without, changed, {"items/b": "mine"}, BASE) == without


def test_whoever_moved_something_decides_the_order():
    moved = replace(BASE, items=BASE.items[::-1])

    assert merged(moved, BASE, {}, BASE).items == moved.items
    assert merged(BASE, moved, {}, BASE).items == moved.items


def test_rows_of_numbers_are_one_choice():
    mine = replace(BASE, items=(replace(BASE.items[0], rows=(Row("1"),)), BASE.items[1]))
    theirs = replace(BASE, items=(replace(BASE.items[0], rows=(Row("2"),)), BASE.items[1]))

    assert found(mine, theirs) == [("items/a/rows", "mine")]
    assert merged(mine, theirs, {"items/a/rows": "both"}).items[0].rows == (Row("1"),)


WORDS = st.text(alphabet="甲乙丙丁", max_size=3)
ITEMS = st.lists(
    st.builds(Item, st.sampled_from("abcdef"), WORDS, WORDS), max_size=4, unique_by=lambda i: i.key
).map(tuple)
WHOLES = st.builds(Whole, WORDS, ITEMS)


@given(WHOLES, WHOLES, st.one_of(st.none(), WHOLES))
def test_whoever_chooses_one_side_throughout_has_that_side(mine, theirs, base):
    places = [each.place for each in differences(mine, theirs, base)]

    for side, text_ in (("mine", mine), ("theirs", theirs)):
        result = merged(mine, theirs, dict.fromkeys(places, side), base)
        assert result.preface == text_.preface
        assert sorted(map(repr, result.items)) == sorted(map(repr, text_.items))


@given(WHOLES, WHOLES)
def test_by_default_no_long_text_is_lost(mine, theirs):
    result = merged(mine, theirs, {})

    kept = repr(result)
    for whole in (mine, theirs):
        for words in (whole.preface, *(item.words for item in whole.items)):
            assert words in kept


@pytest.mark.parametrize("wish", ["", "x", "both"])
def test_a_wish_that_is_none_is_no_choice(wish):
    mine = replace(BASE, items=BASE.items[:1])

    assert merged(mine, BASE, {"items/b": wish}, BASE) == mine
