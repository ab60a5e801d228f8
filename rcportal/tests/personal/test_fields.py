"""S18. Every field of every table has a class; a line without a field, or of no class, fails."""

import pytest
from django.apps import apps

from accounts.models import User
from core.models import Tally
from rcportal.personal import fields
from rcportal.personal.fields import Kept, columns_of, kept_of, read, tables
from rcportal.personal.tables import _FIELDS, _ROWS

pytestmark = pytest.mark.shows("S18")
PERSONAL = {"mail", "name", "answers", "machine", "secret"}


def wrong_lines():
    """Give what is not classified, or classified and not there."""
    lines = read()[1]
    there = {
        f"{model._meta.label}.{field.name}"
        for model in tables()
        for field in model._meta.local_concrete_fields
    }
    said = {f"{label}.{name}" for label, line in lines.items() for name in line.classes}
    return there ^ said


def test_every_field_has_a_class_and_every_line_a_field(figure):
    lines = read()[1]

    assert wrong_lines() == set()
    assert set(lines) == {model._meta.label for model in tables()}
    count = sum(len(line.classes) for line in lines.values())
    figure("S18", f"{count} fields of {len(lines)} tables classified")


@pytest.mark.parametrize(
    ("label", "name"), [("accounts.User", "email"), ("core.Tally", "telephone")]
)
def test_a_field_without_a_line_and_a_line_without_a_field_are_noticed(monkeypatch, label, name):
    """The control: one line too few, one too many."""
    classes, lines = read()
    changed = dict(lines[label].classes) | {name: "none"}
    if label == "accounts.User":
        del changed[name]
    turned = lines | {label: Kept("", "", (), "", changed)}
    monkeypatch.setattr(f"{__name__}.read", lambda: (classes, turned))

    assert wrong_lines() == {f"{label}.{name}"}


def test_no_field_has_two_classes_and_every_class_says_what_erasing_does():
    classes, lines = read()
    said = fields.yaml.safe_load(fields.FILE.read_text(encoding="utf-8"))["models"]
    named = [
        (label, name)
        for label, words in said.items()
        for kind, names in words.items()
        if kind not in fields.SAID
        for name in names
    ]

    assert len(named) == len(set(named))
    assert {kind for line in lines.values() for kind in line.classes.values()} == set(classes)
    assert {*classes} - {*_FIELDS} == {"none", "account", "machine", "file", "published"}
    assert {line.rows for line in lines.values()} == {*_ROWS}


def test_what_is_kept_of_a_person_has_a_purpose_an_end_and_an_owner():
    silent = [
        label
        for label, line in read()[1].items()
        if (PERSONAL & {*line.classes.values()} or line.of or line.rows)
        and not (line.why and line.kept)
    ]
    nobodys = [
        label
        for label, line in read()[1].items()
        if PERSONAL & {*line.classes.values()} and not line.of
    ]

    assert silent == []
    assert nobodys == ["sessions.Session"]  # sealed: `erasing` opens each


def test_a_history_follows_the_table_that_it_keeps():
    kept = fields.history_of(User)

    assert [kept_of(each) for each in kept] == [kept_of(User)]
    assert [column.kind for column in columns_of(kept[0], "mail")] == ["mail"]


def test_only_tables_without_persons_have_no_way_to_them():
    """Every account that a row names is known as one: nothing points at people unseen."""
    unseen = [
        f"{model._meta.label}.{field.name}"
        for model in tables()
        for field in model._meta.local_concrete_fields
        if field.related_model in {User, apps.get_model("accounts.Person")}
        and kept_of(model).classes[field.name] != "account"
    ]

    assert unseen == []
    assert {*kept_of(Tally).classes.values()} == {"none"}
