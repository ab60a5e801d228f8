"""A register of demonstration size: invented organisations, the same at every run.

As at 2021-12-31 the default size counts 699 organisations that are not parks and 70 parks, of which
69 and 6 signed in 2021. Names are put together from syllables; credit codes carry the letters DE
where real ones carry none, with a right check character. Nothing here is a fact about anybody.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from stdnum.cn import uscc

from commitments.enums import (
    Document,
    EndReason,
    Kind,
    NameKind,
    Ownership,
    State,
)
from commitments.models import Commitment, Organisation, OrganisationName, Region, Suspension
from commitments.services import facts, naming
from commitments.services.demonstration_words import (
    ASSOCIATION_TRADES,
    BRANDS,
    COLLEGE_TYPES,
    ENTERPRISE_FORMS,
    INDUSTRIES,
    OCCASIONS,
    PARK_FORMS,
    PLACES,
    POSITIONS,
    PROVINCE_WEIGHTS,
    TRADES,
)
from core.history import because
from core.planner import take_stock

SEED = 2021
SOURCE = "演示数据"
FIRST_YEAR, LAST_YEAR = 2007, 2026
# Signings by year of those who are not parks and of parks: 699 and 70 in force at the end of 2021.
SIGNINGS = {
    2007: (13, 0), 2008: (21, 1), 2009: (24, 2), 2010: (29, 2), 2011: (62, 4), 2012: (38, 3),
    2013: (53, 4), 2014: (44, 3), 2015: (121, 5), 2016: (46, 4), 2017: (63, 8), 2018: (41, 9),
    2019: (47, 12), 2020: (38, 9), 2021: (69, 6), 2022: (76, 5), 2023: (81, 8), 2024: (67, 11),
    2025: (58, 7), 2026: (31, 4),
}  # fmt: skip
# The two who left before the end of 2021, and so are not among the 699 and 70.
LEFT_BEFORE_2022 = (10, 2)
DAYS_TO_THE_CERTIFICATE = dt.timedelta(days=30)
BATCH = 2_000
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass
class Invention:
    """One invented organisation with its commitment."""

    number: int
    kind: Kind
    year: int
    signed_on: dt.date
    province: str
    names: dict[NameKind, list[str]] = field(default_factory=dict)
    ended_on: dt.date | None = None
    suspended_from: dt.date | None = None


def load(size: int | None = None) -> int:
    """Write the demonstration register, or one of `size` organisations; answer how many.

    Meant for an empty register: names and codes that are there already are refused by the database.
    """
    random = Random(SEED)  # noqa: S311 -- invents data, guards nothing
    cities = _cities()
    with transaction.atomic(), because(by=None, source=SOURCE):
        count = 0
        for batch in _batches(inventions(random, size)):
            _write(batch, random, cities)
            count += len(batch)
        # Before the one statement over all of them, and after it: it rewrites each organisation.
        take_stock(Organisation, OrganisationName, Commitment, Suspension)
        facts.refresh()
        take_stock(Organisation)
    return count


def inventions(random: Random, size: int | None = None) -> Iterator[Invention]:
    """Give the organisations of the demonstration in the order of their signing."""
    plan = SIGNINGS if size is None else _scaled(size)
    leaving = dict(zip((False, True), LEFT_BEFORE_2022, strict=True))
    number = 0
    for year, (others, parks) in plan.items():
        for place in range(others + parks):
            number += 1
            invention = _invent(random, number, year, is_park=place >= others)
            _lead_on(random, invention, leaving)
            yield invention


def _lead_on(random: Random, invention: Invention, leaving: dict[bool, int]) -> None:
    """Let some leave before 2022, some later, and suspend a few."""
    is_park = invention.kind == Kind.PARK
    if invention.year < 2016 and leaving[is_park]:
        if invention.number % 3 == 0:
            leaving[is_park] -= 1
            invention.ended_on = dt.date(random.randint(2016, 2021), 6, 30)
    elif invention.number % 97 == 0 and invention.year < LAST_YEAR:
        last = random.randint(max(2022, invention.year + 1), LAST_YEAR)
        invention.ended_on = dt.date(last, 3, 31)
    elif invention.number % 151 == 0 and invention.year < LAST_YEAR:
        invention.suspended_from = dt.date(LAST_YEAR, 3, 1)


def _invent(random: Random, number: int, year: int, *, is_park: bool) -> Invention:
    last_day = 181 if year == LAST_YEAR else 360
    signed_on = dt.date(year, 1, 4) + dt.timedelta(days=random.randrange(last_day))
    (province,) = random.choices(list(PROVINCE_WEIGHTS), weights=list(PROVINCE_WEIGHTS.values()))
    kind = Kind.PARK if is_park else _kind_of(number)
    invention = Invention(number, kind, year, signed_on, province)
    invention.names = _names(random, invention)
    return invention


def _kind_of(number: int) -> Kind:
    if number % 83 == 0:
        return Kind.GROUP
    if number % 53 == 0:
        return Kind.ASSOCIATION
    return Kind.COLLEGE if number % 29 == 0 else Kind.ENTERPRISE


def _names(random: Random, invention: Invention) -> dict[NameKind, list[str]]:
    """Names that fit the kind; the number chooses the brand, so that none comes twice."""
    place = PLACES[invention.province]
    brand, turn = BRANDS[invention.number % len(BRANDS)], invention.number // len(BRANDS)
    trade = TRADES[(invention.number + turn) % len(TRADES)]
    names = {
        NameKind.FULL: [_full_name(random, invention.kind, place, brand + _numeral(turn), trade)]
    }
    if invention.kind == Kind.ENTERPRISE and invention.number % 5 == 0:
        names[NameKind.SHORT] = [brand + trade[:2]]
    if invention.kind == Kind.ENTERPRISE and invention.number % 11 == 0:
        spoken = naming.keys_of(brand).syllables.title().replace(" ", "")
        names[NameKind.ENGLISH] = [f"{spoken} Chemicals Co., Ltd."]
    if invention.kind == Kind.ENTERPRISE and invention.number % 17 == 0:
        names[NameKind.FORMER] = [f"{place}{brand}{_numeral(turn)}{trade}厂"]
    return names


def _full_name(random: Random, kind: Kind, place: str, brand: str, trade: str) -> str:
    match kind:
        case Kind.PARK:
            return f"{place}{brand}{random.choice(PARK_FORMS)}"
        case Kind.GROUP:
            return f"中{brand}{trade}集团有限公司"
        case Kind.ASSOCIATION:
            return f"{place}{brand}{random.choice(ASSOCIATION_TRADES)}"
        case Kind.COLLEGE:
            return f"{place}{brand}{random.choice(COLLEGE_TYPES)}"
        case _:
            form = random.choice(ENTERPRISE_FORMS)
            joined = f"{brand}{trade}（{place}）" if "（" in form else f"{place}{brand}{trade}"
            return joined + form.removeprefix("（）")


def _numeral(turn: int) -> str:
    """Give a character for each round through the brands: none for the first one."""
    digits = "华盛源泰新达恒瑞嘉益"
    text = ""
    while turn:
        turn, digit = divmod(turn - 1, len(digits))
        text += digits[digit]
    return text


def _scaled(size: int) -> dict[int, tuple[int, int]]:
    """Give a plan of about the same shape with exactly `size` signings."""
    whole = sum(others + parks for others, parks in SIGNINGS.values())
    plan = {
        year: (others * size // whole, parks * size // whole)
        for year, (others, parks) in SIGNINGS.items()
    }
    missing = size - sum(map(sum, plan.values()))
    others, parks = plan[2021]
    return plan | {2021: (others + missing, parks)}


def _batches(stream: Iterator[Invention]) -> Iterator[list[Invention]]:
    while batch := list(islice(stream, BATCH)):
        yield batch


def _write(batch: list[Invention], random: Random, cities: dict[str, list[str]]) -> None:
    organisations = Organisation.objects.bulk_create(
        _organisation(invention, random, cities) for invention in batch
    )
    pairs = list(zip(organisations, batch, strict=True))
    OrganisationName.objects.bulk_create(
        row
        for organisation, invention in pairs
        for row in naming.name_rows(organisation.pk, invention.names)
    )
    commitments = Commitment.objects.bulk_create(
        _commitment(organisation, invention, random) for organisation, invention in pairs
    )
    Suspension.objects.bulk_create(
        Suspension(
            commitment=commitment,
            valid=DateRange(invention.suspended_from, None),
            reason="演示：暂停",
        )
        for commitment, invention in zip(commitments, batch, strict=True)
        if invention.suspended_from
    )


def _organisation(
    invention: Invention, random: Random, cities: dict[str, list[str]]
) -> Organisation:
    texts = {kind: names[0] for kind, names in invention.names.items()}
    is_enterprise = invention.kind in (Kind.ENTERPRISE, Kind.GROUP)
    return Organisation(
        kind=invention.kind,
        uscc=credit_code(invention) if invention.kind != Kind.PARK else None,
        name=texts[NameKind.FULL],
        short_name=texts.get(NameKind.SHORT, ""),
        english_name=texts.get(NameKind.ENGLISH, ""),
        former_names=texts.get(NameKind.FORMER, ""),
        province_id=invention.province,
        city_id=random.choice(cities[invention.province])
        if cities.get(invention.province)
        else None,
        industry_id=random.choice(INDUSTRIES) if is_enterprise else None,
        ownership=random.choice(Ownership.values) if is_enterprise else "",
        staff_count=random.randrange(40, 6000) if is_enterprise else None,
        is_demo=True,
        **naming.search_columns(invention.names),
    )


def _commitment(organisation: Organisation, invention: Invention, random: Random) -> Commitment:
    state = State.IN_FORCE
    if invention.ended_on:
        state = State.ENDED
    elif invention.suspended_from:
        state = State.SUSPENDED
    return Commitment(
        organisation=organisation,
        document=Document.CHARTER if invention.kind == Kind.PARK else Document.LETTER,
        state=state,
        signed_on=invention.signed_on,
        ended_on=invention.ended_on,
        end_reason=random.choice(EndReason.values) if invention.ended_on else "",
        occasion=random.choice(OCCASIONS),
        signer_position=random.choice(POSITIONS),
        certificate_number=f"RC-{invention.year}-{invention.number:04}",
        certificate_issued_on=invention.signed_on + DAYS_TO_THE_CERTIFICATE,
        source=SOURCE,
    )


def credit_code(invention: Invention) -> str:
    """Give a code of the right form and check character that no real organisation can have."""
    authority = "53" if invention.kind == Kind.ASSOCIATION else "91"
    number, digits = invention.number, ""
    for _place in range(6):
        number, digit = divmod(number, len(_CHARACTERS))
        digits = _CHARACTERS[digit] + digits
    stem = f"{authority}{invention.province}DE{digits}"
    stem += _organisation_check(stem[8:])
    return stem + str(uscc.calc_check_digit(stem))


def _organisation_check(stem: str) -> str:
    """Give the check character of GB 11714 for the eight characters of an organisation code."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = (int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in stem)
    check = 11 - sum(w * v for w, v in zip(weights, values, strict=True)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def _cities() -> dict[str, list[str]]:
    cities: dict[str, list[str]] = {}
    for code, parent in Region.objects.filter(level="city").values_list("code", "parent"):
        cities.setdefault(parent or "", []).append(code)
    return cities
