"""What the public pages say of an organisation that has merged into another one."""

import pytest

from commitments.services.founding import load_texts
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.lineage import merge

pytestmark = pytest.mark.django_db


def lines_of(client, query):
    rows = client.get(f"/commitments/{query}").context["rows"]
    return {row["name"]: row["merged"] for row in rows}


def test_its_record_is_cited_and_names_no_way_back(client):
    load_texts()
    old, new = signed("甲化工", "2015-03-01"), signed("乙化工", "2016-01-01")
    merge(old, new)
    ended = OrganisationFactory(name="丙化工")
    sign(ended, "2015-03-01", ended="2020-01-01")

    record = client.get(f"/commitments/{old.code}/record/").content.decode()
    other = client.get(f"/commitments/{ended.code}/").content.decode()

    assert ("恢复途径" in record, "恢复途径" in other) == (False, True)
    assert f"]. http://testserver/commitments/{old.code}/record/." in record
    assert f"]. http://testserver/commitments/{ended.code}/." in other


def test_its_row_names_who_it_went_on_in(client):
    old, new = signed("甲化工", "2015-03-01"), signed("乙化工", "2016-01-01")
    merge(old, new)

    assert lines_of(client, "?q=化工") == {"甲化工": "已并入乙化工", "乙化工": ""}
    page = client.get("/commitments/?q=甲化工").content.decode()
    assert '<span class="register-former">已并入乙化工</span>' in page


def test_on_a_day_before_the_merger_its_row_says_nothing_of_it(client):
    old, new = signed("甲化工", "2015-03-01"), signed("乙化工", "2016-01-01")
    merge(old, new)

    assert lines_of(client, "?q=甲化工&as_at=2022-06-30") == {"甲化工": ""}


@pytest.mark.parametrize("number", [1, 3])
def test_merged_rows_are_one_query_more(client, number, django_assert_num_queries):
    new = signed("乙化工", "2016-01-01")
    for n in range(number):
        merge(signed(f"甲{n}化工", "2015-03-01"), new)

    with django_assert_num_queries(4 + 1):
        client.get("/commitments/?q=化工")
