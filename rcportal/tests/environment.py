"""The environment of a test run: a folder and servers of its own, never the real portal's."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from rcportal.services import places

KEPT = ("PORTAL_PG_BIN", "PORTAL_TEST_VAR", "PORTAL_TEST_DATABASE_URL", "PORTAL_SAMPLE_LISTS")
SETTINGS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL")


def prepare() -> None:
    """Point the settings to this run's own places; each process of a run has its own two queues."""
    for name in tuple(os.environ):
        if name in SETTINGS or (name.startswith("PORTAL_") and name not in KEPT):
            del os.environ[name]
    var = var_dir()
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["PORTAL_VAR"] = str(var)
    os.environ["PORTAL_ENV"] = "demo"
    os.environ["REDIS_URL"] = places.redis_url(var).replace("?db=0", f"?db={2 * process}")
    if given := os.environ.get("PORTAL_TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = given


def var_dir() -> Path:
    """Give the run's folder: made once, inherited by the processes of pytest-xdist."""
    if "PORTAL_TEST_VAR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="rcportal-test-", dir="/tmp")
        os.environ["PORTAL_TEST_VAR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(os.environ["PORTAL_TEST_VAR"])
