import pytest

from rcportal.services import places


def test_the_sockets_lie_inside_var(var):
    assert places.socket_dir(var) == var / "run"


def test_the_sockets_lie_in_a_short_folder_where_var_is_deep(var):
    deep = var / ("企业" * 20)

    short = places.socket_dir(deep)

    assert len(str(short / ".s.PGSQL.5432").encode()) < 60
    assert short != places.socket_dir(var / ("园区" * 20))


def test_the_short_folder_does_not_follow_tmpdir(var, monkeypatch):
    deep = var / ("x" * 100)
    before = places.socket_dir(deep)

    monkeypatch.setenv("TMPDIR", str(var))

    assert places.socket_dir(deep) == before


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://u:p@h:6379/3?a=b", "redis://u:p@h:6379/3?a=b", "redis://u:p@h:6379/4?a=b"),
        ("rediss://h", "rediss://h", "rediss://h/1"),
        ("unix:///s%20x?db=4", "redis+socket:///s%20x?virtual_host=4", "unix:///s%20x?db=5"),
        (
            "redis+socket:///s?virtual_host=4",
            "redis+socket:///s?virtual_host=4",
            "unix:///s?db=5",
        ),
    ],
)
def test_broker_and_cache_have_databases_of_their_own(url, broker, cache):
    assert (places.broker_url(url), places.cache_url(url)) == (broker, cache)
