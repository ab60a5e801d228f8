"""What comes of an approved application: an organisation, and commitments to be signed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.enums import (
    OPEN_STATES,
    Document,
    Kind,
    Ownership,
    RegionLevel,
)
from commitments.models import Application, Commitment, Industry, Organisation, Region
from commitments.queries.mergers import as_they_go_on
from commitments.services import lifecycle
from commitments.services.entering import enter_organisation
from commitments.services.importing.cells import read_website
from commitments.services.importing.problems import CellRefused
from commitments.services.naming import split_names
from core.history import because
from core.text import comparison_key, tidy

# What the register has no column for.
NOWHERE: Final = ("products", "hazardous_licence", "wished_groups")
_PLACES: Final = {
    RegionLevel.PROVINCE: "province",
    RegionLevel.CITY: "city",
    RegionLevel.COUNTY: "county",
}
_TEXTS: Final = {"group_name": 200, "park_name": 200}


class NotPossible(ValueError):
    """The decision cannot be carried out; the text says why and what to do first."""


def enter(
    answers: Mapping[str, str], organisation: Organisation | None, *, by: Any
) -> Organisation:
    """Enter a new organisation with these answers, or fill in what is empty of a known one.

    The credit code of one that has merged into it stays where it is. Raises NotPossible for the
    code of anybody else.
    """
    facts = _facts(answers)
    if bearer := _other_bearer(facts["uscc"], organisation):
        if organisation is None or not _goes_on(bearer, organisation):
            raise NotPossible(_taken(facts["uscc"], bearer))
        facts["uscc"] = None
    if organisation is None:
        new = Organisation(
            kind=answers.get("kind") or Kind.ENTERPRISE,
            name=tidy(answers.get("name", "")),
            english_name=tidy(answers.get("english_name", "")),
            **facts,
        )
        former = split_names(answers.get("former_names", ""))
        return enter_organisation(new, by=by, former=former, reason="")
    missing = {
        name: value
        for name, value in facts.items()
        if value not in ("", None) and getattr(organisation, name) in ("", None)
    }
    for name, value in missing.items():
        setattr(organisation, name, value)
    if missing:
        with because(by=by, source="edit"):
            organisation.save(update_fields=list(missing))
    return organisation


def code_of_merged(answers: Mapping[str, str], organisation: Organisation) -> Organisation | None:
    """Give who has merged into the organisation and bears the credit code that was answered.

    A record that was united with the organisation has merged into nobody.
    """
    bearer = _other_bearer(answers.get("uscc"), organisation)
    if bearer is None or bearer.same_as_id == organisation.pk:
        return None
    return bearer if _goes_on(bearer, organisation) else None


def _other_bearer(uscc: str | None, organisation: Organisation | None) -> Organisation | None:
    """Give who else bears the code; a record that was united with another one bears it too."""
    if not uscc:
        return None
    known = Organisation.everyone.filter(uscc=uscc).select_related("same_as")
    return (known.exclude(pk=organisation.pk) if organisation else known).first()


def _goes_on(bearer: Organisation, organisation: Organisation) -> bool:
    return _who_stands_for(bearer) == organisation


def _who_stands_for(bearer: Organisation) -> Organisation:
    """Give who is to be chosen for the bearer today: the one it was united with or merged into."""
    (standing,) = as_they_go_on([bearer.same_as or bearer])
    return standing.organisation


def _taken(uscc: str, bearer: Organisation) -> str:
    """Say whose code it is and what to do."""
    return _(
        "The credit code %(code)s is that of %(other)s in the register: choose that one, or return "
        "the application so that the code is put right."
    ) % {"code": uscc, "other": _who_stands_for(bearer)}


def left_out(answers: Mapping[str, str], organisation: Organisation) -> list[str]:
    """Give the questions whose answers do not stand in the register, by their codes.

    What a known organisation had already was not written over; for some answers there is no place.
    """
    keys = set(organisation.names.values_list("key", flat=True))
    facts = _facts(answers)
    stands = {
        "name": comparison_key(answers.get("name", "")) in keys,
        "former_names": {
            comparison_key(each) for each in split_names(answers.get("former_names", ""))
        }
        <= keys,
        "english_name": tidy(answers.get("english_name", "")) == organisation.english_name,
        "place": all(getattr(organisation, name) == facts[name] for name in _PLACES.values()),
    }
    for code in ("uscc", "website", "industry", "ownership", "staff_count", *_TEXTS):
        stands[code] = bool(facts[code]) and getattr(organisation, code) == facts[code]
    stands |= dict.fromkeys(NOWHERE, False)
    return [
        code for code, is_there in stands.items() if answers.get(code, "").strip() and not is_there
    ]


def commit(
    application: Application,
    organisation: Organisation,
    *,
    by: Any,
    at: dt.datetime,
    on: dt.date,
    number: str,
) -> list[Commitment]:
    """Give the approved commitments, one for each document that is not open already."""
    version = application.accepted_version
    answers = version.answers if version else {}
    wanted = [text for text in answers.get("documents", "").split("\n") if text in Document.values]
    known = set(
        organisation.commitments.filter(state__in=OPEN_STATES).values_list("document", flat=True)
    )
    made = []
    for document in wanted or [Document.LETTER]:
        if document in known:
            continue
        with because(by=by, source="draft"):
            commitment = Commitment.objects.create(
                organisation=organisation,
                document=document,
                application=application,
                signer_position=answers.get("signer_position", "")[:100],
                recommended_by=answers.get("recommended_by", "")[:200],
            )
        lifecycle.approve(commitment, by=by, at=at, on=on, number=number)
        made.append(commitment)
    return made


def _facts(answers: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: tidy(answers.get(name, ""))[:most] for name, most in _TEXTS.items()
    }
    ownership, staff = answers.get("ownership", ""), answers.get("staff_count", "")
    return (
        found
        | _place(answers.get("place", ""))
        | {
            "uscc": answers.get("uscc") or None,
            "website": _website(answers.get("website", "")),
            "ownership": ownership if ownership in Ownership.values else "",
            "staff_count": int(staff) if staff.isdecimal() else None,
            "industry": Industry.objects.filter(pk=answers.get("industry", "")).first(),
        }
    )


def _website(answer: str) -> str:
    """Give the address that the page may link to; what was handed in before it was checked may not.

    Only the form refuses: an approval does not fail over a website.
    """
    try:
        return read_website(answer) if answer.strip() else ""
    except CellRefused:
        return ""


def _place(code: str) -> dict[str, Region | None]:
    found: dict[str, Region | None] = {"province": None, "city": None, "county": None}
    region = Region.objects.select_related("parent__parent").filter(pk=code).first()
    while region is not None:
        found[_PLACES[RegionLevel(region.level)]] = region
        region = region.parent
    return found
