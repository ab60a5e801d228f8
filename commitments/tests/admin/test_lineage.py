import pytest

from accounts.tests.clients import said, signed_in
from commitments.enums import Kind, Status
from commitments.models import Succession
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

TYPED = {"on": "2022-07-01", "source": "登记通知书", "reason": "搬迁"}


@pytest.fixture
def staff():
    return signed_in("staff")


@pytest.fixture
def two():
    return signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")


def address(organisation, verb):
    return f"/admin/commitments/organisation/{organisation.pk}/lineage/{verb}/"


def send(client, organisation, verb, **fields):
    return client.post(address(organisation, verb), TYPED | fields, follow=True)


def test_merger_is_shown_before_it_is_done(staff, two):
    old, new = two

    shown = send(staff, old, "merge", other=new.code).content.decode()

    assert "承诺书：由乙化工承继，签署日期不变。" in shown
    assert not Succession.objects.exists()

    send(staff, old, "merge", other=new.code, confirmed="1")

    old.refresh_from_db()
    assert (old.status, Succession.objects.get().successor) == (Status.ENDED, new)


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


def test_move_and_change_of_kind(staff, two):
    old, _new = two
    park = OrganisationFactory(name="东园", kind=Kind.PARK)

    moved = send(staff, old, "move", park=park.code)
    changed = send(staff, old, "reclassify", kind="group", on="2022-08-01")

    assert said(moved) == ["迁入园区已登记。"]
    assert said(changed) == ["类别变更已登记。"]
    old.refresh_from_db()
    assert (old.park, old.kind, old.earlier_facts.count()) == (park, Kind.GROUP, 2)


def test_where_no_script_runs_the_chosen_one_is_named_by_its_code(staff, two):
    old, new = two

    shown = send(staff, old, "merge", other=str(new.pk)).content.decode()
    unknown = send(staff, old, "merge", other="rc9999999").content.decode()

    assert f'name="other-code" value="{new.code}"' in shown
    assert 'name="other-code" value="rc9999999"' in unknown


def test_who_moves_is_told_where_it_stands(staff, two):
    old, _new = two
    send(staff, old, "move", park=OrganisationFactory(name="东园", kind=Kind.PARK).code)

    page = staff.get(address(old, "move")).content.decode()

    assert "目前位于：东园。" in page


def test_unknown_verb(staff, two):
    assert staff.get(address(two[0], "burn")).status_code == 404


# --- A park is extended ---


@pytest.fixture
def parks():
    return [signed(f"{name}园区", "2015-03-01", kind=Kind.PARK) for name in "甲乙丙"]


EXTENDED = {"change": "extended", "document": "苏政复〔2022〕7号", "area": "1500.5"}


def test_an_extension_is_foreseen_done_shown_and_taken_back(staff, client, parks):
    park, other, third = parks
    typed = EXTENDED | {"parks": f"{other.code}\n\n{third.name}"}

    shown = send(staff, park, "extend", **typed).content.decode()
    assert "乙园区：承诺书" in shown.replace(" ", "")
    assert not Succession.objects.exists()
    send(staff, park, "extend", **typed, confirmed="1")

    page = " ".join(client.get(f"/commitments/{park.code}/").content.decode().split())
    assert '扩区 <span class="nowrap">2022-07-01' in page
    assert "1,500.5 公顷" in page
    assert f'href="/commitments/{third.code}/record/">丙园区' in page
    leads_to = client.get(f"/commitments/{other.code}/").url
    assert leads_to == f"/commitments/{park.code}/?from={other.code}"
    fact = park.park_facts.get()
    back = f"/admin/commitments/organisation/{park.pk}/extension/{fact.pk}/take-back/"
    assert back in staff.get(f"/admin/commitments/organisation/{park.pk}/change/").content.decode()
    staff.post(back, {"reason": "记错了"})
    assert (Succession.objects.count(), park.park_facts.count()) == (0, 0)
    assert client.get(f"/commitments/{other.code}/").status_code == 200


def test_of_two_parks_taken_in_only_the_first_hands_on_the_document(staff, parks):
    park, other, third = parks
    park.commitments.all().delete()
    typed = EXTENDED | {"parks": f"{third.code}\n{other.code}"}

    shown = send(staff, park, "extend", **typed).context["foreseen"]
    send(staff, park, "extend", **typed, confirmed="1")

    assert shown[1::2] == [
        "丙园区：承诺书：由甲园区承继，签署日期不变。",
        "乙园区：承诺书：甲园区已从丙园区承继，不再重复承继。",
    ]
    (taken,) = park.commitments.all()
    assert taken.continues.organisation == third


def test_a_suspended_commitment_of_the_first_park_does_not_stand_in_the_way(staff, parks):
    park, other, third = parks
    park.commitments.all().delete()
    other.commitments.all().delete()
    sign(other, "2016-01-01", suspended=("2020-01-01", None))
    typed = EXTENDED | {"parks": f"{other.code}\n{third.code}"}

    shown = send(staff, park, "extend", **typed).context["foreseen"]

    assert shown[-1] == "丙园区：承诺书：由甲园区承继，签署日期不变。"


def test_a_merged_park_is_not_extended_by_its_address(staff, parks):
    park, other, _third = parks
    send(staff, park, "extend", **EXTENDED | {"parks": other.code}, confirmed="1")

    response = send(staff, other, "extend", **EXTENDED | {"document": "另一文件"})

    assert response.context["form"].non_field_errors() == ["乙园区已并入甲园区，请改选后者。"]
    assert not other.park_facts.exists()


def test_without_a_park_to_take_in_nothing_has_to_be_foreseen(staff, parks):
    response = send(staff, parks[0], "extend", **EXTENDED)

    assert said(response) == ["园区的变化已登记。"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"parks": "没有的园区"}, "parks"),
        ({"parks": "甲园区"}, "parks"),
        ({"parks": "某化工"}, "parks"),
        ({"area": "0"}, "area"),
        ({"area": "很大"}, "area"),
        ({"document": ""}, "document"),
        ({"on": "2999-01-01"}, "on"),
        ({"change": "smaller"}, "change"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field_and_kept(staff, parks, fields, field):
    OrganisationFactory(name="某化工")

    response = send(staff, parks[0], "extend", **EXTENDED | fields)

    assert list(response.context["form"].errors) == [field]
    assert "苏政复〔2022〕7号" in response.content.decode() or field == "document"
    assert not parks[0].park_facts.exists()


def test_only_parks_have_the_page(staff, two, parks):
    assert staff.get(address(two[0], "extend")).status_code == 404
    assert (
        "/lineage/extend/"
        not in staff.get(f"/admin/commitments/organisation/{two[0].pk}/change/").content.decode()
    )


@pytest.mark.parametrize(("role", "status"), [("head", 302), ("auditor", 403), ("", 403)])
def test_an_extension_is_recorded_by_those_who_edit(parks, role, status):
    response = signed_in(role).post(address(parks[0], "extend"), TYPED | EXTENDED)

    assert response.status_code == status
    assert parks[0].park_facts.exists() is (status == 302)
