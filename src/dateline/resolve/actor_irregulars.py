"""Whom nouns for groups and attackers mean: "the group" looks back, gunmen stay unknown, militias are told apart."""

from __future__ import annotations

import re

from dateline.model.actors import Actor, ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, ResolvedActor
from dateline.resolve.actor_memory import ARMED_GROUPS, is_named
from dateline.resolve.actor_readings import ActorReading, Found
from dateline.resolve.actor_regional import find_regional

UNIDENTIFIED = ActorRef(name="Unidentified Armed Group")
_BELONGS = re.compile(r"\s+(?:[\w’'-]+\s+){0,5}?(?:from|of|to|with|by|as)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,1}$")
_LOCAL_GUARD = re.compile(r"\b(?:local|village|community)\b.*\b(?:self-defen[cs]e|vigilante|watch)", re.IGNORECASE)
_OF_UNKNOWN = frozenset(
    ["gunmen", "gunman", "assailants", "assailant", "attackers", "attacker", "bandits", "bandit", "men", "man",
     "people", "kidnappers", "abductors", "raiders", "killers", "criminals", "armed men", "masked men", "armed group",
     "gang", "gangs"]
)  # fmt: skip
_ATTACKING = frozenset(
    ("attackers", "assailants", "suicide bombers", "suicide bomber", "suicide attacker", "bombers", "raiders")
)
_ANTI_STATE = frozenset(
    ["jihadists", "jihadist", "jihadis", "jihadi", "terrorists", "terrorist", "insurgents", "insurgent", "rebels",
     "rebel", "extremists", "extremist", "insurgency", "militants", "militant", "islamists", "islamist",
     "separatists"]
)  # fmt: skip
_IRREGULARS: frozenset[ActorCategory] = ARMED_GROUPS | {"militia"}


def find_group(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "the group", "its movement"; "a group" and "no group" mean nobody known."""
    if mention.plural or not reading.is_definite(mention) or reading.is_new(mention):
        return None
    return reading.known_group()


_UNTOLD = re.compile(
    r"\b(?:unknown|unidentified|unnamed|unspecified|other|another|rival|foreign)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)


def find_attackers(reading: ActorReading, mention: ActorMention) -> Found | None:
    """Whom the story tells of, else whom the noun can only mean in that country and year, else nobody known."""
    found = _told_attackers(reading, mention)
    if found is not None and _name_of(found) == UNIDENTIFIED.name and not _is_untold(reading, mention):
        return find_regional(reading, mention) or found
    return found


def _is_untold(reading: ActorReading, mention: ActorMention) -> bool:
    """ "Unidentified rebels", "other militants": the report says that they are not those one would think of."""
    return _UNTOLD.search(f"{reading.before(mention)}{mention.span.text_in(reading.text)} ") is not None


def _name_of(found: Found) -> str:
    return found.actor.name if isinstance(found, ResolvedActor) else found.name


def _told_attackers(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "the gunmen" look back; "gunmen" may stay unknown; "militants" are those the story is about."""
    unknown = UNIDENTIFIED
    if mention.country and not reading.is_definite(mention):
        return unknown
    if reading.is_definite(mention):
        nearest = reading.memory.latest(lambda row: row.category in ARMED_GROUPS)
        if nearest is not None and (is_named(nearest) or mention.head in _OF_UNKNOWN):
            return nearest
        return _group_of(reading, mention) or unknown
    if mention.head in _ATTACKING:
        sentence = reading.memory.sentence_of(mention.span.start)
        return reading.memory.latest_named(ARMED_GROUPS, sentence - 1) or unknown
    if mention.head in _OF_UNKNOWN or reading.is_new(mention):
        return unknown
    return _group_of(reading, mention) or unknown


def _group_of(reading: ActorReading, mention: ActorMention) -> Found | None:
    """The group that a noun may mean: militias on the state's side are no "terrorists"."""
    return reading.known_group(with_militias=mention.head not in _ANTI_STATE)


def find_militia(reading: ActorReading, mention: ActorMention) -> Found | None:
    """A militia or local guard; the ones that the state has on its side where the report named them."""
    words = mention.span.text_in(reading.text)
    if _LOCAL_GUARD.search(words):
        return ActorRef(name=words)
    if reading.is_definite(mention) or mention.head in ("paramilitaries", "paramilitary force", "paramilitary"):
        named = reading.memory.latest_named(frozenset(("militia",)))
        irregular = reading.memory.latest(lambda row: row.category == "state_force" and "Mobiliz" in row.actor.name)
        if named or irregular:
            return named or irregular
    if (regional := find_regional(reading, mention)) is not None:
        return regional
    return ActorRef(name=words if " " in words else "Unidentified Militia")


def find_group_behind(reading: ActorReading, mention: ActorMention) -> Actor | None:
    """The group that the words right behind a noun name: "fighters thought to be from the group X"."""
    for other in reading.mentions:
        gap = other.span.start - mention.span.end
        if gap <= 0 or other.form != "named" or other.category not in _IRREGULARS:
            continue
        if gap > 60:
            return None
        if _BELONGS.fullmatch(reading.text[mention.span.end : other.span.start]):
            return reading.best(reading.registry.find(other.head))
    return None
