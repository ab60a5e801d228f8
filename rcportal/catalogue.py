"""The catalogue of translations, kept true without gettext's own tools.

`python -m rcportal.catalogue update` brings every string of the code into `locale/`, takes out
what no code asks for, and compiles. `check` says what is missing, empty, fuzzy, left over or not
compiled, and fails. Needs the development requirements.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
FOLDERS = ("core", "accounts", "commitments", "workgroups", "reports", "rcportal", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    context: str
    text: str
    plural: str


def messages() -> set[Message]:
    """Give every string that code and templates ask the catalogue for."""
    return {message for path in _sources() for message in _messages_in(path)}


def differences() -> list[str]:
    """Give what is wrong with the catalogue, one sentence each; nothing when all is well."""
    catalogue = polib.pofile(str(CATALOGUE))
    known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    wanted = messages()
    wrong = [f"not in the catalogue: {each.text!r}" for each in sorted(wanted - known.keys())]
    wrong += [f"no code asks for: {each.text!r}" for each in sorted(known.keys() - wanted)]
    wrong += [
        f"not translated: {key.text!r}" for key, entry in known.items() if not _is_whole(entry)
    ]
    if CATALOGUE.with_suffix(".mo").read_bytes() != catalogue.to_binary():
        wrong.append("the compiled catalogue is out of date: run `make messages`")
    return wrong


def update() -> None:
    """Bring the catalogue in line with the code and compile it; new strings stay empty."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=100)
    known = {_key(entry): entry for entry in catalogue}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = catalogue.metadata
    fresh.extend(known.get(message) or _entry(message) for message in sorted(messages()))
    fresh.save(str(CATALOGUE))
    fresh.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            is_code = path.suffix == ".py" and not {"tests", "migrations"} & set(path.parts)
            if is_code or (folder == "templates" and path.suffix in (".html", ".txt")):
                yield path


def _messages_in(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Without their indents the lines of a template are no blocks for the reader of Python.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)
    found = extract("python", BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"})
    for _line, text, _comments, context in found:
        singular, plural = text if isinstance(text, tuple) else (text, "")
        if singular:
            yield Message(context or "", singular, plural)


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: ""}
    return entry


def _is_whole(entry: polib.POEntry) -> bool:
    text = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    return bool(text) and not entry.fuzzy


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    faults = differences()
    sys.stderr.write("\n".join(faults or ["translations: complete"]) + "\n")
    sys.exit(bool(faults))
