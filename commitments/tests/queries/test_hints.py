import pytest

from commitments.queries.hints import similar_names, ways_out
from commitments.tests.entries import province, selected, signed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spoken", ["wanhuahuaxue", "wanhau", "wanhhua", "wanhuahuxue"])
def test_names_that_sound_alike(spoken):
    organisation = signed("万华化学集团股份有限公司")
    signed("鲁西化工")

    assert similar_names(spoken)[0] == (organisation.code, "万华化学集团股份有限公司")


def test_nothing_sounds_like_nonsense():
    signed("万华化学集团股份有限公司")

    assert similar_names("qqqzzzxxx") == []


def test_likeness_asked_here_does_not_stay_behind(django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415 -- one line of one test

    similar_names("wanhua")

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pg_trgm.word_similarity_threshold')")
        assert cursor.fetchone() == ("0.4",)  # the test itself is the transaction


def test_ways_out_name_what_dropping_each_gives():
    province("320000", "江苏")
    signed("万华化学", "2020-01-01")
    signed("万华气体", "2020-01-01")
    signed("江苏氟化", "2021-01-01", province=province("320000", "江苏"))
    selection = selected("q=万华&province=320000&year=2021")

    assert ways_out(selection, ["q", "province", "year"]) == [("q", 1)]
    assert ways_out(selected("q=万华&year=2021"), ["q", "year"]) == [("q", 1), ("year", 2)]


def test_single_narrowing_leaves_no_choice():
    assert ways_out(selected("q=万华"), ["q", "year"]) == []
