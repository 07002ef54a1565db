"""How each sense of a noun finds its actor: what it belongs to first, then by the rule of its sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dateline.model.annotations import ActorMention
from dateline.resolve.actor_civilians import CIVILIANS, find_civilians, find_protesters
from dateline.resolve.actor_forces import (
    find_army,
    find_coalition,
    find_mission,
    find_own_army,
    find_police,
    find_security,
    find_unit,
)
from dateline.resolve.actor_governments import find_government
from dateline.resolve.actor_irregulars import find_attackers, find_group, find_group_behind, find_militia
from dateline.resolve.actor_memory import ARMED_GROUPS, FORCES, is_named
from dateline.resolve.actor_readings import ActorReading, Found
from dateline.resolve.actor_senses import sense_of

_OWNED = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,2}$")
_THEIR = re.compile(r"\b(its|their)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)

Rule = Callable[[ActorReading, ActorMention], Found | None]


def resolve_noun(reading: ActorReading, mention: ActorMention) -> Found | None:
    """Whom a generic mention means; None where it means nobody that a record could name."""
    sense = sense_of(mention)
    return _owner(reading, mention, sense) or _RULES[sense](reading, mention)


def _owner(reading: ActorReading, mention: ActorMention, sense: str) -> Found | None:
    """ "IS's fighters", "its men", "gunmen from Boko Haram": those are the group's."""
    if sense not in ("attackers", "militia", "army") and mention.head not in ("men", "members"):
        return None
    before = reading.text[max(0, mention.span.start - 40) : mention.span.start]
    last = reading.memory.rows[-1] if reading.memory.rows else None
    if last and _OWNED.search(before) and mention.span.start - last.span.end < 24 and is_named(last):
        return last if last.category in ARMED_GROUPS or sense == "army" else None
    if _THEIR.search(before) and sense == "army" and mention.country is None:
        return find_own_army(reading, mention)
    if _THEIR.search(before) and last and sense != "army":
        return reading.memory.subject_before(mention.span.start, lambda row: row.category in FORCES | ARMED_GROUPS)
    return find_group_behind(reading, mention) if sense == "attackers" else None


_RULES: Mapping[str, Rule] = {
    "attackers": find_attackers,
    "group": find_group,
    "militia": find_militia,
    "army": find_army,
    "police": find_police,
    "security": find_security,
    "government": find_government,
    "coalition": find_coalition,
    "mission": find_mission,
    "protesters": find_protesters,
    "civilians": find_civilians,
    "property": lambda _reading, _mention: CIVILIANS,
    "enemy": lambda reading, _mention: reading.foe(),
    "own": find_unit,
}
