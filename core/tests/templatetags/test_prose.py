from django.template import Context, Template


def shown(text):
    return Template("{% load prose %}{% prose text %}").render(Context({"text": text})).strip()


def test_paragraphs_lines_and_lists():
    text = "第一段\n第二行\n\n- 甲\n- 乙\n尾"

    assert shown(text) == "<p>第一段<br>第二行</p><ul><li>甲</li><li>乙</li></ul><p>尾</p>"


def test_markup_in_a_text_is_shown_as_typed():
    assert shown("- <b>x</b>") == "<ul><li>&lt;b&gt;x&lt;/b&gt;</li></ul>"


def test_nothing_is_shown_of_nothing():
    assert shown(" \n\n ") == ""
