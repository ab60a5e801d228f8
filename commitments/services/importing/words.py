"""The words a cell may hold where the register knows a choice.

The Chinese words belong to the file format. Beside them the labels of both languages and the
stored values are understood, so that an export of the portal comes back in any language.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.enums import (
    SIGNATORY_KINDS,
    Document,
    EndReason,
    Kind,
    Ownership,
    State,
)
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.wording import listed
from core.text import comparison_key

Words = Mapping[str, TextChoices]

_FORMAT: Final[dict[type[TextChoices], dict[str, TextChoices]]] = {
    Kind: {
        "央企集团": Kind.GROUP,
        "企事业单位": Kind.ENTERPRISE,
        "企业": Kind.ENTERPRISE,
        "化工园区": Kind.PARK,
        "园区": Kind.PARK,
        "专业协会": Kind.ASSOCIATION,
        "协会": Kind.ASSOCIATION,
        "院校": Kind.COLLEGE,
        "工作机构": Kind.COMMITTEE,
    },
    Document: {
        "承诺书": Document.LETTER,
        "责任关怀承诺书": Document.LETTER,
        "全球宪章": Document.CHARTER,
        "责任关怀全球宪章": Document.CHARTER,
    },
    State: {
        "已承诺": State.IN_FORCE,
        "暂停": State.SUSPENDED,
        "已暂停": State.SUSPENDED,
        "已结束": State.ENDED,
    },
    EndReason: {
        "主动退出": EndReason.WITHDRAWN,
        "撤销": EndReason.REVOKED,
        "注销": EndReason.DISSOLVED,
        "被合并": EndReason.MERGED,
    },
    Ownership: {
        "国有": Ownership.STATE,
        "国有企业": Ownership.STATE,
        "集体": Ownership.COLLECTIVE,
        "集体所有制": Ownership.COLLECTIVE,
        "民营": Ownership.PRIVATE,
        "私营": Ownership.PRIVATE,
        "外商独资": Ownership.FOREIGN,
        "外资": Ownership.FOREIGN,
        "中外合资": Ownership.JOINT,
        "合资": Ownership.JOINT,
        "港澳台投资": Ownership.HMT,
        "港澳台": Ownership.HMT,
        "其他": Ownership.OTHER,
    },
}
ENDED_WORD: Final = "已结束"
_NEVER_IN_A_LIST: Final = frozenset({State.DRAFT, State.TO_SIGN, State.DOUBLE})
_OFFERED: Final[dict[type[TextChoices], tuple[TextChoices, ...]]] = {
    Kind: SIGNATORY_KINDS,
    State: (State.IN_FORCE, State.SUSPENDED, State.ENDED),
}


@lru_cache
def words_of(choices: type[TextChoices]) -> Words:
    """Give every word that stands for a choice, by its comparison key."""
    words: dict[str, TextChoices] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {comparison_key(str(member.label)): member for member in choices}
    words |= {comparison_key(member.value): member for member in choices}
    words |= {comparison_key(word): member for word, member in _FORMAT[choices].items()}
    return {word: member for word, member in words.items() if member not in _NEVER_IN_A_LIST}


def read_word(choices: type[TextChoices], text: str) -> TextChoices:
    """Give the choice the word stands for. Raises CellRefused with the words there are."""
    member = words_of(choices).get(comparison_key(text))
    if member is None:
        raise CellRefused(
            _("The word is not known here."),
            _("Write one of: %(words)s.") % {"words": listed(_offered(choices))},
        )
    return member


def read_kind(text: str) -> Kind:
    """Give the kind of organisation. Raises CellRefused, also for the working bodies."""
    kind = Kind(read_word(Kind, text))
    if kind == Kind.COMMITTEE:
        raise CellRefused(
            _("Working bodies of the committee sign no commitment and cannot be imported."),
            _("Delete the row, or write one of: %(words)s.") % {"words": listed(_offered(Kind))},
        )
    return kind


def _offered(choices: type[TextChoices]) -> list[str]:
    """Give one word for each choice, as the file format has it."""
    first: dict[TextChoices, str] = {}
    for word, member in _FORMAT[choices].items():
        first.setdefault(member, word)
    return [first[member] for member in _OFFERED.get(choices, tuple(choices))]
