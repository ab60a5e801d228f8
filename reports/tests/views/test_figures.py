import csv
import io

import pytest

from reports.tests.register import built, small_register

pytestmark = pytest.mark.django_db
OTHERS = "kind=group&kind=enterprise&kind=association&kind=college"
FILE = "/statistics/2021/figures.csv"


def rows(response):
    content = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_the_file_has_every_figure_with_its_list(client):
    small_register()
    snapshot = built(2021)

    answer = client.get(FILE)

    found = rows(answer)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="statistics-2021.csv"'
    assert " ".join(found[0]) == (
        "指标代码 统计表 分组 分组代码 名称 数值 计量单位 截至日 快照编号 名单"
    )
    assert found[1] == [
        "signatories.enterprises",
        "企事业单位等（不含园区）",
        "",
        "",
        "",
        "5",
        "家",
        "2021-12-31",
        str(snapshot.pk),
        f"http://testserver/commitments/?snapshot={snapshot.pk}&{OTHERS}",
    ]
    assert [row[2:6] for row in found if row[0] == "signatories.parks"] == [
        ["", "", "", "2"],
        ["province", "320000", "江苏", "1"],
        ["province", "370000", "山东", "1"],
        ["city", "", "未注明所在市", "2"],
        ["year", "2018", "2018", "1"],
        ["year", "2021", "2021", "1"],
    ]


def test_one_table_alone(client):
    small_register()
    built(2021)

    found = rows(client.get(FILE, {"table": "signatories.new_parks"}))

    assert [row[0] for row in found[1:]] == ["signatories.new_parks"] * 4


@pytest.mark.parametrize("path", [f"{FILE}?table=nothing", "/statistics/2019/figures.csv"])
def test_a_file_of_nothing_is_no_file(path, client):
    small_register()
    built(2021)

    assert client.get(path).status_code == 404
