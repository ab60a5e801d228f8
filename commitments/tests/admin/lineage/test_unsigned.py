"""What is unsigned is foreseen, and who has merged is given nothing new."""

import pytest

from commitments.enums import Document
from commitments.models import Commitment
from commitments.tests.admin.lineage.pages import EXTENDED, send
from commitments.tests.factories import CommitmentFactory

pytestmark = pytest.mark.django_db


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
