"""Pasted texts become items. The texts are invented; they have the shapes of real plans.

Where the report of a meeting of the groups' leaders is at hand, its plans and summaries are split
too: name the file in MEETING_REPORT.
"""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.enums import ItemKind
from workgroups.services.splitting import split
from workgroups.services.suggesting import kind_of, title_of

GROUPS = ("海洋安全工作组", "志愿服务工作组")
DEEDS = ["组织标准宣贯", "召开季度会议", "编写案例集,收集成员单位做法"]


def texts(found):
    return [piece.text for piece in found.pieces]


@pytest.mark.parametrize(
    "pasted",
    [
        "1.组织标准宣贯;2.召开季度会议;3.编写案例集,收集成员单位做法。",
        "1、组织标准宣贯；2、召开季度会议；3、编写案例集,收集成员单位做法。",
        "１．组织标准宣贯；２．召开季度会议；３．编写案例集,收集成员单位做法",
        "（1）组织标准宣贯（2）召开季度会议（3）编写案例集,收集成员单位做法",
        "(一)组织标准宣贯;(二)召开季度会议;(三)编写案例集,收集成员单位做法。",
        "一、组织标准宣贯\n二、召开季度会议\n三、编写案例集,收集成员单位做法",
        "一是组织标准宣贯;二是召开季度会议;三是编写案例集,收集成员单位做法。",
        "①组织标准宣贯②召开季度会议③编写案例集,收集成员单位做法",
        "1. 组织标准宣贯\n\n2. 召开季度会议\n\n3. 编写案例集,收集成员单位做法\n",
        "1) 组织标准宣贯\n2) 召开季度会议\n3) 编写案例集,收集成员单位做法",
        "2022年重点工作计划:1.组织标准宣贯2.召开季度会议3.编写案例集,收集成员单位做法",
        "• 组织标准宣贯\n• 召开季度会议\n• 编写案例集,收集成员单位做法",
        "组织标准宣贯;召开季度会议。编写案例集,收集成员单位做法",
    ],
)
def test_every_way_of_numbering_gives_the_same_items(pasted):
    found = split(pasted, year=2022, headings=GROUPS)

    assert (texts(found), found.rest) == (DEEDS, "")


def test_an_older_plan_may_be_taken_up_again():
    found = split("2022年重点工作计划:1.组织标准宣贯;2.召开季度会议。", year=2026)

    assert texts(found) == ["组织标准宣贯", "召开季度会议"]


@pytest.mark.parametrize(
    "said",
    [
        "推进“1+6+X”体系,参与HG/T 4184的修订",
        "通过“1+3”带动3家企业",
        "把得分提高到2.5以上",
        "第2、3季度各开一次会",
        "2023年召开大会,约400人参加",
        "于2022.3.24召开会议",
    ],
)
def test_numbers_within_a_sentence_are_no_numbering(said):
    assert texts(split(f"1.{said};2.再做一件事。")) == [said, "再做一件事"]


def test_one_item_keeps_its_semicolons():
    found = split("1.开展培训活动;利用媒体做好报道;2.评选先进。")

    assert texts(found) == ["开展培训活动;利用媒体做好报道", "评选先进"]


def test_the_list_of_the_year_is_taken_and_the_other_given_back():
    block = (
        "1.海洋安全工作组\n\n2021年主要工作:1.完成了初稿;2.举办了分论坛。\n\n"
        "2022年重点工作计划:1.开展宣贯;2.开展评估;3.线下交流。2.志愿服务工作组"
    )

    plan = split(block, year=2022, headings=GROUPS)
    summary = split(block, year=2021, headings=GROUPS)

    assert texts(plan) == ["开展宣贯", "开展评估", "线下交流"]
    assert plan.rest == "1.完成了初稿;2.举办了分论坛。"
    assert texts(summary) == ["完成了初稿", "举办了分论坛"]


def test_the_heading_of_the_next_part_is_no_item_even_where_its_number_fits():
    found = split("1.开展宣贯;2.评选先进。3.志愿服务工作组", headings=GROUPS)

    assert texts(found) == ["开展宣贯", "评选先进"]


def test_prose_is_cut_at_each_thing_that_was_done():
    block = (
        "2021年主要完成了《海洋安全细则》的编制工作、参加了年会并组织召开了分论坛。\n\n"
        "2022年重点工作计划:1.落实宣贯工作;2.完善工作机制。"
    )

    found = split(block, year=2021, headings=GROUPS)

    assert texts(found) == ["完成了《海洋安全细则》的编制工作", "参加了年会并组织召开了分论坛"]
    assert texts(split(block, year=2022)) == ["落实宣贯工作", "完善工作机制"]


def test_parts_with_headings_give_their_numbered_sentences():
    found = split(
        "一、标准工作\n1.组建团队;2.开发课件。\n二、交流工作\n1.互访;2.沙龙。\n三、评选先进"
    )

    assert [(piece.heading, piece.text) for piece in found.pieces] == [
        ("标准工作", "组建团队"),
        ("标准工作", "开发课件"),
        ("交流工作", "互访"),
        ("交流工作", "沙龙"),
        ("", "评选先进"),
    ]


def test_numbers_within_an_item_stay_in_it():
    found = split("1.开展评估,包括(1)组建团队;(2)差距分析;2.召开会议")

    assert texts(found) == ["开展评估,包括(1)组建团队;(2)差距分析", "召开会议"]


def test_a_miscounted_line_is_an_item_too():
    assert texts(split("1.甲\n2.乙\n2.丙\n4.丁\n")) == ["甲", "乙", "丙", "丁"]


def test_nothing_gives_nothing():
    assert texts(split("")) == texts(split(" \n。")) == []


WORDS = st.text(alphabet="组织召开宣贯交流标准，、《》", min_size=2, max_size=30).filter(
    lambda words: words.strip("，、") == words
)


@given(deeds=st.lists(WORDS, min_size=2, max_size=12), style=st.sampled_from("1一（①"))
def test_whatever_was_numbered_comes_back(deeds, style):
    numbers = {
        "1": lambda number: f"{number}.",
        "一": lambda number: "一二三四五六七八九十"[number - 1] + "、",
        "（": lambda number: f"（{number}）",
        "①": lambda number: "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"[number - 1],
    }
    if style == "一":
        deeds = deeds[:10]
    pasted = "；".join(numbers[style](n) + deed for n, deed in enumerate(deeds, 1))

    assert texts(split(pasted)) == deeds


@given(st.text(max_size=300))
def test_nothing_that_is_pasted_breaks_it_or_is_lost(pasted):
    found = split(pasted, year=2022, headings=GROUPS)

    kept = "".join(piece.heading + piece.text for piece in found.pieces) + found.rest
    letters = re.sub(r"[\W\d_]|[一二三四五六七八九十是第年度主要]", "", pasted)
    if ":" not in pasted and "：" not in pasted:
        assert set(letters) <= set(kept)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("开展《某某细则》标准的宣贯工作", ItemKind.PROMOTION),
        ("完成《某某细则》初稿", ItemKind.STANDARD),
        ("组织评估团队,开展试点宣贯", ItemKind.ASSESSMENT),
        ("召开季度会议", ItemKind.MEETING),
        ("组织成员单位互访", ItemKind.EXCHANGE),
        ("举办公众开放日", ItemKind.OPEN_DAY),
        ("通过“1+3”推广责任关怀", ItemKind.ONE_PLUS_THREE),
        ("KPI讨论和建议", ItemKind.KPI),
        ("选派联络员每月分享一篇", ItemKind.PUBLICITY),
        ("编写教材", ItemKind.STANDARD),
        ("组织教材和课程建设", ItemKind.TRAINING),
        ("筹备促进大会", ItemKind.EVENT),
        ("完成课题结题", ItemKind.RESEARCH),
        ("推荐优秀个人", ItemKind.AWARD),
        ("建设实践基地", ItemKind.BASE),
        ("加强组织建设", ItemKind.ORGANISATION),
        ("做一件好事", ItemKind.OTHER),
    ],
)
def test_the_kind_is_guessed_from_the_words(said, kind):
    assert kind_of(said) == kind


@pytest.mark.parametrize(
    ("said", "title", "description"),
    [
        ("召开季度会议,征求意见", "召开季度会议,征求意见", ""),
        ("约稿;组织交流", "约稿", "组织交流"),
        (
            "开展《海洋、湖泊安全实施细则》标准的宣贯工作,包括组建团队、开发课件、录制视频、进企业",
            "开展《海洋、湖泊安全实施细则》标准的宣贯工作",
            "包括组建团队、开发课件、录制视频、进企业",
        ),
        (
            "通过线上线下相结合的方式,开展宣传和培训活动;利用多媒体做好宣传报道工作,分享最佳实践",
            "通过线上线下相结合的方式,开展宣传和培训活动",
            "利用多媒体做好宣传报道工作,分享最佳实践",
        ),
        ("好" * 250, "好" * 200, "好" * 50),
    ],
)
def test_the_title_says_what_and_the_rest_describes_it(said, title, description):
    assert title_of(said) == (title, description)


# --- The real texts, where they are at hand ---

REPORT = os.environ.get("MEETING_REPORT", "")
NINE = (
    ("污染防治工作组", 2, 4),
    ("社区认知和应急响应工作组", 2, 8),
    ("产品安全工作组", 2, 3),
    ("职业健康安全工作组", 2, 7),
    ("工艺安全工作组", 4, 6),
    ("储运安全工作组", 1, 6),
    ("宣传培训工作组", 5, 3),
    ("化工园区工作组", 2, 2),
    ("院校工作组", 5, 6),
)


@pytest.mark.skipif(not REPORT, reason="the report of the meeting is not here: MEETING_REPORT")
@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("year", [2021, 2022])
def test_the_nine_groups_texts_are_split_as_a_person_would(place, year):
    names = [name for name, _summary, _plan in NINE]
    report = Path(REPORT).read_text(encoding="utf-8")
    starts = [report.index(f"{number}.{name}") for number, name in enumerate(names, 1)]
    ends = [*starts[1:], report.index("会上,与会代表")]
    # As a hand that marks the paragraphs would: with the heading of the next group.
    next_heading = f"{place + 2}.{names[place + 1]}" if place < 8 else ""
    block = report[starts[place] : ends[place]] + next_heading

    found = split(block, year=year, headings=names)

    assert len(found.pieces) == NINE[place][year - 2020]
    assert all(piece.text in block and piece.text[-1] not in ";。" for piece in found.pieces)
    assert not any(name == piece.text for piece in found.pieces for name in names)
