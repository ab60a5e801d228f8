"""What keeps the house in order: sizes, translations, migrations, words that have no place here."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from rcportal import catalogue

ROOT = catalogue.ROOT
LONGEST = {"code": 400, "tests": 500, "template": 150}
LONGEST_FUNCTION = 40
OURS = ("core", "accounts", "commitments", "workgroups", "reports", "rcportal")


def kept_files(*suffixes):
    """Every file git knows or would add, with one of the suffixes."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / line for line in listed.splitlines())
    return [path for path in paths if path.suffix in suffixes and path.exists()]


def room_of(path: Path) -> str:
    if path.suffix == ".html":
        return "template"
    return "tests" if "tests" in path.parts else "code"


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_outgrows_its_room():
    files = (path for path in kept_files(".py", ".html") if "migrations" not in path.parts)

    too_long = {
        str(p.relative_to(ROOT)): lines_of(p) for p in files if lines_of(p) > LONGEST[room_of(p)]
    }

    assert too_long == {}


def test_the_catalogue_of_translations_is_whole():
    assert catalogue.differences() == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_model_of_ours_says_who_may_view_it():
    silent = [
        model.__name__
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if getattr(model._meta, "rules_permissions", None) == {} and not is_built(model)
    ]

    assert silent == [
        "JobRun",
        "OutboxMail",
        "Notice",
    ]  # core knows no roles: accounts.rules says it


def is_built(model) -> bool:
    """History tables and tables that jobs build are shown by other pages than their own."""
    return hasattr(model, "pgh_tracked_model")


@pytest.mark.parametrize(
    "pattern",
    [
        r"style\s*=\s*[\"']",
        r"<style",
        r"\son[a-z]+\s*=\s*[\"']",
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    ],
)
def test_no_template_writes_what_the_policy_forbids(pattern):
    guilty = [
        str(path.relative_to(ROOT))
        for path in kept_files(".html")
        if re.search(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]

    assert guilty == []
