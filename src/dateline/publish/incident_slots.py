"""The slots of an incident: what each source tells of them, what most tell, and where they differ, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dateline.model.incidents import Account, Disagreement, IncidentSummary, RivalValue, Source, TollRange, Voice
from dateline.model.records import Event
from dateline.publish.cards import say_actors
from dateline.publish.incident_tolls import list_told
from dateline.publish.incident_words import (
    MEASURES,
    are_several,
    capitalize,
    say_noun,
    say_side,
    say_total,
    say_voices,
    say_when,
    say_where,
)
from dateline.publish.wordings import SOURCE_TYPE_WORDS, STANCE_WORDS, say_interval

Value = TypeVar("Value")
_OUTLET = "the outlet itself"
SLOT_NAMES = {
    "type": "what it was",
    "denial": "whether it happened",
    "place": "where",
    "time": "when",
    "actor1": "who did it",
    "actor2": "who was hit",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a source tells of a slot; empty where it tells nothing. `differs`: more sources tell it otherwise."""

    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One independent source, with a cell for each column. `carried_by`: the outlets that quote or print it."""

    name: str
    type_words: str
    stances: str
    carried_by: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SlotTable:
    """Sources by slots; `columns` head the cells of the rows."""

    columns: tuple[str, ...]
    rows: tuple[SourceRow, ...]


def make_slot_table(summary: IncidentSummary) -> SlotTable:
    """What every source tells, side by side."""
    columns = ("What", "Where", "When", "Who", *(capitalize(MEASURES[toll.measure]) for toll in summary.tolls))
    table = _Table(summary)
    return SlotTable(columns, tuple(table.make_row(source) for source in summary.sources))


def find_most_told(summary: IncidentSummary, value_of: Callable[[Account], Value | None]) -> Value | None:
    """The value that most independent sources tell; the first told of equals. Denials stand back."""
    told = [row for row in summary.accounts if value_of(row) is not None]
    done = [row for row in told if row.event.modality in ("happened", "attempted")] or told
    voices = _voices_by_record(summary)
    backers: dict[Value | None, set[str]] = {}
    for row in done:
        backers.setdefault(value_of(row), set()).update(voice.key for voice in voices[row.record_id])
    return max(backers, key=lambda value: len(backers[value])) if backers else None


def say_slot(slot: str) -> str:
    """A slot that differs, by name: "where", "number killed"."""
    return SLOT_NAMES.get(slot) or f"number {_measure_words(slot)}"


def say_difference(row: Disagreement, summary: IncidentSummary) -> str:
    """Who says what of a slot, in one sentence."""
    if row.slot not in SLOT_NAMES:
        return _say_rival_tolls(row, summary)
    events = {account.record_id: account.event for account in summary.accounts}
    clauses = [_say_rival(row.slot, rival, events[rival.record_ids[0]]) for rival in row.rivals]
    return f"{capitalize('; '.join(clauses))}."


def _say_rival(slot: str, rival: RivalValue, event: Event) -> str:
    who, several = say_voices(rival.voices), are_several(rival.voices)
    if slot == "denial":
        if event.modality == "denied":
            return f"{who} {'deny' if several else 'denies'} it"
        return f"{who} {'say' if several else 'says'} that it happened"
    if slot == "type":
        return f"{who} {'tell' if several else 'tells'} of {say_noun(event.sub_event_type)}"
    if slot == "place":
        return f"{who} {'place' if several else 'places'} it {say_where(event.place)}"
    if slot == "time":
        return f"{who} {'date' if several else 'dates'} it {say_when(event.time)}"
    side, part = (event.actor1, "as who did it") if slot == "actor1" else (event.actor2, "as who was hit")
    return f"{who} {'name' if several else 'names'} {say_side(side)} {part}"


def _say_rival_tolls(row: Disagreement, summary: IncidentSummary) -> str:
    """ "Islamic State says it killed 13; the ministry says 7"."""
    toll = next(toll for toll in summary.tolls if toll.measure == row.slot)
    rivals = {voice.key for rival in row.rivals for voice in rival.voices}
    sides = _list_sides(summary)
    by_words: dict[tuple[str, bool], list[Voice]] = {}
    for total, standing in list_told(toll):
        if total.voice.key in rivals:
            is_own = standing == "claimed" and total.voice.key in sides
            by_words.setdefault((say_total(total), is_own), []).append(total.voice)
    clauses = [
        _say_number(
            say_voices(voices), number, row.slot, several=are_several(voices), is_own=is_own, is_first=not index
        )
        for index, ((number, is_own), voices) in enumerate(by_words.items())
    ]
    return f"{capitalize('; '.join(clauses))}."


def _say_number(who: str, number: str, measure: str, *, several: bool, is_own: bool, is_first: bool) -> str:
    say = "say" if several else "says"
    if is_own and measure in ("killed", "injured", "abducted", "arrested"):
        return f"{who} {say} {'they' if several else 'it'} {measure} {number}"
    return f"{who} {say} {number}{f' were {_measure_words(measure)}' if is_first else ''}"


def _measure_words(measure: str) -> str:
    return next((words for key, words in MEASURES.items() if key == measure), measure)


def _list_sides(summary: IncidentSummary) -> set[str]:
    """Keys of the sources that claim the deed, or that an account names on one of its sides."""
    events = [account.event for account in summary.accounts]
    names = {actor.name.casefold() for event in events for actor in (*event.actor1, *event.actor2)}
    return {
        source.voice.key
        for source in summary.sources
        if "claims_responsibility" in source.stances or source.voice.name.casefold() in names
    }


class _Table:
    """What the rows are made from, looked up once: events by record, and who stands out in which slot."""

    def __init__(self, summary: IncidentSummary) -> None:
        self._events = {account.record_id: account.event for account in summary.accounts}
        self._odd = {row.slot: _find_odd_voices(row) for row in summary.disagreements}
        self._numbers = {toll.measure: _list_numbers(toll) for toll in summary.tolls}

    def make_row(self, source: Source) -> SourceRow:
        events = [self._events[record_id] for record_id in source.record_ids]
        kind = source.voice.source_type
        tolls = [(measure, numbers.get(source.voice.key, [])) for measure, numbers in self._numbers.items()]
        return SourceRow(
            name=capitalize(say_voices([source.voice])),
            type_words=_OUTLET if kind == "outlet" else SOURCE_TYPE_WORDS[kind] if kind else "kind not known",
            stances=", ".join(STANCE_WORDS[stance] for stance in source.stances) or "warns or fears",
            carried_by=source.publishers,
            cells=(
                self._make_cell(source, [_say_type(event) for event in events], "type", "denial"),
                self._make_cell(source, [event.place.name for event in events if event.place], "place"),
                self._make_cell(source, [say_interval(event.time) for event in events if event.time], "time"),
                self._make_cell(source, [_say_sides(event) for event in events], "actor1", "actor2"),
                *(self._make_cell(source, numbers, measure) for measure, numbers in tolls),
            ),
        )

    def _make_cell(self, source: Source, values: Sequence[str], *slots: str) -> Cell:
        words = "; ".join(dict.fromkeys(value for value in values if value))
        is_odd = any(source.voice.key in self._odd.get(slot, ()) for slot in slots)
        return Cell(words, bool(words) and is_odd)


def _find_odd_voices(row: Disagreement) -> set[str]:
    """Keys of who tells a slot otherwise than most; where no value has most, all that differ."""
    most = max(len(rival.voices) for rival in row.rivals)
    leading = [rival for rival in row.rivals if len(rival.voices) == most]
    odd = [rival for rival in row.rivals if len(leading) > 1 or rival is not leading[0]]
    return {voice.key for rival in odd for voice in rival.voices}


def _list_numbers(toll: TollRange) -> dict[str, list[str]]:
    numbers: dict[str, list[str]] = {}
    for total, _ in list_told(toll):
        numbers.setdefault(total.voice.key, []).append(say_total(total))
    return numbers


def _say_type(event: Event) -> str:
    kind = event.event_type if event.sub_event_type == "Other" else event.sub_event_type
    return kind if event.modality == "happened" else f"{kind} ({event.modality})"


def _say_sides(event: Event) -> str:
    doers, targets = say_actors(event.actor1), say_actors(event.actor2)
    return f"{doers or 'not known'}{f' → {targets}' if targets else ''}" if doers or targets else ""


def _voices_by_record(summary: IncidentSummary) -> Mapping[str, list[Voice]]:
    voices: dict[str, list[Voice]] = {account.record_id: [] for account in summary.accounts}
    for source in summary.sources:
        for record_id in source.record_ids:
            voices[record_id].append(source.voice)
    return voices
