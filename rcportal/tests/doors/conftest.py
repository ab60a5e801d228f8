"""What the tests of doors share: one of everything that is, and the two kinds of installations."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as portal

from rcportal.tests.access.test_access import things  # noqa: F401 -- a fixture
from rcportal.tests.doors.installations import ON_ITS_OWN, PRODUCTION, settings_that_differ


@pytest.fixture(scope="session")
def of_production():
    """The settings that are others in production, as that installation would load them."""
    return settings_that_differ()


@pytest.fixture
def production(settings, of_production):
    """This process with the settings of production."""
    for name, value in of_production.items():
        setattr(settings, name, value)


@pytest.fixture
def manage():
    """Give a function that runs a command of `manage.py` in an installation of its own."""

    def run(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=portal.BASE_DIR,
            env=ON_ITS_OWN | {"PORTAL_VAR": os.environ["PORTAL_VAR"]} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def manage_production(manage):
    return lambda *arguments, **environment: manage(*arguments, **(PRODUCTION | environment))
