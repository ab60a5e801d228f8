from workgroups.models.contents import Amount
from workgroups.queries.differences import NEW, REMOVED, SAME, Piece
from workgroups.queries.reading import read_sections
from workgroups.tests.factories import item, plan_content


def sections(now, before=None):
    return read_sections("plan", now, before=before)


def test_an_item_is_read_in_words():
    content = plan_content(
        item(targets=(Amount("people", "200"), Amount("", "")), starts_on="2022-03-01", quarter="2")
    )

    (_general, section) = sections(content)

    said = {each.label: each.text for each in section.shown}
    assert section.heading == "1. 组织标准宣贯"
    assert said["类别"] == "标准宣贯"
    assert said["目标"] == "200 人"
    assert said["时间"] == "第 2 季度 · 2022-03-01 ～ 2022-12-31"


def test_what_changed_is_shown_piece_by_piece():
    before, now = plan_content(item(owner="张三组")), plan_content(item(owner="李三组"))

    (_general, section) = sections(now, before)

    (field,) = [each for each in section.fields if each.is_changed]
    assert section.change == "changed"
    assert field.pieces == [Piece("张", REMOVED), Piece("李", NEW), Piece("三组", SAME)]


def test_new_and_removed_items_are_marked():
    before = plan_content(item("aaaa0001", title="甲"))
    now = plan_content(item("bbbb0002", title="乙"))

    marks = {section.heading: section.change for section in sections(now, before)[1:]}

    assert marks == {"1. 乙": "new", "1. 甲": "removed"}


def test_reordered_items_are_the_same():
    one, two = item("aaaa0001", title="甲"), item("bbbb0002", title="乙")

    compared = sections(plan_content(two, one), plan_content(one, two))

    assert {section.change for section in compared} == {"same"}
