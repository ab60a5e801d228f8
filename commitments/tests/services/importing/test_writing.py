"""What a confirmed list leaves in the database, down to history and search keys."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from commitments.enums import NameKind, State, Status
from commitments.models import Commitment, ImportBatch, Organisation, RegisterVersion, Suspension
from commitments.services import facts, importing
from commitments.services.entering import record
from commitments.services.importing import Verdict
from commitments.services.lifecycle import suspend
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.workbooks.lists import Line, credit_code, xlsx
from commitments.tests.workbooks.tables import NOON, TODAY, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CODE = credit_code("370000", 1)
NAME = "烟台澄岫化工有限公司"
SIGNED = dt.date(2008, 3, 10)
ENDED = {"状态": "已结束", "结束日期": "2020-06-30", "结束原因": "注销"}


def bring(*lines: Line, accept_good: bool = False) -> dict[Verdict, int]:
    plan, _batch = importing.bring_in(
        "名录.xlsx", xlsx(lines), by=None, at=NOON, accept_good=accept_good
    )
    return dict(plan.counts)


def test_a_new_organisation_has_all_its_values_names_keys_and_facts() -> None:
    bring(
        line(
            NAME,
            CODE,
            简称="澄岫化工",
            英文名称="Chengxiu Chemical",
            曾用名="烟台澄岫厂；烟台第一厂",
            **{"县(区)": "芝罘区"},
            所属集团="某集团",
            所在园区="烟台化工园",
            网站="www.example.com",
            签署人职务="总经理",
            证书编号="RC-1",
            推荐单位="某协会",
            备注="补录",
        )
    )

    organisation = Organisation.objects.get(uscc=CODE)
    by_naming = OrganisationFactory(
        name=NAME,
        short_name="澄岫化工",
        english_name="Chengxiu Chemical",
        former=["烟台澄岫厂", "烟台第一厂"],
    )
    by_naming.refresh_from_db()
    assert [
        (name.kind, name.text, name.key, name.pinyin)
        for name in organisation.names.order_by("kind", "text")
    ] == [
        (name.kind, name.text, name.key, name.pinyin)
        for name in by_naming.names.order_by("kind", "text")
    ]
    for column in (
        "name", "short_name", "english_name", "former_names", "name_sort", "name_keys",
        "pinyin_keys", "initials", "grams",
    ):  # fmt: skip
        assert getattr(organisation, column) == getattr(by_naming, column)
    assert (organisation.province_id, organisation.city_id) == ("370000", "370600")
    assert (organisation.county_id, organisation.industry_id) == ("370602", "2614")
    assert (organisation.kind, organisation.ownership) == ("enterprise", "state")
    assert (organisation.staff_count, organisation.website) == (40, "http://www.example.com")
    assert (organisation.group_name, organisation.park_name) == ("某集团", "烟台化工园")
    assert (organisation.status, organisation.signed_on) == (Status.IN_FORCE, SIGNED)
    assert (organisation.sign_year, organisation.is_demo) == (2008, False)
    commitment = organisation.commitments.get()
    assert (commitment.state, commitment.signed_on) == (State.IN_FORCE, SIGNED)
    assert (commitment.document, commitment.occasion) == ("letter", "责任关怀促进大会")
    assert (commitment.signer_position, commitment.certificate_number) == ("总经理", "RC-1")
    assert (commitment.recommended_by, commitment.note) == ("某协会", "补录")
    assert (commitment.batch, commitment.state_changed_at) == (ImportBatch.objects.get(), NOON)


def test_facts_written_with_the_organisation_are_those_that_refresh_computes() -> None:
    bring(
        line(NAME, CODE, 签署文件="全球宪章", 签署日期="2011-05-01"),
        line(NAME, CODE, **ENDED),
        line("烟台霁槿化工有限公司", 状态="暂停"),
        line("烟台珩翊化工有限公司", **ENDED),
    )
    written = list(Organisation.objects.order_by("id").values_list("status", "signed_on"))

    changed = facts.refresh()

    assert changed == 0
    assert written == [
        (Status.IN_FORCE, dt.date(2011, 5, 1)),
        (Status.SUSPENDED, SIGNED),
        (Status.ENDED, SIGNED),
    ]


def test_every_row_of_history_says_who_and_from_which_list() -> None:
    user = UserFactory(email="staff@example.com")

    importing.bring_in("名录.xlsx", xlsx([line(NAME, CODE, 状态="暂停")]), by=user, at=NOON)

    batch = ImportBatch.objects.get()
    organisation = Organisation.objects.get()
    commitment = organisation.commitments.get()
    events = [
        *organisation.events.all(),
        *organisation.names.get().events.all(),
        *commitment.events.all(),
        *commitment.suspensions.get().events.all(),
    ]
    assert [event.pgh_label for event in events] == ["insert"] * 4
    assert [event.pgh_context.metadata for event in events] == [
        {
            "user": user.pk,
            "user_label": "staff@example.com",
            "reason": "名单“名录.xlsx”",
            "source": f"import {batch.pk}",
        }
    ] * 4


def test_changes_are_written_and_nothing_else() -> None:
    bring(line(NAME, CODE, 简称="澄岫", 网站="www.example.com"))
    before = Organisation.objects.values().get()

    counts = bring(line(NAME, CODE, 简称="", 职工人数=41, 市="潍坊", 签署人职务="总经理"))

    after = Organisation.objects.values().get()
    assert counts == {Verdict.CHANGED: 1}
    assert {key: after[key] for key in after if after[key] != before[key]} == {
        "staff_count": 41,
        "city_id": "370700",
    }
    assert Commitment.objects.get().signer_position == "总经理"


def test_another_province_empties_city_and_county() -> None:
    bring(line(NAME, CODE, **{"县(区)": "芝罘区"}))

    bring(line(NAME, CODE, 省级行政区="江苏", 市=""))

    assert Organisation.objects.values_list("province_id", "city_id", "county_id").get() == (
        "320000",
        None,
        None,
    )


def test_a_new_name_keeps_the_old_one_searchable() -> None:
    bring(line(NAME, CODE, 曾用名="烟台澄岫厂"))

    bring(line("烟台霁槿化工有限公司", CODE, 简称="霁槿"))

    organisation = Organisation.objects.get()
    assert organisation.former_names == f"烟台澄岫厂；{NAME}"
    assert organisation.initials == "ytjjhgyxgs"
    assert NAME in organisation.name_keys.split()
    assert list(organisation.names.order_by("id").values_list("kind", "text")) == [
        (NameKind.FORMER, "烟台澄岫厂"),
        (NameKind.FULL, "烟台霁槿化工有限公司"),
        (NameKind.SHORT, "霁槿"),
        (NameKind.FORMER, NAME),
    ]


def test_a_code_that_was_unknown_enters_the_search_document() -> None:
    OrganisationFactory(name=NAME)

    bring(line(NAME, CODE))

    organisation = Organisation.objects.get()
    assert organisation.uscc == CODE
    assert CODE.lower() in organisation.latin.split()


def test_two_documents_of_one_new_organisation_make_one_organisation() -> None:
    bring(line(NAME, CODE), line(NAME, "", 签署文件="全球宪章", 网站="www.example.com"))

    organisation = Organisation.objects.get()
    assert (organisation.uscc, organisation.website) == (CODE, "http://www.example.com")
    assert list(organisation.commitments.order_by("id").values_list("document", flat=True)) == [
        "letter",
        "charter",
    ]


def test_an_organisation_is_tied_to_the_park_of_the_register_or_of_the_list() -> None:
    known = OrganisationFactory(name="烟台化工园", kind="park")

    bring(
        line(NAME, 所在园区="烟台 化工园"),
        line("烟台霁槿化工有限公司", 所在园区="潍坊化工园"),
        line("潍坊化工园", 单位类型="化工园区", 市="潍坊", 签署文件="全球宪章"),
        line("烟台珩翊化工有限公司", 所在园区="无名园"),
    )

    new = Organisation.objects.get(name="潍坊化工园")
    assert list(
        Organisation.objects.exclude(park_name="").order_by("id").values_list("park", flat=True)
    ) == [known.pk, new.pk, None]


def test_another_park_unties_the_old_one() -> None:
    OrganisationFactory(name="烟台化工园", kind="park")
    bring(line(NAME, CODE, 所在园区="烟台化工园"))

    bring(line(NAME, CODE, 所在园区="无名园"))

    assert Organisation.objects.values_list("park_name", "park").get(uscc=CODE) == ("无名园", None)


def test_a_suspension_begins_on_the_day_of_the_import() -> None:
    bring(line(NAME, CODE))

    bring(line(NAME, CODE, 状态="暂停"))

    commitment = Commitment.objects.get()
    assert commitment.state == State.SUSPENDED
    assert commitment.suspensions.get().valid == DateRange(TODAY, None)
    assert Organisation.objects.get().status == Status.SUSPENDED


@pytest.mark.parametrize(
    ("values", "state", "until"),
    [
        ({"状态": "已承诺"}, State.IN_FORCE, TODAY),
        (ENDED, State.ENDED, dt.date(2020, 6, 30)),
    ],
)
def test_a_suspension_closes_when_the_commitment_goes_on_or_ends(
    values: dict[str, str], state: State, until: dt.date
) -> None:
    organisation = OrganisationFactory(name=NAME, uscc=CODE)
    commitment = record(
        organisation, by=None, source="paper", state=State.IN_FORCE, signed_on=SIGNED
    )
    suspend(commitment, by=None, at=NOON, on=dt.date(2019, 5, 1), reason="整改")

    bring(line(NAME, CODE, **values))

    commitment.refresh_from_db()
    assert (commitment.state, commitment.state_changed_at) == (state, NOON)
    assert commitment.suspensions.get().valid == DateRange(dt.date(2019, 5, 1), until)


def test_a_suspension_that_ends_on_its_first_day_is_forgotten() -> None:
    bring(line(NAME, CODE, 状态="暂停"))

    bring(line(NAME, CODE, 状态="已承诺"))

    assert Suspension.objects.count() == 0
    assert Organisation.objects.get().status == Status.IN_FORCE


def test_a_list_with_a_refused_row_writes_nothing_unless_the_good_rows_are_accepted() -> None:
    lines = [line(NAME, CODE), line("烟台霁槿化工有限公司", 单位类型="公司")]

    refused = bring(*lines)
    nothing = (Organisation.objects.count(), ImportBatch.objects.count())
    accepted = bring(*lines, accept_good=True)

    assert refused == accepted == {Verdict.ACCEPTED: 1, Verdict.REFUSED: 1}
    assert nothing == (0, 0)
    assert Organisation.objects.get().name == NAME


def test_the_version_of_the_register_counts_up_once_and_not_for_an_unchanged_list() -> None:
    def version() -> int:
        return RegisterVersion.objects.get().number

    before = version()

    bring(line(NAME, CODE))
    once = version()
    bring(line(NAME, CODE))

    assert (once - before, version() - once) == (1, 0)


def test_backslashes_and_odd_characters_arrive_as_typed() -> None:
    note = r"C:\temp\new “引号” 𬭛 \N %s"

    bring(line("上海𬭛化工科技有限公司", 备注=note))

    assert Commitment.objects.get().note == note
    assert Organisation.objects.get().name == "上海𬭛化工科技有限公司"
