"""Records of one organisation become one, with their names, values and commitments."""

import datetime as dt

import pytest

from commitments.enums import (
    Document,
    NameKind,
    State,
    Status,
)
from commitments.models import (
    Commitment,
    Organisation,
)
from commitments.queries.certificates import by_number
from commitments.queries.listing import count_of, page_of
from commitments.services import integrity, naming
from commitments.tests.entries import selected, sign, signed
from commitments.tests.factories import OrganisationFactory, RegionFactory
from commitments.tests.uniting import CODE, SLIP, found, names_of, unite

pytestmark = pytest.mark.django_db


# --- The whole cluster, once ---


def test_a_cluster_becomes_one_record():
    kept = signed("万华化学集团", "2015-03-01", uscc=CODE)
    others = [signed("万华化学集团有限公司", "2018-05-01"), OrganisationFactory(name="万华集团")]

    union = unite(kept, *others)

    assert [record.same_as for record in others] == [kept, kept]
    assert list(Organisation.objects.all()) == [kept]
    assert union.members == [
        {"pk": each.pk, "code": each.code, "name": each.name} for each in (kept, *others)
    ]
    assert (kept.status, kept.signed_on) == (Status.IN_FORCE, dt.date(2015, 3, 1))
    assert {other.status for other in others} == {Status.NONE}


def test_all_names_find_the_kept_record():
    kept = OrganisationFactory(name="万华化学集团", english_name="Wanhua Chemical")
    other = OrganisationFactory(
        name="烟台合成革总厂",
        short_name="烟台万华",
        english_name="Yantai Wanhua",
        former=["烟台皮革"],
    )

    unite(kept, other)

    for text in ("烟台合成革总厂", "烟台万华", "烟台皮革", "yantaiwanhua", "ythcgzc"):
        assert found(text) == [kept.code], text
    assert names_of(kept, NameKind.FORMER) == ["烟台皮革"]
    assert names_of(kept, NameKind.ALIAS) == ["Yantai Wanhua", "烟台合成革总厂"]
    assert (kept.short_name, kept.english_name) == ("烟台万华", "Wanhua Chemical")


def test_a_name_that_was_borne_is_a_former_one_and_shown():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")

    unite(kept, other, borne_before=["乙化工"])

    assert (kept.former_names, names_of(kept, NameKind.ALIAS)) == ("乙化工", [])


def test_chosen_values_stay_and_the_others_keep_theirs():
    city = RegionFactory(code="370600", name="烟台市", short_name="烟台", level="city")
    kept = OrganisationFactory(name="甲化工", website="https://a.example.com")
    other = OrganisationFactory(
        name="甲化工厂", city=city, website="https://b.example.com", staff_count=12
    )

    unite(kept, other, name=other, website=kept, place=other)

    assert (kept.name, kept.city, kept.website, kept.staff_count) == (
        "甲化工厂",
        city,
        "https://a.example.com",
        12,
    )
    assert names_of(kept, NameKind.ALIAS) == ["甲化工"]


def test_credit_codes_change_places_so_that_both_are_known():
    kept = OrganisationFactory(name="甲化工", uscc=SLIP)
    other = OrganisationFactory(name="甲化工厂", uscc=CODE)

    unite(kept, other, uscc=other)

    assert (kept.uscc, other.uscc) == (CODE, SLIP)


def test_other_spellings_stay_when_names_are_edited():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    unite(kept, other)

    naming.set_names(kept, by=None, full="丙化工")

    assert found("乙化工") == [kept.code]
    assert integrity.differences() == []


# --- Commitments ---


def test_commitments_follow_and_the_earlier_signing_counts():
    kept, other = signed("甲化工", "2018-05-01"), signed("甲化工厂", "2015-03-01")
    sign(other, "2019-01-01", document=Document.CHARTER)

    unite(kept, other)

    states = {(each.document, each.signed_on.year): each.state for each in kept.commitments.all()}
    assert states == {
        (Document.LETTER, 2015): State.IN_FORCE,
        (Document.LETTER, 2018): State.DOUBLE,
        (Document.CHARTER, 2019): State.IN_FORCE,
    }
    double = Commitment.objects.get(state=State.DOUBLE)
    assert double.double_of.signed_on == dt.date(2015, 3, 1)
    assert (kept.status, kept.signed_on) == (Status.IN_FORCE, dt.date(2015, 3, 1))


@pytest.mark.parametrize(
    "query", ["", "status=none", "as_at=2020-01-01", "q=甲化工", "kind=enterprise"]
)
def test_who_is_the_same_stands_in_no_list(query):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    outsider = OrganisationFactory(name="丙化工")
    before = count_of(selected("status=none"))
    unite(kept, other)

    codes = [entry.code for entry in page_of(selected(query))]

    assert other.code not in codes
    assert codes == ([outsider.code] if query == "status=none" else [kept.code])
    assert count_of(selected("status=none")) == before


def test_its_code_is_not_found_by_searching():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    unite(kept, other)

    assert found(other.code) == []


def test_the_only_certificate_goes_over_to_what_counts():
    kept, other = signed("甲化工", "2015-03-01"), OrganisationFactory(name="甲化工厂")
    sign(other, "2018-05-01", certificate_number="RC-2018-0001")

    unite(kept, other)

    numbers = dict(kept.commitments.values_list("state", "certificate_number"))
    assert numbers == {State.IN_FORCE: "RC-2018-0001", State.DOUBLE: ""}


def test_a_second_certificate_is_answered_by_what_counts():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")
    counts = sign(kept, "2015-03-01", certificate_number="RC-2015-0001")
    sign(other, "2018-05-01", certificate_number="RC-2018-0001")

    unite(kept, other)

    assert list(by_number("RC-2018-0001")) == [counts]
