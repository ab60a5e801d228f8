import pytest

from commitments.enums import Kind
from commitments.models import Organisation
from commitments.services.importing.plan import Verdict
from commitments.tests.factories import OrganisationFactory
from commitments.tests.workbooks.lists import credit_code
from commitments.tests.workbooks.tables import line, plan_of, problems, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

ONE, OTHER = credit_code("370000", 1), credit_code("370000", 2)
NAME = "烟台澄岫化工（集团）有限公司"


@pytest.fixture
def known() -> Organisation:
    """An organisation of the register with code, name and a former name."""
    return OrganisationFactory(name=NAME, uscc=ONE, former=["烟台澄岫化工厂"])


def test_the_credit_code_finds_the_organisation_whatever_its_name(known: Organisation) -> None:
    plan = plan_of([line("烟台霁槿化工有限公司", ONE)])

    assert plan.entries[0].row.target == known.pk


@pytest.mark.parametrize(
    "name", ["烟台澄岫化工(集团)有限公司", "烟台 澄岫化工（集团）有限公司", "烟台澄岫化工厂"]
)
def test_a_name_is_found_with_other_brackets_and_by_a_former_one(
    known: Organisation, name: str
) -> None:
    plan = plan_of([line(name)])

    assert plan.entries[0].row.target == known.pk


def test_a_renamed_organisation_is_found_by_the_former_name_of_the_list(
    known: Organisation,
) -> None:
    plan = plan_of([line("烟台霁槿化工有限公司", 曾用名=f"{NAME}；烟台某厂")])

    assert plan.entries[0].row.target == known.pk


def test_a_former_name_in_the_list_does_not_undo_the_renaming(known: Organisation) -> None:
    plan = plan_of([line("烟台澄岫化工厂", ONE)])

    assert [change for change in plan.entries[0].changes if change[0] == "name"] == []
    assert plan.warnings == ["单位名称：所填为曾用名，名录保留现用名称（第 2 行）。"]


def test_an_unknown_organisation_is_new(known: Organisation) -> None:
    plan = plan_of([line("烟台霁槿化工有限公司", OTHER)])

    assert verdicts(plan) == [Verdict.ACCEPTED]
    assert plan.entries[0].is_new_organisation


def test_the_same_name_with_another_code_is_asked(known: Organisation) -> None:
    plan = plan_of([line(NAME, OTHER)])

    assert problems(plan) == [("C2", f"名录中同名单位的代码为 {ONE}。")]


def test_code_and_name_of_two_organisations_are_asked(known: Organisation) -> None:
    OrganisationFactory(name="烟台霁槿化工有限公司", uscc=OTHER)

    plan = plan_of([line("烟台霁槿化工有限公司", ONE)])

    assert problems(plan) == [("A2", f"代码属于“{NAME}”，名称属于“烟台霁槿化工有限公司”。")]


def test_a_name_that_two_organisations_bear_is_asked(known: Organisation) -> None:
    twin = OrganisationFactory(name=NAME)
    twin.refresh_from_db()

    plan = plan_of([line(NAME)])

    assert problems(plan) == [
        ("A2", f"这个名称对应多家单位：{NAME}（{ONE}）、{NAME}（{twin.code}）。")
    ]


def test_a_working_body_is_never_meant() -> None:
    OrganisationFactory(name="责任关怀工作委员会", kind=Kind.COMMITTEE)

    plan = plan_of([line("责任关怀工作委员会")])

    assert problems(plan) == [("A2", "“责任关怀工作委员会”是工作机构，不签署承诺。")]


@pytest.mark.parametrize(
    ("code", "cell_and_reason"),
    [
        ("rc9999999", ("B2", "名录中没有使用这个平台代码的单位。")),
        ("!", ("B2", "不是平台代码。")),
    ],
)
def test_a_portal_code_must_be_one_of_the_register(
    known: Organisation, code: str, cell_and_reason: tuple[str, str]
) -> None:
    from commitments.services.importing.plan import make_plan  # noqa: PLC0415 -- short names
    from commitments.tests.workbooks.tables import NOON, table  # noqa: PLC0415

    headings = ["单位名称", "平台代码", "单位类型", "省级行政区", "签署日期"]

    plan = make_plan(table([line(NAME) | {"平台代码": code}], headings), at=NOON)

    assert problems(plan) == [cell_and_reason]


def test_the_later_row_with_the_same_document_is_refused_and_names_both() -> None:
    plan = plan_of([line(NAME, ONE), line(NAME, ONE, 签署文件="全球宪章"), line(NAME, ONE)])

    assert verdicts(plan) == [Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REFUSED]
    assert problems(plan) == [("A4", "第 2 行与第 4 行是同一单位的同一签署文件。")]


def test_rows_that_disagree_on_the_organisation_are_refused_by_field_and_row() -> None:
    plan = plan_of(
        [
            line(NAME, ONE, 所有制="国有"),
            line(NAME, ONE, 所有制="民营", 签署文件="全球宪章"),
        ]
    )

    assert problems(plan) == [("K3", "同一单位在第 2 行填的是“国有”。")]


def test_an_empty_cell_disagrees_with_nothing() -> None:
    plan = plan_of([line(NAME, ONE, 所有制="国有"), line(NAME, "", 所有制="", 签署文件="全球宪章")])

    assert verdicts(plan) == [Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert plan.entries[0].row.target == plan.entries[1].row.target


def test_two_codes_for_one_name_in_the_list_are_refused() -> None:
    plan = plan_of([line(NAME, ONE), line(NAME, OTHER, 签署文件="全球宪章")])

    assert problems(plan) == [("C3", f"同一单位在第 2 行填的是“{ONE}”。")]


def test_two_names_for_one_code_in_the_list_are_refused() -> None:
    plan = plan_of([line(NAME, ONE), line("烟台霁槿化工有限公司", ONE, 签署文件="全球宪章")])

    assert problems(plan) == [("A3", f"同一单位在第 2 行填的是“{NAME}”。")]


def test_one_name_of_two_organisations_in_the_list_is_refused(known: Organisation) -> None:
    plan = plan_of([line("烟台霁槿化工有限公司"), line("烟台霁槿化工有限公司", ONE)])

    assert problems(plan) == [("A3", "第 2 行此列内容相同，但说的是另一家单位。")]


def test_a_certificate_number_twice_in_the_list_is_refused() -> None:
    plan = plan_of(
        [line(NAME, ONE, 证书编号="RC-1"), line("烟台霁槿化工有限公司", OTHER, 证书编号="rc 1")]
    )

    assert problems(plan) == [("T3", "证书编号与第 2 行重复。")]
