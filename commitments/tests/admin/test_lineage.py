import pytest

from accounts.tests.clients import said, signed_in
from commitments.enums import Document, Kind, Status
from commitments.models import Commitment, Succession
from commitments.tests.entries import sign, signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory

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


@pytest.mark.parametrize("verb", ["merge", "split", "move", "reclassify"])
def test_nothing_more_becomes_of_a_merged_organisation_by_its_address(staff, parks, verb):
    park, other, third = parks
    send(staff, other, "merge", other=park.code, confirmed="1")
    typed = {"other": third.code, "park": third.code, "kind": "enterprise"}

    response = send(staff, other, verb, **typed)

    assert response.context["form"].non_field_errors() == ["乙园区已并入甲园区，请改选后者。"]
    assert "foreseen" not in response.context


def test_nobody_moves_to_a_park_that_has_merged(staff, two, parks):
    park, other, _third = parks
    send(staff, other, "merge", other=park.code, confirmed="1")

    response = send(staff, two[0], "move", park=other.code)

    assert response.context["form"].errors == {"park": ["乙园区已并入甲园区，请改选后者。"]}


def test_what_is_unsigned_is_foreseen(staff, two):
    old, new = two
    CommitmentFactory(organisation=old, document=Document.CHARTER)

    shown = send(staff, old, "merge", other=new.code).context["foreseen"]

    assert shown == [
        "承诺书：自该日起在本单位结束，原因为“被合并”。",
        "承诺书：由乙化工承继，签署日期不变。",
        "全球宪章（草稿）：转给乙化工签署。",
    ]


def test_what_is_unsigned_and_there_already_is_foreseen(staff, parks):
    park, other, third = parks
    for each in (other, third):
        CommitmentFactory(organisation=each, document=Document.CHARTER)
    typed = EXTENDED | {"parks": f"{other.code}\n{third.code}"}

    shown = send(staff, park, "extend", **typed).context["foreseen"]
    send(staff, park, "extend", **typed, confirmed="1")

    assert [each for each in shown if "宪章" in each] == [
        "乙园区：全球宪章（草稿）：转给甲园区签署。",
        "丙园区：全球宪章（草稿）：删去，因甲园区已有同一文件。",
    ]
    assert Commitment.objects.filter(document=Document.CHARTER).get().organisation == park


@pytest.mark.parametrize("verb", ["merge", "split"])
def test_a_draft_there_that_gives_way_is_foreseen(staff, two, verb):
    old, new = two
    CommitmentFactory(organisation=new)

    shown = send(staff, old, verb, other=new.code).context["foreseen"]
    send(staff, old, verb, other=new.code, confirmed="1")

    assert shown[-2:] == [
        "承诺书：由乙化工承继，签署日期不变。",
        "乙化工的承诺书（草稿）：删去，因已签署的同一文件由其承继。",
    ]
    assert new.commitments.get().continues.organisation == old


def test_a_draft_of_the_first_park_gives_way_to_what_the_second_hands_on(staff, parks):
    park, other, third = parks
    for each in (park, other):
        each.commitments.all().delete()
    CommitmentFactory(organisation=other)
    typed = EXTENDED | {"parks": f"{other.code}\n{third.code}"}

    shown = send(staff, park, "extend", **typed).context["foreseen"]
    send(staff, park, "extend", **typed, confirmed="1")

    assert shown == [
        "乙园区：承诺书（草稿）：转给甲园区签署。",
        "丙园区：承诺书：自该日起在本单位结束，原因为“被合并”。",
        "丙园区：承诺书：由甲园区承继，签署日期不变。",
        "丙园区：甲园区的承诺书（草稿）：删去，因已签署的同一文件由其承继。",
    ]
    assert park.commitments.get().continues.organisation == third


@pytest.mark.parametrize(
    ("fields", "is_entered"),
    [
        ({"entry": "draft"}, False),
        ({"entry": "record", "signed_on": "2010-01-01", "source": "名单"}, False),
        (
            {"entry": "record", "signed_on": "2010-01-01", "source": "名单"}
            | {"ended_on": "2022-07-02", "end_reason": "withdrawn"},
            False,
        ),
        (
            {"entry": "record", "signed_on": "2010-01-01", "source": "名单"}
            | {"ended_on": "2022-07-01", "end_reason": "withdrawn"},
            True,
        ),
    ],
)
def test_a_merged_organisation_is_given_no_commitment(staff, two, fields, is_entered):
    old, new = two
    send(staff, old, "merge", other=new.code, confirmed="1")
    typed = {"organisation": old.pk, "document": "charter", **fields}
    typed |= {"suspensions-TOTAL_FORMS": "0", "suspensions-INITIAL_FORMS": "0"}

    response = staff.post("/admin/commitments/commitment/add/", typed)

    assert old.commitments.filter(document="charter").exists() is is_entered
    if not is_entered:
        assert response.context["adminform"].form.errors["organisation"] == [
            "甲化工已于2022-07-01并入乙化工，请录入到后者；此处只录入在该日之前（含当日）已结束的承诺。"
        ]


def test_who_has_merged_offers_no_commitment_to_be_added(staff, two):
    old, new = two
    send(staff, old, "merge", other=new.code, confirmed="1")
    link = "/admin/commitments/commitment/add/?organisation="

    offered = [
        f"{link}{each.pk}"
        in staff.get(f"/admin/commitments/organisation/{each.pk}/change/").content.decode()
        for each in two
    ]

    assert offered == [False, True]


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
