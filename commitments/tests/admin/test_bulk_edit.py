import re

import pytest

from accounts.tests.clients import said, signed_in
from commitments.enums import Kind
from commitments.models import BulkEdit
from commitments.tests.factories import IndustryFactory, OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/organisation/"
PAGE = f"{LIST}bulk-edit/"


@pytest.fixture
def staff():
    return signed_in("staff")


@pytest.fixture
def industry():
    return IndustryFactory(code="264", name="涂料制造", level=3)


def of(*records):
    return f"{PAGE}?ids={','.join(str(record.pk) for record in records)}"


def typed(**fields):
    names = ("province", "city", "county", "industry", "ownership", "group_name", "park")
    return dict.fromkeys(names, "") | {"reason": "核对工商信息"} | fields


def confirmed(client, address, **fields):
    """Look at what will happen, then confirm it, as the page does."""
    foreseen = client.post(address, typed(**fields)).context["foreseen"]
    return client.post(address, typed(seen=foreseen.seen, **fields), follow=True)


def chosen(client, *records, **more):
    data = {"action": "bulk_edit", "_selected_action": [each.pk for each in records]} | more
    return client.post(more.pop("at", LIST), data)


def test_ticked_records_are_led_to_the_page(staff):
    one, other = OrganisationFactory(), OrganisationFactory()

    response = chosen(staff, one, other)

    assert response.url == of(one, other)
    assert staff.get(response.url).context["count"] == 2


def test_all_that_the_list_shows_is_chosen_with_its_number(staff):
    one = OrganisationFactory(kind=Kind.COLLEGE)
    OrganisationFactory(kind=Kind.COLLEGE)
    OrganisationFactory()
    data = {"action": "bulk_edit", "_selected_action": [one.pk], "select_across": "1"}

    response = staff.post(f"{LIST}?kind__exact=college", data)

    assert response.url == f"{PAGE}?kind__exact=college"
    page = staff.get(response.url)
    assert page.context["count"] == 2
    assert "已选 2 条记录" in page.content.decode()


def test_the_list_leads_there_without_scripts(staff):
    page = staff.get(f"{LIST}?kind__exact=college").content.decode()

    assert f'href="{PAGE}?kind__exact=college"' in page


def test_it_is_looked_at_confirmed_and_kept(staff, industry):
    one, other = OrganisationFactory(name="甲"), OrganisationFactory(name="乙", industry=industry)

    response = confirmed(staff, of(one, other), industry="264")

    act = BulkEdit.objects.get()
    one.refresh_from_db()
    assert (one.industry, act.count, str(act.edited_by)) == (industry, 1, "staff@example.com")
    assert response.redirect_chain == [(f"/admin/commitments/bulkedit/{act.pk}/change/", 302)]
    assert said(response) == ["已修改 1 条记录。"]
    listed = staff.get(f"{LIST}?edit={act.pk}").context["cl"].result_list
    assert [each.name for each in listed] == ["甲"]
    history = staff.get(f"{LIST}{one.pk}/history/").context["changes"][0]
    assert (history.step, history.why) == ("批量修改", "核对工商信息")


def test_looking_writes_nothing(staff, industry):
    one = OrganisationFactory()

    page = staff.post(of(one), typed(industry="264")).content.decode()

    one.refresh_from_db()
    assert (one.industry, BulkEdit.objects.count()) == (None, 0)
    assert "涂料制造" in page


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({}, {"__all__": ["请至少设定一个字段，或勾选一个要清空的字段。"]}),
        ({"reason": "", "group_name": "集团"}, {"reason": ["该字段是必填项。"]}),
        (
            {"group_name": "集团", "emptied": ["group_name"]},
            {"emptied": ["“所属集团”不能同时设定和清空：请只选其一。"]},
        ),
        (
            {"park": "rc9999999"},
            {"park": ["名录中没有代码为“rc9999999”的单位，请先在名录中查找。"]},
        ),
    ],
)
def test_a_fault_is_one_sentence_and_nothing_typed_is_lost(staff, fields, faults):
    one = OrganisationFactory()

    response = staff.post(of(one), typed(**fields))

    form = response.context["form"]
    assert form.errors == faults
    assert form["group_name"].value() == fields.get("group_name", "")
    assert "foreseen" not in response.context


def test_an_empty_field_changes_nothing_and_a_tick_empties_it(staff, industry):
    one = OrganisationFactory(industry=industry, group_name="集团")

    confirmed(staff, of(one), emptied=["group_name"])

    one.refresh_from_db()
    assert (one.group_name, one.industry) == ("", industry)


def test_codes_are_taken_where_no_script_runs(staff, industry):
    park = OrganisationFactory(kind=Kind.PARK, name="示例园区")
    one = OrganisationFactory()
    fields = typed() | {"industry-code": "264", "park-code": park.code}
    del fields["industry"], fields["park"]

    lines = staff.post(of(one), fields).context["foreseen"].changed_lines

    assert [each.now for each in lines[0].changes] == ["264 涂料制造", "示例园区"]


def test_who_was_overtaken_is_told_and_sees_it_anew(staff, industry):
    one = OrganisationFactory(name="甲")
    seen = staff.post(of(one), typed(industry="264")).context["foreseen"].seen
    confirmed(signed_in("head"), of(one), ownership="state")

    response = staff.post(of(one), typed(industry="264", seen=seen))

    assert response.context["form"].non_field_errors() == [
        "您查看之后有 1 条记录发生了变化（甲），因此未写入任何内容。请再看一遍。"
    ]
    assert response.context["foreseen"].changed == 1
    assert BulkEdit.objects.count() == 1
    page = response.content.decode()
    assert page.count("您查看之后有 1 条记录发生了变化") == 1
    assert page.index("您查看之后有 1 条记录发生了变化") < page.index('name="confirm"')


def test_kinds_of_change_beyond_the_listed_are_counted(staff, monkeypatch):
    monkeypatch.setattr("commitments.services.bulk_editing.doing.MOST_SHOWN", 1)
    records = [OrganisationFactory(group_name=name) for name in ("甲", "乙", "丙")]

    page = staff.post(of(*records), typed(group_name="集团")).content.decode()

    assert "另有 2 种较少见的变化未在此列出。" in page


def test_it_is_taken_back_on_its_page(staff, industry):
    one = OrganisationFactory()
    confirmed(staff, of(one), industry="264")
    act = BulkEdit.objects.get()
    page = f"/admin/commitments/bulkedit/{act.pk}/"
    assert f'href="{page}take-back/"' in staff.get(f"{page}change/").content.decode()

    staff.post(f"{page}take-back/", {"reason": "弄错了"})

    one.refresh_from_db()
    assert one.industry is None
    assert "take-back" not in staff.get(f"{page}change/").content.decode()


def test_too_many_at_once_are_refused_in_one_sentence(staff, monkeypatch):
    monkeypatch.setattr("commitments.admin.bulk_edit.MOST_AT_ONCE", 1)
    records = OrganisationFactory(), OrganisationFactory()

    page = staff.get(of(*records)).content.decode()

    assert "一次最多修改 1 条记录：请先筛选列表。" in page
    assert "<form method" not in re.sub(r"(?s)<header.*?</header>", "", page)


def test_a_filter_that_the_list_does_not_know_chooses_nobody(staff):
    OrganisationFactory()

    response = staff.get(f"{PAGE}?gone=1", follow=True)

    assert said(response) == ["没有选中任何记录：列表已没有这项筛选条件。"]


@pytest.mark.parametrize("asked", ["", "x", "999999"])
def test_an_address_of_nobody_is_not_there(staff, asked):
    assert staff.get(f"{PAGE}?ids={asked}").status_code == 404


def test_places_that_contradict_are_told(staff):
    shandong = RegionFactory()
    city = RegionFactory(code="370600", name="烟台市", level="city", parent=shandong)
    RegionFactory(code="320000", name="江苏省", short_name="江苏")

    response = staff.post(of(OrganisationFactory()), typed(province="320000", city=city.pk))

    assert response.context["form"].errors == {
        "city": ["烟台市属于山东省，不属于江苏省：请修改其中一项。"]
    }


def test_the_auditor_edits_nothing():
    one, auditor = OrganisationFactory(), signed_in("auditor")

    assert auditor.get(of(one)).status_code == 403
    assert "bulk-edit" not in auditor.get(LIST).content.decode()
