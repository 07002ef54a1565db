"""MUC-4 as the 1992 evaluation gave it: `*-texts.txt` with the messages, `*-keys.txt` with their 24-slot templates.

A template is a line a slot, each with its number, and a further line, far indented, for every further
fill. A slot with `*` does not apply, one with `-` is empty. A message that tells of nothing relevant has one template
that is `*` throughout. Lines that begin with `;` are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline.evaluate.muc4_fills import NOTHING, Fill, find_day, parse_fill
from dateline.model.errors import ReadError

SLOT_NAMES = (
    "MESSAGE: ID",
    "MESSAGE: TEMPLATE",
    "INCIDENT: DATE",
    "INCIDENT: LOCATION",
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "INCIDENT: INSTRUMENT ID",
    "INCIDENT: INSTRUMENT TYPE",
    "PERP: INCIDENT CATEGORY",
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE",
    "PHYS TGT: ID",
    "PHYS TGT: TYPE",
    "PHYS TGT: NUMBER",
    "PHYS TGT: FOREIGN NATION",
    "PHYS TGT: EFFECT OF INCIDENT",
    "PHYS TGT: TOTAL NUMBER",
    "HUM TGT: NAME",
    "HUM TGT: DESCRIPTION",
    "HUM TGT: TYPE",
    "HUM TGT: NUMBER",
    "HUM TGT: FOREIGN NATION",
    "HUM TGT: EFFECT OF INCIDENT",
    "HUM TGT: TOTAL NUMBER",
)
"""The slots by their number, 0 to 24."""
REFERRING = frozenset(SLOT_NAMES[number] for number in (7, 11, 13, 14, 15, 16, 19, 20, 21, 22, 23))
"""The slots whose fills name, after a colon, the fill of another slot that they are about."""
INAPPLICABLE = "*"
TEXTS_SUFFIX, KEYS_SUFFIX = "-texts.txt", "-keys.txt"

_SLOT_LINE = re.compile(r"(\d{1,2})\.\s+(.+)")
_MESSAGE_LINE = re.compile(r"([A-Z]+\d*-MUC\d-\d+)\s*(?:\(.*\))?\s*")
_HEADER = re.compile(r"(?s).{0,200}?--\s*(?:\[[^\]]{0,400}\]\s*)*")


@dataclass(frozen=True, slots=True)
class Message:
    """A report: its dateline and marks such as [TEXT], the text after them, and the day of the dateline."""

    name: str
    header: str
    text: str
    published: date | None

    @property
    def whole(self) -> str:
        """Header and text, as the file has them."""
        return self.header + self.text


@dataclass(frozen=True, slots=True)
class KeyTemplate:
    """An incident. `slots` has the filled slots by name, `inapplicable` those that must not be scored."""

    number: str
    slots: Mapping[str, tuple[Fill, ...]]
    inapplicable: frozenset[str] = frozenset()
    optional: bool = False

    def fills(self, slot: str) -> tuple[Fill, ...]:
        return self.slots.get(slot, ())


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """A message with its templates, none where it tells of nothing relevant."""

    message: Message
    templates: tuple[KeyTemplate, ...]


def read_key_corpus(path: Path) -> list[KeyDocument]:
    """The messages and templates of all pairs of files in a folder, or of the pair that a `*-keys.txt` belongs to.

    Raises ReadError, naming file and line, where a file is missing, breaks off or does not fit the other.
    """
    paths = [path] if path.is_file() else sorted(path.glob(f"*{KEYS_SUFFIX}"))
    if not paths or not all(each.name.endswith(KEYS_SUFFIX) for each in paths):
        raise ReadError(f"no *{KEYS_SUFFIX} found", str(path))
    return [document for keys in paths for document in _read_pair(keys)]


def _read_pair(keys: Path) -> Iterator[KeyDocument]:
    texts = keys.with_name(keys.name.removesuffix(KEYS_SUFFIX) + TEXTS_SUFFIX)
    templates = read_keys(keys)
    messages = read_messages(texts)
    for message in messages:
        if message.name not in templates:
            raise ReadError("a message has no key", f"{keys}: {message.name}", "the file may have broken off")
        yield KeyDocument(message, templates[message.name])
    if lost := sorted(set(templates) - {message.name for message in messages}):
        raise ReadError("a key has no message", f"{texts}: {lost[0]}", "the file may have broken off")


# --- messages ------------------------------------------------------------------------------------------------------


def read_messages(path: Path) -> list[Message]:
    """The messages of a `*-texts.txt`. Raises ReadError, naming the line, for one without text or met twice."""
    starts: list[tuple[int, str]] = []
    lines = _read_lines(path)
    for number, line in enumerate(lines):
        if match := _MESSAGE_LINE.fullmatch(line):
            starts.append((number, match[1]))
    if not starts:
        raise ReadError("no message found", str(path))
    ends = [number for number, _ in starts[1:]] + [len(lines)]
    messages: dict[str, Message] = {}
    for (start, name), end in zip(starts, ends, strict=True):
        body = "\n".join(lines[start + 1 : end]).strip()
        if not body or name in messages:
            cause = "it comes twice" if body else "the file may have broken off"
            raise ReadError("a message without a text of its own", f"{path}:{start + 1}", cause)
        messages[name] = _make_message(name, body)
    return list(messages.values())


def _make_message(name: str, body: str) -> Message:
    match = _HEADER.match(body)
    header = match[0] if match else ""
    return Message(name, header, body[len(header) :], find_day(header))


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError("cannot read the file", str(path), str(error)) from error


# --- keys ----------------------------------------------------------------------------------------------------------


RawTemplate = dict[int, list[str]]
"""The raw fills of a template by the number of their slot."""


def read_keys(path: Path) -> dict[str, tuple[KeyTemplate, ...]]:
    """The templates of a `*-keys.txt` by message. Raises ReadError, naming the line, where one breaks off."""
    templates: dict[str, list[KeyTemplate]] = {}
    for raw in _read_templates(path, _read_lines(path)):
        (name, *_), number = raw[0][0].split(), raw[1][0]
        known = templates.setdefault(name, [])
        if not number.startswith(INAPPLICABLE):
            known.append(make_template(number, {SLOT_NAMES[slot]: fills for slot, fills in raw.items() if slot > 1}))
    if not templates:
        raise ReadError("no template found", str(path))
    return {name: tuple(known) for name, known in templates.items()}


def _read_templates(path: Path, lines: Iterable[str]) -> Iterator[RawTemplate]:
    """Template by template. The slots may be out of order (two templates swap two), but all must be there."""
    raw: RawTemplate = {}
    open_slot, last = -1, 0
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith(";"):
            continue
        where = f"{path}:{number}"
        match = _SLOT_LINE.fullmatch(line.rstrip())
        if match is None:
            _add_fill(raw.get(open_slot), line, where)
            continue
        open_slot, fill = _read_slot(match, where)
        if open_slot == 0 and raw:
            yield _check_whole(raw, f"{path}:{last}")
            raw = {}
        if open_slot in raw or (open_slot and not raw):
            raise ReadError("a slot where none should stand", where, SLOT_NAMES[open_slot])
        raw[open_slot] = [fill]
        last = number
    if raw:
        yield _check_whole(raw, f"{path}:{last}")


def _read_slot(match: re.Match[str], where: str) -> tuple[int, str]:
    """The number of a slot and its fill."""
    number = int(match[1])
    name = SLOT_NAMES[number] if number < len(SLOT_NAMES) else ""
    fill = match[2].removeprefix(name)
    if not name or not fill.startswith(" "):
        raise ReadError("a slot breaks off, or is none", where, match[0])
    return number, fill.strip()


def _add_fill(fills: list[str] | None, line: str, where: str) -> None:
    if fills is None or not line[0].isspace():
        raise ReadError("a line belongs to no slot", where, line.strip())
    fills.append(line.strip())


def _check_whole(raw: RawTemplate, where: str) -> RawTemplate:
    lost = [name for number, name in enumerate(SLOT_NAMES) if number not in raw]
    if lost:
        raise ReadError("a template breaks off", where, f"{lost[0]} is missing")
    return raw


def parse_slot(slot: str, text: str) -> Fill:
    """A fill of a slot, given by its name."""
    return parse_fill(text, refers=slot in REFERRING)


def says_nothing(fill: Fill) -> bool:
    return all(option.value == NOTHING for option in fill.options)


def make_template(number: str, rows: Mapping[str, Iterable[str]]) -> KeyTemplate:
    """A template from the raw fills of its slots, by their names."""
    slots: dict[str, tuple[Fill, ...]] = {}
    inapplicable: set[str] = set()
    for name, texts in rows.items():
        fills = [text.strip() for text in texts if text.strip() not in {NOTHING, ""}]
        if INAPPLICABLE in fills:
            inapplicable.add(name)
        elif fills:
            slots[name] = tuple(fill for fill in (parse_slot(name, text) for text in fills) if not says_nothing(fill))
    return KeyTemplate(number.split()[0], slots, frozenset(inapplicable), optional="OPTIONAL" in number)
