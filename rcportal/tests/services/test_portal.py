"""The whole portal as a process, as `make run` starts it."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rcportal.services import addresses, places

pytestmark = pytest.mark.full
OPEN = re.compile(r"the portal is open at (http://\S+)")


@pytest.fixture
def environment(var):
    ours = ("PORTAL_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept | {"PORTAL_VAR": str(var)}


@pytest.fixture
def portal(var, environment):
    """Start a portal and give it with what it said until it was open."""
    started = []

    def start(**more):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "portal"],
            cwd=places.BASE_DIR,
            env=environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        said = ""
        for line in process.stdout:
            said += line
            if OPEN.search(line):
                break
        return process, said

    yield start
    for process in started:
        process.kill()
        process.communicate()
    wait_until_gone(var)


def processes_of(var):
    """Give the command lines of live processes that have the folder in command or environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
            around = words + (entry / "environ").read_bytes()
        except OSError:
            continue
        if words and str(var).encode() in around:
            found.append(words.replace(b"\0", b" ").decode())
    return found


def wait_until_gone(var, seconds=15):
    deadline = time.monotonic() + seconds
    while processes_of(var) and time.monotonic() < deadline:
        time.sleep(0.1)
    return processes_of(var)


def test_the_portal_opens_survives_its_murder_and_ends_without_a_trace(portal, var):
    process, said = portal()
    address = OPEN.search(said).group(1)
    first = addresses.wait_until_it_answers(address, seconds=1, look=lambda: None)
    sign_ins = (var / "demo-accounts.txt").read_text()
    process.kill()
    left_by_murder = wait_until_gone(var)

    began = time.monotonic()
    process, said_again = portal()
    seconds = time.monotonic() - began
    second, said_second = portal()
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=60)[0]

    assert first
    assert "demonstration register loaded" in said
    assert "demonstration register loaded" not in said_again
    assert sign_ins in said_again
    assert seconds < 20  # alone on the machine it takes 4
    assert (second.wait(), "is already running at http://" in said_second) == (1, True)
    assert (process.returncode, rest.splitlines()[-1]) == (0, "rcportal: stopped")
    assert (left_by_murder, wait_until_gone(var)) == ([], [])


def test_who_starts_again_while_it_ends_waits_and_then_has_it(portal, var):
    process, _said = portal()
    process.send_signal(signal.SIGTERM)
    while "stopping" not in process.stdout.readline():
        pass

    again, said = portal()

    assert "the portal that ran here is just ending; waiting for it" in said
    assert (process.wait(), again.poll()) == (0, None)


def test_a_child_that_was_killed_comes_back(portal, var):
    process, said = portal()
    address = OPEN.search(said).group(1)
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True)
    masters = [
        int(line.split()[0])
        for line in listed.stdout.splitlines()
        if line.split()[1] == str(process.pid) and "gunicorn" in line
    ]
    os.kill(masters[0], signal.SIGKILL)

    line = process.stdout.readline()
    back = addresses.wait_until_it_answers(address, seconds=20, look=lambda: None)

    assert line.startswith("rcportal: web ended with status -9 and is started again")
    assert back


def test_a_port_that_was_asked_for_and_is_taken_is_said(portal, var):
    with addresses.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

        process, said = portal(PORTAL_PORT=str(port))

    assert (process.wait(), f"Port {port} on 127.0.0.1 is taken" in said) == (1, True)
    assert processes_of(var) == []
