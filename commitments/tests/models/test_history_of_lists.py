"""Tables that lists fill keep the rows of a statement together: nothing may slip past that."""

import io
import time

import pghistory.core
import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from commitments.models import Organisation
from commitments.tests.factories import OrganisationFactory
from core.history import because

pytestmark = pytest.mark.django_db
TABLE = "commitments_organisation"


def events():
    (model,) = pghistory.core.event_models(tracks_model=Organisation)
    return model.objects.order_by("pgh_id")


def kept(*columns):
    return list(events().values_list("pgh_label", *columns))


def run(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


GIVEN = {
    "kind": "enterprise",
    "name": "单位",
    "is_demo": "f",
    "status": "none",
    "grams": "{}",
    **dict.fromkeys(
        ["short_name", "english_name", "former_names", "sort_key_by_hand", "ownership"], ""
    ),
    **dict.fromkeys(["group_name", "park_name", "website", "note", "latin"], ""),
    **dict.fromkeys(["name_sort", "name_keys", "pinyin_keys", "initials"], ""),
}
COLUMNS = ", ".join(GIVEN)


def many(number):
    """Enter so many organisations with one statement."""
    values = ", ".join(["%s"] * len(GIVEN))
    run(
        f"INSERT INTO {TABLE} ({COLUMNS}) SELECT {values} FROM generate_series(1, %s)",  # noqa: S608 -- names of our own
        [*GIVEN.values(), number],
    )


def test_every_way_to_enter_rows_is_kept():
    OrganisationFactory(name="逐个")
    Organisation.objects.bulk_create(
        [Organisation(kind="park", name=name) for name in ("一并甲", "一并乙")]
    )
    many(2)
    copied = GIVEN | {"name": "抄录"}
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {TABLE} ({COLUMNS}) FROM STDIN",
            io.StringIO("\t".join(copied.values()) + "\n"),
        )

    assert kept("name") == [
        ("insert", name) for name in ("逐个", "一并甲", "一并乙", "单位", "单位", "抄录")
    ]


def test_every_way_to_change_rows_is_kept_with_who_and_why():
    first, second = OrganisationFactory(name="甲"), OrganisationFactory(name="乙")
    user = User.objects.create_user("staff@example.com")
    before = events().count()

    with because(by=user, reason="核对", source="edit"):
        first.note = "一"
        first.save()
        Organisation.objects.filter(pk__in=[first.pk, second.pk]).update(note="二")
        run("UPDATE commitments_organisation SET note = note || '三' WHERE id = %s", [second.pk])

    alone, *together, last = events()[before:]
    # The rows of one statement are kept in no order.
    changed = [alone, *sorted(together, key=lambda event: event.pgh_obj_id), last]
    assert [(event.pgh_obj_id, event.note) for event in changed] == [
        (first.pk, "一"), (first.pk, "二"), (second.pk, "二"), (second.pk, "二三"),
    ]  # fmt: skip
    said = [event.pgh_context.metadata for event in changed]
    assert {(one["user_label"], one["reason"]) for one in said} == {("staff@example.com", "核对")}


def test_what_was_entered_or_changed_by_one_statement_is_kept_as_what_it_was():
    known = OrganisationFactory(name="已有", code="known1")
    values = ", ".join(["%s"] * len(GIVEN))

    run(
        f"INSERT INTO {TABLE} (code, {COLUMNS}) SELECT code, {values}"  # noqa: S608 -- the same
        " FROM (VALUES ('known1'), ('other1')) AS wanted(code)"
        " ON CONFLICT (code) DO UPDATE SET name = excluded.name",
        list((GIVEN | {"name": "新名"}).values()),
    )

    assert sorted(kept("code", "name")[1:]) == [
        ("insert", "other1", "新名"),
        ("update", known.code, "新名"),
    ]


def test_a_row_that_stays_as_it_is_leaves_no_trace():
    organisation = OrganisationFactory(note="一")

    Organisation.objects.filter(pk=organisation.pk).update(note="一", name_sort="other")

    assert [label for (label,) in kept()] == ["insert"]


def test_removed_rows_are_kept():
    OrganisationFactory(name="甲")
    OrganisationFactory(name="乙")

    Organisation.objects.all().delete()

    assert kept("name")[2:] == [("delete", "甲"), ("delete", "乙")]


def test_an_id_cannot_be_changed_past_the_history():
    organisation = OrganisationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        run("UPDATE commitments_organisation SET id = id + 1000 WHERE id = %s", [organisation.pk])


def test_many_changes_are_kept_as_fast_after_a_single_one():
    many(1_500)
    guarded = _seconds_of_a_list_after_one_change()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_update_update%%'",
            [TABLE],
        )
        ((function,),) = cursor.fetchall()
    run(function.replace("FULL JOIN", "JOIN").replace("%", "%%"))

    unguarded = _seconds_of_a_list_after_one_change()

    assert guarded < unguarded / 4


def _seconds_of_a_list_after_one_change():
    one = Organisation.objects.latest("id")
    run("UPDATE commitments_organisation SET note = note || '一' WHERE id = %s", [one.pk])
    began = time.perf_counter()
    run("UPDATE commitments_organisation SET note = note || '多'")
    return time.perf_counter() - began
