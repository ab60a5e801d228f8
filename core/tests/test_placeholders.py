import pytest
from django.core.exceptions import ValidationError

from core.placeholders import check_places, fill

KNOWN = frozenset({"name", "day"})


@pytest.mark.parametrize("text", ["", "兹证明", "{name}于{day}签署", "{name}{name}"])
def test_what_can_be_filled_in_is_taken(text):
    check_places(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{name", "花括号不成对。可以填入的内容写作：{day} {name}。"),
        ("name}", "花括号不成对。可以填入的内容写作：{day} {name}。"),
        ("{{name}}", "花括号不成对。可以填入的内容写作：{day} {name}。"),
        ("{}", "花括号不成对。可以填入的内容写作：{day} {name}。"),
        ("{name.__class__}", "花括号不成对。可以填入的内容写作：{day} {name}。"),
        ("{name:>9}", "花括号不成对。可以填入的内容写作：{day} {name}。"),
        ("{who}", "{who} 无法填入。可以填入的内容写作：{day} {name}。"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValidationError) as refusal:
        check_places(text, KNOWN)

    assert refusal.value.messages == [sentence]


def test_a_place_may_be_required():
    with pytest.raises(ValidationError) as refusal:
        check_places("{day}", KNOWN, required=frozenset({"name"}))

    assert refusal.value.messages == ["缺少 {name}：文字中必须有它。"]


def test_values_are_not_read_again():
    assert fill("{name} {day}", {"name": "{day}", "day": "1"}) == "{day} 1"
