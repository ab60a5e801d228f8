import datetime as dt

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from commitments.models import OrganisationNote
from commitments.services import noting, uniting
from commitments.services.noting import NoteStruck
from commitments.services.uniting import Wish
from commitments.tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2024, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def note(organisation=None, text="电话核实过"):
    return noting.write_note(organisation or OrganisationFactory(), text, by=None, at=NOON)


def test_a_note_has_author_and_moment_and_a_trace():
    author = UserFactory()

    kept = noting.write_note(OrganisationFactory(), "电话核实过", by=author, at=NOON)

    event = kept.pgh_event_models["insert"].objects.get()
    assert (kept.written_by, kept.written_at) == (author, NOON)
    assert event.pgh_context.metadata["source"] == "write_note"


def test_a_note_is_struck_out_once_and_stays():
    kept = note()

    noting.strike_note(kept, by=None, at=NOON, reason="记错了单位")

    assert (kept.text, kept.struck_at, kept.struck_because) == ("电话核实过", NOON, "记错了单位")
    with pytest.raises(NoteStruck, match="已划去"):
        noting.strike_note(kept, by=None, at=NOON, reason="又一次")


@pytest.mark.parametrize("change", [{"text": "改写"}, {"written_at": NOON - dt.timedelta(1)}])
def test_no_note_is_rewritten(change):
    note()

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        OrganisationNote.objects.update(**change)


def test_no_note_is_removed_and_no_strike_undone():
    noting.strike_note(note(), by=None, at=NOON, reason="记错了单位")

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        OrganisationNote.objects.update(struck_at=None, struck_because="")
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        OrganisationNote.objects.all().delete()


def test_notes_go_with_the_record_that_goes_and_come_back_with_it():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")
    struck = note(other, "记错")
    noting.strike_note(struck, by=None, at=NOON, reason="错")
    note(other)

    union = uniting.unite(Wish((kept.pk, other.pk), kept.pk), by=None, at=NOON, reason="同一单位")

    assert kept.secretariat_notes.count() == 2

    uniting.take_back(union, by=None, at=NOON, reason="看错了")

    assert (kept.secretariat_notes.count(), other.secretariat_notes.count()) == (0, 2)
