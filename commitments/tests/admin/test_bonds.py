"""The ledger of partners."""

import datetime as dt
import re

import pytest

from accounts.tests.clients import signed_in
from commitments.admin import bonds
from commitments.models import Bond
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
