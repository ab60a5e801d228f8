import pytest

from commitments.models import Industry, Region
from commitments.services.founding import load_reference_tables, short_name_of


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("烟台市", "烟台"),
        ("恩施土家族苗族自治州", "恩施"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("大兴安岭地区", "大兴安岭"),
        ("浦东新区", "浦东"),
        ("单县", "单县"),
        ("昌江黎族自治县", "昌江"),
        ("陵水黎族自治县", "陵水"),
        ("三都水族自治县", "三都"),
    ],
)
def test_the_short_name_is_what_people_say(name, short):
    assert short_name_of(name) == short


@pytest.mark.django_db
def test_all_divisions_are_there_and_the_second_run_changes_nothing():
    first = load_reference_tables()
    Region.objects.filter(code="370000").update(short_name="鲁")

    second = load_reference_tables()

    levels = [
        Region.objects.filter(level=level).count() for level in ("province", "city", "county")
    ]
    assert first == {"regions": sum(levels), "industries": Industry.objects.count()}
    assert second == {"regions": 0, "industries": 0}
    assert levels[0] == 34
    assert Region.objects.get(code="370000").short_name == "鲁"


@pytest.mark.django_db
def test_districts_of_a_municipality_are_counties_and_wanhua_sits_in_shandong():
    load_reference_tables()

    assert Region.objects.get(code="310112").level == "county"
    assert Region.objects.get(code="500105").short_name == "江北"
    assert Region.objects.get(code="370600").parent_id == "370000"


@pytest.mark.django_db
def test_cities_have_an_english_name_and_keep_the_one_the_secretariat_gave():
    load_reference_tables()
    names = dict(Region.objects.filter(level="city").values_list("code", "english_name"))
    Region.objects.filter(code="610100").update(english_name="Chang'an")

    load_reference_tables()

    found = [names[code] for code in ("370400", "610100", "141100", "150100", "140400")]
    assert found == ["Zaozhuang", "Xi'an", "Lüliang", "Hohhot", "Changzhi"]
    assert Region.objects.get(code="610100").english_name == "Chang'an"
