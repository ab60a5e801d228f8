"""What a pasted sentence probably is: its title, and its kind by its words."""

import re
from collections.abc import Iterable
from typing import Final

from workgroups.enums import ItemKind
from workgroups.models import Body
from workgroups.models.contents import Item, SummaryEntry, new_key
from workgroups.services.checking import LONGEST_TITLE
from workgroups.services.splitting import SENTENCE_ENDS, Piece, Split, split

SHORT: Final = 40  # a sentence of so many letters is its own title
STOP: Final = re.compile(r"[,，;；:：。]")
# A sentence that begins with how, and says what only after its first comma.
HOW: Final = re.compile(r"^(?:通过|采用|利用|结合|依托|根据|发挥|立足|围绕|以|按照)")
OPEN, CLOSE = '《“"(（【', '》”"）)】'
# The words of the groups' plans. Of several kinds the one whose word comes first is meant.
WORDS: Final = {
    ItemKind.STANDARD: "编制|编写|修订|初稿|研制|征求意见|意见征集|专家评审|起草|导则|发布《",
    ItemKind.PROMOTION: "宣贯",
    ItemKind.ASSESSMENT: "评估|评价|差距分析|试点|互评",
    ItemKind.MEETING: "会议|例会",
    ItemKind.EXCHANGE: "互访|交流|沙龙|考察|线下活动|调研|案例分享|实践经验",
    ItemKind.OPEN_DAY: "开放日",
    ItemKind.ONE_PLUS_THREE: r"1\+3|签署|承诺园区|带动更多|壮大",
    ItemKind.KPI: "KPI|指标",
    ItemKind.PUBLICITY: "深度报道|宣传(?!培训|和培训)|约稿|报道|报社|周刊|联络员|舆情",
    ItemKind.TRAINING: "培训|教材|课程|教学|课件|人才培养|五进",
    ItemKind.EVENT: "大会|论坛|竞赛|高峰",
    ItemKind.RESEARCH: "课题|碳达峰|碳中和",
    ItemKind.AWARD: "评选|表彰|评先|优秀个人|激励",
    ItemKind.BASE: "基地|示范院校",
    ItemKind.ORGANISATION: "组织建设|工作机制|合作机制|换届|吸收|加入|组织机构",
}


def items_from(text: str, *, year: int) -> tuple[list[Item], str]:
    """Give the items a pasted plan holds, each with its original sentence, and what is left."""
    found = _split(text, year)
    return [_item(piece) for piece in found.pieces], found.rest


def entries_from(text: str, *, year: int) -> tuple[list[SummaryEntry], str]:
    """Give the entries a pasted summary holds, as work that was not planned, and what is left."""
    found = _split(text, year)
    return [_entry(piece) for piece in found.pieces], found.rest


def item_of(sentence: str) -> Item:
    """Give the item that one sentence is."""
    return _item(Piece(sentence))


def _split(text: str, year: int) -> Split:
    return split(text, year=year, headings=list(Body.objects.values_list("name", flat=True)))


def _item(piece: Piece) -> Item:
    title, description = title_of(piece.text)
    return Item(
        key=new_key(),
        title=title,
        kind=kind_of(piece.text),
        description="\n".join(filter(None, (piece.heading, description))),
        source_text=piece.text,
    )


def _entry(piece: Piece) -> SummaryEntry:
    title, _description = title_of(piece.text)
    return SummaryEntry(key=new_key(), kind=kind_of(piece.text), title=title, outcome=piece.text)


def kind_of(text: str) -> ItemKind:
    """Suggest the kind of an item from its words; OTHER when none of them says it."""
    found = ((_first(words, text), kind) for kind, words in WORDS.items())
    known = [(place, kind) for place, kind in found if place is not None]
    return min(known, key=lambda each: each[0])[1] if known else ItemKind.OTHER


def _first(words: str, text: str) -> int | None:
    found = re.search(words, text)
    return found.start() if found else None


def title_of(text: str) -> tuple[str, str]:
    """Tell the title of a sentence from what describes it further."""
    if len(text) <= SHORT and not SENTENCE_ENDS.search(text):
        return text, ""
    stops = [place for place in _stops(text) if place <= LONGEST_TITLE]
    if HOW.match(text) and len(stops) > 1:
        stops = stops[1:]
    if not stops:
        return text[:LONGEST_TITLE], text[LONGEST_TITLE:]
    return text[: stops[0]], text[stops[0] + 1 :].strip()


def _stops(text: str) -> Iterable[int]:
    """Give the places of commas and stops that stand in no brackets."""
    depth = 0
    for place, letter in enumerate(text):
        if letter in OPEN:
            depth += 1
        elif letter in CLOSE:
            depth = max(0, depth - 1)
        elif not depth and (letter == "\n" or STOP.match(letter)):
            yield place
