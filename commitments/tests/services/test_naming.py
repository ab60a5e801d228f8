import datetime as dt

import pytest

from commitments.enums import NameKind
from commitments.models import Organisation
from commitments.services import naming
from commitments.services.days import DayNotPossible
from commitments.tests.factories import OrganisationFactory


@pytest.mark.parametrize(
    ("name", "key", "syllables", "initials"),
    [
        ("万华化学", "万华化学", "wan hua hua xue", "whhx"),
        ("重庆化工（集团）有限公司", "重庆化工集团有限公司", None, "cqhgjtyxgs"),
        ("ＴＣＬ 科技", "tcl科技", "t c l ke ji", "tclkj"),
        ("３M中国", "3m中国", "3 m zhong guo", "3mzg"),
        ("上海𬭛化工", "上海𬭛化工", "shang hai bo hua gong", "shbhg"),
    ],
)
def test_keys_are_what_people_type(name, key, syllables, initials):
    keys = naming.keys_of(name)

    assert (keys.key, keys.initials) == (key, initials)
    assert syllables is None or keys.syllables == syllables


def test_brackets_of_both_widths_give_one_key():
    assert naming.keys_of("气体产品（上海）有限公司") == naming.keys_of("气体产品(上海)有限公司")


def test_names_split_at_both_semicolons_and_stand_once():
    assert naming.split_names("甲厂；乙厂; 甲厂 ;；") == ["甲厂", "乙厂"]


@pytest.mark.django_db
def test_the_search_document_holds_every_name():
    organisation = OrganisationFactory(
        name="万华化学集团股份有限公司",
        short_name="万华化学",
        english_name="Wanhua Chemical Group",
        former=["烟台万华聚氨酯股份有限公司"],
        uscc="91370000163044841F",
    )

    organisation.refresh_from_db()

    assert organisation.name_keys == (
        "万华化学集团股份有限公司 万华化学 wanhuachemicalgroup 烟台万华聚氨酯股份有限公司"
    )
    assert {"万华", "万", "聚氨"} <= set(organisation.grams)
    assert organisation.latin.split()[:2] == [
        "wanhuahuaxuejituangufenyouxiangongsi",
        "whhxjtgfyxgs",
    ]
    assert organisation.latin.split()[-2:] == ["91370000163044841f", organisation.code]


@pytest.mark.django_db
def test_a_sort_key_by_hand_wins_and_both_readings_are_found():
    organisation = OrganisationFactory(name="单县化工", sort_key_by_hand="shan xian hua gong")

    organisation.refresh_from_db()

    assert organisation.name_sort == "shan xian hua gong 单县化工"
    assert organisation.initials == "sxhg"
    assert {"shanxianhuagong", "danxianhuagong"} <= set(organisation.latin.split())


@pytest.mark.django_db
def test_a_renamed_organisation_is_found_by_both_names():
    organisation = OrganisationFactory(name="甲化工有限公司")

    naming.rename(organisation, by=None, to="乙新材料有限公司", on=dt.date(2025, 3, 1))

    organisation.refresh_from_db()
    former = organisation.names.get(kind=NameKind.FORMER)
    assert (organisation.name, organisation.former_names) == ("乙新材料有限公司", "甲化工有限公司")
    assert (former.text, former.until) == ("甲化工有限公司", dt.date(2025, 3, 1))
    assert {"甲化", "乙新"} <= set(organisation.grams)


@pytest.mark.django_db
def test_the_keys_do_not_forget_a_bulk_insert():
    row = Organisation(
        name="丙化工", kind="enterprise", **naming.search_columns({NameKind.FULL: ["丙化工"]})
    )

    Organisation.objects.bulk_create([row])

    stored = Organisation.objects.get(name="丙化工")
    assert sorted(stored.grams) == sorted(["丙", "丙化", "化", "化工", "工"])
    assert stored.code == f"rc{stored.code.removeprefix('rc')}"


@pytest.mark.django_db
@pytest.mark.parametrize("on", [dt.date(2025, 3, 1), dt.date(2020, 1, 1)])
def test_no_name_begins_before_the_one_that_came_before_it(on):
    organisation = OrganisationFactory(name="甲化工")
    naming.rename(organisation, by=None, to="乙化工", on=dt.date(2025, 3, 1))

    with pytest.raises(DayNotPossible, match="2025-03-02"):
        naming.rename(organisation, by=None, to="丙化工", on=on)

    assert organisation.names.get(kind=NameKind.FULL).text == "乙化工"
