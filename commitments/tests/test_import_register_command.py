"""The command, end to end: file in, lines out, exit status, and what stands in the register."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.enums import PostRole
from commitments.models import Commitment, ImportBatch, Organisation
from commitments.services.founding import load_reference_tables
from commitments.tests.factories import StaffPostFactory, UserFactory
from commitments.tests.workbooks import faults, lists
from commitments.tests.workbooks.lists import HEADINGS, Line, as_csv, invented, xlsx

pytestmark = pytest.mark.django_db

Run = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Import lines or bytes; give exit status, lines of output and lines of errors."""

    def importing(
        content: list[Line] | bytes, *options: str, name: str = "名录.xlsx"
    ) -> tuple[int, list[str], list[str]]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else xlsx(content))
        status = 0
        try:
            call_command("import_register", str(path), *options)
        except SystemExit as end:
            status = int(end.code or 0)
        printed = capsys.readouterr()
        return status, printed.out.splitlines(), printed.err.splitlines()

    return importing


@pytest.fixture
def reference(db: None) -> None:
    load_reference_tables()


def in_register() -> tuple[int, int]:
    return Organisation.objects.count(), Commitment.objects.count()


@pytest.mark.usefixtures("reference")
class TestGoodLists:
    def test_a_good_list_is_written_and_again_all_is_unchanged(self, run: Run) -> None:
        first = run(invented(30))
        again = run(invented(30))

        assert first == (0, ["accepted=30 changed=0 unchanged=0 refused=0"], [])
        assert again == (0, ["accepted=0 changed=0 unchanged=30 refused=0"], [])
        assert in_register() == (30, 30)

    def test_a_trial_writes_nothing_and_exits_as_the_real_run(self, run: Run) -> None:
        good = run(invented(2), "--dry-run")
        bad = run([*invented(2), {"单位名称": "某厂"}], "--dry-run")

        assert good == (
            0,
            ["仅为试运行，未写入任何内容。", "accepted=2 changed=0 unchanged=0 refused=0"],
            [],
        )
        assert (bad[0], bad[1][-1]) == (1, "accepted=2 changed=0 unchanged=0 refused=1")
        assert (in_register(), ImportBatch.objects.count()) == ((0, 0), 0)

    def test_columns_that_are_left_aside_are_named_without_a_cell(self, run: Run) -> None:
        headings = [*HEADINGS, "联系人", "电话"]
        lines = [line | {"联系人": "甲", "电话": "1"} for line in invented(1)]

        status, out, _err = run(xlsx(lines, headings))

        assert (status, out[0]) == (0, "未导入的列：联系人、电话")

    def test_a_csv_in_gb18030_is_read(self, run: Run) -> None:
        status, out, _err = run(as_csv(invented(3), encoding="gb18030"), name="名录.csv")

        assert (status, out) == (0, ["accepted=3 changed=0 unchanged=0 refused=0"])

    def test_english_headings_and_words_are_read(self, run: Run) -> None:
        headings = ["Name", "Kind", "Province", "City", "Signed on", "Status"]
        lines = [
            {
                "Name": "烟台澄岫化工有限公司",
                "Kind": "enterprise or institution",
                "Province": "Shandong",
                "City": "烟台",
                "Signed on": "2021-03-05",
                "Status": "committed",
            }
        ]

        status, out, _err = run(xlsx(lines, headings, sheet="Register"))

        assert (status, out) == (0, ["accepted=1 changed=0 unchanged=0 refused=0"])

    def test_a_long_list_shows_how_far_it_is(self, run: Run) -> None:
        headings = ["单位名称", "单位类型", "省级行政区", "签署日期"]
        lines = [
            {
                "单位名称": f"试{number}",
                "单位类型": "企业",
                "省级行政区": "山东",
                "签署日期": "2021-03-05",
            }
            for number in range(5_001)
        ]

        _status, out, _err = run(as_csv(lines, headings), "--dry-run", name="名录.csv")

        assert out[0] == "已核对 5000 / 5001 行"


@pytest.mark.usefixtures("reference")
class TestFaults:
    def test_fifty_faults_of_eighteen_kinds_are_refused_at_their_cells(self, run: Run) -> None:
        lines, planted = faults.plant(invented(120))
        assert (len(planted), len({each.kind for each in planted})) == (50, 18)

        status, out, err = run(lines)

        assert status == 1
        assert sorted(line.split(" ")[0] for line in out[:-1]) == sorted(
            each.cell for each in planted
        )
        assert out[-1] == "accepted=73 changed=0 unchanged=0 refused=50"
        assert err == [
            "有 50 行被拒绝，未写入任何内容：请改正，或加 --accept-good 只导入其余各行。"
        ]
        assert in_register() == (0, 0)

    def test_the_good_rows_of_a_list_with_faults_are_written_when_asked(self, run: Run) -> None:
        lines, _planted = faults.plant(invented(120))

        status, out, err = run(lines, "--accept-good")

        assert (status, out[-1], err) == (0, "accepted=73 changed=0 unchanged=0 refused=50", [])
        assert in_register() == (73, 73)

    def test_every_refusal_is_a_sentence_with_value_reason_and_remedy(self, run: Run) -> None:
        line = invented(1)[0] | {"签署日期": "2019-02-30"}

        _status, out, _err = run([line])

        assert out[0] == (
            "P2 签署日期“2019-02-30”：日历上没有这一天。请改正，按 2021-03-05 的格式填写。"
        )


class TestWrongFiles:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("名录.xlsx", b""),
            ("名录.xlsx", b"%PDF-1.7 nothing of ours"),
            ("名录.xlsx", b"PK\x03\x04 no zip at all"),
            ("名录.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
            ("名录.csv", as_csv(invented(1), encoding="utf-16")),
            ("名录.csv", as_csv(invented(1)) + b"\xff\xfe\xfa"),
            ("名录.csv", as_csv([])),
            ("名录.xlsx", xlsx([])),
            ("名录.xlsx", xlsx(invented(1), HEADINGS[3:])),
            ("名录.xlsx", xlsx(invented(1), [*HEADINGS, "单位名称"])),
        ],
    )
    def test_a_wrong_file_ends_in_one_sentence_and_status_1(
        self, run: Run, name: str, content: bytes
    ) -> None:
        status, out, err = run(content, name=name)

        assert (status, out, len(err)) == (1, [], 1)
        assert err[0].endswith("。")
        assert ImportBatch.objects.count() == 0

    def test_a_file_that_is_not_there_ends_in_one_sentence(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as end:
            call_command("import_register", "/nowhere/名录.xlsx")

        assert end.value.code == 1
        assert capsys.readouterr().err == (
            "无法打开文件“/nowhere/名录.xlsx”：No such file or directory。\n"
        )


@pytest.mark.usefixtures("reference")
class TestWho:
    @pytest.mark.parametrize(("role", "status"), [(PostRole.STAFF, 0), (PostRole.AUDITOR, 1)])
    def test_only_the_secretariat_may_import(self, run: Run, role: PostRole, status: int) -> None:
        StaffPostFactory(user=UserFactory(email="somebody@example.com"), role=role)

        answer = run(invented(1), "--as-user", "Somebody@example.com")

        assert answer[0] == status
        assert in_register() == ((1, 1) if status == 0 else (0, 0))

    def test_an_unknown_account_is_named(self, run: Run) -> None:
        status, out, err = run(invented(1), "--as-user", "nobody@example.com")

        assert (status, out) == (1, [])
        assert err == ["“nobody@example.com”不是有导入权限的秘书处账号，请换一个。"]

    def test_the_batch_names_who_brought_the_list(self, run: Run) -> None:
        StaffPostFactory(user=UserFactory(email="staff@example.com"))

        run(invented(1), "--as-user", "staff@example.com")

        assert str(ImportBatch.objects.get().uploaded_by) == "staff@example.com"


@pytest.mark.usefixtures("reference")
class TestRealLists:
    """Lists of real organisations, which stand beside the repository where there are any."""

    def test_the_enterprises_are_accepted_and_then_unchanged(self, run: Run) -> None:
        lines = lists.enterprises(lists.sample("enterprises_sample.csv"))

        first, again = run(lines), run(lines)

        assert (first[0], first[1][-1]) == (
            0,
            f"accepted={len(lines)} changed=0 unchanged=0 refused=0",
        )
        assert (again[0], again[1][-1]) == (
            0,
            f"accepted=0 changed=0 unchanged={len(lines)} refused=0",
        )

    def test_fifty_faults_among_the_enterprises_are_found_and_nothing_else(self, run: Run) -> None:
        lines, planted = faults.plant(lists.enterprises(lists.sample("enterprises_sample.csv")))

        status, out, _err = run(lines)
        cells = [line.split(" ")[0] for line in out if not line.startswith("提示")][:-1]
        nothing = in_register()
        accepted = run(lines, "--accept-good")

        good = len(lines) - 50
        assert (status, sorted(cells)) == (1, sorted(each.cell for each in planted))
        assert nothing == (0, 0)
        assert (accepted[0], in_register()) == (0, (good, good))

    def test_the_parks_are_accepted(self, run: Run) -> None:
        lines = lists.parks(lists.sample("parks_sample.csv"))

        status, out, _err = run(lines)

        assert (status, out[-1]) == (0, f"accepted={len(lines)} changed=0 unchanged=0 refused=0")
