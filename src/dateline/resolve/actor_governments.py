"""Which government a noun means: the state's, a province's, a leader's."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.model.actors import Actor, ActorRef
from dateline.model.annotations import ActorMention
from dateline.resolve.actor_readings import ActorReading, Found

_OF_LEADER = re.compile(r"\b[A-Z][\w-]+['’]s?\s(?:[\w-]+\s)?$")
_SUBSTATE = re.compile(r"\b(?:state|provincial|regional|local|city|municipal) government$", re.IGNORECASE)
_INSTALLED = re.compile(r"[-‑](?:installed|appointed|backed|led|held|controlled)\s(?:[\w-]+\s)?$")


def find_government(reading: ActorReading, mention: ActorMention) -> Found | None:
    """The government, ministry or council that is meant; None where it is anybody's."""
    if _INSTALLED.search(reading.before(mention)):
        return None
    words = mention.span.text_in(reading.text)
    if _SUBSTATE.search(words) and mention.country is None:
        return ActorRef(name=words)
    if mention.head in ("government", "regime", "administration") and _OF_LEADER.search(reading.before(mention)):
        return _own_government(reading, mention)
    if mention.head == "ministry":
        ministry = reading.memory.latest(lambda row: row.category == "government" and "inistry" in row.actor.name)
        return ministry if ministry and reading.is_definite(mention) else None
    if mention.head in ("council", "administration", "parliament", "municipality"):
        return reading.memory.latest_named(frozenset(("government",))) if reading.is_definite(mention) else None
    return reading.body(mention, mention.head) or reading.body(mention, "government")


def _own_government(reading: ActorReading, mention: ActorMention) -> Actor | None:
    """ "Tshisekedi's government": that of the story's country, not of another state that the sentence names."""
    sentence = reading.memory.sentence_of(mention.span.start)
    others = {
        other.country
        for other in reading.mentions
        if other.category == "government"
        and other.country
        and reading.memory.sentence_of(other.span.start) == sentence
    }
    code = next((code for code in reading.countries if code not in others), None)
    return reading.body(replace(mention, country=code), "government") if code else None
