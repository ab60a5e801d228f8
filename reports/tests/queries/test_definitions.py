import pytest

from reports.queries.definitions import BY_KEY, HEADLINE, RULE_IN_USE, RULES, TABLES
from reports.queries.definitions.register import REGISTER_TABLES
from reports.tests.register import built, small_register

pytestmark = pytest.mark.django_db
OTHERS = "kind=group&kind=enterprise&kind=association&kind=college"


@pytest.mark.parametrize(
    ("key", "dimension", "cell", "query"),
    [
        ("enterprises", "", "", OTHERS),
        ("enterprises", "kind", "college", "kind=college"),
        ("enterprises", "province", "370000", f"{OTHERS}&province=370000"),
        ("enterprises", "industry", "26", f"{OTHERS}&industry=26"),
        ("enterprises", "industry", "", f"{OTHERS}&industry=none"),
        ("parks", "", "", "kind=park"),
        ("new_enterprises", "", "", f"{OTHERS}&year=2021"),
        ("new_parks", "province", "320000", "kind=park&year=2021&province=320000"),
    ],
)
def test_the_address_asks_for_whom_the_table_counts(key, dimension, cell, query):
    small_register()
    snapshot = built(2021)

    address = BY_KEY[f"signatories.{key}"].address(snapshot, dimension, cell)

    assert address == f"/commitments/?snapshot={snapshot.pk}&{query}"


def test_keys_are_unique_and_the_headline_is_among_them():
    assert len(BY_KEY) == len(TABLES)
    assert set(HEADLINE) <= set(BY_KEY)


def test_the_rule_in_use_has_its_text():
    assert str(RULES[RULE_IN_USE]).startswith("计入截至日当天承诺有效的单位")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_a_table_is_counted_in_one_query(table, django_assert_num_queries):
    small_register()
    snapshot = built(2021)

    with django_assert_num_queries(1):
        counts = table.count(snapshot)

    total = next((count.value for count in counts if not count.dimension), 0)
    for dimension in table.dimensions:
        assert sum(count.value for count in counts if count.dimension == dimension) == total


def test_a_snapshot_of_nobody_has_totals_of_nought():
    small_register()
    snapshot = built(2021)
    snapshot.pk = 0

    counts = [table.count(snapshot) for table in REGISTER_TABLES]

    assert [[(c.dimension, c.cell, c.value) for c in each] for each in counts] == [
        [("", "", 0)]
    ] * len(REGISTER_TABLES)
