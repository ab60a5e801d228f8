"""`bench list`: the public register beside Datasette, the stock admin and an empty page.

Every server is one process; each measurement is taken in turn in several rounds, so that a slow
moment of the machine meets everybody. "Anew" asks with a cookie that keeps pages from being shared.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO
from urllib.parse import quote, urlencode

from commitments.models import Organisation
from rcportal.bench import exporting, peers
from rcportal.bench.load import Load, etag_of, measure, median_of

ROUNDS: Final = 3
SIZE: Final = 26_000
ANEW: Final = "Cookie: messages=-"
Ports = dict[str, int]


@dataclass(frozen=True)
class Journey:
    """One thing a visitor does: the addresses at each server, and what we want to reach."""

    name: str
    paths: Mapping[str, Sequence[str]]
    goals: Mapping[str, float]
    headers: str = ANEW


def run(stdout: TextIO, size: int = SIZE, *, alone: bool = False) -> None:
    """Print answers a second and p95 of every journey at every server, and the ratios.

    `alone` leaves the peers out: at a million organisations they do not come to an end.
    """
    known = Organisation.objects.count()
    stdout.write(f"register of {known} organisations, one process each, {ROUNDS} rounds\n")
    if known < size:
        stdout.write(f"SKIPPED: fill the register first: load_demo --size {size}\n")
        return
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder), stdout, alone) as ports:
        for journey in _journeys():
            _tell(stdout, journey, _measured(journey, ports))
        _tell_limits(stdout, ports)
    exporting.run(stdout, alone=alone)


@contextlib.contextmanager
def _servers(folder: Path, stdout: TextIO, alone: bool) -> Iterator[Ports]:
    with contextlib.ExitStack() as running:
        ours = peers.gunicorn("rcportal.bench.settings", "/commitments/")
        ports = {"ours": running.enter_context(ours)}
        if alone:
            yield ports
            return
        stock = peers.gunicorn("rcportal.bench.settings_stock", "/bench/empty")
        ports["stock admin"] = running.enter_context(stock)
        try:
            ports["Datasette"] = running.enter_context(peers.datasette(folder))
        except peers.NotInstalled as why:
            stdout.write(f"Datasette: SKIPPED ({why})\n")
        yield ports


def _measured(journey: Journey, ports: Ports) -> dict[str, Load]:
    """Everybody once a round; what comes first is not counted, it fills the caches."""
    names = [name for name in journey.paths if name in ports]
    found: dict[str, list[Load]] = {name: [] for name in names}
    for number in range(ROUNDS + 1):
        for name in names:
            load = measure(ports[name], journey.paths[name], headers=journey.headers)
            if number:
                found[name].append(load)
    return {name: median_of(loads) for name, loads in found.items()}


def _tell(stdout: TextIO, journey: Journey, loads: Mapping[str, Load]) -> None:
    ours = loads["ours"]
    stdout.write(f"\n{journey.name}\n")
    for name, load in loads.items():
        line = f"  {name:12} {load.rate:8.1f}/s   p95 {load.p95:7.1f} ms"
        if name != "ours":
            line += f"   ours {ours.rate / load.rate:.1f}x, p95 {load.p95 / ours.p95:.1f}x less"
            goal = journey.goals.get(name)
            line += f" (goal {goal:g}x)" if goal else ""
        stdout.write(f"{line}\n")


def _tell_limits(stdout: TextIO, ports: Ports) -> None:
    """The list against an empty page, against itself from the cache, and unchanged."""
    port, path = ports["ours"], "/commitments/"
    asked = {
        "empty page": (["/bench/empty"], "", 200),
        "list, anew": ([path], ANEW, 200),
        "list, kept": ([path], "", 200),
        "list, unchanged": ([path], f"If-None-Match: {etag_of(port, path)}", 304),
        "part while typing": (["/commitments/?q=%E5%8C%96"], f"{ANEW}\r\nHX-Request: true", 200),
        "API page": (["/api/v1/organisations"], ANEW, 200),
    }
    found: dict[str, list[Load]] = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, (paths, headers, expected) in asked.items():
            found[name].append(measure(port, paths, headers=headers, expected=expected))
    loads = {name: median_of(each) for name, each in found.items()}
    anew, empty = loads["list, anew"].rate, loads["empty page"].rate
    stdout.write("\nlimits\n")
    for name, load in loads.items():
        stdout.write(
            f"  {name:18} {load.rate:8.1f}/s   p95 {load.p95:7.1f} ms"
            f"   {load.rate / anew:.1f}x the list\n"
        )
    kept = loads["list, kept"].rate / anew
    stdout.write(
        f"  list anew is {anew / empty:.0%} of an empty page (goal 12%), "
        f"kept {kept:.1f}x anew (goal 3.5x)\n"
    )


# --- What is asked ---

Filter = tuple[str, str]
ONE: Final[list[Filter]] = [
    ("kind", "enterprise"), ("kind", "park"), ("province", "370000"), ("province", "440000"),
    ("industry", "26"), ("industry", "25"), ("status", "in_force"), ("status", "ended"),
    ("year", "2015"), ("year", "2021"),
]  # fmt: skip
TWO: Final[list[list[Filter]]] = [
    [("kind", "enterprise"), ("province", "370000")],
    [("kind", "enterprise"), ("year", "2015")],
    [("province", "370000"), ("industry", "26")],
    [("status", "in_force"), ("kind", "college")],
    [("industry", "26"), ("year", "2021")],
]
IN_SHEET: Final = {"industry": "division", "year": "sign_year"}
IN_ADMIN: Final = {"province": "province__code", "industry": "industry__code", "year": "sign_year"}


def _journeys() -> list[Journey]:
    codes = list(Organisation.objects.order_by("id").values_list("code", flat=True)[100:2100:7])
    searches = _texts()
    return [
        Journey(
            "list, first pages",
            {
                "ours": [f"/commitments/?page={number}" for number in range(1, 6)],
                "stock admin": [_stock(p=str(number)) for number in range(1, 6)],
                "Datasette": [_sheet()],
            },
            {"Datasette": 6, "stock admin": 8},
        ),
        Journey(
            "one facet, each in turn",
            {
                "ours": [f"/commitments/?{urlencode([each])}" for each in ONE],
                "stock admin": [_stock(**_in_admin([each])) for each in ONE],
                "Datasette": [_sheet([each]) for each in ONE],
            },
            {"Datasette": 6},
        ),
        Journey(
            "two facets",
            {
                "ours": [f"/commitments/?{urlencode(pair)}" for pair in TWO],
                "Datasette": [_sheet(pair) for pair in TWO],
            },
            {"Datasette": 6},
        ),
        *(_searching(often, texts) for often, texts in searches.items()),
        Journey(
            "one organisation",
            {
                "ours": [f"/commitments/{code}/" for code in codes],
                "Datasette": [f"/register/{peers.TABLE}/{code}" for code in codes],
            },
            {"Datasette": 1},
        ),
        Journey(
            "one organisation, kept",
            {
                "ours": [f"/commitments/{code}/" for code in codes[:20]],
                "Datasette": [f"/register/{peers.TABLE}/{code}" for code in codes[:20]],
            },
            {"Datasette": 1},
            headers="",
        ),
        Journey(
            "as at a day",
            {"ours": ["/commitments/?as_at=2021-12-31"], "Datasette": [_sheet()]},
            {"Datasette": 3},
        ),
    ]


def _searching(often: str, texts: Sequence[str]) -> Journey:
    return Journey(
        f"search, {often}: {' '.join(texts)}",
        {
            "ours": [f"/commitments/?{urlencode({'q': text})}" for text in texts],
            "stock admin": [_stock(q=text) for text in texts],
            "Datasette": [_search(text) for text in texts],
        },
        {"Datasette": 5},
    )


def _texts() -> dict[str, list[str]]:
    """One to four characters, pinyin, initials, the beginning of a code of somebody there."""
    found = Organisation.objects.filter(uscc__isnull=False, kind="enterprise").order_by("id")
    somebody = found[found.count() // 2]
    name, syllables = somebody.name, somebody.name_sort.split()
    pinyin, initials = "".join(syllables[2:5]), somebody.initials[2:5]
    rare = [name[2:4], name[2:5], name[2:6], pinyin, initials, (somebody.uscc or "")[:15]]
    return {"common": ["化", "化工"], "rare": rare}


def _sheet(filters: Sequence[Filter] = ()) -> str:
    """The same rows in Datasette; without a status the register shows two of them."""
    pairs = [("_size", "25"), ("_sort", "name_sort")]
    if "status" not in dict(filters):
        pairs.append(("status__in", "in_force,suspended"))
    pairs += [(IN_SHEET.get(name, name), value) for name, value in filters]
    return _with_facets(pairs)


def _search(text: str) -> str:
    return _with_facets(
        [("_size", "25"), ("_sort", "name_sort"), ("searched__contains", text.lower())]
    )


def _with_facets(pairs: list[Filter]) -> str:
    pairs += [("_facet", facet) for facet in peers.FACETS]
    pairs += [("_col", column) for column in peers.SHOWN]
    return f"/register/{peers.TABLE}?{urlencode(pairs)}"


def _in_admin(filters: Sequence[Filter]) -> dict[str, str]:
    return {f"{IN_ADMIN.get(name, name)}__exact": value for name, value in filters}


def _stock(**parameters: str) -> str:
    words = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
    return f"/bench/admin/commitments/organisation/?{words}"
