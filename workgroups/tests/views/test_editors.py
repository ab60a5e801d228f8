"""The editors of quarters, summaries and changes: what is known stands beside, all is kept."""

import pytest
from django.utils import timezone

from workgroups.enums import ItemState
from workgroups.models import Evidence, PlanItem, Submission
from workgroups.services import documents
from workgroups.tests.desk import accepted_plan, at_the_desk, running_year, to, typed
from workgroups.tests.factories import item, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(leader):
    return at_the_desk(leader)


@pytest.fixture
def plan(body, leader):
    items = item(), item("bbbb0002", title="第二项")
    return accepted_plan(body, *items, by=leader, head=staff("head"))


@pytest.fixture
def codes(plan):
    return list(PlanItem.objects.order_by("position").values_list("code", flat=True))


def begun(client, what):
    client.post(f"/desk/begin/pp/{running_year().year}/{what}/")
    return Submission.objects.latest("pk")


def test_progress_of_a_quarter_is_recorded_with_evidence(client, codes):
    sheet = begun(client, "q1")
    page = client.get(to("edit", sheet)).content.decode()
    new = {
        f"lines/{codes[0]}/new/title": "报道",
        f"lines/{codes[0]}/new/url": "https://example.com/1",
    }
    client.post(to("edit", sheet), typed(sheet, sheet.draft, do=f"evidence/{codes[0]}") | new)
    sheet.refresh_from_db()
    content = sheet.draft
    content["lines"][0] |= {"status": "done", "grade": "full", "note": "已完成。"}
    client.post(to("edit", sheet), typed(sheet, content, do="check"))
    sheet.refresh_from_db()
    client.post(to("submit", sheet), {"seen": sheet.draft_number, "after": "0"})

    evidence = Evidence.objects.get()
    assert "覆盖全部成员单位" in page
    assert (evidence.title, evidence.url) == ("报道", "https://example.com/1")
    assert PlanItem.objects.get(code=codes[0]).state == ItemState.DONE


@pytest.mark.parametrize(
    ("title", "url"), [("", "https://example.com/1"), ("报道", "example"), ("报道", "javascript:x")]
)
def test_evidence_that_is_none_is_refused_and_the_text_kept(client, codes, title, url):
    sheet = begun(client, "q1")
    content = sheet.draft
    content["lines"][0]["note"] = "不能丢"
    new = {f"lines/{codes[0]}/new/title": title, f"lines/{codes[0]}/new/url": url}

    response = client.post(
        to("edit", sheet), typed(sheet, content, do=f"evidence/{codes[0]}") | new
    )

    sheet.refresh_from_db()
    assert (response.status_code, sheet.draft["lines"][0]["note"]) == (422, "不能丢")
    assert not Evidence.objects.exists()


def test_a_summary_stands_beside_the_plan_and_takes_work_that_was_not_planned(client, codes):
    summary = begun(client, "summary")
    page = client.get(to("edit", summary)).content.decode()
    content = summary.draft | {"overview": "全年总结"}

    client.post(to("edit", summary), typed(summary, content, do="add"))

    summary.refresh_from_db()
    assert all(words in page for words in ("组织标准宣贯", "第二项", "覆盖全部成员单位"))
    assert [line["item"] for line in summary.draft["lines"]] == [*codes, ""]
    assert summary.draft["overview"] == "全年总结"


def test_a_change_begins_with_the_wording_in_force(client, codes, leader):
    change = begun(client, "change")
    data = typed(change, change.draft, do="change")
    client.post(to("edit", change), data | {"new/action": "postpone", "new/item": codes[0]})
    change.refresh_from_db()
    (line,) = change.draft["lines"]
    page = client.get(to("edit", change)).content.decode()

    assert (line["item"], line["wording"]["title"]) == (codes[0], "组织标准宣贯")
    assert "现行表述" in page
    line["wording"]["title"] = "组织标准宣贯（线上）"
    content = change.draft | {"reason_kind": "epidemic", "reason": "线下活动推迟。"}
    client.post(to("edit", change), typed(change, content))
    change.refresh_from_db()
    documents.submit(change, change.draft, seen=change.draft_number, by=leader, at=timezone.now())
    assert change.state == "submitted"


@pytest.mark.parametrize("what", ["q1", "summary", "change"])
def test_an_editor_sends_its_draft_back_unchanged(client, codes, what):
    document = begun(client, what)

    client.post(to("edit", document), typed(document, document.draft))

    before = document.draft
    document.refresh_from_db()
    assert document.draft == before
