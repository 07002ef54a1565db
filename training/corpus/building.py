"""From a sheet to a coded report by the record contract, with the anchors that the training needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from dateline.model.intervals import TimePrecision
from dateline.model.records import (
    EVENT_TYPE_OF,
    CasualtyMeasure,
    ControlRelation,
    FigureMeasure,
    Modality,
    SourceType,
    SpeechAct,
    Stance,
)
from training.corpus import notation
from training.corpus.notation import NotationError, Value

Sheet = Mapping[str, Any]
Row = dict[str, Value]

KINDS = ("events", "figures", "statements", "control")
OUTLET = {"source": None, "source_type": "outlet", "stance": "says"}
REPORT_FIELDS = ("id", "conflict", "style", "publisher", "title", "published", "dateline", "text")
RECORD_FIELDS = {
    "events": {"type", "trigger", "actor1", "actor2", "tolls", "modality", "count", "incident"},
    "figures": {"measure", "value", "words", "unit", "of", "by_actor", "modality"},
    "statements": {"act", "speaker", "role", "to", "topic", "cue", "quote", "modality"},
    "control": {"relation", "holder", "area", "area_places", "cue", "modality"},
}
SHARED_FIELDS = {"place", "time", "when", "by", "evidence", "optional", "radius"}


class SheetError(ValueError):
    """Everything that is wrong with a sheet, a line a fault."""


def build_report(sheet: Sheet) -> Row:
    """The coded report of a sheet. Raises SheetError with all the faults found."""
    faults: list[str] = []
    missing = [field for field in REPORT_FIELDS if field not in sheet]
    if missing:
        raise SheetError(f"{sheet.get('id', 'a sheet')}: fields missing: {', '.join(missing)}")
    text = "\n\n".join(paragraph.strip() for paragraph in str(sheet["text"]).split("\n\n") if paragraph.strip())
    text = "\n\n".join(" ".join(paragraph.split("\n")) for paragraph in text.split("\n\n"))
    builder = _RecordBuilder(text, _places(sheet, faults), faults)
    coded = {"report": _report(sheet, text), **{kind: builder.rows(kind, sheet.get(kind) or []) for kind in KINDS}}
    if faults:
        raise SheetError("\n".join(f"{sheet['id']}: {fault}" for fault in faults))
    return coded


def _report(sheet: Sheet, text: str) -> Row:
    published = sheet["published"]
    return {
        "id": str(sheet["id"]),
        "url": None,
        "publisher": sheet["publisher"],
        "title": sheet["title"],
        "language": "en",
        "published": str(published) if published else None,
        "byline": [],
        "credits": [],
        "tags": [],
        "dateline": sheet["dateline"],
        "text": text,
        "conflict": str(sheet["conflict"]),
        "style": str(sheet["style"]),
    }


def _places(sheet: Sheet, faults: list[str]) -> dict[str, Row]:
    places = {}
    for key, row in (sheet.get("places") or {}).items():
        try:
            places[str(key)] = notation.read_place(row)
        except NotationError as fault:
            faults.append(f"places.{key}: {fault}")
    return places


class _RecordBuilder:
    """Builds the records of one text and gathers what is wrong with them."""

    def __init__(self, text: str, places: Mapping[str, Row], faults: list[str]) -> None:
        self._text, self._places, self._faults = text, places, faults

    def rows(self, kind: str, written: list[Sheet]) -> list[Row]:
        return [row for index, sheet in enumerate(written) for row in self._row(kind, index, sheet)]

    def _row(self, kind: str, index: int, sheet: Sheet) -> Iterator[Row]:
        build: Callable[[Sheet], Row] = getattr(self, f"_build_{kind}")
        where = f"{kind}[{index}]"
        unknown = set(sheet) - RECORD_FIELDS[kind] - SHARED_FIELDS
        if unknown:
            self._faults.append(f"{where}: unknown fields {sorted(unknown)}")
        try:
            row = {**build(sheet), **self._shared(kind, sheet)}
        except (NotationError, KeyError, TypeError) as fault:
            self._faults.append(f"{where}: {type(fault).__name__} {fault}")
            return
        self._faults.extend(f"{where}: {fault}" for fault in find_faults(kind, row))
        yield row

    def _shared(self, kind: str, sheet: Sheet) -> Row:
        evidence = [notation.find_quote(self._text, str(quote)) for quote in sheet["evidence"]]
        sources = [notation.read_source(str(source)) for source in sheet.get("by") or ()]
        modality = (
            {} if kind == "statements" else {"modality": notation.read_options(sheet.get("modality", "happened"))}
        )
        return {
            "place": self._place(sheet),
            "time": notation.read_time(sheet.get("time")),
            **modality,
            "attribution": sources or [dict(OUTLET)],
            "evidence": evidence,
            "anchors": self._anchors(sheet, evidence),
            "when": sheet.get("when"),
            **({"optional": True} if sheet.get("optional") else {}),
        }

    def _place(self, sheet: Sheet) -> Row | None:
        key = sheet.get("place")
        if key is None:
            return None
        if str(key) not in self._places:
            raise NotationError(f"place {key!r} is not in the table of places")
        radius = {"radius_km": sheet["radius"]} if sheet.get("radius") else {}
        return {**self._places[str(key)], **radius}

    def _anchors(self, sheet: Sheet, evidence: list[Row]) -> Row:
        """Where the words stand that name the act, the number, the time and the actors."""
        actors = [one for field in ("actor1", "actor2", "of", "by_actor", "holder") for one in sheet.get(field) or ()]
        actors += [sheet[field] for field in ("speaker", "to") if sheet.get(field)]
        mentions = [str(actor).partition(" = ")[2] for actor in actors]
        words = [sheet.get(field) for field in ("trigger", "words", "cue", "when")]
        tolls = [toll.get("words") for toll in sheet.get("tolls") or ()]
        anchors = {}
        for phrase in filter(None, [*mentions, *words, *tolls]):
            span = notation.find_words(self._text, str(phrase), evidence)
            if span is None:
                self._faults.append(f"the text does not hold the words {phrase!r}")
                continue
            anchors[str(phrase)] = span
        return anchors

    def _build_events(self, sheet: Sheet) -> Row:
        sub_event_type = notation.read_options(sheet["type"])
        families = list(dict.fromkeys(EVENT_TYPE_OF.get(one, "?") for one in each_option(sub_event_type)))
        return {
            "event_type": families[0] if len(families) == 1 else {"any_of": families},
            "sub_event_type": sub_event_type,
            "actor1": [notation.read_actor(str(actor)) for actor in sheet.get("actor1") or ()],
            "actor2": [notation.read_actor(str(actor)) for actor in sheet.get("actor2") or ()],
            "casualties": [_casualty(toll) for toll in sheet.get("tolls") or ()],
            "trigger": sheet.get("trigger"),
            **({"count": sheet["count"]} if sheet.get("count") else {}),
            **({"incident": sheet["incident"]} if sheet.get("incident") else {}),
        }

    def _build_figures(self, sheet: Sheet) -> Row:
        number = notation.read_number(sheet["value"])
        return {
            "measure": notation.read_options(sheet["measure"]),
            "value_low": number["low"],
            "value_high": number["high"],
            "approximate": bool(number.get("approximate", False)),
            "unit": sheet.get("unit"),
            "about": [notation.read_actor(str(actor)) for actor in sheet.get("of") or ()],
            "by": [notation.read_actor(str(actor)) for actor in sheet.get("by_actor") or ()],
            "words": sheet.get("words"),
        }

    def _build_statements(self, sheet: Sheet) -> Row:
        return {
            "speaker": notation.read_actor(str(sheet["speaker"])),
            "speaker_role": sheet.get("role"),
            "act": notation.read_options(sheet["act"]),
            "addressee": notation.read_actor(str(sheet["to"])) if sheet.get("to") else None,
            "topic": sheet.get("topic"),
            "quote": sheet.get("quote"),
            "cue": sheet.get("cue"),
        }

    def _build_control(self, sheet: Sheet) -> Row:
        return {
            "holder": [notation.read_actor(str(actor)) for actor in sheet.get("holder") or ()],
            "relation": notation.read_options(sheet["relation"]),
            "area": sheet["area"],
            "area_places": list(sheet.get("area_places") or ()),
            "cue": sheet.get("cue"),
        }


def _casualty(toll: Sheet) -> Row:
    measures = [measure for measure in toll if measure in get_args(CasualtyMeasure)]
    unknown = set(toll) - {"group", "said", "words", "as_of", *measures}
    if len(measures) != 1 or unknown:
        raise NotationError(f"a toll has one measure, group, said, words, as_of: {dict(toll)!r}")
    group, said = toll.get("group"), toll.get("said")
    return {
        "measure": measures[0],
        "group": notation.read_options(str(group)) if group else None,
        **notation.read_number(toll[measures[0]]),
        "said_by": notation.read_options(str(said)) if said else "outlet",
        **({"as_of": str(toll["as_of"])} if toll.get("as_of") else {}),
        **({"words": toll["words"]} if toll.get("words") else {}),
    }


def find_faults(kind: str, row: Row) -> Iterator[str]:
    """What of a built record is not of the contract's lists."""
    lists: dict[str, tuple[str, ...]] = {
        "measure": get_args(FigureMeasure),
        "act": get_args(SpeechAct),
        "relation": get_args(ControlRelation),
        "sub_event_type": tuple(EVENT_TYPE_OF),
        "modality": get_args(Modality),
    }
    for field, allowed in lists.items():
        if field in row:
            yield from (f"{field} {one!r}" for one in each_option(row[field]) if one not in allowed)
    for source in row["attribution"]:
        yield from (
            f"source type {one!r}" for one in each_option(source["source_type"]) if one not in get_args(SourceType)
        )
        yield from (f"stance {one!r}" for one in each_option(source["stance"]) if one not in get_args(Stance))
    time = row["time"]
    if time and time["precision"] not in get_args(TimePrecision):
        yield f"time precision {time['precision']!r}"
    yield from _find_faults_of_days(time)
    if not row["evidence"]:
        yield f"a record of {kind} without evidence"


def each_option(value: Value) -> list[str]:
    """The accepted answers of a field; one where it is no choice."""
    return list(value["any_of"]) if isinstance(value, dict) else [value]


def _find_faults_of_days(time: Row | None) -> Iterator[str]:
    days = [day for day in (time["start"], time["end"]) if day] if time else []
    wrong = [day for day in days if not _is_day(day)]
    yield from (f"{day!r} is no day of the calendar" for day in wrong)
    if not wrong and days != sorted(days):
        yield f"time ends before it starts: {time}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
