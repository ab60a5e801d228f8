import datetime as dt

import pytest

from commitments.enums import Kind, Likeness
from commitments.models import Distinction
from commitments.queries.likeness import clusters_of, pairs
from commitments.services import distinctions, lineage, naming
from commitments.tests.factories import OrganisationFactory, RegionFactory
from core.text import tidy

pytestmark = pytest.mark.django_db

CODE = "91370600163044841F"
NOON = dt.datetime(2024, 5, 6, 12, tzinfo=dt.UTC)


def city(code="370600"):
    return RegionFactory(code=code, name=code, short_name=code, level="city")


def found():
    return {(pair.one, pair.other): pair.reasons for pair in pairs()}


@pytest.mark.parametrize(
    "spelling", ["万华化学(烟台)有限公司", "万华化学（烟台） 有限公司", "万华化学［烟台］有限公司"]
)
def test_the_same_name_is_found_however_it_is_written(spelling):
    one = OrganisationFactory(name="万华化学（烟台）有限公司")
    other = OrganisationFactory(name=tidy(spelling), uscc=CODE)

    assert found() == {(one.pk, other.pk): (Likeness.NAME,)}


def test_a_former_name_is_found():
    old = OrganisationFactory(name="烟台合成革总厂")
    renamed = OrganisationFactory(name="万华化学集团", former=["烟台合成革总厂"])

    assert found() == {(old.pk, renamed.pk): (Likeness.FORMER,)}


def test_names_that_sound_the_same_are_asked_about_in_one_city_only():
    one = OrganisationFactory(name="华星化工", city=city())
    same_city = OrganisationFactory(name="华兴化工", city=city())
    OrganisationFactory(name="花型化工", city=city("370200"))
    OrganisationFactory(name="化兴化工")

    assert found() == {(one.pk, same_city.pk): (Likeness.SOUND,)}


def slipped(place):
    """Give the code with another sign in one place."""
    return CODE[:place] + ("2" if CODE[place] != "2" else "3") + CODE[place + 1 :]


def swapped(place):
    return CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]


@pytest.mark.parametrize("place", range(18))
def test_a_slip_in_a_credit_code_is_found_in_every_place(place):
    one = OrganisationFactory(uscc=CODE)
    other = OrganisationFactory(uscc=slipped(place))

    assert found() == {(one.pk, other.pk): (Likeness.CODE,)}


@pytest.mark.parametrize("place", [each for each in range(17) if CODE[each] != CODE[each + 1]])
def test_two_neighbours_that_changed_places_are_found(place):
    one = OrganisationFactory(uscc=CODE)
    other = OrganisationFactory(uscc=swapped(place))

    assert found() == {(one.pk, other.pk): (Likeness.CODE,)}


def test_the_number_of_the_organisation_is_found_under_another_authority():
    one = OrganisationFactory(uscc=CODE)
    moved = OrganisationFactory(uscc="92440300163044841X")

    assert found() == {(one.pk, moved.pk): (Likeness.CODE,)}


def test_codes_that_differ_in_two_places_are_two_organisations():
    OrganisationFactory(uscc=CODE)
    OrganisationFactory(uscc=f"{CODE[:9]}9{CODE[10:17]}A")

    assert found() == {}


def test_all_that_hangs_together_is_one_cluster():
    one = OrganisationFactory(name="甲化工", uscc=CODE)
    other = OrganisationFactory(name="甲化工")
    third = OrganisationFactory(name="乙化工", former=["甲化工"])
    apart = [OrganisationFactory(name="丙化工"), OrganisationFactory(name="丙化工")]

    clusters = clusters_of(pairs())

    assert [each.members for each in clusters] == [
        (apart[0].pk, apart[1].pk),
        (one.pk, other.pk, third.pk),
    ]
    assert clusters[1].reasons == {Likeness.NAME, Likeness.FORMER}


def test_what_was_told_apart_is_asked_about_again_only_when_that_is_taken_back():
    members = [OrganisationFactory(name="甲化工") for _ in range(3)]
    count = distinctions.tell_apart(members[:2], by=None, at=NOON, reason="同名的两家单位")
    one, other, third = (each.pk for each in members)

    assert (count, set(found())) == (1, {(one, third), (other, third)})

    distinctions.take_back(Distinction.objects.get(), by=None, reason="核实为同一家")

    assert set(found()) == {(one, other), (one, third), (other, third)}


def test_those_who_merged_or_split_are_not_asked_about():
    old = OrganisationFactory(name="甲化工")
    new = OrganisationFactory(name="乙化工", former=["甲化工"])
    day = dt.date(2022, 1, 1)
    lineage.merge(old, into=new, by=None, at=NOON, on=day, source="通知书")

    assert found() == {}


def test_a_new_name_is_asked_about_at_once():
    one = OrganisationFactory(name="甲化工")
    park = OrganisationFactory(name="乙园区", kind=Kind.PARK)
    naming.set_names(park, by=None, full="甲化工")

    assert found() == {(one.pk, park.pk): (Likeness.NAME,)}
