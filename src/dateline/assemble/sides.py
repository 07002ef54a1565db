"""The sides of an event: who its sightings say did it and suffered it, and what follows where one is open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.circumstances import overlap, same_area
from dateline.assemble.contexts import Context
from dateline.assemble.dyads import Dyads
from dateline.assemble.event_types import STATE
from dateline.assemble.families import EXPLOSIVE, VIOLENT
from dateline.assemble.merging import Case
from dateline.assemble.sightings import names_of
from dateline.assemble.weighing import Side
from dateline.model.actors import ARMED, ActorCategory, ActorRef
from dateline.model.annotations import ResolvedActor

UNIDENTIFIED = ActorRef(name="Unidentified Armed Group")
Refs = tuple[ActorRef, ...]

_ATTACKERS: frozenset[ActorCategory] = frozenset({"armed_group", "militia", "unidentified_armed"})
_ATTACK_FAMILIES = frozenset({"assault", "bomb", "suicide", "grenade", "abduction", "toll", "arson", "sexual"})
_NAMELESS: frozenset[ActorCategory] = frozenset({"civilians", "community", "unidentified_armed"})
_WITHOUT_VICTIM = frozenset({"Change to group/activity", "Headquarters or base established"})
_HANDOVER = "Non-violent transfer of territory"
_FROM_GROUP = frozenset({"Government regains territory", _HANDOVER, "Disrupted weapons use"})
"""Acts of a state that take ground or weapons from somebody, told or not."""
_FOUGHT_BY_GROUP = frozenset({"Armed clash", "Non-state actor overtakes territory"})
_FOUGHT = _FROM_GROUP | {"Armed clash", "Non-state actor overtakes territory"}


def told_sides(case: Case) -> tuple[list[ResolvedActor], list[ResolvedActor]]:
    """Named actors of the first sighting that names them; generic ones only where none is named.

    Who was told first to have been struck did not do it, though it may have struck back.
    """
    victims = _first_told([row.actor2 for row in case.sightings])
    struck = names_of(victims) if victims and not case.sightings[0].actor1 else set()
    groups = [row.actor1 for row in case.sightings]
    doers = _first_told([group for group in groups if not names_of(group) <= struck] if struck else groups)
    names = names_of(doers)
    return list(doers), [actor for actor in victims if actor.actor.name not in names]


_PROTESTERS = ActorRef(name="Protesters")
_EXCESS = "Excessive force against protesters"
_OF_CROWDS = frozenset({"Peaceful protest", "Protest with intervention", "Violent demonstration", _EXCESS})


def _crowd_sides(
    sub_event_type: str, actor1: Sequence[ResolvedActor], actor2: Sequence[ResolvedActor]
) -> tuple[Refs, Refs]:
    """A crowd did it, whoever else is told to have acted; only where it was shot at did the force do it."""
    rows = [*actor1, *actor2]
    crowd = _refs([row for row in actor1 if row.category not in STATE | _NAMELESS]) or (_PROTESTERS,)
    forces = _refs([row for row in rows if row.category in ARMED & STATE])
    if sub_event_type == _EXCESS:
        return forces, (_PROTESTERS,)
    if sub_event_type == "Violent demonstration":
        names = {ref.name for ref in crowd}
        return crowd, tuple(ref for ref in forces or _refs(actor2) if ref.name not in names)
    return crowd, forces if sub_event_type == "Protest with intervention" else ()


UNCLAIMED = re.compile(
    r"\b(?:no (?:group|one|side|organi[sz]ation|party|faction|body)|nobody|none)\b[^.]{0,40}\bclaim", re.IGNORECASE
)
""" "No group has claimed the attack": the report itself does not know who did it."""
_GIVING_WAY = re.compile(r"withdr|pull|left|leav|abandon|evacuat|vacat|retreat|quit|fled|flee", re.IGNORECASE)


def _gives_way(case: Case) -> bool:
    """ "The army pulled out": nobody drove it away."""
    return any(_GIVING_WAY.search(trigger.words) for trigger in case.sightings[0].triggers)


def _strikes_itself(case: Case, doers: Refs) -> bool:
    """ "The forces turned their guns on the militants", taken for one: the militants are those whom they fight."""
    names = {doer.name for doer in doers}
    return any(
        row.actor.name in names and row.mention.form == "generic" and row.category in _ATTACKERS
        for sighting in case.sightings
        for row in sighting.actor2
    )


def _is_of_group(side: Sequence[ResolvedActor]) -> bool:
    """ "Fighters of an armed group known as …": whom a named group is told with is no enemy of it."""
    return all(row.category == "armed_group" and _is_identified(row) for row in side)


def _first_told(groups: Sequence[Side]) -> Side:
    named = [group for group in groups if any(_is_identified(actor) for actor in group)]
    return (named or [group for group in groups if group] or [()])[0]


def complete_sides(
    context: Context, case: Case, cases: Sequence[Case], dyads: Dyads, sub_event_type: str
) -> tuple[Refs, Refs]:
    """Who did it and who suffered it, with those who go without saying."""
    actor1, actor2 = told_sides(case)
    if sub_event_type in _OF_CROWDS:
        return _crowd_sides(sub_event_type, actor1, actor2)
    if sub_event_type in _WITHOUT_VICTIM:
        actor2 = []
    if sub_event_type == _HANDOVER:
        actor2 = [row for row in actor2 if row.category in ARMED]
    if actor1 and not any(_is_identified(row) for row in actor2) and _is_of_group(actor1):
        actor2 = [row for row in actor2 if row.category != "unidentified_armed"]
    doers = _refs(actor1) or _missing_doers(context, case, cases)
    victims = _refs(actor2) or _missing_victims(sub_event_type, case)
    if not doers and actor2 and sub_event_type in _FOUGHT_BY_GROUP:
        opponent = dyads.group_against(actor2) or dyads.told_opponent_of(actor2)
        doers = (opponent,) if opponent else ()
    is_sweep = sub_event_type == "Other" and "sweep" in case.families
    if not victims and (is_sweep or sub_event_type == "Air/drone strike"):
        opponent = dyads.group_against(actor1)
        victims = (opponent,) if opponent else ()
    if not victims and sub_event_type in _FOUGHT and not _gives_way(case):
        find = dyads.group_against if sub_event_type in _FROM_GROUP else dyads.told_opponent_of
        opponent = find(actor1)
        victims = (opponent,) if opponent else ()
    if doers == (UNIDENTIFIED,) and not UNCLAIMED.search(context.text):
        opponent = dyads.group_against(actor2)
        doers = (opponent,) if opponent else doers
    if not victims and _strikes_itself(case, doers):
        opponent = dyads.any_opponent_of(actor1)
        victims = (opponent,) if opponent else ()
    names = {doer.name for doer in doers}
    return doers, tuple(ref for ref in victims if ref.name not in names)


def _is_identified(actor: ResolvedActor) -> bool:
    return not actor.actor.name.startswith("Unidentified")


def _refs(side: Sequence[ResolvedActor]) -> tuple[ActorRef, ...]:
    """Each actor once; people with and without a name are the same people ("an elder, Abdul Karim")."""
    unnamed = any(row.actor.name == "Civilians" for row in side)
    rows = [row for row in side if not unnamed or row.category != "civilians" or row.actor.name == "Civilians"]
    return tuple({row.actor.name: row.actor for row in rows}.values())


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
            side, _ = told_sides(other)
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
