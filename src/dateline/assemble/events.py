"""Events: what the gathered sightings of one event say, as one record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dateline.assemble.circumstances import (
    event_places,
    finer,
    first_place,
    last_place,
    same_area,
)
from dateline.assemble.contexts import NEEDED, Context
from dateline.assemble.entries import find_entry
from dateline.assemble.event_places import EventPlaces
from dateline.assemble.event_times import find_event_time
from dateline.assemble.families import VIOLENT
from dateline.assemble.merging import Case, gather_cases
from dateline.assemble.side_choices import choose_sides
from dateline.assemble.side_stories import Story
from dateline.assemble.sources import join_attributions
from dateline.assemble.tellings import find_sightings
from dateline.assemble.time_choices import choose_time
from dateline.assemble.weighing import tells_of_events
from dateline.model.actors import ARMED, ActorRef
from dateline.model.drafts import EVENTS, Additions, Draft
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import EVENT_TYPE_OF, Attribution, Casualty, Event, Evidence
from dateline.model.spans import Span

MAX_EVIDENCE = 3


class EventStage:
    """Turns triggers and what stands around them into events."""

    name = "events"
    version = "1"
    requires = NEEDED
    provides = (EVENTS,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{EVENTS: tuple(assemble_events(Context.of(draft)))} for draft in batch]


def assemble_events(context: Context) -> list[Event]:
    """The events of one report, in order of the text."""
    if not tells_of_events(context):
        return []
    return [event for case, told in tell_cases(context) for event in _split_by_place(context, case, told)]


def tell_cases(context: Context) -> list[tuple[Case, Event]]:
    """The cases of a report, each with the event that it tells of, in order of the text."""
    cases = find_cases(context)
    story = Story.of(context, cases)
    places = EventPlaces(context, cases, [propose_place(context, case, cases) for case in cases])
    return [(case, _event(story, number, places.choose(number))) for number, case in enumerate(cases)]


def find_cases(context: Context) -> list[Case]:
    """What a report tells of, gathered by event."""
    return [case for case in gather_cases(find_sightings(context)) if _is_of_conflict(context, case)]


def _is_of_conflict(context: Context, case: Case) -> bool:
    """In a report that names no armed actor at all, attacks and clashes that hurt nobody are sport or business."""
    if not set(case.families) <= VIOLENT or case.casualties:
        return True
    return any(row.category in ARMED for rows in context.actors.values() for row in rows)


_ONE_EACH = frozenset({"protest", "riot", "arson"})
_AND = re.compile(r"\s*(?:,|and|,\s*and)\s+(?:in\s+)?")


def _split_by_place(context: Context, case: Case, event: Event) -> list[Event]:
    """Protests and fires told of several towns at once ("in A, B and C") are one event each."""
    first = case.sightings[0]
    rows = [row for row in event_places(context, first.sentence.index) if row.place.geo_precision < 3]
    if not set(first.families) & _ONE_EACH or len(rows) < 2:
        return [event]
    joined = all(_AND.fullmatch(context.text[one.span.end : other.span.start]) for one, other in pairwise(rows))
    return [event.model_copy(update={"place": row.place}) for row in rows] if joined else [event]


def _event(story: Story, number: int, place: Place | None) -> Event:
    context, case, sub_event_type = story.context, story.cases[number], story.types[number]
    doers, victims = choose_sides(story, number)
    return Event(
        event_type=EVENT_TYPE_OF[sub_event_type],
        sub_event_type=sub_event_type,
        modality=case.modality,
        actor1=doers,
        actor2=victims,
        place=place,
        time=_time(context, case, story.cases),
        casualties=_casualties(case, victims),
        attribution=_attribution(case),
        evidence=_evidence(context, case),
    )


def _attribution(case: Case) -> tuple[Attribution, ...]:
    """Who tells of the event; a mere reference adds a source only where it claims or denies."""
    return join_attributions(
        row
        for number, sighting in enumerate(case.sightings)
        for row in sighting.attributions
        if number == 0 or not sighting.bare or sighting.casualties or row.stance in _TAKING_SIDES
    )


_TAKING_SIDES = frozenset({"claims_responsibility", "denies"})


def propose_place(context: Context, case: Case, cases: Sequence[Case]) -> Place | None:
    """Where the rules put an event; None where they know no place."""
    entry = find_entry(context, case.sightings[0].sentence)
    if entry is not None and entry.place is not None:
        return entry.place
    place, before = _finest(case), context.back_to_paragraph_start(case.sightings[0].sentence)
    if place is not None and place.geo_precision == 3:
        return _pinned_down(context, case, place) if cases.index(case) == 0 else _narrowed(context, place, before[1:])
    return place or last_place(context, before) or _story_place(context, case, cases)


def _narrowed(context: Context, region: Place, before: Sequence[int]) -> Place:
    """The spot in that region of which the paragraph has told before."""
    spot = first_place(context, before)
    return spot if spot is not None and spot.geo_precision < 3 and same_area(region, spot) else region


def _finest(case: Case) -> Place | None:
    """The most exact place that the sightings of a case name."""
    place: Place | None = None
    for sighting in case.sightings:
        place = finer(place, sighting.place)
    return place


def _pinned_down(context: Context, case: Case, region: Place) -> Place:
    """The lead names a region, the sentences behind it the spot ("The post stood in …")."""
    first = case.sightings[0].sentence.index
    spot = first_place(context, range(first, min(first + 5, len(context.sentences))))
    return spot if spot is not None and spot.geo_precision < 3 and same_area(region, spot) else region


def _story_place(context: Context, case: Case, cases: Sequence[Case]) -> Place | None:
    """The place of the case around it or of its day, else of the main case, else the first one named."""
    before = cases[: cases.index(case)]
    paragraph = case.sightings[0].sentence.paragraph
    near = [other for other in reversed(before) if other.last_paragraph == paragraph or other.time == case.time]
    for other in [*near, *before]:
        place = _finest(other)
        if place is not None:
            return place
    return first_place(context, [row.index for row in context.sentences[:6]])


def _time(context: Context, case: Case, cases: Sequence[Case]) -> Interval | None:
    spans = [sighting.triggers[0].span for sighting in case.sightings]
    return choose_time(context, "events", spans, find_event_time(context, case, cases))


def _casualties(case: Case, victims: Sequence[ActorRef]) -> tuple[Casualty, ...]:
    """Every toll as its source gives it, each once; a toll without its own group counts those who were hit."""
    hit = victims[0].name if victims else None
    rows = [
        casualty if casualty.group or casualty.low == 0 else casualty.model_copy(update={"group": hit})
        for casualty in case.casualties
    ]
    kept: dict[tuple[object, ...], Casualty] = {}
    for row in rows:
        kept.setdefault((row.measure, row.low, row.high, row.group, row.said_by), row)
    return _without_echoes(list(kept.values()))


def _without_echoes(rows: list[Casualty]) -> tuple[Casualty, ...]:
    """The outlet repeating a number that a source gives adds nothing."""
    sourced = {(row.measure, row.low, row.high) for row in rows if row.said_by != "outlet"}
    return tuple(row for row in rows if row.said_by != "outlet" or (row.measure, row.low, row.high) not in sourced)


def _evidence(context: Context, case: Case) -> tuple[Evidence, ...]:
    """The sentences of the sightings that add something, the opening one first."""
    telling = [row for number, row in enumerate(case.sightings) if number == 0 or row.casualties or not row.bare]
    spans: dict[int, Span] = {row.sentence.index: row.sentence.span for row in telling}
    return tuple(context.evidence(spans[index]) for index in sorted(spans)[:MAX_EVIDENCE])
