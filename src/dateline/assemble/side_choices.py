"""The sides of an event: which of all actors that a report names did it and which suffered it, by fitted weights."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dateline.assemble.choices import Weights, weigh
from dateline.assemble.roles import join_side
from dateline.assemble.side_abettors import find_abettors
from dateline.assemble.side_features import describe_option, describe_pair, nearest_row
from dateline.assemble.side_scenes import Scene
from dateline.assemble.side_stories import CIVIL, Refs, SideOption, Sides, Story
from dateline.assemble.sides import UNCLAIMED, UNIDENTIFIED
from dateline.base.resources import load_yaml
from dateline.model.actors import ActorRef
from dateline.model.records import EVENT_TYPE_OF

WEIGHTS = "weights/sides.yaml"


def choose_sides(story: Story, number: int) -> Sides:
    """Who did it and who suffered it in one case; what the rules told mostly stands."""
    weights, scene = _weights(), Scene(story, number)
    abettors = _held_abettors(story, number)
    stays_unknown = story.told[number][0] == (UNIDENTIFIED,) and UNCLAIMED.search(story.context.text) is not None
    doing, suffering = (
        [weigh(describe_option(scene, side, option), weights) for option in story.options] for side in (0, 1)
    )
    scores = {
        (i, j): doing[i] + suffering[j] + weigh(describe_pair(scene, one, other), weights)
        for i, one in enumerate(story.options)
        for j, other in enumerate(story.options)
        if may_face(one, other) and not (stays_unknown and one.name != UNIDENTIFIED.name)
    }
    doer, victim = (story.options[at] for at in max(scores, key=lambda pair: scores[pair]))
    if abettors is not None:  # who fights the group holds its helpers
        return fill_side(story, number, 0, doer, victim.name), (abettors,)
    return fill_side(story, number, 0, doer, victim.name), fill_side(story, number, 1, victim, doer.name)


def _held_abettors(story: Story, number: int) -> ActorRef | None:
    """Those whom an event of arrests takes as helpers of a group."""
    if story.types[number] != "Arrests":
        return None
    told = (row for sighting in story.cases[number].sightings for row in sighting.triggers)
    triggers = [row for row in told if row.family == "arrest"]
    return next((held for row in triggers if (held := find_abettors(story.context, row))), None)


@cache
def _weights() -> Weights:
    weights: Mapping[str, float] = load_yaml(WEIGHTS)["weights"]
    return weights


def may_face(one: SideOption, other: SideOption) -> bool:
    """Nobody strikes himself, but for civilians, who are many."""
    return one.name is None or one.name != other.name or one.camp == CIVIL


def fill_side(story: Story, number: int, side: int, chosen: SideOption, against: str | None) -> Refs:
    """The chosen actor with those told together with it, less who is on the other side."""
    refs = _with_companions(story, number, side, chosen, against)
    is_riot = side == 0 and EVENT_TYPE_OF[story.types[number]] == "Riots"
    return (
        tuple(ref.model_copy(update={"name": "Rioters"}) if ref.name == "Protesters" else ref for ref in refs)
        if is_riot
        else refs
    )


def _with_companions(story: Story, number: int, side: int, chosen: SideOption, against: str | None) -> Refs:
    if chosen.name is None:
        return ()
    told = story.told[number][side]
    if chosen.name in story.names[number][side]:
        return tuple(ref for ref in told if ref.name == chosen.name or ref.name != against)
    opening = story.cases[number].sightings[0]
    row = nearest_row(chosen, opening.triggers[0].span)
    if row is None:
        return (ActorRef(name=chosen.name),)
    rows = join_side(story.context, row) if opening.sentence.span.contains(row.span) else (row,)
    return tuple(other.actor for other in rows if other is row or other.actor.name != against)
