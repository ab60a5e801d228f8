"""The file of parks beside statistics: documents know days, a snapshot has none of them."""

import datetime as dt

import pytest

from reports.models import Snapshot

pytestmark = pytest.mark.django_db


def test_of_parks_as_they_were_counted_there_is_no_such_file(client):
    snapshot = Snapshot.objects.create(year=2024, as_at=dt.date(2024, 12, 31), rule="in_force")
    Snapshot.objects.filter(pk=snapshot.pk).update(state="current")

    response = client.get(f"/commitments/parks.csv?kind=park&snapshot={snapshot.pk}")

    assert (response.status_code, "snapshot" in response.content.decode()) == (400, True)
