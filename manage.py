#!/usr/bin/env python
"""Django's commands, with the embedded servers running for those that need them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environ import Env

from rcportal.services import places, servers
from rcportal.services.processes import ServerFailed


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcportal.settings")
    Env.read_env(places.BASE_DIR / ".env")
    try:
        with servers.running(places.var_dir(), servers.needed_by(sys.argv)):
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, ServerFailed) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
