"""Every refusal reads as Chinese: no English words but the names of things."""

import re

import pytest
from django.utils.translation import gettext, override

from core.sheets.refusals import SENTENCES as SHEET_SENTENCES
from core.uploads.faults import SENTENCES as UPLOAD_SENTENCES

NAMES = r"Excel|WPS|PDF|JPG|PNG|CSV|UTF-8|UTF-16|MB|NUL|GR|\.xlsx|\.xls|%\(\w+\)s"


@pytest.mark.parametrize("sentence", [*UPLOAD_SENTENCES.values(), *SHEET_SENTENCES.values()])
def test_a_refusal_is_a_chinese_sentence_with_a_remedy(sentence):
    with override("zh-hans"):
        chinese = gettext(sentence)

    assert re.findall(r"[A-Za-z]+", re.sub(NAMES, "", chinese)) == []
    assert chinese.count("请") == 1
    assert chinese.endswith("。")
    assert sorted(re.findall(r"%\(\w+\)s", chinese)) == sorted(re.findall(r"%\(\w+\)s", sentence))
