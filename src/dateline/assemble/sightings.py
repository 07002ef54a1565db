"""Sightings: one telling of an event, in one sentence. Several sightings may be one event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dateline.assemble.circumstances import find_place, find_time, is_long, is_period, overlap, same_area
from dateline.assemble.contexts import Context
from dateline.assemble.modalities import find_modality
from dateline.assemble.roles import Side, find_roles
from dateline.assemble.sources import find_attribution, name_source
from dateline.model.annotations import Sentence, Toll, Trigger
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty, CasualtyMeasure, Modality

EXPLOSIVE = frozenset({"suicide", "air_strike", "shelling", "grenade", "chemical", "bomb"})
VIOLENT = EXPLOSIVE | {"assault", "clash", "toll"}
GROUND = frozenset({"regain", "overtake", "sweep"})
SWEEP_PARTS = frozenset({"weapons", "arrest", "regain", "assault", "clash"})
"""What a sweep finds and does is part of it where it is told right behind."""


@dataclass
class Sighting:
    """What one sentence tells of one event. `bare` is a mere reference ("after the attack")."""

    sentence: Sentence
    families: list[str]
    triggers: list[Trigger]
    actor1: Side
    actor2: Side
    modality: Modality
    place: Place | None
    time: Interval | None
    casualties: list[Casualty] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    bare: bool = False
    fresh: bool = False
    """Told as another event: "separately", "in a second attack"."""

    @property
    def violent(self) -> bool:
        return any(family in VIOLENT for family in self.families)


def find_sightings(context: Context) -> list[Sighting]:
    """All sightings of a report in order of its sentences."""
    return [sighting for sentence in context.sentences for sighting in _in_sentence(context, sentence)]


def _in_sentence(context: Context, sentence: Sentence) -> list[Sighting]:
    found: list[Sighting] = []
    for trigger in context.triggers.get(sentence.index, ()):
        sighting = _from_trigger(context, sentence, trigger)
        if sighting is None:
            continue
        if trigger.family == "arson" and _is_by_fire_of(context, trigger, found):
            continue
        mate = next((other for other in found if _one_telling(other, sighting)), None)
        if mate is None:
            found.append(sighting)
        else:
            _absorb(mate, sighting)
    _attach_tolls(context, sentence, found)
    return [sighting for sighting in found if not _says_nothing(context, sighting)]


def _is_by_fire_of(context: Context, trigger: Trigger, found: Sequence[Sighting]) -> bool:
    """ "A roadside bomb set fire to a car": the fire is the bomb's, not arson."""
    clause = context.clause_of(trigger.span)
    return any(
        set(row.families) & EXPLOSIVE and any(clause.contains(mate.span) for mate in row.triggers) for row in found
    )


def _from_trigger(context: Context, sentence: Sentence, trigger: Trigger) -> Sighting | None:
    modality = find_modality(context, trigger)
    if modality is None:
        return None
    actor1, actor2 = find_roles(context, trigger)
    time = find_time(context, trigger.span)
    return Sighting(
        sentence=sentence,
        families=[trigger.family],
        triggers=[trigger],
        actor1=actor1,
        actor2=actor2,
        modality=modality,
        place=find_place(context, trigger.span),
        time=None if is_period(time) else time,
        attributions=list(find_attribution(context, trigger.span)),
        bare=_is_reference(context, trigger, actor1, actor2) or is_period(time),
        fresh=_is_another(context, sentence, trigger),
    )


_FRESH = re.compile(
    r"(?:^|[.”] )Also (?:on|in|at|that)\b|"
    r"\b(?:separately|in a separate|in another|elsewhere|meanwhile|a similar|in a different|yet another|"
    r"another (?:\w+ )?(?:attack|raid|bomb|ambush|assault|incident)|a second (?:attack|raid|incident|ambush))\b",
    re.IGNORECASE,
)
_RELIEF = re.compile(
    r"\b(?:reinforcements?|came to help|come to help|set out to help|sent to help|on their way|rush(?:ed|ing) to|"
    r"relief|rescuers|responding|first responders|continue the search)\b",
    re.IGNORECASE,
)


def _is_another(context: Context, sentence: Sentence, trigger: Trigger) -> bool:
    """Told as another event, or as the second leg of an assault that has a place or toll of its own."""
    if _FRESH.search(context.text, sentence.span.start, trigger.span.start):
        return True
    return (
        trigger.family in EXPLOSIVE | {"assault"} and _RELIEF.search(sentence.span.text_in(context.text)) is not None
    )


_PLURAL_NOUN = re.compile(
    r"(?:attacks|raids|strikes|ambushes|clashes|operations|killings|protests|bombings|kidnappings|abductions|"
    r"offensives|assaults|shootings|airstrikes|sweeps|arrests|battles|arsons|lootings|rapes|reprisals|incursions)$",
    re.IGNORECASE,
)
_REFERENCE_BEFORE = re.compile(
    r"\b(?:since|after|before|following|into|about|of|for|behind|than|despite|over|during|like|by|with|from|to|no)\s+"
    r"(?:the|that|this|these|those|such|any|its|their|previous|recent|earlier|last|[A-Z]\w+['’]s)?\s*(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)


def _is_reference(context: Context, trigger: Trigger, actor1: Side, actor2: Side) -> bool:
    """Nouns that only point at an event, or speak of a kind of events, tell of no new one."""
    if trigger.voice != "noun":
        return False
    words = trigger.span.text_in(context.text)
    if _PLURAL_NOUN.search(words) and not (actor1 and actor2):
        return True
    before = context.before(trigger.span, reach_chars=40)
    return not (actor1 and actor2) and _REFERENCE_BEFORE.search(before) is not None


def _one_telling(one: Sighting, other: Sighting) -> bool:
    """Two triggers of one sentence tell of one event where nothing sets them apart."""
    if not compatible_families(one.families, other.families) or one.modality != other.modality:
        return False
    if not overlap(one.time, other.time) or not same_area(one.place, other.place):
        return False
    return not _other_side_acts(one, other)


def _other_side_acts(one: Sighting, other: Sighting) -> bool:
    doers, others = _names(one.actor1), _names(other.actor1)
    if not doers or not others or doers & others:
        return False
    return bool(others & _names(one.actor2)) is False and _is_specific(doers) and _is_specific(others)


def _is_specific(names: Iterable[str]) -> bool:
    return not any(name.startswith("Unidentified") for name in names)


def _names(side: Side) -> set[str]:
    return {row.actor.name for row in side}


def compatible_families(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two sets of families may be the same event."""
    left, right = set(one), set(other)
    if left & right:
        return True
    if ("sweep" in left and right <= SWEEP_PARTS) or ("sweep" in right and left <= SWEEP_PARTS):
        return True
    if left & EXPLOSIVE and right & EXPLOSIVE:
        return _explosives_agree(left & EXPLOSIVE, right & EXPLOSIVE)
    if left <= VIOLENT and right <= VIOLENT:
        return True
    violent_ground = (left <= VIOLENT and right <= GROUND) or (left <= GROUND and right <= VIOLENT)
    return (violent_ground and not (left | right) & EXPLOSIVE) or (left <= GROUND and right <= GROUND)


def _explosives_agree(left: set[str], right: set[str]) -> bool:
    """A car bomb and a suicide bomber are one attack; a bomb dropped by a jet is an air strike."""
    pairs = ({"suicide", "bomb"}, {"air_strike", "bomb"}, {"air_strike", "shelling"}, {"shelling", "bomb"})
    return any(left | right == pair for pair in pairs)


def _absorb(one: Sighting, other: Sighting) -> None:
    one.families += [family for family in other.families if family not in one.families]
    one.triggers += other.triggers
    one.actor1 = one.actor1 or other.actor1
    one.actor2 = one.actor2 or tuple(row for row in other.actor2 if row.actor.name not in _names(one.actor1))
    one.place = one.place or other.place
    one.time = one.time or other.time
    one.attributions += [row for row in other.attributions if row not in one.attributions]
    one.bare = one.bare and other.bare


_TAKES: dict[str, frozenset[str]] = {
    "abducted": frozenset({"abduction", "assault", "clash"}),
    "arrested": frozenset({"arrest", "sweep"}),
}
_HARM = VIOLENT | GROUND | {"protest", "riot", "abduction", "weapons", "arson", "arrest", "release"}


def _attach_tolls(context: Context, sentence: Sentence, found: list[Sighting]) -> None:
    for toll in context.tolls.get(sentence.index, ()):
        if toll.measure == "displaced" or is_total(context, toll):
            continue
        takers = _TAKES.get(toll.measure, _HARM)
        time = find_time(context, toll.span)
        time = None if is_period(time) else time
        able = [
            row for row in found if takers & set(row.families) and row.modality in _REAL and overlap(row.time, time)
        ]
        owner = min(able, key=lambda row: row.triggers[0].span.distance_chars(toll.span), default=None)
        if owner is None:
            owner = _toll_sighting(context, sentence, toll)
            found.append(owner)
        owner.casualties.append(make_casualty(context, toll))
        owner.bare = owner.bare and owner.families == ["toll"]
        _fill_target(context, owner, toll)
    for sighting in found:
        _count_one(context, sighting)


_REAL = frozenset({"happened", "attempted", "possible"})
_ONE = re.compile(r"\b(?:an?|one|another)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_MEASURE_OF_ONE: dict[str, CasualtyMeasure] = {"abduction": "abducted", "arrest": "arrested"}


def _count_one(context: Context, sighting: Sighting) -> None:
    """ "They took a villager with them": one person, told by the article alone."""
    measure = _MEASURE_OF_ONE.get(sighting.families[0])
    if measure is None or sighting.casualties or not sighting.actor2 or sighting.actor2[0].mention.plural:
        return
    victim = sighting.actor2[0]
    if _ONE.search(context.text[max(0, victim.span.start - 30) : victim.span.start]):
        said_by = name_source(context, victim.span)
        sighting.casualties.append(Casualty(measure=measure, group=victim.actor.name, low=1, high=1, said_by=said_by))


def _toll_sighting(context: Context, sentence: Sentence, toll: Toll) -> Sighting:
    time = find_time(context, toll.span)
    family = {"abducted": "abduction", "arrested": "arrest"}.get(toll.measure, "toll")
    return Sighting(
        sentence=sentence,
        families=[family],
        triggers=[Trigger(toll.span, family, _SUB_EVENT_OF_TOLL.get(family, "Attack"), "passive", "")],
        actor1=(),
        actor2=(),
        modality="happened",
        place=find_place(context, toll.span),
        time=None if is_period(time) else time,
        attributions=list(find_attribution(context, toll.span)),
        bare=True,
    )


_SUB_EVENT_OF_TOLL = {"abduction": "Abduction/forced disappearance", "arrest": "Arrests"}


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


def _counted(context: Context, toll: Toll) -> Side:
    if toll.group_span is None:
        return ()
    index = context.sentence_at(toll.span.start).index
    rows = (row for row in context.actors.get(index, ()) if row.span.overlaps(toll.group_span))
    return tuple(row for row in rows if row.mention.head not in _ANYBODY)[:1]


_ANYBODY = frozenset({"men", "man", "people", "person", "persons", "members", "others", "victims"})


def _fill_target(context: Context, owner: Sighting, toll: Toll) -> None:
    """Whom the toll counts is who suffered it, unless they are the attackers' own losses."""
    counted = _counted(context, toll)
    if counted and not owner.actor2 and counted[0].actor.name not in _names(owner.actor1):
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


def _follows_a_period(context: Context, sentence: Sentence) -> bool:
    """ "Since January 1,120 incidents were recorded. They caused the deaths of …": the period goes on."""
    if sentence.index == 0 or not _GOES_ON.match(sentence.span.text_in(context.text)):
        return False
    before = context.sentences[sentence.index - 1]
    rows = context.times.get(before.index, ())
    return before.paragraph == sentence.paragraph and any(is_long(row.interval) for row in rows if row.interval)


_GOES_ON = re.compile(r"(?:They|These|Those|It|In all|In total)\b")


def _says_nothing(context: Context, sighting: Sighting) -> bool:
    """A bare trigger with no actor, toll or time of its own: a kind of event spoken of in general."""
    del context
    has_role = bool(sighting.actor1 or sighting.actor2)
    return sighting.bare and not sighting.casualties and not has_role and sighting.time is None
