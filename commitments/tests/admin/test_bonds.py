"""The ledger of partners."""

import datetime as dt
import io
import re

import openpyxl
import pytest

from accounts.tests.clients import signed_in
from commitments.admin import bonds
from commitments.models import Bond, RegisterSettings
from commitments.queries.inviters import inviters_on
from commitments.tests.applying import DAY, submitted
from commitments.tests.bonds import brought_tree
from commitments.tests.factories import OrganisationFactory
from commitments.tests.representing import partner_of
from core.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return brought_tree()


@pytest.fixture
def ledger(tree):
    return signed_in("staff")


def rows_of(response):
    return re.findall(r'class="field-shown_partner"><a [^>]*>([^<]+)<', response.content.decode())


@pytest.mark.parametrize(
    ("asked", "partners"),
    [
        ("", ["戊化工", "丁化工", "丙化工", "乙化工"]),
        ("?state=signed", ["丁化工", "丙化工", "乙化工"]),
        ("?state=invited", ["戊化工"]),
        ("?relation__exact=carrier", ["戊化工"]),
        ("?year=2012", ["丙化工"]),
    ],
)
def test_the_ledger_is_filtered(ledger, asked, partners):
    assert rows_of(ledger.get(f"/admin/commitments/bond/{asked}")) == partners


def test_the_ledger_is_filtered_by_who_brings(ledger, tree):
    found = ledger.get(f"/admin/commitments/bond/?inviter={tree['乙'].code}")

    assert rows_of(found) == ["丁化工"]


def test_of_many_who_bring_the_first_stand_there_and_the_others_are_found(
    ledger, tree, monkeypatch
):
    monkeypatch.setattr(bonds, "MOST_INVITERS", 1)
    said = "此处只列出前一部分，其余请用搜索查找。"

    first = ledger.get("/admin/commitments/bond/")
    other = ledger.get(f"/admin/commitments/bond/?inviter={tree['乙'].code}").content.decode()

    assert choices(first) == ["甲化工"]
    assert said in first.content.decode()
    assert re.findall(r'aria-current="true">(\S+?)<', other)[-1] == "乙化工"
    monkeypatch.undo()
    assert said not in ledger.get("/admin/commitments/bond/").content.decode()


def choices(response):
    (spec,) = [
        each
        for each in response.context["cl"].filter_specs
        if getattr(each, "parameter_name", "") == "inviter"
    ]
    return [name for _code, name in spec.lookup_choices]


def test_a_file_has_what_the_ledger_shows_and_no_address(ledger):
    response = ledger.get("/admin/commitments/bond/ledger.csv?state=invited")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0].startswith("带动单位,带动单位平台代码,伙伴单位,")
    assert [line.split(",")[2:6:1] for line in lines[1:]] == [
        ["戊化工", Bond.objects.get(partner__name="戊化工").partner.code, "承运商", "已邀请"]
    ]
    assert "example.com" not in "".join(lines)
    workbook = ledger.get("/admin/commitments/bond/ledger.xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"


ADD = "/admin/commitments/bond/add/"


def test_the_secretariat_enters_a_bond_with_its_source(ledger, tree):
    typed = {"inviter": tree["丙"].pk, "partner": tree["丁"].pk, "relation": "supplier"}

    refused = ledger.post(ADD, typed)
    done = ledger.post(ADD, typed | {"source": "年度总结"})

    assert "请填写作为依据的文件或名单，或填写邮箱以发送邀请。" in refused.content.decode()
    assert done.status_code == 302
    assert Bond.objects.get(inviter=tree["丙"]).source == "年度总结"


def test_the_secretariat_invites_by_mail(ledger, tree):
    typed = {"inviter": tree["丙"].pk, "partner_name": "庚物流", "relation": "carrier"}

    done = ledger.post(ADD, typed | {"email": "g@example.com"})

    assert done.status_code == 302
    assert OutboxMail.objects.get().address == "g@example.com"


def test_what_cannot_be_is_said_above_the_form(ledger, tree):
    typed = {"inviter": tree["丁"].pk, "partner": tree["甲"].pk, "relation": "supplier"}

    refused = ledger.post(ADD, typed | {"source": "年度总结"})

    assert "带动关系不能循环" in refused.content.decode()
    assert "年度总结" in refused.content.decode()
    assert Bond.objects.count() == 4


def test_a_name_is_found_in_the_register_later(ledger, tree):
    bond = partner_of(tree["丙"], "辛物流", invited_on=dt.date(2026, 1, 1))
    known = OrganisationFactory(name="辛物流股份")
    typed = {"relation": "carrier", "source": "", "partner": known.pk}

    ledger.post(f"/admin/commitments/bond/{bond.pk}/change/", typed)

    bond.refresh_from_db()
    assert bond.partner == known
    assert bond.events.last().pgh_context.metadata["source"] == "identify"


# --- By who brings ---

INVITERS = "/admin/commitments/bond/inviters"


def by_inviter(client):
    response = client.get(f"{INVITERS}.csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    return [line.split(",") for line in lines]


def test_each_who_brings_has_a_line_with_how_far_the_partners_are(ledger, tree):
    RegisterSettings.objects.update_or_create(pk=1, defaults={"partners_wanted": 2})
    partner_of(tree["乙"], "辛物流", invited_on=DAY, expires_on=DAY)  # expired
    partner_of(tree["乙"], "壬物流", invited_on=DAY, application=submitted())

    rows = by_inviter(ledger)

    file = b"".join(ledger.get(f"{INVITERS}.xlsx").streaming_content)
    assert [row[2:6] for row in openpyxl.load_workbook(io.BytesIO(file)).active.values][1:] == [
        (1, 0, 2, 0),
        (0, 1, 1, 1),
    ]
    assert rows == [
        [
            "带动单位",
            "带动单位平台代码",
            "已邀请",
            "已申请",
            "已签署",
            "未达成",
            "达到目标",
            "还差",
        ],
        ["甲化工", tree["甲"].code, "1", "0", "2", "0", "是", "0"],
        ["乙化工", tree["乙"].code, "0", "1", "1", "1", "否", "1"],
    ]


def test_the_page_says_the_same_and_leads_to_the_ledger_of_each(ledger, tree):
    page = ledger.get(f"{INVITERS}/")

    shown = [(row.name, row.invited, row.signed, row.missing) for row, _ in page.context["rows"]]
    assert shown == [("甲化工", 1, 2, 1), ("乙化工", 0, 1, 2)]
    assert (page.context["wanted"], page.context["reached"]) == (3, 0)
    assert rows_of(ledger.get(page.context["rows"][1][1])) == ["丁化工"]
    assert "example.com" not in page.content.decode().split('id="content-main"')[1]


@pytest.mark.parametrize(("role", "status"), [("auditor", 200), ("head", 200), ("", 403)])
@pytest.mark.parametrize("where", ["/", ".csv", ".xlsx"])
def test_only_the_secretariat_sees_who_brings_how_many(role, status, where):
    response = signed_in(role).get(INVITERS + where)
    for close in response._resource_closers:
        close()

    assert response.status_code == status


@pytest.mark.parametrize("number", [1, 3])
def test_the_lines_ask_the_same_however_many_bring(number, django_assert_num_queries):
    for place in range(number):
        partner_of(OrganisationFactory(name=f"带动{place}"), f"伙伴{place}", invited_on=DAY)

    with django_assert_num_queries(1):
        assert len(inviters_on(DAY, wanted=3)) == number
