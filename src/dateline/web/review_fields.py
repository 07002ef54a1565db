"""The slots of a record as fields: what the form of a correction, or of a new record, is set from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.model.stores import RecordKind
from dateline.publish.wordings import SOURCE_TYPE_WORDS, STANCE_WORDS
from dateline.services.slot_fields import ACTOR_LISTS, SINGLE_ACTORS, list_codes, rows_of

_PRECISIONS = {"1": "the place itself", "2": "near it", "3": "its region"}
_SOURCE_TYPES: dict[str, str] = {code: words for code, words in SOURCE_TYPE_WORDS.items()}  # noqa: C416  # widens the key
WORDS: Mapping[str, str] = {**_SOURCE_TYPES, **STANCE_WORDS, **_PRECISIONS}

_NAMES: Mapping[str, str] = {
    "sub_event_type": "what", "modality": "whether", "measure": "measure", "act": "does", "relation": "how",
    "actor1": "who", "actor2": "→ whom", "about": "about", "by": "by", "holder": "who", "speaker": "who",
    "addressee": "→ whom", "place": "where", "time": "when", "casualties": "toll", "attribution": "says",
    "count": "times", "value": "number", "unit": "of what", "speaker_role": "role", "topic": "about",
    "quote": "quote", "area": "area", "area_places": "towns",
}  # fmt: skip
_SLOTS: Mapping[RecordKind, tuple[str, ...]] = {
    "events": (
        "sub_event_type", "modality", "actor1", "actor2", "place", "time", "casualties", "attribution", "count",
    ),
    "figures": ("measure", "value", "unit", "modality", "by", "about", "place", "time", "attribution"),
    "statements": ("speaker", "speaker_role", "act", "addressee", "topic", "quote", "place", "time", "attribution"),
    "control": ("holder", "relation", "area", "area_places", "modality", "place", "time", "attribution"),
}  # fmt: skip
_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "casualties": (
        ("measure", "what"), ("low", "at least"), ("high", "at most"), ("approximate", "about"), ("group", "of whom"),
        ("said_by", "said by"), ("as_of", "as of"),
    ),
    "attribution": (("source", "who"), ("source_type", "kind"), ("stance", "how")),
    "time": (("start", "first day"), ("end", "last day"), ("precision", "known to the")),
    "place": (
        ("name", "place"), ("lat", "latitude"), ("lon", "longitude"), ("radius_km", "± km"),
        ("geo_precision", "means"), ("country", "country"), ("admin1", "region"), ("gazetteer_id", ""),
    ),
}  # fmt: skip
_INPUTS: Mapping[str, str] = {
    "low": "number", "high": "number", "as_of": "date", "start": "date", "end": "date", "lat": "degrees",
    "lon": "degrees", "radius_km": "decimal", "approximate": "check", "gazetteer_id": "hidden", "quote": "long",
    "count": "number", "value_low": "decimal", "value_high": "decimal",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind`: text, long, number, decimal, degrees, date, check, select, actors, places or hidden."""

    name: str
    label: str
    value: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    problem: str = ""

    @property
    def key(self) -> str:
        """The name as an id of the page."""
        return self.name.replace(".", "-")

    @property
    def part(self) -> str:
        """The last part of the name: what the field is of its row."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class SlotForm:
    """A slot with its rows of fields; `is_list`: rows can be added."""

    key: str
    name: str
    rows: tuple[tuple[Field, ...], ...]
    is_list: bool = False


def list_slot_forms(
    kind: RecordKind, fields: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> tuple[SlotForm, ...]:
    """The slots of a kind of record, filled; a list ends with an empty row.

    In: `fields` as `slot_fields.list_fields` or a sent form gives them; `problems`, what is not right by field.
    """
    maker = _Maker(kind, fields, problems or {})
    return tuple(maker.make(slot) for slot in _SLOTS[kind])


@dataclass(frozen=True, slots=True)
class _Maker:
    kind: RecordKind
    fields: Mapping[str, str]
    problems: Mapping[str, str]

    def make(self, slot: str) -> SlotForm:
        if slot in ACTOR_LISTS:
            return self._list(slot, self._actor)
        if slot in SINGLE_ACTORS:
            return SlotForm(slot, _NAMES[slot], (self._actor(slot),))
        if slot in ("casualties", "attribution"):
            return self._list(slot, lambda name: self._parts(slot, name))
        if slot in ("place", "time"):
            return SlotForm(slot, _NAMES[slot], (self._parts(slot, slot),))
        if slot == "area_places":
            ends = (("0", "from"), ("1", "to"))
            return SlotForm(slot, _NAMES[slot], (tuple(self._field(f"{slot}.{at}", label) for at, label in ends),))
        if slot == "value":
            values = (("value_low", "at least"), ("value_high", "at most"), ("approximate", "about"))
            return SlotForm(slot, _NAMES[slot], (tuple(self._field(name, label) for name, label in values),))
        return SlotForm(slot, _NAMES[slot], ((self._field(slot, _NAMES[slot]),),))

    def _list(self, slot: str, make: Callable[[str], tuple[Field, ...]]) -> SlotForm:
        names = [name for name, _ in rows_of(self.fields, slot)]
        numbers = [int(name.rpartition(".")[2]) for name in names]
        names.append(f"{slot}.{max(numbers, default=-1) + 1}")
        return SlotForm(slot, _NAMES[slot], tuple(make(name) for name in names), is_list=True)

    def _actor(self, name: str) -> tuple[Field, ...]:
        hidden = [self._make(f"{name}.{part}", "", "hidden") for part in ("actor_id", "mention")]
        return (self._make(f"{name}.name", _NAMES[name.split(".")[0]], "actors"), *hidden)

    def _parts(self, slot: str, name: str) -> tuple[Field, ...]:
        return tuple(self._field(f"{name}.{part}", label) for part, label in _PARTS[slot])

    def _field(self, name: str, label: str) -> Field:
        codes = list_codes(self.kind, ".".join(part for part in name.split(".") if not part.isdecimal()))
        last = name.rpartition(".")[2]
        if codes:
            return self._make(name, label, "select", codes)
        kind = "places" if name == "place.name" else _INPUTS.get(last, "text")
        return self._make(name, label, kind)

    def _make(self, name: str, label: str, kind: str, codes: Sequence[str] = ()) -> Field:
        choices = tuple((code, WORDS.get(code, code.replace("_", " "))) for code in codes)
        return Field(name, label, self.fields.get(name, ""), kind, choices, self.problems.get(name, ""))


def list_other_problems(forms: Sequence[SlotForm], problems: Mapping[str, str]) -> Iterator[str]:
    """What is not right with no field of the form, or with a slot as a whole."""
    shown = {field.name for form in forms for row in form.rows for field in row}
    for name, said in problems.items():
        if name not in shown:
            yield f"{_NAMES.get(name.split('.')[0], name)}: {said}"
