"""Tellings: the sightings of events in the sentences of a report, from its triggers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.assemble.circumstances import event_places, find_place, find_time, is_period, overlap, same_area
from dateline.assemble.contexts import Context
from dateline.assemble.families import EXPLOSIVE, compatible_families
from dateline.assemble.modalities import find_modality
from dateline.assemble.roles import find_roles
from dateline.assemble.sightings import Sighting, names_of
from dateline.assemble.sources import find_attribution
from dateline.assemble.tallies import attach_tolls
from dateline.assemble.weighing import Side
from dateline.model.actors import ARMED
from dateline.model.annotations import Sentence, Trigger


def find_sightings(context: Context) -> list[Sighting]:
    """All sightings of a report in order of its sentences."""
    return [sighting for sentence in context.sentences for sighting in _in_sentence(context, sentence)]


def _in_sentence(context: Context, sentence: Sentence) -> list[Sighting]:
    found: list[Sighting] = []
    if _is_accident(context, sentence):
        return found
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
    attach_tolls(context, sentence, found)
    return [sighting for sighting in found if not _says_nothing(sighting)]


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
    taken = _of_what_is_taken(context, trigger)
    if taken is None:
        return None
    trigger = taken
    actor1, actor2 = find_roles(context, trigger)
    if trigger.family in ("overtake", "regain") and actor1 and not any(row.category in _TAKERS for row in actor1):
        return None  # "the minister entered the town" takes no ground
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
        means=trigger.voice == "noun" and _MEANS.fullmatch(trigger.words) is not None,
        fresh=_is_another(context, sentence, trigger),
    )


_TAKERS = ARMED | {"government"}
_ACCIDENT = re.compile(
    r"\b(?:collided|collision|derailed|overturned|capsized|earthquake|landslide|floods?|flooding|cyclone|hurricane|"
    r"typhoon|blaze|wildfires?|epidemic|virus|disease|cholera|malaria|(?:traffic|road|car) accident|stampede)\b",
    re.IGNORECASE,
)


def _is_accident(context: Context, sentence: Sentence) -> bool:
    """Deaths by accident or nature are no events, unless an armed actor takes part in the sentence."""
    if not _ACCIDENT.search(sentence.span.text_in(context.text)):
        return False
    rows = context.actors.get(sentence.index, ())
    return not any(row.category in ARMED and not context.is_of_the_source(row.span) for row in rows)


_CAPTURE = re.compile(r"captur(?:ed|ing)")
_TAKE = re.compile(r"seiz(?:ed|ing)|(?:was|were|been|be) taken|took|fell")
_NEAR_CHARS = 40
_RIGHT_BEHIND_CHARS = 22


def _of_what_is_taken(context: Context, trigger: Trigger) -> Trigger | None:
    """ "captured two gunmen", "seized a teacher": people are taken, not ground. None where "took" takes neither."""
    captured, taken = _CAPTURE.fullmatch(trigger.words), _TAKE.fullmatch(trigger.words)
    if trigger.family != "overtake" or not (captured or taken):
        return trigger
    sentence = context.sentence_at(trigger.span.start).index
    people = [row.span for row in context.actors.get(sentence, ()) if row.category != "government"]
    places = [row.span for row in event_places(context, sentence)]
    if trigger.voice == "passive" or trigger.words == "fell":
        of_ground = any(0 <= trigger.span.start - span.end < 12 for span in places)
        of_people = not of_ground if captured else any(0 <= trigger.span.start - span.end < 8 for span in people)
    else:
        nearest = min((span.start for span in [*people, *places] if span.start >= trigger.span.end), default=-1)
        gap = nearest - trigger.span.end
        reach = _NEAR_CHARS if captured else _RIGHT_BEHIND_CHARS
        of_people = any(span.start == nearest for span in people) and gap < reach and not _to_safety(context, nearest)
        of_ground = any(span.start == nearest for span in places) and gap < _NEAR_CHARS
    if of_people:
        family, sub_event_type = (
            ("arrest", "Arrests") if captured else ("abduction", "Abduction/forced disappearance")
        )
        return replace(trigger, family=family, sub_event_type=sub_event_type)
    return trigger if of_ground or not taken else None


_CARE = re.compile(r"[^.;,]{0,40}\bto (?:an? |the )?(?:[\w-]+ )?(?:hospitals?|clinics?|safety|court|morgue)\b")


def _to_safety(context: Context, start: int) -> bool:
    """ "took the wounded to hospital": nobody is carried off."""
    return _CARE.match(context.text, start) is not None


_FRESH = re.compile(
    r"\b(?:also (?:on|in|at|that)|separately|in a separate|in another|elsewhere|meanwhile|a similar|in a different|"
    r"yet another|another (?:\w+ )?(?:attack|raid|bomb|ambush|assault|incident)|"
    r"a second (?:attack|raid|incident|ambush))\b",
    re.IGNORECASE,
)


_ELSEWHERE = re.compile(r"\belsewhere\b", re.IGNORECASE)
_MEANS = re.compile(
    r"aircraft|(?:\w+ )?helicopters?|(?:\w+ )?planes|drones?|jets?|fighter jets?|warplanes?|rockets?|"
    r"(?:ballistic |cruise )?missiles?|shells|mortars?|artillery|bombs?|land ?mines?|"
    r"(?:improvised )?explosive devices?|ieds?|uavs?|quadcopters?|(?:\w+ )?gunships?|antonovs?|howitzers?|"
    r"(?:heavy |enemy |army )guns|(?:hand )?grenades?|an? mine|projectiles?|tank shells?|mortar bombs?|sniper|"
    r"dynamite(?: charges?)?|(?:loitering munition|kamikaze drone)s?"
)
_RELIEF = re.compile(
    r"\b(?:reinforcements?|came to help|come to help|set out to help|sent to help|on their way|rush(?:ed|ing) to|"
    r"relief|rescuers|responding|first responders|continue the search)\b",
    re.IGNORECASE,
)


def _is_another(context: Context, sentence: Sentence, trigger: Trigger) -> bool:
    """Told as another event, or as the second leg of an assault that has a toll of its own."""
    if _FRESH.search(context.text, sentence.span.start, trigger.span.start):
        return True
    if _ELSEWHERE.search(context.text, trigger.span.end, context.clause_of(trigger.span).end):
        return True
    by_force = trigger.family in EXPLOSIVE | {"assault"} and bool(context.tolls.get(sentence.index))
    return by_force and _RELIEF.search(sentence.span.text_in(context.text)) is not None


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
    if not compatible_families(one.families, other.families, same_sentence=True) or one.modality != other.modality:
        return False
    if not overlap(one.time, other.time) or not same_area(one.place, other.place):
        return False
    return not _other_side_acts(one, other)


def _other_side_acts(one: Sighting, other: Sighting) -> bool:
    doers, others = names_of(one.actor1), names_of(other.actor1)
    if not doers or not others or doers & others:
        return False
    return bool(others & names_of(one.actor2)) is False and _is_specific(doers) and _is_specific(others)


def _is_specific(names: Iterable[str]) -> bool:
    return not any(name.startswith("Unidentified") for name in names)


def _absorb(one: Sighting, other: Sighting) -> None:
    struck = names_of(one.actor2) if one.triggers[0].voice != "noun" else set()
    one.actor1 = one.actor1 or tuple(row for row in other.actor1 if row.actor.name not in struck)
    one.families += [family for family in other.families if family not in one.families]
    one.triggers += other.triggers
    one.actor2 = one.actor2 or tuple(row for row in other.actor2 if row.actor.name not in names_of(one.actor1))
    one.place = one.place or other.place
    one.time = one.time or other.time
    one.attributions += [row for row in other.attributions if row not in one.attributions]
    one.bare = one.bare and other.bare
    one.means = one.means and other.means


def _says_nothing(sighting: Sighting) -> bool:
    """A bare trigger with no actor, toll or time of its own: a kind of event spoken of in general."""
    has_role = bool(sighting.actor1 or sighting.actor2)
    return sighting.bare and not sighting.casualties and not has_role and sighting.time is None
