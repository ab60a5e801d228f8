import pytest
from django.core.paginator import Paginator
from django.template import Context, Template


def shown(rf, tag, query):
    template = Template("{% load links %}{% autoescape off %}" + tag + "{% endautoescape %}")
    return template.render(Context({"request": rf.get(f"/commitments/?{query}")}))


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("{% query_with province='37' %}", "?kind=park&kind=group&province=37"),
        ("{% query_with page=3 %}", "?kind=park&kind=group&page=3"),
        ("{% query_with kind=None %}", "?"),
        ("{% query_toggle 'kind' 'college' %}", "?kind=park&kind=group&kind=college"),
        ("{% query_toggle 'kind' 'park' %}", "?kind=group"),
        ("{% query_without 'kind' 'q' %}", "?"),
    ],
)
def test_addresses_keep_the_rest_of_the_query_and_drop_the_page(rf, tag, address):
    assert shown(rf, tag, "kind=park&kind=group&page=7") == address


def test_what_was_typed_is_quoted(rf):
    assert shown(rf, "{% query_with page=2 %}", "q=%22%3E") == "?q=%22%3E&page=2"


def test_page_numbers_are_the_ends_and_the_neighbours():
    page = Paginator(range(250), 25).page(5)
    template = Template("{% load links %}{% page_numbers page as all %}{{ all|join:' ' }}")

    assert template.render(Context({"page": page})) == "1 … 4 5 6 … 10"
