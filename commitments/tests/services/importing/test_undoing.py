"""A list taken back leaves the register as it was, or nothing is changed and the reason named."""

import datetime as dt
import random

import pytest
from django.core.exceptions import ObjectDoesNotExist

from commitments.enums import BatchState, Document, State
from commitments.models import Commitment, ImportBatch, Organisation, RegisterVersion
from commitments.queries.batches import commitments_of, organisations_of
from commitments.services import bulk_editing, importing, integrity, lifecycle, naming
from commitments.services.bulk_editing import Wish
from commitments.services.entering import record
from commitments.services.importing import UndoNotPossible
from commitments.tests.digests import register_digest
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.workbooks.lists import credit_code, invented, xlsx
from commitments.tests.workbooks.tables import NOON, TODAY, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CODE = credit_code("370000", 1)
NAME = "烟台澄岫化工有限公司"
NOTHING = {"职工人数": "", "行业代码": "", "所有制": ""}
ENDED = {"状态": "已结束", "结束日期": "2020-06-30", "结束原因": "注销"}


def bring(*lines, by=None) -> ImportBatch:
    _plan, batch = importing.bring_in("名录.xlsx", xlsx(lines), by=by, at=NOON)
    assert batch is not None
    return batch


def undo(batch, at=NOON, by=None) -> ImportBatch:
    return importing.undo(batch, by=by, at=at, reason="传错了文件")


def known(**fields) -> Organisation:
    fields = {"name": NAME, "uscc": CODE, "former": ["旧名化工", "更旧化工"]} | fields
    organisation = OrganisationFactory(**fields)
    sign(organisation, "2008-03-10")
    return organisation


def test_what_was_new_is_gone():
    known(name="乙化工", uscc=None)
    before = register_digest()
    batch = bring(line(NAME, CODE, 曾用名="旧名化工"), line("烟台霁槿化工有限公司", 状态="暂停"))
    assert register_digest() != before

    undo(batch)

    assert register_digest() == before
    assert integrity.differences() == []


@pytest.mark.parametrize(
    "changes",
    [
        {
            "职工人数": "77",
            "市": "潍坊",
            "行业代码": "2511",
            "所有制": "民营",
            "网站": "a.cn",
        },
        {"单位名称": "烟台新名化工有限公司", "曾用名": NAME, "简称": "新名", "英文名称": "Xinming"},
        {"曾用名": "又一旧名化工"},
        {"签署日期": "2008-03-11", "签署场合": "年会", "证书编号": "X-1", "备注": "改"},
        {"状态": "暂停"},
        ENDED,
        {"所在园区": "烟台化工园", "所属集团": "某集团"},
    ],
)
def test_what_was_changed_is_as_before(changes):
    known()
    OrganisationFactory(name="烟台化工园", kind="park", province_id="370000")
    before = register_digest()
    batch = bring(line(NAME, CODE) | changes)
    assert register_digest() != before

    undo(batch)

    assert register_digest() == before
    assert integrity.differences() == []


@pytest.mark.parametrize("since", [dt.date(2020, 1, 1), TODAY])
def test_a_suspension_that_a_list_closed_or_forgot_is_there_again(since):
    commitment = known().commitments.get()
    lifecycle.suspend(commitment, by=None, at=NOON, on=since, reason="核查")
    before = register_digest()
    batch = bring(line(NAME, CODE, 状态="已承诺"))
    assert register_digest() != before

    undo(batch)

    assert register_digest() == before


def test_a_long_mixed_list_is_taken_back_whole():
    drawn = random.Random(7)
    lines = invented(120)
    first = bring(*lines[:80])
    before = register_digest()
    for each in drawn.sample(lines, 40):
        each |= drawn.choice([{"职工人数": "5"}, {"状态": "暂停"}, ENDED, {"曾用名": "旧" * 3}])
    second = bring(*lines)
    assert second.accepted == 40
    assert second.changed > 0

    undo(second)
    middle = register_digest()
    undo(first)

    assert middle == before
    assert not Organisation.objects.exists()
    assert integrity.differences() == []


@pytest.mark.full
def test_26_000_rows_are_taken_back():
    lines = [
        each | {"单位名称": f"{each['单位名称']}{turn}", "统一社会信用代码": "", "证书编号": ""}
        for turn in range(26)
        for each in invented(1000)
    ]
    bring(*lines[:13_000])
    before = register_digest()
    for number, each in enumerate(lines[:13_000]):
        each["职工人数"] = str(number + 1)
    batch = bring(*lines)
    assert (batch.accepted, batch.changed) == (13_000, 13_000)

    undo(batch)

    assert register_digest() == before


def test_it_is_kept_who_took_it_back_and_why():
    by = UserFactory(email="staff@example.com")
    known()
    batch = bring(line(NAME, CODE, 职工人数="77"))
    version = RegisterVersion.objects.get().number

    batch = undo(batch, by=by)

    event = Organisation.objects.get().events.order_by("-pgh_id").first()
    assert event.pgh_context.metadata["source"] == f"undo {batch.pk}"
    assert event.pgh_context.metadata["reason"] == "传错了文件"
    assert event.pgh_context.metadata["user_label"] == "staff@example.com"
    assert (batch.state, batch.undone_at) == (BatchState.UNDONE, NOON)
    assert batch.report["undone_by"] == "staff@example.com"
    assert RegisterVersion.objects.get().number > version


def named(batch) -> list[tuple[str, str, str]]:
    with pytest.raises(UndoNotPossible) as refusal:
        undo(batch)
    assert importing.obstacles_of(batch) == refusal.value.obstacles
    return [(each.organisation, each.who, each.source) for each in refusal.value.obstacles]


def suspend(one, by):
    lifecycle.suspend(one.commitments.get(), by=by, at=NOON, on=TODAY, reason="核查")


def rename(one, by):
    naming.rename(one, by=by, to="丙化工", on=TODAY)


def sign_the_charter(one, by):
    charter = {"document": Document.CHARTER, "signed_on": TODAY, "state": State.IN_FORCE}
    record(one, by=by, source="纸", **charter)


@pytest.mark.parametrize(
    ("was_known", "later"),
    [
        (True, suspend),
        (True, rename),
        (False, suspend),
        (False, rename),
        (False, sign_the_charter),
    ],
)
def test_a_later_edit_stands_in_the_way_and_is_named(was_known, later):
    if was_known:
        known()
    batch = bring(line(NAME, CODE, 签署日期="2009-01-01"))
    later(Organisation.objects.get(), UserFactory(email="later@example.com"))
    before = register_digest()

    obstacles = named(batch)

    assert {who for _organisation, who, _source in obstacles} == {"later@example.com"}
    assert obstacles[0][0] in (NAME, "丙化工")
    assert register_digest() == before
    assert ImportBatch.objects.get().state == BatchState.IMPORTED


def test_what_came_later_beside_it_stays():
    one = known()
    batch = bring(line(NAME, CODE, 签署日期="2009-01-01"))
    sign_the_charter(one, None)

    undo(batch)

    days = one.commitments.order_by("document").values_list("document", "signed_on")
    assert list(days) == [("charter", TODAY), ("letter", dt.date(2008, 3, 10))]


def test_a_later_list_is_taken_back_first():
    first = bring(line(NAME, CODE))
    second = bring(line(NAME, CODE, 职工人数="77"))

    assert named(first)[0][2] == f"import {second.pk}"
    undo(second)
    undo(first)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("is_taken_back", [True, False])
def test_an_edit_of_many_is_taken_back_first(is_taken_back):
    batch = bring(line(NAME, CODE))
    ids, wish = [Organisation.objects.get().pk], Wish({"group_name": "某集团"})
    seen = bulk_editing.foresee(ids, wish).seen
    act = bulk_editing.edit(wish, seen=seen, by=None, at=NOON, reason="核对")
    if is_taken_back:
        bulk_editing.take_back(act, by=None, at=NOON, reason="弄错了")

    assert len(importing.obstacles_of(batch)) == (0 if is_taken_back else 1)


def test_an_organisation_that_stands_in_a_park_of_the_list_is_named():
    batch = bring(line("烟台化工园", 单位类型="化工园区"))
    resident = known()
    resident.park = Organisation.objects.get(name="烟台化工园")
    resident.save()

    assert named(batch)[0][0] == "烟台化工园"


def test_a_change_of_somebody_else_does_not_matter():
    other = known(name="乙化工", uscc=None)
    batch = bring(line(NAME, CODE))
    naming.rename(other, by=None, to="丁化工", on=TODAY)

    undo(batch)

    assert list(Organisation.objects.values_list("name", flat=True)) == ["丁化工"]


@pytest.mark.parametrize(("days", "is_open"), [(29, True), (30, True), (31, False)])
def test_it_is_possible_for_thirty_days(days, is_open):
    batch = bring(line(NAME, CODE))
    at = NOON + dt.timedelta(days=days)

    if is_open:
        assert undo(batch, at=at).state == BatchState.UNDONE
        return
    with pytest.raises(UndoNotPossible) as refusal:
        undo(batch, at=at)
    assert str(refusal.value) == "导入后 30 天内可以撤回；本次导入的期限为 2026-04-01。"


def test_it_is_possible_once():
    batch = undo(bring(line(NAME, CODE)))

    with pytest.raises(UndoNotPossible):
        undo(batch)


def test_the_same_list_can_be_brought_in_again():
    undo(bring(line(NAME, CODE)))

    assert bring(line(NAME, CODE)).accepted == 1


def test_what_an_import_touched_is_known():
    one, other = known(), known(name="乙化工", uscc=None)
    sign(other, "2010-01-01", document=Document.CHARTER)

    batch = bring(
        line(NAME, CODE, 职工人数="77"),
        line("乙化工", 签署文件="全球宪章", 签署日期="2011-01-01", **NOTHING),
        line("丁化工"),
    )

    assert set(organisations_of(batch)) == {one, other, Organisation.objects.get(name="丁化工")}
    assert {each.organisation.name for each in commitments_of(batch)} == {NAME, "乙化工", "丁化工"}


def test_drafts_and_discarded_lists_have_nothing_to_take_back():
    batch = importing.check("名录.xlsx", xlsx([line(NAME, CODE)]), by=None, at=NOON)

    with pytest.raises(UndoNotPossible):
        undo(batch)
    with pytest.raises(ObjectDoesNotExist):
        Commitment.objects.get()
