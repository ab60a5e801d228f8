"""What the buttons of an editor do with what was typed."""

from dataclasses import replace

import pytest

from workgroups.models.contents import ChangeContent, PlanContent, SheetContent, SummaryContent
from workgroups.models.contents import SummaryEntry as Entry
from workgroups.services.editing import CannotEdit, edit
from workgroups.tests.factories import YEAR, YearFactory, item

YEAR_2022 = YearFactory.build(year=YEAR)
PLAN = PlanContent(preface="前言", items=(item("aaaa0001"), item("bbbb0002", title="第二项")))


def keys(content):
    return [each.key for each in content.items]


def press(button, content=PLAN, **more):
    return edit(content, button, year=YEAR_2022, **more)


def test_an_item_is_added_below():
    edited = press("add")

    assert keys(edited.content)[:2] == keys(PLAN)
    assert edited.place == f"items/{edited.content.items[2].key}"
    assert edited.content.preface == "前言"


def test_an_item_is_taken_out_and_that_is_said():
    edited = press("remove/aaaa0001")

    assert keys(edited.content) == ["bbbb0002"]
    assert edited.takes_out
    assert edited.sentence == "已删除“组织标准宣贯”。删除前的文字可在“留存稿”中找回。"


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("up/bbbb0002", ["bbbb0002", "aaaa0001"]),
        ("down/aaaa0001", ["bbbb0002", "aaaa0001"]),
        ("up/aaaa0001", ["aaaa0001", "bbbb0002"]),
        ("down/bbbb0002", ["aaaa0001", "bbbb0002"]),
    ],
)
def test_items_are_moved(button, order):
    assert keys(press(button).content) == order


def test_a_copy_stands_below_its_original_under_a_key_of_its_own():
    content = replace(PLAN, items=(replace(PLAN.items[0], carried_from="2021-PP-01"),))

    first, second = press("copy/aaaa0001", content).content.items

    assert (second.title, second.carried_from) == (first.title, "")
    assert second.key != first.key


@pytest.mark.parametrize(
    ("quarter", "day"), [("", "2022-12-31"), ("2", "2022-06-30"), ("一季度", "2022-12-31")]
)
def test_an_empty_last_day_is_filled_in(quarter, day):
    content = PlanContent(items=(item(due_on="", quarter=quarter),))

    assert press("due/aaaa0001", content).content.items[0].due_on == day


def test_all_empty_last_days_are_filled_in_and_no_other():
    content = PlanContent(items=(item(due_on=""), item("bbbb0002", due_on="2022-05-01")))

    days = [each.due_on for each in press("due_all", content).content.items]

    assert days == ["2022-12-31", "2022-05-01"]


def test_one_sentence_becomes_several_items():
    content = PlanContent(items=(item(source_text="开展培训;做好报道"), item("bbbb0002")))

    edited = press("split/aaaa0001", content)

    assert [each.title for each in edited.content.items] == ["开展培训", "做好报道", "组织标准宣贯"]


@pytest.mark.django_db
def test_a_pasted_text_becomes_items_with_their_sentences():
    edited = press("paste", pasted="1.组织标准宣贯;2.召开季度会议。")

    assert [each.source_text for each in edited.content.items[2:]] == [
        "组织标准宣贯",
        "召开季度会议",
    ]
    assert edited.content.items[3].kind == "meeting"


@pytest.mark.django_db
def test_a_pasted_summary_becomes_work_that_was_not_planned():
    edited = press("paste", SummaryContent(), pasted="1.完成初稿;2.举办论坛。")

    assert [(each.item, each.outcome) for each in edited.content.lines] == [
        ("", "完成初稿"),
        ("", "举办论坛"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "button", "pasted"),
    [
        (PLAN, "remove/none", ""),
        (PLAN, "up/none", ""),
        (PLAN, "burn/aaaa0001", ""),
        (PLAN, "split/aaaa0001", ""),
        (PLAN, "paste", " \n"),
        (PLAN, "paste", "；".join(f"{number}.做第{number}件事" for number in range(1, 60))),
        (SheetContent(), "add", ""),
        (SheetContent(), "paste", "1.甲;2.乙"),
        (ChangeContent(), "paste", "1.甲;2.乙"),
        (PlanContent(items=tuple(item(f"{n:08x}") for n in range(60))), "add", ""),
        (PlanContent(items=tuple(item(f"{n:08x}") for n in range(60))), "copy/00000001", ""),
    ],
)
def test_a_button_that_cannot_do_it_says_so(content, button, pasted):
    with pytest.raises(CannotEdit):
        press(button, content, pasted=pasted)


def test_a_line_of_a_summary_is_taken_out():
    content = SummaryContent(lines=(Entry(key="a1", title="甲"), Entry(key="b2", title="乙")))

    assert [each.key for each in press("remove/a1", content).content.lines] == ["b2"]
