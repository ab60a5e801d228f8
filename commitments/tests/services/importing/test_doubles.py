"""A list with doubles, renames and damaged codes: each is found, none is brought together."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments.enums import State
from commitments.models import Commitment, Organisation
from commitments.services import uniting
from commitments.services.importing.plan import Verdict, make_plan
from commitments.services.uniting import Wish
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory
from commitments.tests.workbooks.lists import HEADINGS, credit_code
from commitments.tests.workbooks.tables import line, plan_of, problems, table, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

ONE, OTHER = credit_code("370000", 1), credit_code("370000", 2)
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def doubles(plan):
    return [(each.row, each.sentence, each.records) for each in plan.doubles.found]


def united(kept, other):
    wish = Wish((kept.pk, other.pk), kept.pk)
    uniting.unite(wish, by=None, at=NOON, reason="同一单位")
    kept.refresh_from_db()


# --- What a list finds ---


def test_a_name_of_several_records_is_asked_about():
    records = [OrganisationFactory(name="烟台澄岫化工有限公司") for _ in range(2)]

    plan = plan_of([line("烟台澄岫化工有限公司")])

    numbers = "-".join(str(each.pk) for each in records)
    assert verdicts(plan) == [Verdict.REFUSED]
    assert doubles(plan) == [(2, "名录中有几条记录用这个名称，是否同一单位？", numbers)]


def test_a_row_whose_name_and_code_belong_to_two_is_asked_about():
    named = OrganisationFactory(name="烟台澄岫化工有限公司")
    coded = OrganisationFactory(name="烟台霁槿化工有限公司", uscc=ONE)

    plan = plan_of([line(named.name, ONE)])

    assert verdicts(plan) == [Verdict.REFUSED]
    assert doubles(plan) == [
        (2, "名称和代码属于两条记录，是否同一单位？", f"{named.pk}-{coded.pk}")
    ]


def test_a_new_name_that_sounds_like_a_known_one_is_shown_and_entered_as_it_stands():
    known = OrganisationFactory(name="烟台华星化工有限公司", city_id="370600")

    plan = plan_of(
        [
            line("烟台华兴化工有限公司", 市="烟台"),
            line("烟台花型化工有限公司", 市="潍坊"),
        ]
    )

    said = "与同一城市的“烟台华星化工有限公司”读音相同，是否同一单位？"
    assert verdicts(plan) == [Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert doubles(plan) == [(2, said, str(known.pk))]


def test_two_new_names_of_one_list_that_sound_the_same_are_shown():
    plan = plan_of(
        [
            line("烟台华兴化工有限公司", 市="烟台"),
            line("烟台华星化工有限公司", 市="烟台"),
        ]
    )

    assert doubles(plan) == [(3, "与同一城市的第 2 行读音相同，是否同一家？", "")]


def test_a_damaged_code_is_refused_and_nobody_is_taken_for_another():
    known = OrganisationFactory(name="烟台澄岫化工有限公司", uscc=ONE)
    slip = ONE[:10] + ("1" if ONE[10] != "1" else "2") + ONE[11:]

    plan = plan_of([line(known.name, slip), line("烟台霁槿化工有限公司", slip)])

    assert verdicts(plan) == [Verdict.REFUSED, Verdict.REFUSED]
    assert [reason for _cell, reason in problems(plan)] != []


def test_the_number_of_a_known_organisation_in_another_code_is_shown():
    known = OrganisationFactory(name="烟台澄岫化工有限公司", uscc=ONE)
    moved = credit_code("330000", 1)
    assert moved[8:17] == ONE[8:17]

    plan = plan_of([line("宁波霁槿化工有限公司", moved)])

    assert [(each[0], each[2]) for each in doubles(plan)] == [(2, str(known.pk))]


def test_a_rename_is_found_by_the_former_name_and_is_no_double():
    OrganisationFactory(name="烟台霁槿化工有限公司", former=["烟台澄岫化工厂"])

    plan = plan_of([line("烟台澄岫化工厂")])

    assert not plan.entries[0].is_new_organisation
    assert doubles(plan) == []


# --- What was brought together is known to the next list ---


def test_old_names_and_codes_lead_to_the_kept_record():
    kept = OrganisationFactory(name="烟台澄岫化工有限公司", uscc=ONE)
    other = OrganisationFactory(name="烟台成秀化工", uscc=OTHER)
    united(kept, other)

    plan = plan_of(
        [line("烟台成秀化工"), line("烟台成秀化工", OTHER, 签署文件="全球宪章")],
    )
    coded = line("烟台成秀化工", 平台代码=other.code)
    by_portal_code = make_plan(table([coded], [*HEADINGS, "平台代码"]), at=NOON)

    assert [entry.row.target for entry in plan.entries] == [kept.pk, kept.pk]
    assert [entry.row.target for entry in by_portal_code.entries] == [kept.pk]
    changed = {change[0] for entry in plan.entries for change in entry.organisation_changes}
    assert not changed & {"name", "uscc", "former_names"}
    assert plan.warnings == [
        "单位名称：是其他写法，名录保留原有名称（第 2、3 行）。",
        "统一社会信用代码：属于已归并的记录，名录保留归并后记录的代码（第 3 行）。",
    ]


def test_the_list_of_before_changes_nothing_when_it_comes_again():
    kept = OrganisationFactory(name="烟台澄岫化工有限公司", uscc=ONE)
    other = OrganisationFactory(name="烟台成秀化工")
    sign(kept, "2015-03-01", certificate_number="RC-2015-0001")
    sign(other, "2018-05-01", certificate_number="RC-2018-0001")
    united(kept, other)

    nothing = dict.fromkeys(("市", "行业代码", "所有制", "职工人数", "签署场合", "签署文件"), "")
    signing = {"签署日期": "2018-05-01", "证书编号": "RC-2018-0001"}
    plan = plan_of([line("烟台成秀化工", **nothing | signing)])

    assert problems(plan) == []

    assert verdicts(plan) == [Verdict.UNCHANGED]
    assert Commitment.objects.filter(state=State.DOUBLE).count() == 1
    assert Organisation.objects.count() == 1
