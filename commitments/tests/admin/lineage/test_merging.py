"""The pages of a merger and a split, and what is refused on any of them."""

import pytest

from commitments.enums import Status
from commitments.models import Commitment, Succession
from commitments.tests.admin.lineage.pages import address, send
from commitments.tests.entries import sign
from core.models import OutboxMail

pytestmark = pytest.mark.django_db


def test_merger_is_shown_before_it_is_done(staff, two):
    old, new = two

    shown = send(staff, old, "merge", other=new.code).content.decode()

    assert "承诺书：由乙化工承继，签署日期不变。" in shown
    assert not Succession.objects.exists()

    send(staff, old, "merge", other=new.code, confirmed="1")

    old.refresh_from_db()
    assert (old.status, Succession.objects.get().successor) == (Status.ENDED, new)


@pytest.mark.parametrize(
    ("on", "fault"),
    [
        ("1990-01-01", "1990-01-01 过早：最早可填 2015-03-01。"),
        ("2030-01-01", "2030-01-01 是未来的日期：请填写今天或更早的日期。"),
    ],
)
@pytest.mark.parametrize("verb", ["merge", "split"])
def test_nothing_is_foreseen_of_an_impossible_day(staff, two, verb, on, fault):
    old, new = two

    response = send(staff, old, verb, other=new.code, on=on)

    assert response.context["form"].errors == {"on": [fault]}
    assert not response.context["foreseen"]
    assert "将会发生" not in response.content.decode()


def test_what_is_only_foreseen_leaves_no_trace(staff, two):
    old, new = two
    before = Succession.objects.count(), Commitment.objects.count(), OutboxMail.objects.count()

    send(staff, old, "merge", other=new.code)

    after = Succession.objects.count(), Commitment.objects.count(), OutboxMail.objects.count()
    old.refresh_from_db()
    assert (before, old.status) == (after, Status.IN_FORCE)


def test_nobody_that_had_signed_is_split_off(staff, two):
    old, new = two
    sign(new, "2016-05-01")

    response = send(staff, old, "split", other=new.code)

    assert response.context["form"].non_field_errors() == [
        "乙化工自 2016-05-01 起已承诺，早于分立之日：请选择分立出来的单位。"
    ]


def test_old_page_leads_to_the_new_one_and_its_record_stays(staff, client, two):
    old, new = two
    send(staff, old, "merge", other=new.code, confirmed="1")

    leads_to = client.get(f"/commitments/{old.code}/").url
    assert leads_to == f"/commitments/{new.code}/?from={old.code}"
    assert "您查找的“甲化工”已于 2022-07-01" in client.get(leads_to).content.decode()
    stranger = client.get(f"/commitments/{new.code}/?from={new.code}").content.decode()
    assert "您查找的" not in stranger
    record = client.get(f"/commitments/{old.code}/record/").content.decode()
    assert "以下是截至该日的记录" in record
    successor = client.get(f"/commitments/{new.code}/").content.decode()
    assert f'href="/commitments/{old.code}/record/"' in successor
    assert "2022-07-01承继" in successor
    assert client.get(f"/commitments/{new.code}/record/").url == f"/commitments/{new.code}/"


def test_merger_is_taken_back_from_the_page_of_the_organisation(staff, client, two):
    old, new = two
    send(staff, old, "merge", other=new.code, confirmed="1")
    page = staff.get(f"/admin/commitments/organisation/{old.pk}/change/").content.decode()
    link = f"/admin/commitments/organisation/{old.pk}/take-back/{Succession.objects.get().pk}/"
    assert link in page
    assert address(old, "merge") not in page

    staff.post(link, {"reason": "记错了"})

    assert client.get(f"/commitments/{old.code}/").status_code == 200
    old.refresh_from_db()
    assert old.status == Status.IN_FORCE


@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        ("merge", {"other": "rc9999999"}, "名录中没有代码为“rc9999999”的单位"),
        ("merge", {"other": ""}, "id_other_error"),
        ("split", {"on": "2014-01-01"}, "2014-01-01"),
        ("move", {"park": "NOT A PARK"}, "不是化工园区"),
        ("reclassify", {"kind": "enterprise"}, "已是这一类别"),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(staff, two, verb, fields, sentence):
    old, new = two
    named = {"other": new.code, "park": "", "kind": "group", "confirmed": "1"} | fields
    if named["park"]:
        named["park"] = new.code

    answer = send(staff, old, verb, **named)

    page = answer.content.decode()
    assert sentence in page
    assert 'value="登记通知书"' in page or "登记通知书</textarea>" in page or "搬迁" in page
    assert not Succession.objects.exists()


def test_itself_is_no_successor(staff, two):
    old, _new = two

    assert "不能是自身" in send(staff, old, "merge", other=old.code).content.decode()


def test_where_no_script_runs_the_chosen_one_is_named_by_its_code(staff, two):
    old, new = two

    shown = send(staff, old, "merge", other=str(new.pk)).content.decode()
    unknown = send(staff, old, "merge", other="rc9999999").content.decode()

    assert f'name="other-code" value="{new.code}"' in shown
    assert 'name="other-code" value="rc9999999"' in unknown


def test_unknown_verb(staff, two):
    assert staff.get(address(two[0], "burn")).status_code == 404


@pytest.mark.parametrize("verb", ["merge", "split", "move", "reclassify"])
def test_nothing_more_becomes_of_a_merged_organisation_by_its_address(staff, parks, verb):
    park, other, third = parks
    send(staff, other, "merge", other=park.code, confirmed="1")
    typed = {"other": third.code, "park": third.code, "kind": "enterprise"}

    response = send(staff, other, verb, **typed)

    assert response.context["form"].non_field_errors() == ["乙园区已并入甲园区，请改选后者。"]
    assert "foreseen" not in response.context
