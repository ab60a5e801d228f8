"""S9. What an installation refuses to start with, and what it never shows."""

import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings as portal
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.test import Client

from accounts.adapters import SignInBackend
from accounts.models import User
from rcportal.services import serving
from rcportal.tests.doors.installations import HOST, ON_ITS_OWN, PRODUCTION

pytestmark = pytest.mark.shows("S9")

KNOWN = "demonstration-only-key-change-me-before-anyone-else-can-reach-this-portal"
DEPLOY = ("check", "--deploy", "--fail-level", "WARNING")


def test_djangos_list_for_deployment_finds_nothing_in_production(manage_production):
    ended = manage_production(*DEPLOY)

    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_same_list_finds_the_demonstration_wanting(manage):
    """The control."""
    ended = manage(*DEPLOY)

    assert ended.returncode == 1
    assert {"security.W004", "security.W008", "security.W012", "security.W016"} <= set(
        re.findall(r"security\.W\d+", ended.stderr)
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"PORTAL_DEBUG": "1"}, "PORTAL_DEBUG is for PORTAL_ENV=demo only."),
        ({"SECRET_KEY": ""}, "Production needs its own SECRET_KEY: a long random text."),
        ({"SECRET_KEY": KNOWN}, "Production needs its own SECRET_KEY: a long random text."),
        ({"SECRET_KEY": "short"}, "Production needs its own SECRET_KEY: a long random text."),
        (
            {"ALLOWED_HOSTS": ""},
            "Production needs ALLOWED_HOSTS: the names people type, comma-separated.",
        ),
        (
            {"ALLOWED_HOSTS": "*"},
            "Production needs ALLOWED_HOSTS: the names people type, comma-separated.",
        ),
    ],
)  # fmt: skip
def test_production_does_not_start_with_what_is_a_demonstrations(
    manage_production, wrong, sentence
):
    ended = manage_production("check", **wrong)

    assert (ended.returncode, ended.stderr.strip()) == (1, sentence)


def test_production_starts_with_its_own(manage_production):
    """The control."""
    assert manage_production("check").returncode == 0


@pytest.mark.parametrize("environment", [{}, {"PORTAL_ENV": "demo"}])
def test_a_demonstration_does_not_open_to_the_network_unless_it_is_written_out(manage, environment):
    ended = manage("check", PORTAL_HOST="192.0.2.1", **environment)

    assert ended.returncode == (0 if environment else 1)


def address_of_the_test_database():
    known = connection.settings_dict
    user, host = f"{known['USER']}:{quote(known['PASSWORD'])}", known["HOST"]
    place = f"/{host}" if host.startswith("/") else f"{host}:{known['PORT']}"
    return f"postgres://{user}@{place}/{known['NAME']}"


def load_the_web_servers_application():
    """As gunicorn would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "import rcportal.wsgi; print('serves')"],
        cwd=portal.BASE_DIR,
        env=ON_ITS_OWN | PRODUCTION | {"DATABASE_URL": address_of_the_test_database()},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_demo", [True, False])
def test_production_does_not_serve_demonstration_accounts(is_demo):
    User.objects.create_user("admin@example.com", is_demo=is_demo)

    ended = load_the_web_servers_application()

    sentence = "This database holds 1 demonstration accounts: it is a demonstration's."
    assert (ended.returncode == 0, sentence in ended.stderr) == (not is_demo, is_demo)
    assert ended.stdout == ("" if is_demo else "serves\n")
    assert "could not be asked" not in ended.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_a_database_that_cannot_be_asked_yet_opens_to_no_demonstration_account(
    production, caplog, is_demo
):
    def gone(execute, *args):
        raise OperationalError("gone")

    user = User.objects.create_user("admin@example.com", is_demo=is_demo)
    with connection.execute_wrapper(gone):
        serving.refuse_demonstration_accounts()

    assert len(caplog.records) == 1
    assert SignInBackend().user_can_authenticate(user) is not is_demo


@pytest.mark.django_db
def test_a_demonstration_may_hold_them(settings):
    User.objects.create_user("admin@example.com", is_demo=True)
    serving.refuse_demonstration_accounts()
    settings.IS_PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match="holds 1 demonstration accounts"):
        serving.refuse_demonstration_accounts()


HIDDEN = [
    "/.git/HEAD", "/.git/config", "/.env", "/.env.example", "/manage.py", "/requirements.txt",
    "/rcportal/settings.py", "/var/demo-accounts.txt", "/demo-accounts.txt", "/backup.sql",
    "/dump.sql.gz", "/db.sqlite3", "/portal.tar.gz", "/settings.py~", "/index.html.bak",
    "/static/", "/static/css/", "/static/../manage.py", "/static/%2e%2e/manage.py",
    "/static/..%2fmanage.py", "/static//etc/passwd", "/media/", "/phpinfo.php", "/server-status",
    "/static/css/portal.css~", "/static/css/.portal.css.swp", "/__debug__/", "/admin/doc/",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", HIDDEN)
def test_what_lies_beside_the_portal_is_not_served(client, address):
    response = client.get(address)

    missing = client.get("/no-such-thing")
    assert response.status_code in (404, 302)
    if response.status_code == 302:  # below /admin/ one is asked to sign in first
        assert response.url == f"/admin/login/?next={address}"
    else:
        assert response.content.count(b"\n") == missing.content.count(b"\n")


@pytest.mark.django_db
def test_files_that_are_meant_for_everybody_are_served(client):
    """The control: whoever serves files does serve them."""
    response = client.get("/static/css/portal.css")

    assert b"{" in b"".join(response.streaming_content)


def breaking(get_response):
    def middleware(request):
        raise ValueError("a secret detail")

    return middleware


@pytest.mark.django_db
@pytest.mark.parametrize("installation", ["demonstration", "production"])
def test_a_forced_500_shows_a_number_and_no_trace(request, settings, caplog, installation):
    if installation == "production":
        request.getfixturevalue("production")
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.breaking"]
    settings.ALLOWED_HOSTS = [HOST]
    client = Client(HTTP_HOST=HOST, raise_request_exception=False)

    response = client.get("/about/", secure=True)

    page = response.content.decode()
    (number,) = re.findall(r'<span class="code">([0-9a-f]{8})</span>', page)
    assert response.status_code == 500
    assert [word for word in ("secret", "Traceback", "ValueError", ".py") if word in page] == []
    assert f"error {number} at GET /about/" in [record.getMessage() for record in caplog.records]


@pytest.mark.django_db
def test_with_debug_it_would_show_the_trace(settings):
    """The control."""
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.breaking"]

    page = Client(raise_request_exception=False).get("/about/").content.decode()

    assert "a secret detail" in page
