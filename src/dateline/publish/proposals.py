"""A record as the desk shows it: slot by slot, each with the words of the report that it was filled from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.model.actors import ActorRef
from dateline.model.records import Attribution, Control, Event, Figure, Record, Statement
from dateline.model.spans import Span
from dateline.model.stores import StoredRecord
from dateline.publish.cards import say_headline, say_label, say_provenance
from dateline.publish.kinds import Kind, kind_of
from dateline.publish.slot_words import (
    find_actors,
    find_numbers,
    find_place,
    find_sources,
    find_times,
    find_words,
    list_bounds,
)
from dateline.publish.tolls import Toll, list_tolls
from dateline.publish.wordings import (
    MEASURE_WORDS,
    RELATION_WORDS,
    SOURCE_TYPE_WORDS,
    STANCE_WORDS,
    say_geo_precision,
    say_interval,
    say_place,
    say_range,
    say_source,
    say_time_precision,
    uncertainty_km,
)

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One value of a slot: the words, and in a quieter voice what qualifies them."""

    words: str
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: `key` as in the contract, `name` as people read it. `spans`: the words that it was filled from.

    `sure`: how probable its value is (0..1); None where the coder does not say. `is_known`: False for a slot that is
    empty; it is shown all the same, since what is missing is what a reader has to look for.
    """

    key: str
    name: str
    lines: tuple[SlotLine, ...]
    spans: tuple[Span, ...] = ()
    tolls: tuple[Toll, ...] = ()
    sure: float | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record with its slots. `sure` is of the record as a whole; `sure_words` say it with its weakest slot."""

    record_id: str
    kind: Kind
    group: str
    label: str
    headline: str
    modality: str
    slots: tuple[Slot, ...]
    sure: float | None
    provenance: str
    state: str
    settled: bool

    @property
    def weakest(self) -> Slot | None:
        """The filled slot that the coder is least sure of."""
        told = [slot for slot in self.slots if slot.sure is not None and slot.is_known]
        return min(told, key=lambda slot: slot.sure or 0.0) if told else None


def make_proposal(row: StoredRecord, text: str, publisher: str | None) -> Proposal:
    """The record slot by slot. In: the text of its report; `publisher` names the report's own voice."""
    record = row.record
    modality = "happened" if isinstance(record, Statement) else record.modality
    return Proposal(
        record_id=row.record_id,
        kind=kind_of(record),
        group=row.kind,
        label=say_label(record),
        headline=say_headline(record),
        modality="" if modality == "happened" else modality,
        slots=tuple(_Slots(record, text, publisher).walk()),
        sure=record.confidence.record if record.confidence else None,
        provenance=say_provenance(row),
        state=row.state,
        settled=row.state != "proposed",
    )


@dataclass(frozen=True, slots=True)
class _Slots:
    record: Record
    text: str
    publisher: str | None

    def walk(self) -> Iterator[Slot]:
        record = self.record
        match record:
            case Event():
                yield from self._event(record)
            case Figure():
                yield from self._figure(record)
            case Statement():
                yield from self._statement(record)
            case Control():
                yield from self._control(record)
        yield from self._where_and_when()
        if isinstance(record, Event):
            yield self._toll(record)
        yield self._says(record.attribution)

    def _event(self, event: Event) -> Iterator[Slot]:
        yield self._actors("actor1", "who", event.actor1)
        yield self._actors("actor2", "→ whom", event.actor2)
        if event.count is not None and event.count > 1:
            yield self._make("count", "times", [SlotLine(f"{event.count}")], self._numbers(event.count))

    def _figure(self, figure: Figure) -> Iterator[Slot]:
        value = say_range(figure.value_low, figure.value_high, approximate=figure.approximate)
        unit = figure.unit or MEASURE_WORDS[figure.measure]
        spans = self._numbers(figure.value_low, figure.value_high)
        yield self._make("value", "number", [SlotLine(f"{value} {unit}".strip())], spans)
        yield self._actors("by", "by", figure.by)
        yield self._actors("about", "about", figure.about)

    def _statement(self, statement: Statement) -> Iterator[Slot]:
        role = statement.speaker_role or ""
        words = find_actors(self.text, self.record, [statement.speaker])
        yield self._make("speaker", "who", [SlotLine(statement.speaker.name, role)], words)
        yield self._make("act", "does", [SlotLine(statement.act)])
        addressee = [statement.addressee] if statement.addressee else []
        yield self._actors("addressee", "→ whom", addressee)
        topic = [SlotLine(statement.topic)] if statement.topic else []
        yield self._make("topic", "about", topic, find_words(self.text, self.record, [statement.topic]))
        if statement.quote:
            quote = find_words(self.text, self.record, [statement.quote])
            yield self._make("quote", "quote", [SlotLine(f"“{statement.quote}”")], quote)

    def _control(self, control: Control) -> Iterator[Slot]:
        yield self._actors("holder", "who", control.holder)
        yield self._make("relation", "how", [SlotLine(RELATION_WORDS[control.relation].lower())])
        towns = f"from {' to '.join(control.area_places)}" if control.area_places else ""
        words = find_words(self.text, self.record, [control.area, *(control.area_places or ())])
        yield self._make("area", "area", [SlotLine(control.area, towns)], words)

    def _where_and_when(self) -> Iterator[Slot]:
        record = self.record
        place, time = record.place, record.time
        where = [SlotLine(say_place(place), say_geo_precision(place))] if place else []
        yield self._make("place", "where", where, find_place(self.text, record, place))
        known = time is not None and (time.start is not None or time.end is not None)
        when = [SlotLine(say_interval(time), say_time_precision(time))] if known else []
        yield self._make("time", "when", when, find_times(self.text, record, time))

    def _toll(self, event: Event) -> Slot:
        spans = find_numbers(self.text, event, list_bounds(event.casualties))
        return Slot(
            "casualties",
            "toll",
            () if event.casualties else (SlotLine("none told"),),
            tuple(spans),
            list_tolls(event.casualties, self.publisher),
            self._sure("casualties"),
            bool(event.casualties),
        )

    def _says(self, attribution: Sequence[Attribution]) -> Slot:
        lines = [
            SlotLine(
                say_source(row, self.publisher), f"{STANCE_WORDS[row.stance]} · {SOURCE_TYPE_WORDS[row.source_type]}"
            )
            for row in attribution
        ]
        return self._make("attribution", "says", lines, find_sources(self.text, self.record, attribution))

    def _actors(self, key: str, name: str, actors: Sequence[ActorRef]) -> Slot:
        lines = []
        for actor in actors:
            differs = actor.mention and actor.mention.casefold() != actor.name.casefold()
            lines.append(SlotLine(actor.name, f"“{actor.mention}”" if differs else ""))
        return self._make(key, name, lines, find_actors(self.text, self.record, actors))

    def _numbers(self, *numbers: float | None) -> list[Span]:
        return find_numbers(self.text, self.record, numbers)

    def _make(self, key: str, name: str, lines: Sequence[SlotLine], spans: Sequence[Span] = ()) -> Slot:
        known = bool(lines)
        return Slot(
            key, name, tuple(lines) or (SlotLine(NOT_KNOWN),), tuple(spans), sure=self._sure(key), is_known=known
        )

    def _sure(self, key: str) -> float | None:
        confidence = self.record.confidence
        return confidence.slots.get(key) if confidence else None


def say_radius(row: StoredRecord) -> str:
    """ "±2 km", or nothing where the place is a point or not known."""
    place = row.record.place
    radius = uncertainty_km(place) if place and place.lat is not None else 0.0
    return f"±{radius:g} km" if radius else ""


def say_next(proposal: Proposal) -> str:
    """A record in a few words for the ear: "Makhmour, 7–13 killed"."""
    by_key = {slot.key: slot for slot in proposal.slots}
    place, toll = by_key.get("place"), by_key.get("casualties")
    where = place.lines[0].words.split(",")[0] if place and place.is_known else proposal.headline
    killed = [f"{row.words} {row.measure}" for row in toll.tolls] if toll else []
    return ", ".join([where, *killed[:1]]) if killed else f"{where}, {proposal.label}"
