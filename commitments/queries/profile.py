"""One organisation with everything the public may know of it, in one statement."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext as _

from commitments.enums import (
    Document,
    Kind,
    State,
    Status,
    SuccessionKind,
)
from commitments.models import Industry, Organisation, Region
from commitments.queries.events import Event, changes, life_of, renamings, successions
from commitments.queries.pieces import Piece, fetch
from commitments.queries.public_facts import (
    Earlier,
    FormerName,
    OwnText,
    Relative,
    Signed,
    Suspended,
)

# The columns that are shown: neither internal notes nor search keys.
_SHOWN: Final = frozenset({
    "id", "code", "kind", "uscc", "name", "short_name", "english_name", "ownership", "group_name",
    "park_name", "website", "is_demo", "status", "signed_on", "province_id", "city_id", "county_id",
    "industry_id", "park_id",
})  # fmt: skip
# In the order of the model, as `from_db` wants them.
_COLUMNS: Final = [f.attname for f in Organisation._meta.concrete_fields if f.attname in _SHOWN]
_STATEMENT: Final = """
    SELECT {columns},
           province.short_name, province.english_name, city.short_name, city.english_name,
           county.short_name, county.english_name, industry.name, industry.english_name,
           park.code, park.name, kept.code,
           (SELECT json_agg(json_build_object('name', text, 'until', until)
                            ORDER BY until DESC NULLS LAST, name.id)
            FROM commitments_organisationname AS name
            WHERE name.organisation_id = organisation.id AND name.kind = 'former'),
           (SELECT json_agg(json_build_object(
                       'document', document, 'state', state, 'signed_on', signed_on,
                       'held_from', held_from,
                       'occasion', occasion, 'ended_on', ended_on, 'end_reason', end_reason,
                       'certificate_number', certificate_number,
                       'end_number', end_number,
                       'times', (SELECT json_agg(json_build_array(lower(valid), upper(valid),
                                                                  number, cure) ORDER BY valid)
                                 FROM commitments_suspension AS suspension
                                 WHERE suspension.commitment_id = commitment.id))
                   ORDER BY signed_on, commitment.id)
            FROM commitments_commitment AS commitment
            WHERE commitment.organisation_id = organisation.id
              AND state IN ('in_force', 'suspended', 'ended')),
           (SELECT json_agg(json_build_object(
                       'kind', succession.kind, 'on', succession.on, 'code', other.code,
                       'name', other.name, 'is_later', predecessor_id = organisation.id)
                   ORDER BY succession.on, succession.id)
            FROM commitments_succession AS succession
            JOIN commitments_organisation AS other
                 ON other.id IN (predecessor_id, successor_id) AND other.id <> organisation.id
            WHERE organisation.id IN (predecessor_id, successor_id)),
           (SELECT json_agg(json_build_object(
                       'until', until, 'kind', earlier.kind,
                       'park', COALESCE(stood_in.name, earlier.park_name)) ORDER BY until)
            FROM commitments_earlierfact AS earlier
            LEFT JOIN commitments_organisation AS stood_in ON stood_in.id = earlier.park_id
            WHERE earlier.organisation_id = organisation.id),
           (SELECT json_build_object('body', body, 'body_english', body_english)
            FROM commitments_publictext AS own
            WHERE own.organisation_id = organisation.id AND own.state = 'published')
    FROM commitments_organisation AS organisation
    LEFT JOIN commitments_region AS province ON province.code = organisation.province_id
    LEFT JOIN commitments_region AS city ON city.code = organisation.city_id
    LEFT JOIN commitments_region AS county ON county.code = organisation.county_id
    LEFT JOIN commitments_industry AS industry ON industry.code = organisation.industry_id
    LEFT JOIN commitments_organisation AS park ON park.id = organisation.park_id
    LEFT JOIN commitments_organisation AS kept ON kept.id = organisation.same_as_id
    WHERE organisation.code = %(code)s
"""


@dataclass(frozen=True)
class Profile:
    """An organisation with the columns that are shown, its commitments, names and relatives."""

    organisation: Organisation
    commitments: list[Signed]
    former_names: list[FormerName]
    relatives: list[Relative] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    text: OwnText | None = None
    # The code of the record with which this one was brought together; it is read there.
    same_as: str | None = None

    @property
    def merged_into(self) -> Relative | None:
        """The organisation it has gone on in; None while it stands for itself."""
        merged = [each for each in self.relatives if each.is_later]
        return next((each for each in merged if each.kind == SuccessionKind.MERGED), None)

    def predecessor(self, code: str) -> Relative | None:
        """Give the organisation with this code that has merged into this one, if there is one."""
        merged = (each for each in self.relatives if each.kind == SuccessionKind.MERGED)
        return next((each for each in merged if not each.is_later and each.code == code), None)

    @property
    def status_since(self) -> dt.date | None:
        """The day from which the present status holds; None without a commitment."""
        state = self.organisation.status
        days = [each.state_since for each in self.commitments if each.state == state]
        if not days:
            return None
        return max(days) if state == Status.ENDED else min(days)

    @property
    def cures(self) -> list[str]:
        """What lifts the suspensions of today, as far as it was said."""
        running = (times for each in self.commitments for times in each.suspensions)
        return [times.cure for times in running if times.until is None and times.cure]

    @property
    def certificates(self) -> list[Signed]:
        """The commitments that bear the number of a certificate."""
        return [each for each in self.commitments if each.certificate_number]

    @property
    def events(self) -> list[Event]:
        """What happened on which day, the latest first."""
        found = [event for each in self.commitments for event in life_of(each)]
        found += renamings(self.former_names) + successions(self.relatives)
        now = self.organisation
        park = now.park.name if now.park else now.park_name
        found += changes(self.earlier, Kind(now.kind), park)
        return sorted(found, key=lambda event: event.day, reverse=True)


def profile_of(code: str) -> Profile | None:
    """Give the organisation with the code, or None: one query."""
    columns = ", ".join(f"organisation.{name}" for name in _COLUMNS)
    rows = fetch(Piece(_STATEMENT.format(columns=columns), {"code": code}))
    if not rows:
        return None
    (row,) = rows
    *labels, same_as, former, commitments, relatives, earlier, text = row[len(_COLUMNS) :]
    return Profile(
        _organisation(row[: len(_COLUMNS)], labels),
        [_signed(each) for each in commitments or []],
        [FormerName(each["name"], _day(each["until"])) for each in former or []],
        [_relative(each) for each in relatives or []],
        [_earlier(each) for each in earlier or []],
        OwnText(**text) if text else None,
        same_as,
    )


def profile_or_404(code: str) -> Profile:
    """Give the organisation with the code, or say that there is none. Raises Http404."""
    profile = profile_of(code)
    if profile is None:
        raise Http404(
            _("The register has no organisation with the code “%(code)s”.") % {"code": code}
        )
    return profile


def _organisation(values: tuple[Any, ...], labels: list[Any]) -> Organisation:
    """Make an instance with the shown columns alone, and with what its keys stand for."""
    found = Organisation.from_db("default", _COLUMNS, values)
    found.province = _region(found.province_id, *labels[0:2])
    found.city = _region(found.city_id, *labels[2:4])
    found.county = _region(found.county_id, *labels[4:6])
    found.industry = (
        Industry(code=found.industry_id, name=labels[6], english_name=labels[7])
        if found.industry_id
        else None
    )
    found.park = (
        Organisation(id=found.park_id, code=labels[8], name=labels[9]) if labels[8] else None
    )
    return found


def _region(code: str | None, name: str, english: str) -> Region | None:
    return Region(code=code, short_name=name, english_name=english) if code else None


def _signed(record: Mapping[str, Any]) -> Signed:
    times = [
        Suspended(_some_day(first), _day(last), number, cure)
        for first, last, number, cure in record["times"] or []
    ]
    return Signed(
        document=Document(record["document"]),
        state=State(record["state"]),
        signed_on=_some_day(record["signed_on"]),
        held_from=_day(record["held_from"]),
        occasion=record["occasion"],
        ended_on=_day(record["ended_on"]),
        end_reason=record["end_reason"],
        end_number=record["end_number"],
        certificate_number=record["certificate_number"],
        suspensions=times,
    )


def _relative(record: Mapping[str, Any]) -> Relative:
    kind, day = SuccessionKind(record["kind"]), _some_day(record["on"])
    return Relative(kind, day, record["code"], record["name"], record["is_later"])


def _earlier(record: Mapping[str, Any]) -> Earlier:
    return Earlier(_some_day(record["until"]), Kind(record["kind"]), record["park"])


def _some_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _day(text: str | None) -> dt.date | None:
    return _some_day(text) if text else None
