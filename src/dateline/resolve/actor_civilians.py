"""Whom nouns for people without arms mean: civilians, crowds, and men who turn out to have attacked."""

from __future__ import annotations

import re

from dateline.model.actors import ActorRef
from dateline.model.annotations import ActorMention
from dateline.resolve.actor_irregulars import UNIDENTIFIED
from dateline.resolve.actor_memory import ARMED_GROUPS, FORCES
from dateline.resolve.actor_readings import ActorReading, Found

_ATTACKED = re.compile(
    r"\s(?:(?:on|with|in|from|armed|riding|wearing)\s[^,.;]{2,40}\s)?(?:who\s)?(?:had\s|have\s)?"
    r"(?:ambushed|attacked|opened fire|fired|stormed|raided|shot|kidnapped|abducted|burst|killed|robbed|torched|"
    r"looted|burned|burnt|executed|seized|dragged|hurled|lobbed|detonated|blew|planted|slaughtered|beheaded|hacked|"
    r"snatched|held up|stopped|set fire|broke into|forced|gunned|marched off|marched away|overran|rode into|"
    r"surrounded|armed with|under the command|under)\b(?!\s(?:by|in an?|at|near|when|while|on|off)\b)"
)
_UNKNOWN = re.compile(r"\b(?:unknown|unidentified|unnamed|unidentifiable)\b", re.IGNORECASE)
_HARMED = re.compile(
    r"\s(?:[\w-]+\s){0,3}?(?:were|was|have been|had been|died|lay|perished|went missing|injured|dead)\b"
)
_ANYBODY = frozenset(
    ["men", "man", "persons", "people", "individuals", "person", "individual", "youths", "motorcyclists"]
)
_OF_RIOT = frozenset(("rioters", "rioter", "mob", "mobs", "looters", "looter", "arsonists"))
CIVILIANS = ActorRef(name="Civilians")
_PROTESTERS = ActorRef(name="Protesters")
_RIOTERS = ActorRef(name="Rioters")


def find_protesters(_reading: ActorReading, mention: ActorMention) -> Found | None:
    """A crowd; one that riots is named so."""
    return _RIOTERS if mention.head in _OF_RIOT else _PROTESTERS


def find_civilians(reading: ActorReading, mention: ActorMention) -> Found | None:
    """People without arms, unless what they did or who they are with says otherwise."""
    behind = reading.text[mention.span.end : mention.span.end + 60]
    if mention.head in ("settlers", "settler") and mention.country is None:
        return reading.registry.get("israeli-settlers") if {"IL", "PS"} & set(reading.countries[:2]) else CIVILIANS
    if mention.head in _ANYBODY and _UNKNOWN.search(reading.around(mention)) and not _HARMED.match(behind):
        return UNIDENTIFIED
    if mention.head == "men" and reading.loses(mention):
        return reading.memory.latest_named(FORCES)
    if mention.head == "men" and _ATTACKED.match(reading.text, mention.span.end):
        return reading.memory.latest(lambda row: row.category in ARMED_GROUPS) or UNIDENTIFIED
    if mention.head == "men" and reading.is_definite(mention):
        people = ARMED_GROUPS | {"civilians"}
        return reading.memory.latest(lambda row: row.category in people and row.mention.plural) or CIVILIANS
    return CIVILIANS
