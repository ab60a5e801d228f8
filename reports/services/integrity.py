"""What snapshots and reports keep, counted and hashed once more."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.models import Edition, EditionFile, Snapshot
from reports.queries.data import data_of, digest_of


def differences() -> Iterator[str]:
    """Give one sentence for everything that is not what its rows or its checksum say."""
    yield from _of_snapshots()
    yield from _of_editions()
    yield from _of_files()


def _of_snapshots() -> Iterator[str]:
    for snapshot in Snapshot.objects.readable().order_by("year", "pk").iterator():
        if data_of(snapshot) != data_of(snapshot, is_counted_anew=True):
            words = {"year": snapshot.year, "number": snapshot.pk}
            sentence = _(
                "Statistics of %(year)s, snapshot %(number)s: its figures are not those of its "
                "rows."
            )
            yield sentence % words


def _of_editions() -> Iterator[str]:
    """Compare the figures that a report was frozen with and those that its snapshot has."""
    frozen = Edition.objects.exclude(content="").select_related("snapshot")
    for edition in frozen.order_by("year", "number").iterator():
        if json.loads(edition.content)["data_sha256"] != digest_of(data_of(edition.snapshot)):
            sentence = _("%(edition)s: its figures are not those of its statistics.")
            yield sentence % {"edition": edition}


def _of_files() -> Iterator[str]:
    files = EditionFile.objects.select_related("edition").order_by("edition", "pk")
    for file in files.iterator(chunk_size=5):
        if digest_of(bytes(file.content)) != file.sha256:
            sentence = _("%(edition)s, %(name)s: the file is not what its checksum says.")
            yield sentence % {"edition": file.edition, "name": file.name}
