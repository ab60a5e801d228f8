from dataclasses import dataclass, field

from django.template import Context, Template

from core.templatetags import charts


@dataclass
class Bar:
    name: str
    value: int | None
    href: str = ""


@dataclass
class Line:
    name: str
    values: list = field(default_factory=list)


def drawn(lines, labels):
    return charts.line_chart(lines, labels, title="承诺单位", unit="家")


def test_bars_are_shares_of_the_largest():
    chart = charts.bar_chart(
        [Bar("企业", 200), Bar("院校", 50), Bar("协会", None)], title="t", unit="家", heading="类型"
    )

    assert [bar.share for bar in chart["bars"]] == [100.0, 25.0, 0]


def test_bars_of_nothing_are_nothing():
    chart = charts.bar_chart([Bar("企业", 0)], title="t", unit="家", heading="类型")

    assert [bar.share for bar in chart["bars"]] == [0]


def test_a_line_starts_at_zero_and_ends_at_the_largest():
    (line,) = drawn([Line("企业", [0, 699])], [2020, 2021])["lines"]

    assert [point.y for point in line.points] == [charts.BOTTOM, charts.TOP]


def test_a_year_without_figure_is_left_out_of_the_line_and_told_in_the_table():
    chart = drawn([Line("企业", [617, None, 699])], [2019, 2020, 2021])

    assert [point.label for point in chart["lines"][0].points] == ["2019", "2021"]
    assert chart["rows"] == [("2019", [617]), ("2020", [None]), ("2021", [699])]


def test_no_end_is_written_over_another():
    near = drawn([Line("已签署", [10, 938]), Line("目标", [1000, 1000])], [2020, 2021])
    far = drawn([Line("已签署", [10, 400]), Line("目标", [1000, 1000])], [2020, 2021])

    assert [line.end.is_named for line in near["lines"]] == [True, False]
    assert [line.end.is_named for line in far["lines"]] == [True, True]


def test_no_more_than_four_lines_are_drawn():
    chart = drawn([Line(str(n), [n]) for n in range(6)], [2021])

    assert [line.number for line in chart["lines"]] == [1, 2, 3, 4]


def test_a_chart_without_years_is_an_empty_chart():
    assert [line.path for line in drawn([Line("企业", [])], [])["lines"]] == [""]


def test_lines_say_the_same_in_a_table():
    template = Template("{% load charts %}{% line_chart lines years title='t' unit='家' %}")
    page = template.render(Context({"lines": [Line("企业", [686, 699])], "years": [2020, 2021]}))

    assert [page.count('<td class="numeric">686</td>'), page.count("style=")] == [1, 0]
