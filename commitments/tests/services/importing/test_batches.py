import pytest
from django.db.models import Count

from commitments.enums import BatchState
from commitments.models import Commitment, ImportBatch, Organisation
from commitments.services import importing
from commitments.services.importing import (
    BatchDecided,
    ListRefused,
    RegisterMoved,
    RowsRefused,
)
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.workbooks.lists import HEADINGS, as_csv, credit_code, invented, xlsx
from commitments.tests.workbooks.tables import NOON, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CODE = credit_code("370000", 1)
NAME = "烟台澄岫化工有限公司"
BAD = line("烟台霁槿化工有限公司", 单位类型="公司")


def checked(*lines: dict[str, object]) -> ImportBatch:
    return importing.check("名录.xlsx", xlsx(lines), by=None, at=NOON)


def rows_of(batch: ImportBatch) -> list[dict[str, object]]:
    fields = ("number", "name", "verdict", "changes", "problems")
    return list(batch.rows.order_by("number").values(*fields))


def test_a_check_keeps_file_counts_and_report_and_writes_nothing_else() -> None:
    OrganisationFactory(name=NAME, uscc=CODE, province_id="370000", staff_count=12)
    user = UserFactory()
    data = xlsx(
        [line(NAME, CODE, 行业代码="", 所有制=""), BAD | {"联系人": "x"}], [*HEADINGS, "联系人"]
    )

    batch = importing.check("名录.xlsx", data, by=user, at=NOON)

    batch.refresh_from_db()
    assert (batch.file_name, bytes(batch.content or b"")) == ("名录.xlsx", data)
    assert (batch.state, batch.uploaded_by) == (BatchState.PREVIEWED, user)
    assert (batch.accepted, batch.changed, batch.unchanged, batch.refused) == (1, 0, 0, 1)
    assert batch.report.pop("heading_row") == 1
    assert [column["key"] for column in batch.report.pop("columns")][-1] == ""
    assert rows_of(batch) == [
        {
            "number": 2,
            "name": NAME,
            "verdict": "accepted",
            "changes": [
                {"field": "职工人数", "old": "12", "new": "40"},
                {"field": "市", "old": "", "new": "烟台"},
            ],
            "problems": [],
        },
        {
            "number": 3,
            "name": "烟台霁槿化工有限公司",
            "verdict": "refused",
            "changes": [],
            "problems": [
                {
                    "cell": "B3",
                    "heading": "单位类型",
                    "value": "公司",
                    "reason": "不是规定的选项。",
                    "remedy": "请填写以下之一：央企集团、企事业单位、化工园区、专业协会、院校。",
                }
            ],
        },
    ]
    assert batch.report == {
        "warnings": [],
        "doubles": [],
        "ignored": ["联系人"],
        "touched": [],
        "omitted": [],
    }
    assert (Organisation.objects.count(), Commitment.objects.count()) == (1, 0)


def test_a_confirmed_list_is_written_and_its_content_forgotten() -> None:
    user = UserFactory(email="staff@example.com")

    batch = importing.confirm(checked(line(NAME, CODE)), by=user, at=NOON)

    batch.refresh_from_db()
    assert (batch.state, batch.content, batch.decided_at) == (BatchState.IMPORTED, None, NOON)
    assert batch.report["decided_by"] == "staff@example.com"
    assert Commitment.objects.get().batch == batch


def test_a_refused_row_holds_the_list_back_unless_the_good_rows_are_accepted() -> None:
    batch = checked(line(NAME, CODE), BAD)

    with pytest.raises(RowsRefused) as refused:
        importing.confirm(batch, by=None, at=NOON)
    count = Organisation.objects.count()
    accepted = importing.confirm(batch, by=None, at=NOON, accept_good=True)

    assert str(refused.value) == ("有 1 行被拒绝，未写入任何内容：请改正，或只导入其余各行。")
    assert count == 0
    assert (accepted.state, Organisation.objects.get().name) == (BatchState.IMPORTED, NAME)


def test_a_list_is_checked_anew_when_the_register_has_changed_meanwhile() -> None:
    batch = checked(line(NAME, CODE))
    OrganisationFactory(name=NAME, uscc=CODE)

    with pytest.raises(RegisterMoved) as moved:
        importing.confirm(batch, by=None, at=NOON)

    batch.refresh_from_db()
    assert str(moved.value) == "核对之后名录有了变动，请重新核对这份名单。"
    assert (batch.state, Commitment.objects.count()) == (BatchState.PREVIEWED, 0)


def test_changes_elsewhere_in_the_register_do_not_matter() -> None:
    batch = checked(line(NAME, CODE))
    OrganisationFactory(name="烟台珩翊化工有限公司")

    assert importing.confirm(batch, by=None, at=NOON).state == BatchState.IMPORTED


def test_a_list_is_decided_on_once() -> None:
    batch = checked(line(NAME, CODE))
    importing.confirm(batch, by=None, at=NOON)

    with pytest.raises(BatchDecided) as twice:
        importing.confirm(batch, by=None, at=NOON)
    with pytest.raises(BatchDecided):
        importing.discard(batch, None)

    assert str(twice.value) == "这份名单已处理过，现为“已导入”。"
    assert Commitment.objects.count() == 1


def test_a_discarded_list_keeps_its_report_alone() -> None:
    user = UserFactory(email="staff@example.com")

    batch = importing.discard(checked(line(NAME, CODE)), user)

    assert (batch.state, batch.content) == (BatchState.DISCARDED, None)
    assert batch.decided_at is not None
    assert (len(rows_of(batch)), batch.report["decided_by"]) == (1, "staff@example.com")
    with pytest.raises(BatchDecided):
        importing.confirm(batch, by=None, at=NOON)


def test_every_row_of_a_long_list_is_kept_with_what_was_said_of_it() -> None:
    wrong = (BAD | {"单位名称": f"烟台{number}厂"} for number in range(2_001))

    batch = checked(*invented(501), *wrong)

    kept = batch.rows.values_list("verdict").annotate(Count("pk"))
    assert dict(kept) == {"accepted": 501, "refused": 2_001}
    assert batch.rows.latest("number").problems[0]["cell"] == "B2503"


def test_a_row_that_is_left_out_is_no_longer_among_those_of_the_import() -> None:
    batch = checked(*(line(f"烟台{place}厂") for place in "甲乙丙"))

    importing.confirm(batch, by=None, at=NOON, leave_out=[3])

    assert [row["number"] for row in rows_of(batch)] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_each_permitted_encoding_is_read(encoding: str) -> None:
    batch = importing.check(
        "名录.csv", as_csv([line(NAME, CODE), BAD], encoding=encoding), by=None, at=NOON
    )

    assert (batch.accepted, batch.refused) == (1, 1)
    assert rows_of(batch)[1]["problems"][0]["cell"] == "B3"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "a.csv",
            as_csv([line(NAME)], encoding="utf-16"),
            None,
        ),
        ("a.xlsx", b"not a workbook", None),
        (
            "a.xlsx",
            xlsx([line(NAME)], [*HEADINGS[1:2], *HEADINGS[3:]]),
            "没有一列说明是哪个单位：请在首行写上以下标题之一：单位名称、平台代码、统一社会信用代码。",
        ),
        ("a.xlsx", xlsx([]), None),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(
    name: str, data: bytes, sentence: str | None
) -> None:
    with pytest.raises(ListRefused) as refused:
        importing.check(name, data, by=None, at=NOON)

    text = str(refused.value)
    assert text.count("。") == 1
    assert sentence in (None, text)
    assert ImportBatch.objects.count() == 0
