"""Which commitment the columns of a list speak of, where the list does not say all of it."""

import datetime as dt

import pytest

from commitments.enums import Document, State
from commitments.models import Commitment, Organisation
from commitments.services import importing
from commitments.services.importing import Verdict
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory
from commitments.tests.workbooks.partial import NAME, csv, entered, plan
from commitments.tests.workbooks.tables import NOON, changes, problems, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def known() -> Organisation:
    return entered()


# --- Columns of the commitment ---


def test_columns_of_the_commitment_apply_to_the_open_one(known):
    data = csv(["单位名称", "备注", "证书编号"], [NAME, "补发", "RC-2008-0001"])

    _plan, batch = importing.bring_in("名单.csv", data, by=None, at=NOON)

    commitment = Commitment.objects.get()
    assert (commitment.note, commitment.certificate_number) == ("补发", "RC-2008-0001")
    assert (commitment.state, batch.changed) == (State.IN_FORCE, 1)


def test_without_an_open_commitment_they_are_refused():
    nobody = OrganisationFactory(name="烟台霁槿化工有限公司")
    past = OrganisationFactory(name="烟台栎菁化工有限公司")
    sign(past, "2010-01-01", ended="2015-01-01")

    found = plan(["单位名称", "备注"], [nobody.name, "注"], [past.name, "注"], [nobody.name, ""])

    said = "这个单位没有可以对应的有效承诺。"
    assert problems(found) == [("B2", said), ("B3", said)]
    assert verdicts(found)[2] == Verdict.UNCHANGED


def test_of_several_open_ones_the_document_says_which(known):
    sign(known, "2015-05-05", document=Document.CHARTER)

    vague = plan(["单位名称", "备注"], [NAME, "注"])
    plain = plan(["单位名称", "签署文件", "备注"], [NAME, "全球宪章", "注"])
    by_day = plan(["单位名称", "签署日期", "备注"], [NAME, "2015-05-05", "注"])

    charter = Commitment.objects.get(document=Document.CHARTER)
    assert problems(vague) == [("B2", "这个单位有几份有效承诺：承诺书、全球宪章。")]
    assert [each.entries[0].commitment for each in (plain, by_day)] == [charter.pk, charter.pk]


def test_one_that_has_ended_is_meant_by_its_day(known):
    past = OrganisationFactory(name="烟台霁槿化工有限公司")
    sign(past, "2010-01-01", ended="2015-01-01")

    found = plan(["单位名称", "签署日期", "备注"], [past.name, "2010-01-01", "注"])

    assert changes(found) == [[("note", None, "注")]]


def test_of_several_that_have_ended_none_is_guessed(known):
    for document in (Document.LETTER, Document.CHARTER):
        past = {"document": document, "ended": "2007-01-01"}
        sign(known, "2005-05-05", **past)

    found = plan(["单位名称", "签署日期", "备注"], [NAME, "2005-05-05", "注"])

    assert problems(found) == [("B2", "这一行所说的符合该单位的 2 份承诺。")]


def test_a_draft_is_not_signed_by_a_partial_list(known):
    other = OrganisationFactory(name="烟台霁槿化工有限公司")
    applied = Commitment.objects.create(organisation=other, source="paper")

    found = plan(["单位名称", "备注"], [other.name, "注"])

    assert (changes(found), found.entries[0].commitment) == ([[("note", None, "注")]], applied.pk)
    for heading, cell in (("状态", "已承诺"), ("签署日期", "2021-05-06")):
        signing = plan(["单位名称", heading], [other.name, cell])
        assert problems(signing) == [("B2", "这份承诺尚未签署。")]


@pytest.mark.parametrize(
    ("headings", "cells", "fault"),
    [
        (["状态"], ["已结束"], ("B2", "状态为已结束，但缺少结束日期。")),
        (["状态", "结束日期"], ["已结束", ""], ("C2", "状态为已结束，但缺少结束日期。")),
        (["结束日期"], ["2020-06-30"], ("B2", "填了结束日期，但状态不是“已结束”。")),
        (
            ["状态", "结束日期", "结束原因"],
            ["已结束", "2001-01-01", "注销"],
            ("C2", "结束日期早于签署日期 2008-03-10。"),
        ),
    ],
)
def test_an_end_needs_all_of_its_columns(known, headings, cells, fault):
    found = plan(["单位名称", *headings], [NAME, *cells])

    assert problems(found)[0] == fault


def test_an_end_is_written_by_its_three_columns(known):
    data = csv(["单位名称", "状态", "结束日期", "结束原因"], [NAME, "已结束", "2020-06-30", "注销"])

    importing.bring_in("名单.csv", data, by=None, at=NOON)

    ended = Commitment.objects.values_list("state", "ended_on").get()
    assert ended == (State.ENDED, dt.date(2020, 6, 30))


def test_a_certificate_number_of_somebody_else_is_refused(known):
    other = OrganisationFactory(name="烟台霁槿化工有限公司")
    sign(other, "2010-01-01", certificate_number="RC-1")

    found = plan(["单位名称", "证书编号"], [NAME, "RC-1"])

    assert [cell for cell, _reason in problems(found)] == ["B2"]


# --- Whole lists that lack a column ---


def test_the_document_of_the_day_is_meant_where_a_list_has_no_column_for_it():
    park = OrganisationFactory(name="烟台化工园", kind="park", province_id="370000")
    sign(park, "2015-05-05", document=Document.CHARTER)
    headings = ["单位名称", "单位类型", "省级行政区", "签署日期"]

    found = plan(headings, [park.name, "化工园区", "山东", "2015-05-05"])

    assert verdicts(found) == [Verdict.UNCHANGED]
