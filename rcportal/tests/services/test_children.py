import os
import signal
import subprocess
import sys
import time

import pytest

from rcportal.services import places
from rcportal.services.children import ChildFailed, Children, Program

STAY = "import time; print('here', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STAY}"
DEAF = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{STAY}']); {STUBBORN}"


def program(code, *, patience=5.0, name="web"):
    return Program(
        name=name,
        module="timeit",
        arguments=("-n1", "-r1", code),
        endings=((signal.SIGTERM, patience),),
    )


@pytest.fixture
def said():
    return []


@pytest.fixture
def children(var, said):
    (var / "log").mkdir()
    children = Children(var, dict(os.environ), said.append)
    yield children
    children.stop()


def wait_for_word(child, count=1):
    deadline = time.monotonic() + 10
    while child.log.read_text().count("here") < count and time.monotonic() < deadline:
        time.sleep(0.02)


def processes_with(mark):
    listed = subprocess.run(
        ["ps", "-eo", "pid,stat,args"], capture_output=True, text=True, check=True
    )
    return [line for line in listed.stdout.splitlines() if mark in line and " Z" not in line[:16]]


def test_a_child_that_died_is_started_again_and_it_is_said(children, said):
    children.start(program(STAY))
    (child,) = children.running
    wait_for_word(child)
    child.process.kill()
    child.process.wait()

    children.look_after()

    assert child.is_alive()
    assert said == [f"web ended with status -9 and is started again; see {child.log}"]


def test_a_child_that_dies_again_and_again_is_given_up(children, said, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    children.start(program("raise SystemExit(3)"))
    (child,) = children.running

    for _time in range(3):
        child.process.wait()
        children.look_after()
    child.process.wait()

    with pytest.raises(ChildFailed, match="web ended 4 times within a minute"):
        children.look_after()
    assert len(said) == 3


def test_a_child_that_does_not_listen_is_killed_with_all_it_started(children, var):
    mark = f"{var.name}-deaf"
    children.start(program(f"{DEAF} # {mark}", patience=0.2))
    wait_for_word(children.running[0], count=2)
    group = children.running[0].process.pid

    children.stop()

    assert processes_with(mark) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)


def test_the_log_of_the_last_time_is_kept(children, var):
    (var / "log/web.log").write_text("last time")

    children.start(program(STAY))
    wait_for_word(children.running[0])

    assert (var / "log/web.log.1").read_text() == "last time"


def test_children_end_with_a_killed_launcher(var):
    (var / "log").mkdir()
    mark = f"{var.name}-orphan"
    code = (
        "import os, sys, time; from pathlib import Path;"
        "from rcportal.services.children import *;"
        f"c = Children(Path({str(var)!r}), dict(os.environ), print);"
        f"c.start(Program('web', 'timeit', ('-n1', '-r1', {STAY + ' # ' + mark!r}), ()));"
        "print('started', flush=True); time.sleep(60)"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", code], cwd=places.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    launcher.stdout.readline()
    alive = len(processes_with("timeit")) > 0

    launcher.kill()
    launcher.communicate()

    deadline = time.monotonic() + 5
    while processes_with(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (alive, processes_with(mark)) == (True, [])
