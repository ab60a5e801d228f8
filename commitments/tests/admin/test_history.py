"""How a history reads: `core.changes` on the records of the register."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import signed_in
from commitments.admin.organisations import OrganisationAdmin
from commitments.admin.words import STEP_WORDS, step_words
from commitments.enums import State
from commitments.models import ImportBatch, Organisation, Region
from commitments.services import entering, lifecycle, naming
from commitments.tests.factories import CommitmentFactory, OrganisationFactory, RegionFactory
from core.admin import CappedPaginator
from core.changes import history_of
from core.history import because

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 5, 6)


def history(organisation):
    return history_of(
        organisation,
        hidden=OrganisationAdmin.history_hidden,
        parts=OrganisationAdmin.history_parts,
        step_words=STEP_WORDS,
    )


def written(row):
    return [(field.label, field.old, field.new) for field in row.fields]


@pytest.mark.parametrize(
    ("source", "words"),
    [("take back", "已撤回"), ("tell apart", "确认不同"), ("import 12", "导入 12")],
)
def test_every_step_reads_in_words(source, words):
    organisation = OrganisationFactory()
    with because(by=None, source=source):
        Organisation.objects.filter(pk=organisation.pk).update(park_name="东园")

    assert history(organisation)[0].step == words
    assert step_words(source) == words


def test_references_read_as_names_and_choices_as_words():
    organisation = OrganisationFactory()
    jiangsu = RegionFactory(code="320000", name="江苏省", short_name="江苏")
    with because(by=None, reason="迁址", source="edit"):
        organisation.province, organisation.kind = jiangsu, "park"
        organisation.save()

    change = history(organisation)[0]

    assert (change.who, change.why, change.step) == ("系统自动", "迁址", "编辑")
    assert written(change.rows[0]) == [
        ("类型", "企事业单位", "化工园区"),
        ("省级行政区", "山东", "江苏"),
    ]


def test_the_changes_of_names_and_commitments_stand_in_the_organisations_history():
    organisation = OrganisationFactory(name="旧名")
    user = User.objects.create_user("staff@example.com")

    with because(by=user):
        naming.rename(organisation, by=user, to="新名", on=DAY, reason="更名通知")
    signed = {"state": State.IN_FORCE, "signed_on": DAY}
    entering.record(organisation, by=user, source="2024 年名单", **signed)

    by_step = {change.step: change for change in history(organisation)}
    new_name, entry = by_step["更名"], by_step["补录"]
    assert (new_name.who, new_name.why) == ("staff@example.com", "更名通知")
    assert [(row.action, row.kind, row.name) for row in new_name.rows] == [
        ("修改：", "单位", ""),
        ("移除：", "单位名称", "旧名"),
        ("录入：", "单位名称", "新名"),
        ("录入：", "单位名称", "旧名"),
        ("修改：", "单位名称", "旧名"),
    ]
    assert (entry.why, entry.rows[-1].kind, entry.rows[-1].name) == (
        "2024 年名单",
        "承诺",
        "承诺书",
    )


def test_a_suspension_reads_as_its_days():
    commitment = CommitmentFactory()
    lifecycle.sign(commitment, by=None, at=timezone.now(), on=dt.date(2024, 1, 1))
    lifecycle.suspend(commitment, by=None, at=timezone.now(), on=DAY, reason="核查")

    rows = history(commitment.organisation)[0].rows

    suspension = next(row for row in rows if row.kind == "暂停记录")
    assert written(suspension) == [("起止日期", "", "自 2024-05-06 起")]


def test_what_one_import_did_is_named_with_its_number():
    organisation = OrganisationFactory()

    with because(by=None, reason="名单“名录.csv”", source="import 12"):
        organisation.note = "新"
        organisation.save(update_fields=["note"])

    assert history(organisation)[0].step == "导入 12"


def test_the_history_asks_the_same_number_of_questions_however_long_it_is(
    django_assert_num_queries,
):
    organisation = OrganisationFactory()
    for number in range(5):
        with because(by=None, source="edit"):
            organisation.note = str(number)
            organisation.save(update_fields=["note"])

    # eight tables of events; the regions they point at
    with django_assert_num_queries(9):
        changes = history(organisation)

    assert len(changes) == 6


def test_a_table_without_history_says_so():
    batch = ImportBatch.objects.create(file_name="名录.csv")

    response = signed_in("staff").get(f"/admin/commitments/importbatch/{batch.pk}/history/")

    assert (response.context["is_tracked"], response.context["changes"]) == (False, [])


@pytest.mark.parametrize(
    ("rows", "most", "count", "is_capped"), [(3, 2, 2, True), (2, 2, 2, False), (0, 2, 0, False)]
)
def test_a_list_is_counted_no_further_than_anybody_turns_pages(rows, most, count, is_capped):
    for number in range(rows):
        RegionFactory(code=f"{number:06}")

    paginator = CappedPaginator(Region.objects.order_by("code"), 10)
    paginator.most = most

    assert (paginator.count, paginator.is_capped) == (count, is_capped)


def test_what_follows_from_a_step_is_not_offered_to_be_taken_back_here():
    commitment = CommitmentFactory(organisation=OrganisationFactory(name="示例化工"))
    lifecycle.sign(commitment, by=None, at=timezone.now(), on=DAY)
    organisation = commitment.organisation
    organisation.refresh_from_db()
    with because(by=None, source="edit"):
        organisation.note = "核对过"
        organisation.save()
    staff = signed_in("staff")

    said = {
        field.label: row.number
        for change in staff.get(
            f"/admin/commitments/organisation/{organisation.pk}/history/"
        ).context["changes"]
        for row in change.rows
        for field in row.fields
        if not row.is_new
    }

    assert said["状态"] is None
    assert said["内部备注"] is not None
