"""Events: what the gathered sightings of one event say, as one record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dateline.assemble.circumstances import (
    announced_time,
    event_places,
    finer,
    first_place,
    is_long,
    narrower,
    overlap,
    same_area,
    time_told_before,
)
from dateline.assemble.contexts import NEEDED, Context
from dateline.assemble.entries import find_entry
from dateline.assemble.event_types import STATE, find_sub_event_type
from dateline.assemble.families import EXPLOSIVE, VIOLENT
from dateline.assemble.merging import Case, gather_cases
from dateline.assemble.sources import join_attributions
from dateline.assemble.tellings import find_sightings
from dateline.assemble.weighing import tells_of_events
from dateline.model.actors import ARMED, ActorCategory, ActorRef
from dateline.model.annotations import ResolvedActor
from dateline.model.drafts import EVENTS, Additions, Draft
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import EVENT_TYPE_OF, Attribution, Casualty, Event, Evidence
from dateline.model.spans import Span

MAX_EVIDENCE = 3
UNIDENTIFIED = ActorRef(name="Unidentified Armed Group")

_ATTACKERS: frozenset[ActorCategory] = frozenset({"armed_group", "militia", "unidentified_armed"})
_ATTACK_FAMILIES = frozenset({"assault", "bomb", "suicide", "grenade", "abduction", "toll", "arson"})


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
    cases = [case for case in gather_cases(find_sightings(context)) if _is_of_conflict(context, case)]
    return [event for case in cases for event in _split_by_place(context, case, _event(context, case, cases))]


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


def _event(context: Context, case: Case, cases: Sequence[Case]) -> Event:
    actor1, actor2 = _sides(case)
    sub_event_type = find_sub_event_type(case, actor1, actor2)
    if sub_event_type in _WITHOUT_VICTIM:
        actor2 = []
    doers = _refs(actor1) or _missing_doers(context, case, cases)
    victims = _refs(actor2) or _missing_victims(sub_event_type, case)
    return Event(
        event_type=EVENT_TYPE_OF[sub_event_type],
        sub_event_type=sub_event_type,
        modality=case.modality,
        actor1=doers,
        actor2=tuple(ref for ref in victims if ref.name not in {doer.name for doer in doers}),
        place=_place(context, case, cases),
        time=_time(context, case, cases),
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


def _sides(case: Case) -> tuple[list[ResolvedActor], list[ResolvedActor]]:
    """Named actors of the first sighting that names them; generic ones only where none is named."""
    sides = []
    for side in (1, 2):
        groups = [row.actor1 if side == 1 else row.actor2 for row in case.sightings]
        named = [group for group in groups if any(_is_identified(actor) for actor in group)]
        sides.append(list((named or [group for group in groups if group] or [()])[0]))
    doers = {actor.actor.name for actor in sides[0]}
    return sides[0], [actor for actor in sides[1] if actor.actor.name not in doers]


def _is_identified(actor: ResolvedActor) -> bool:
    return not actor.actor.name.startswith("Unidentified")


def _refs(side: Sequence[ResolvedActor]) -> tuple[ActorRef, ...]:
    return tuple({actor.actor.name: actor.actor for actor in side}.values())


def _missing_doers(context: Context, case: Case, cases: Sequence[Case]) -> tuple[ActorRef, ...]:
    """Nobody named: the attackers of the story told around it, else unknown attackers; no guess for other acts."""
    if set(case.families) & {"protest", "riot"}:
        return (ActorRef(name="Protesters"),)
    if not set(case.families) & _ATTACK_FAMILIES:
        return ()
    other_side = _other_side(context, case)
    if other_side:
        return other_side
    at = cases.index(case)
    following = [other for other in cases[at + 1 : at + 2] if other.time is not None and other.time == case.time]
    for other in [*reversed(cases[:at]), *following]:
        near = abs(case.sightings[0].sentence.paragraph - other.sightings[0].sentence.paragraph) <= 1
        if (
            near
            and set(other.families) & VIOLENT
            and overlap(other.time, case.time)
            and same_area(other.place, case.place)
        ):
            side, _ = _sides(other)
            if side and side[0].category in _ATTACKERS:
                return _refs(side)
    return (UNIDENTIFIED,)


def _other_side(context: Context, case: Case) -> tuple[ActorRef, ...]:
    """Where a state's force and a group both count their losses, the one not told to have been hit did it."""
    categories = {row.actor.name: row.category for rows in context.actors.values() for row in rows}
    victims = case.names(2)
    groups = dict.fromkeys(row.group for row in case.casualties if row.group)
    hit_state = any(categories.get(name) in STATE for name in victims)
    opposed = _ATTACKERS if hit_state else STATE
    others = [name for name in groups if name not in victims and categories.get(name) in opposed]
    return (ActorRef(name=others[0]),) if victims and len(others) == 1 else ()


def _missing_victims(sub_event_type: str, case: Case) -> tuple[ActorRef, ...]:
    """ "Attack", "Abduction" and arson with nobody named strike civilians by definition, and so do explosions
    that killed or hurt people of whom no side is told; others stay open."""
    hurt = any(row.measure in ("killed", "injured") and row.group is None for row in case.casualties)
    if hurt and set(case.families) & EXPLOSIVE:
        return (ActorRef(name="Civilians"),)
    if sub_event_type in (
        "Attack",
        "Abduction/forced disappearance",
        "Sexual violence",
        "Looting/property destruction",
    ):
        return (ActorRef(name="Civilians"),)
    return ()


_WITHOUT_VICTIM = frozenset(
    {"Change to group/activity", "Headquarters or base established", "Non-violent transfer of territory"}
)


def _place(context: Context, case: Case, cases: Sequence[Case]) -> Place | None:
    entry = find_entry(context, case.sightings[0].sentence)
    if entry is not None and entry.place is not None:
        return entry.place
    place = _finest(case)
    if place is not None and place.geo_precision == 3 and cases.index(case) == 0:
        return _pinned_down(context, case, place)
    if place is not None:
        return place
    first = case.sightings[0].sentence
    return first_place(context, context.back_to_paragraph_start(first)) or _story_place(context, case, cases)


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
    time: Interval | None = None
    for sighting in case.sightings:
        time = narrower(time, sighting.time) if overlap(time, sighting.time) else time
    if time is not None or _lies_ahead(context, case) or _has_unknown_time(context, case):
        return time
    position, first = cases.index(case), case.sightings[0].sentence
    earlier = [other for other in reversed(cases[:position]) if other.time is not None and not is_long(other.time)]
    for other in earlier:
        if other.last_paragraph == first.paragraph:
            return other.time
    told = time_told_before(context, first)
    if told is not None:
        return told
    for other in earlier:
        if first.paragraph - other.last_paragraph <= 1:
            return other.time
    return announced_time(context) if first.paragraph <= 2 or position == 0 else None


def _has_unknown_time(context: Context, case: Case) -> bool:
    """A day is named that cannot be placed ("on Monday" in a report with no date): no other day is put for it."""
    rows = context.times.get(case.sightings[0].sentence.index, ())
    return any(
        row.interval is None
        and _NAMES_A_DAY.search(row.span.text_in(context.text))
        and not context.is_time_of_speech(row.span)
        for row in rows
    )


_NAMES_A_DAY = re.compile(
    r"\b(?:\w*day|\w*night|morning|evening|afternoon|dawn|\d\d?(?:st|nd|rd|th)|(?:last|this|next) \w+|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)


def _lies_ahead(context: Context, case: Case) -> bool:
    """Plans, threats and fears of what may come have no time of their own; what "may have been done" has."""
    modality = case.modality
    if modality == "possible":
        words = case.sightings[0].sentence.span.text_in(context.text)
        return _PERFECT.search(words) is None
    return modality in ("planned", "threatened")


_PERFECT = re.compile(r"\b(?:may|might|could|to) have\b")


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
