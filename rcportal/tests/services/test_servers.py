import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from rcportal.services import places, servers
from rcportal.services.processes import ServerFailed
from rcportal.services.valkey import Valkey

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")

# A command that uses the servers for a moment, or until it is killed.
COMMAND = """
import sys, time
from pathlib import Path
from rcportal.services import servers
with servers.running(Path(sys.argv[1]), sys.argv[3:], fast=True) as uses:
    print(all(use.server.is_ready() for use in uses), flush=True)
    time.sleep(float(sys.argv[2]))
    print(all(use.server.is_ready() for use in uses), flush=True)
"""


def begin(var, seconds, *names):
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(var), str(seconds), *names],
        cwd=places.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )


def starts_noted(var):
    return (var / "log/servers.log").read_text().count("runs as process")


def test_of_four_commands_at_once_one_starts_the_servers_and_none_stops_them_too_early(var):
    commands = [begin(var, pause, "postgres", "valkey") for pause in (0, 0.2, 0.4, 0.6)]

    said = [command.communicate(timeout=60)[0] for command in commands]

    assert said == ["True\nTrue\n"] * 4
    assert starts_noted(var) == 2
    assert not Valkey(var).is_ready()


def test_a_killed_command_leaves_no_server(var):
    command = begin(var, 60, "valkey")
    command.stdout.readline()

    command.send_signal(signal.SIGKILL)
    command.communicate()

    deadline = time.monotonic() + 10
    while Valkey(var).is_ready() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Valkey(var).is_ready()


def test_a_command_beside_another_one_uses_its_server(var):
    with servers.running(var, ["valkey"], fast=True):
        with servers.running(var, ["valkey"], fast=True) as (use,):
            started_own = use._keeper is not None
        still_there = Valkey(var).is_ready()

    assert (started_own, still_there, Valkey(var).is_ready()) == (False, True, False)


def test_damaged_files_of_the_queue_are_set_aside(var):
    with servers.running(var, ["valkey"]):
        pass
    manifest = next(var.glob("valkey/**/*.manifest"))
    manifest.write_text("nonsense")

    with servers.running(var, ["valkey"]) as (use,):
        answers = use.server.is_ready()

    assert (answers, len(list(var.glob("valkey.damaged-*")))) == (True, 1)


def test_a_server_that_cannot_start_is_said_in_a_sentence(var, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with (
        pytest.raises(ServerFailed, match="Valkey could not be started"),
        servers.running(var, ["valkey"]),
    ):
        pass


@only_root
def test_a_folder_of_another_user_is_refused(var):
    servers.lock_dir(var)
    os.chown(var / "locks", 65534, -1)

    with pytest.raises(ServerFailed, match=r"belongs to another user \(number 65534\)"):
        servers.lock_dir(var)


@only_root
def test_the_sockets_are_not_put_into_a_stranger_s_folder(var):
    deep = var / ("x" * 100)
    short = places.socket_dir(deep)
    short.symlink_to(var)
    os.chown(short, 65534, -1, follow_symlinks=False)

    try:
        with (
            pytest.raises(ServerFailed, match="belongs to another user"),
            servers.running(deep, ["valkey"], fast=True),
        ):
            pass
    finally:
        short.unlink()


def test_a_deep_folder_works(var, cluster):
    deep = var / ("企业" * 20)
    shutil.copytree(cluster, deep / cluster.name)

    with servers.running(deep, ["postgres", "valkey"], fast=True) as uses:
        answers = [use.server.is_ready() for use in uses]

    shutil.rmtree(places.socket_dir(deep))
    assert answers == [True, True]


@pytest.mark.parametrize(
    ("words", "environment", "names"),
    [
        (["manage.py", "migrate"], {}, ("postgres", "valkey")),
        (["manage.py", "migrate"], {"DATABASE_URL": "postgres://x/y"}, ("valkey",)),
        (["manage.py", "migrate"], {"REDIS_URL": "redis://x"}, ("postgres",)),
        (["manage.py", "migrate", "--help"], {}, ()),
        (["manage.py", "collectstatic"], {}, ()),
        (["manage.py"], {}, ()),
    ],
)
def test_only_what_a_command_needs_is_started(words, environment, names, monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert servers.needed_by(words) == names
