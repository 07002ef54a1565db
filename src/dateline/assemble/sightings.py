"""Sightings: one telling of an event, in one sentence. Several sightings may be one event."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.assemble.weighing import Side
from dateline.model.annotations import Sentence, Trigger
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty, Modality


@dataclass(eq=False)
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
    means: bool = False
    """Told by a weapon alone ("drones"): it lends its kind to another telling, and opens no event."""
    fresh: bool = False
    """Told as another event: "separately", "in a second attack"."""


def names_of(side: Side) -> set[str]:
    """The canonical names of the actors of one side."""
    return {row.actor.name for row in side}
