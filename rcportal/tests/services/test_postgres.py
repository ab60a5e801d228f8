import os
import shutil
import signal
import time
from pathlib import Path

import psycopg2
import pytest

from rcportal.services import places, servers
from rcportal.services.postgres import Binaries, choose
from rcportal.services.processes import ServerFailed, running_in


def ask(var, question):
    """Give the answer of the embedded PostgreSQL below `var`."""
    known = places.database(var)
    connection = psycopg2.connect(
        host=known["HOST"], port=known["PORT"], user=known["USER"], dbname=known["NAME"]
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
        connection.commit()
        return row[0]
    finally:
        connection.close()


def postmaster(var):
    return int((next(var.glob("pg[0-9]*")) / "postmaster.pid").read_text().splitlines()[0])


def wait_until(holds, seconds=15):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_it_starts_from_nothing_and_cuts_trigrams_from_chinese(var):
    with servers.running(var, ["postgres"], fast=True):
        ask(var, "CREATE EXTENSION pg_trgm; SELECT 1")

        found = ask(var, "SELECT cardinality(show_trgm('国家高新技术企业认定')) > 0")
        encoding = ask(var, "SELECT current_setting('server_encoding')")

    assert (found, encoding) == (True, "UTF8")
    assert running_in(next(var.glob("pg[0-9]*")), "postgres") == []


def test_it_listens_on_no_network_and_only_we_can_come_to_its_socket(used_var):
    with servers.running(used_var, ["postgres"], fast=True):
        listening = ask(used_var, "SELECT current_setting('listen_addresses')")
        mode = (used_var / "run").stat().st_mode & 0o777

    assert (listening, mode) == ("", 0o700)


def test_what_was_written_is_there_after_a_crash(used_var):
    with servers.running(used_var, ["postgres"]):
        ask(used_var, "CREATE TABLE kept AS SELECT 7 AS number; SELECT 1")
        crashed = postmaster(used_var)
        os.kill(crashed, signal.SIGKILL)
        wait_until(
            lambda: (used_var / "log/servers.log").read_text().count("starting it again") == 1
        )
        servers.Use(used_var, "postgres").wait()
        number = ask(used_var, "SELECT number FROM kept")

    assert number == 7


def test_notes_of_a_dead_server_whose_number_lives_on_are_no_trouble(used_var):
    (next(used_var.glob("pg[0-9]*")) / "postmaster.pid").write_text(f"{os.getpid()}\n/nowhere\n")
    (used_var / "run").mkdir()
    (used_var / "run/.s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")

    with servers.running(used_var, ["postgres"], fast=True):
        answer = ask(used_var, "SELECT 1")

    assert answer == 1


def test_a_server_whose_keeper_was_killed_does_not_stand_in_the_way(used_var):
    with servers.running(used_var, ["postgres"], fast=True) as (use,):
        os.kill(use._keeper.pid, signal.SIGKILL)
        use._keeper.wait()

        revived = use.revive()

        assert (revived, ask(used_var, "SELECT 1")) == (True, 1)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_root_without_user_namespaces_lets_nobody_run_it(used_var, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")  # no unshare there

    with servers.running(used_var, ["postgres"], fast=True):
        answer = ask(used_var, "SELECT 1")
        elsewhere = (used_var / "pg18").resolve()
        owner = elsewhere.owner()

    shutil.rmtree(elsewhere.parent)
    assert (answer, owner, elsewhere.parts[:3]) == (1, "nobody", ("/", "var", "tmp"))


FOUND = [
    Binaries(Path("/eighteen"), 18),
    Binaries(Path("/fifteen"), 15),
    Binaries(Path("/old"), 13),
]


def test_the_preferred_installation_is_taken_for_new_data(var):
    assert choose(var, FOUND).major == 18


def test_data_of_an_older_release_are_opened_with_that_release(var):
    (var / "pg15").mkdir()
    (var / "pg15/PG_VERSION").write_text("15\n")

    assert choose(var, FOUND).major == 15


@pytest.mark.parametrize("found", [[], FOUND[2:]])
def test_no_installation_is_said_in_a_sentence(var, found):
    with pytest.raises(ServerFailed, match="No PostgreSQL 15 or newer was found"):
        choose(var, found)


def test_data_that_no_installation_can_read_are_not_replaced(var):
    (var / "pg19").mkdir()
    (var / "pg19/PG_VERSION").write_text("19\n")

    with pytest.raises(ServerFailed, match="was written by PostgreSQL 19"):
        choose(var, FOUND)
