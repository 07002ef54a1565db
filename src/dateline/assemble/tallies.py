"""Tallies: which event a toll belongs to, and which tolls are totals of a period."""

from __future__ import annotations

import re

from dateline.assemble.circumstances import find_place, find_time, is_long, is_period, overlap
from dateline.assemble.contexts import Context
from dateline.assemble.families import GROUND, VIOLENT
from dateline.assemble.sightings import Sighting, names_of
from dateline.assemble.sources import find_attribution, name_source
from dateline.assemble.weighing import THRESHOLDS, Side, role_probabilities
from dateline.model.annotations import Sentence, Toll, Trigger
from dateline.model.intervals import Interval
from dateline.model.records import Casualty, CasualtyMeasure

_TAKES: dict[str, frozenset[str]] = {
    "abducted": frozenset({"abduction", "assault", "clash"}),
    "arrested": frozenset({"arrest", "sweep"}),
}


_HARM = VIOLENT | GROUND | {"protest", "riot"}


_REAL = frozenset({"happened", "attempted", "possible"})


def attach_tolls(context: Context, sentence: Sentence, found: list[Sighting]) -> None:
    for toll in context.tolls.get(sentence.index, ()):
        if toll.measure == "displaced" or is_total(context, toll):
            continue
        takers = _TAKES.get(toll.measure, _HARM)
        time = _time_of(context, toll)
        able = [
            row for row in found if takers & set(row.families) and row.modality in _REAL and overlap(row.time, time)
        ]
        owner = _owner(context, able, toll)
        if owner is None:
            owner = _toll_sighting(context, sentence, toll)
            found.append(owner)
        owner.casualties.append(make_casualty(context, toll))
        owner.bare = owner.bare and owner.families == ["toll"]
        _fill_target(context, owner, toll)
    for sighting in found:
        _count_one(context, sighting)


def _owner(context: Context, able: list[Sighting], toll: Toll) -> Sighting | None:
    """The sighting that the toll is of: the one that the encoder holds for it, else the nearest."""
    nearest = nearest_owner(able, toll)
    if len(able) < 2 or context.reading is None:
        return nearest
    weights = [_weight_of(context, row, toll, is_nearest=row is nearest) for row in able]
    if max(weights) >= THRESHOLDS.toll_from:
        return able[weights.index(max(weights))]
    return nearest


def nearest_owner(able: list[Sighting], toll: Toll) -> Sighting | None:
    return min(able, key=lambda row: row.triggers[0].span.distance_chars(toll.span), default=None)


def _weight_of(context: Context, sighting: Sighting, toll: Toll, *, is_nearest: bool) -> float:
    proposals = {toll.span: "toll"} if is_nearest else {}
    spans = (trigger.span for trigger in sighting.triggers)
    return max(role_probabilities(context, span, [toll.span], "toll", proposals)[0] for span in spans)


_MEASURE_OF_ONE: dict[str, CasualtyMeasure] = {"abduction": "abducted", "arrest": "arrested"}


_ONE = re.compile(r"\b(?:an?|one|another)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


def _count_one(context: Context, sighting: Sighting) -> None:
    """ "They took a villager with them": one person, told by the article alone."""
    measure = _MEASURE_OF_ONE.get(sighting.families[0])
    if measure is None or any(row.measure == measure for row in sighting.casualties) or not sighting.actor2:
        return
    victim = sighting.actor2[0]
    if victim.mention.plural:
        sighting.casualties += _number_of(context, sighting, measure)
        return
    if _ONE.search(context.text[max(0, victim.span.start - 30) : victim.span.start]):
        said_by = name_source(context, victim.span)
        sighting.casualties.append(Casualty(measure=measure, group=victim.actor.name, low=1, high=1, said_by=said_by))


_CLOSE_CHARS = 30


def _number_of(context: Context, sighting: Sighting, measure: CasualtyMeasure) -> list[Casualty]:
    """ "They led off 16 workers": as many as stand with those who were taken, where no toll tells of them."""
    victim, trigger = sighting.actor2[0], sighting.triggers[0]
    tolls = context.tolls.get(sighting.sentence.index, ())
    for quantity in context.quantities.get(sighting.sentence.index, ()):
        if quantity.unit_span is None or not quantity.unit_span.overlaps(victim.span):
            continue
        near = quantity.span.distance_chars(trigger.span) <= _CLOSE_CHARS
        if near and not any(toll.span.overlaps(quantity.span) for toll in tolls):
            low = None if quantity.low is None else int(quantity.low)
            high = None if quantity.high is None else int(quantity.high)
            said_by = name_source(context, quantity.span)
            return [Casualty(measure=measure, group=victim.actor.name, low=low, high=high, said_by=said_by)]
    return []


_FAMILY_OF_MEASURE = {measure: family for family, measure in _MEASURE_OF_ONE.items()}
_SUB_EVENT_OF_TOLL = {"abduction": "Abduction/forced disappearance", "arrest": "Arrests"}


def _toll_sighting(context: Context, sentence: Sentence, toll: Toll) -> Sighting:
    time = _time_of(context, toll)
    family = _FAMILY_OF_MEASURE.get(toll.measure, "toll")
    return Sighting(
        sentence=sentence,
        families=[family],
        triggers=[Trigger(toll.span, family, _SUB_EVENT_OF_TOLL.get(family, "Attack"), "passive", "")],
        actor1=(),
        actor2=(),
        modality="happened",
        place=find_place(context, toll.span),
        time=time,
        attributions=list(find_attribution(context, toll.span)),
        bare=True,
    )


def _time_of(context: Context, toll: Toll) -> Interval | None:
    """The time of what a toll counts; a bare count that somebody gives ("put it at five on Saturday") has none."""
    if toll.group_span is None and context.speech_over(toll.span):
        return None
    time = find_time(context, toll.span)
    return None if is_period(time) else time


def make_casualty(context: Context, toll: Toll) -> Casualty:
    """The toll as a row of a record, with whom it counts and who says so."""
    counted = _counted(context, toll)
    return Casualty(
        measure=toll.measure,
        group=counted[0].actor.name if counted else None,
        low=toll.low,
        high=toll.high,
        said_by=name_source(context, toll.span),
        approximate=toll.approximate,
    )


_ANYBODY = frozenset({"men", "man", "people", "person", "persons", "members", "others", "victims"})


def _counted(context: Context, toll: Toll) -> Side:
    if toll.group_span is None:
        return ()
    index = context.sentence_at(toll.span.start).index
    rows = (row for row in context.actors.get(index, ()) if row.span.overlaps(toll.group_span))
    return tuple(row for row in rows if row.mention.head not in _ANYBODY)[:1]


def _fill_target(context: Context, owner: Sighting, toll: Toll) -> None:
    """Whom the toll counts is who suffered it, unless they are the attackers' own losses."""
    counted = _counted(context, toll)
    if counted and not owner.actor2 and counted[0].actor.name not in names_of(owner.actor1):
        owner.actor2 = counted


_ADDED_UP = re.compile(
    r"\b(?:a total of|in total|in all|altogether|that makes|brings? (?:to|the (?:toll|number)))\b.*"
    r"\b(?:attacks|raids|strikes|clashes|incidents|violence|since|war|killed in the area)\b|"
    r"\b(?:conflict|war|insurgency|violence|unrest) (?:has|have|had)\b|\bdied in the (?:conflict|war)\b",
    re.IGNORECASE | re.DOTALL,
)


_TOTAL = re.compile(
    r"\b(?:a total of|in total|in all|altogether|so far this year|since the (?:start|beginning)|"
    r"over the (?:past|last)|brings? (?:to|the)|makes (?:a total|\w+)|attacks (?:on|by|in|have|has|had)|"
    r"separate|alone|tally|an? (?:\w+ )?count|registered|recorded|documented)\b",
    re.IGNORECASE,
)


def is_total(context: Context, toll: Toll) -> bool:
    """Whether a toll adds up a period or several incidents; such totals are figures, never events."""
    sentence = context.sentence_at(toll.span.start)
    if _ADDED_UP.search(sentence.span.text_in(context.text)):
        return True
    rows = [row.interval for row in context.times.get(sentence.index, ()) if not context.is_time_of_speech(row.span)]
    time = find_time(context, toll.span)
    if is_long(time) or (time is None and _follows_a_period(context, sentence)):
        return True
    long_elsewhere = any(is_long(interval) for interval in rows if interval)
    monthly = time is not None and time.precision in ("month", "season", "year")
    words = context.text[sentence.span.start : sentence.span.end]
    return (monthly or long_elsewhere) and _TOTAL.search(words) is not None


_GOES_ON = re.compile(r"(?:They|These|Those|It|In all|In total)\b")


def _follows_a_period(context: Context, sentence: Sentence) -> bool:
    """ "Since January 1,120 incidents were recorded. They caused the deaths of …": the period goes on."""
    if sentence.index == 0 or not _GOES_ON.match(sentence.span.text_in(context.text)):
        return False
    before = context.sentences[sentence.index - 1]
    rows = context.times.get(before.index, ())
    return before.paragraph == sentence.paragraph and any(is_long(row.interval) for row in rows if row.interval)
