import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.urls import path

from rcportal.urls import *  # noqa: F403 -- the portal's addresses and its error pages, and a few that fail
from rcportal.urls import urlpatterns as real


def failing(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("fails/400", failing(SuspiciousOperation("x"))),
    path("fails/403", failing(PermissionDenied)),
    path("fails/404", failing(Http404)),
    path("fails/500", failing(ValueError("secret detail"))),
    path("fails/503", failing(OperationalError("secret detail"))),
    *real,
]


@pytest.fixture
def visitor(client, settings):
    settings.ROOT_URLCONF = __name__
    settings.PORTAL_CONTACT = "secretariat@example.com"
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "无法识别这个请求"),
        (403, "您没有访问此页面的权限"),
        (404, "这个地址没有对应的页面"),
        (500, "系统出错了"),
        (503, "平台暂时无法使用，马上恢复"),
    ],
)
def test_each_error_is_said_in_chinese_with_the_secretariats_contact(visitor, status, heading):
    response = visitor.get(f"/fails/{status}")
    page = response.content.decode()

    assert response.status_code == status
    assert re.findall(r"<h1>(.*?)</h1>", page) == [heading]
    assert page.count("secretariat@example.com") == 1
    assert page.count("secret detail") == 0


def test_a_server_error_has_a_number_that_the_log_knows(visitor, caplog, db):
    page = visitor.get("/fails/500").content.decode()

    (number,) = re.findall(r'<span class="code">([0-9a-f]{8})</span>', page)
    assert [r.getMessage() for r in caplog.records if r.name == "rcportal.views.errors"] == [
        f"error {number} at GET /fails/500"
    ]


@pytest.mark.parametrize("status", [500, 503])
def test_the_worst_pages_ask_the_database_nothing(visitor, status, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get(f"/fails/{status}")

    assert [response.status_code, response["Cache-Control"]] == [status, "no-store"]


def test_a_database_lost_outside_of_a_view_is_said_in_the_same_way(visitor, settings, db):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.losing_the_database"]

    response = visitor.get("/about/")

    assert [response.status_code, response["Retry-After"]] == [503, "10"]


def losing_the_database(get_response):
    def middleware(request):
        raise OperationalError("gone")

    return middleware


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words(visitor):
    visitor.handler.enforce_csrf_checks = True

    response = visitor.post("/accounts/login/", {"login": "a@example.com", "password": "x"})

    assert response.status_code == 403
    assert re.findall(r"<h1>(.*?)</h1>", response.content.decode()) == ["表单已失效，请重新提交"]
