"""The template of the annual report in the secretariat's workplace."""

import pytest

from accounts.tests.clients import signed_in
from reports.models import TemplateChapter
from reports.services.report_template import load_report_template

pytestmark = pytest.mark.django_db
ADD = "/admin/reports/templatechapter/add/"


def typed(**values):
    chapter = {"position": "80", "heading": "标准体系", "kind": "text", "text": "正文。"}
    return chapter | {"is_used": "on"} | values


def test_a_chapter_is_entered():
    signed_in("staff").post(ADD, typed(kind="figures", sources=["signatories.parks/province"]))

    assert TemplateChapter.objects.get().sources == ["signatories.parks/province"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "figures"}, "请至少选择一项取入的内容。"),
        (
            {"kind": "list", "sources": ["headline"]},
            "“主要数字与上年对照”不能取入此类章：请取消选择。",
        ),
        ({"text": "共{firms}家。"}, "{firms} 无法填入。"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(values, sentence):
    response = signed_in("staff").post(ADD, typed(**values))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not TemplateChapter.objects.exists()


def test_loading_twice_changes_nothing_and_keeps_edits():
    load_report_template()
    TemplateChapter.objects.filter(heading="卷首语").update(text="改。")

    created = load_report_template()

    assert created == {"chapters of the report template": 0}
    assert TemplateChapter.objects.get(heading="卷首语").text == "改。"
