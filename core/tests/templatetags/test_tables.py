import pytest
from django.template import Context, Template

from core.templatetags.tables import Cell, Column, data_table

COLUMNS = [Column("单位"), Column("职工人数", is_numeric=True)]


def test_each_cell_says_its_column_on_phones():
    template = Template("{% load tables %}{% data_table columns rows %}")
    rows = [[Cell("示例化工", "/x/"), Cell("1,204")]]
    page = template.render(Context({"columns": COLUMNS, "rows": rows}))

    assert page.count('<td data-label="职工人数" class="numeric">1,204</td>') == 1
    assert page.count('<th scope="row"><a href="/x/">示例化工</a></th>') == 1


def test_a_row_with_a_cell_too_few_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        data_table(COLUMNS, [[Cell("示例化工")]])
