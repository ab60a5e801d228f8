import pytest
from django.core.cache import cache
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from redis.exceptions import RedisError

from core import pages
from core.pages import remembered

ask = RequestFactory().get


class Maker:
    """Counts how often a page had to be made."""

    def __init__(self, response=None):
        self.times = 0
        self.response = response

    def __call__(self):
        self.times += 1
        return self.response or HttpResponse(f"page {self.times}")


def test_page_is_made_once_for_everybody():
    make = Maker()

    first, second = (remembered(ask("/list/?q=a"), make, version=1) for _ in range(2))

    assert (first.content, second.content, make.times) == (b"page 1", b"page 1", 1)
    assert first["ETag"] == second["ETag"]


def test_a_kept_page_is_not_written_again(monkeypatch):
    make = Maker()
    remembered(ask("/list/"), make, version=1)
    written = []
    monkeypatch.setattr(pages, "write", lambda *what: written.append(what))

    remembered(ask("/list/"), make, version=1)

    assert (written, make.times) == ([], 1)


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/list/?q=b"},
        {"path": "/other/?q=a"},
        {"version": 2},
        {"headers": {"HX-Request": "true"}},
        {"headers": {"Host": "localhost"}},
    ],
)
def test_what_a_page_depends_on_makes_it_another(other):
    make = Maker()
    request = {"path": "/list/?q=a", "version": 1, "headers": {}}
    first = remembered(ask(request["path"]), make, version=1)
    request |= other

    second = remembered(
        ask(request["path"], headers=request["headers"]), make, version=request["version"]
    )

    assert make.times == 2
    assert first["ETag"] != second["ETag"]


def test_known_page_is_answered_304():
    make = Maker()
    tag = remembered(ask("/list/"), make, version=1)["ETag"]
    cache.clear()

    response = remembered(ask("/list/", headers={"If-None-Match": tag}), make, version=1)

    assert (response.status_code, response.content, make.times) == (304, b"", 1)


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_nothing_is_shared_with_somebody_in_particular(cookie):
    make = Maker()
    remembered(ask("/list/"), make, version=1)
    request = ask("/list/")
    request.COOKIES[cookie] = "x"

    response = remembered(request, make, version=1)

    assert (response.content, make.times) == (b"page 2", 2)
    assert not response.has_header("ETag")


def test_page_that_sets_a_cookie_is_not_kept():
    response = HttpResponse("mine")
    response.set_cookie("language", "en")
    make = Maker(response)

    for _ in range(2):
        remembered(ask("/list/"), make, version=1)

    assert make.times == 2


def test_refusals_are_neither_kept_nor_tagged():
    make = Maker(HttpResponse("no", status=400))

    for _ in range(2):
        response = remembered(ask("/list/"), make, version=1)

    assert make.times == 2
    assert not response.has_header("ETag")


def test_missing_page_stays_missing():
    def make():
        raise Http404

    with pytest.raises(Http404):
        remembered(ask("/list/"), make, version=1)


def test_stream_is_tagged_and_not_kept():
    make = Maker(StreamingHttpResponse([b"a", b"b"]))

    response = remembered(ask("/file"), make, version=1, is_kept=False)

    assert b"".join(response.streaming_content) == b"ab"
    assert response["ETag"].startswith('W/"')


def test_page_is_made_while_the_cache_is_away(monkeypatch):
    def away(*args, **kwargs):
        raise RedisError

    monkeypatch.setattr(cache, "get", away)
    monkeypatch.setattr(cache, "set", away)
    make = Maker()

    for _ in range(2):
        assert remembered(ask("/list/"), make, version=1).status_code == 200
    assert make.times == 2
