import pytest
from django.utils import timezone

from commitments.enums import Document, Kind
from commitments.services import lifecycle, naming
from commitments.services.founding import load_texts
from commitments.tests.entries import day, province, sign, signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from core import parts

pytestmark = pytest.mark.django_db


def page_of(client, organisation) -> str:
    organisation.refresh_from_db()
    response = client.get(f"/commitments/{organisation.code}/")
    assert response.status_code == 200
    return response.content.decode()


def test_page_shows_what_the_public_may_know_and_nothing_else(client):
    organisation = OrganisationFactory(
        name="甲化工有限公司",
        short_name="甲化工",
        english_name="Jia Chemicals",
        uscc="91370000163044841F",
        website="https://example.com/",
        group_name="甲集团",
        park_name="某园区",
        note="内部备注勿外传",
    )
    sign(
        organisation,
        "2019-04-01",
        document=Document.CHARTER,
        occasion="年会",
        note="也是内部备注",
        suspended=("2020-02-02", None),
    )

    page = page_of(client, organisation)

    for text in (
        "甲化工有限公司", "甲化工", "Jia Chemicals", "91370000163044841F", "甲集团", "某园区",
        '<a href="https://example.com/" rel="nofollow noopener">', "全球宪章", "2019-04-01", "年会",
        "2020-02-02 起暂停", "自 2020-02-02 起", "引用本页", f"http://testserver/commitments/{organisation.code}/",
        f"/api/v1/organisations/{organisation.code}",
    ):  # fmt: skip
        assert text in page
    assert "内部备注" not in page
    assert "核查" not in page  # why it was suspended
    assert page.count("<h1>") == 1


def test_former_names_stand_with_their_last_day(client):
    organisation = signed("旧名化工")
    naming.rename(organisation, by=None, to="新名化工", on=day("2021-05-01"))

    page = page_of(client, organisation)

    assert "旧名化工" in page
    assert "至 2021-05-01" in page
    assert "更名，原名：旧名化工" in page


def test_higher_apps_show_their_parts(client, monkeypatch):
    def part(request, organisation):
        return "components/_note.html", {"text": f"{organisation.name} & more"}

    monkeypatch.setitem(parts._parts, "commitments.organisation", [part])

    assert "甲化工 &amp; more" in page_of(client, signed("甲化工"))


def test_demonstration_is_marked(client):
    assert "本单位为演示而虚构" in page_of(client, signed("甲化工", is_demo=True))
    assert "本单位为演示而虚构" not in page_of(client, signed("乙化工"))


def test_park_leads_to_its_organisations(client):
    park = signed("园区甲", kind=Kind.PARK)

    assert f'href="/commitments/?park={park.code}"' in page_of(client, park)


def test_organisation_whose_place_is_not_known_has_a_page(client):
    assert "所在地" not in page_of(client, signed("甲化工", province=None))


def test_working_bodies_have_a_page_too(client):
    assert "工作机构" in page_of(client, OrganisationFactory(kind=Kind.COMMITTEE))


@pytest.mark.parametrize("code", ["rc9999999", "zz", "RC0000001", "export"])
def test_unknown_code_is_not_found(client, code):
    response = client.get(f"/commitments/{code}/")

    assert response.status_code == 404
    assert 'lang="zh-CN"' in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_is_five_queries(client, number, django_assert_num_queries):
    organisation = OrganisationFactory(
        former=[f"旧名{n}" for n in range(number)], province=province("320000", "江苏")
    )
    for n in range(number):
        sign(organisation, f"200{n}-01-01", ended=f"200{n}-06-01")

    # the last three: rules in words, who brought whom, seats in working groups
    with django_assert_num_queries(5):
        client.get(f"/commitments/{organisation.code}/")
    with django_assert_num_queries(1):
        client.get(f"/commitments/{organisation.code}/")


def test_unchanged_page_is_answered_304(client, django_assert_num_queries):
    organisation = signed("甲化工")
    first = client.get(f"/commitments/{organisation.code}/")

    with django_assert_num_queries(1):
        again = client.get(
            f"/commitments/{organisation.code}/", headers={"If-None-Match": first["ETag"]}
        )

    assert again.status_code == 304


def test_the_standing_has_its_rule_its_day_and_the_way_back(client):
    load_texts()
    organisation = OrganisationFactory()
    commitment = sign(organisation, "2019-04-01")
    lifecycle.suspend(
        commitment,
        by=None,
        at=timezone.now(),
        on=day("2020-02-02"),
        reason="内部原因勿外传",
        number="责委〔2020〕3号",
        cure="补报 2019 年度数据",
    )

    page = page_of(client, organisation)

    for text in (
        "2020-02-02 起",
        "不计入已承诺单位",
        "责委〔2020〕3号",
        "补报 2019 年度数据",
        "申请恢复",
    ):
        assert text in page
    assert "内部原因勿外传" not in page


def test_what_is_not_signed_yet_is_not_public(client):
    organisation = OrganisationFactory(name="待签化工")
    draft = CommitmentFactory(organisation=organisation)
    lifecycle.approve(
        draft, by=None, at=timezone.now(), on=day("2024-01-01"), number="责委〔2024〕9号"
    )

    page = page_of(client, organisation)

    assert "责委〔2024〕9号" not in page
    assert "未登记承诺" in page
