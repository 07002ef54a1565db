"""Whom nouns for forces mean: the army is the state's, soldiers are those of the force last named close by."""

from __future__ import annotations

from dataclasses import replace

from dateline.model.actors import Actor, ActorCategory
from dateline.model.annotations import ActorMention, ResolvedActor
from dateline.resolve.actor_memory import FORCES, STATE_FORCES
from dateline.resolve.actor_readings import ActorReading, Found

_INSTITUTIONS = frozenset(
    ["army", "military", "air force", "navy", "armed forces", "general staff", "military command", "high command",
     "coast guard", "military forces", "army command", "armed services"]
)  # fmt: skip
_COALITION_OF = {"IQ": "global-coalition", "SY": "global-coalition", "YE": "saudi-led-coalition", "AF": "nato"}
_TROOPS: frozenset[ActorCategory] = frozenset(("state_force", "mission", "coalition"))
_UNITS = frozenset(
    ("brigade", "battalion", "division", "regiment", "infantry", "brigades", "battalions", "squadron", "corps")
)
_AIRCRAFT = frozenset(("warplanes", "warplane", "jets", "jet", "fighter jets", "fighter jet", "military jet"))
_GENERAL_POLICE = frozenset(
    ["police", "policeman", "policemen", "police officer", "police officers", "police station", "police post",
     "police patrol", "constable", "constables", "policewoman"]
)  # fmt: skip


def find_army(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "the army" is the state's; "soldiers" are those of the force last named close by, else the state's."""
    near = reading.near(mention, _TROOPS)
    if mention.head in _UNITS and (near is None or _is_branch(near)):
        return reading.body(mention, "army")
    if mention.head in _AIRCRAFT and mention.country is None:
        near = reading.near(mention, frozenset(("coalition",))) or near
    if near is not None and mention.head in _AIRCRAFT and near.category != "coalition":
        return reading.body(near.mention, mention.head) or near
    if mention.country is None and mention.head not in _INSTITUTIONS and near is not None:
        return near if reading.home_of(mention) is None else reading.body(mention, mention.head) or near
    return reading.body(mention, mention.head) or reading.body(mention, "army") or near


def _is_branch(row: ResolvedActor) -> bool:
    """Whether the force flies or sails: a brigade or soldiers on land are not its own."""
    return row.actor.name.endswith(("Air Force", "Navy", "Coast Guard"))


def find_police(reading: ActorReading, mention: ActorMention) -> Found | None:
    """The state's police, that of a province of a federation, or the special one named close by."""
    words = mention.span.text_in(reading.text)
    if "federal" in words.lower():
        return reading.body(mention, "federal police")
    if mention.head.startswith("gendarme"):
        return reading.body(mention, mention.head)
    if mention.head in ("officers", "officer", "guards", "guard", "recruits"):
        last = reading.memory.latest_named(STATE_FORCES)
    else:
        last = reading.memory.latest_named(frozenset(("police",)))
    general = reading.body(mention, mention.head) or reading.body(mention, "police")
    if general is not None and general.country and mention.head in _GENERAL_POLICE and mention.country is None:
        general = reading.state_police(mention, general.country) or general
    if last is None or mention.country or "Gendarmerie" in last.actor.name:
        return general
    near = reading.memory.sentence_of(last.span.start) >= reading.memory.sentence_of(mention.span.start) - 1
    is_special = general is not None and last.actor.actor_id != general.actor_id
    return general if is_special and not near else last


def find_security(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "The security forces" are the state's; a mere "force" looks back."""
    if mention.head in ("force", "forces", "contingent"):
        return reading.memory.latest_named(FORCES) if reading.is_definite(mention) else None
    return reading.body(mention, mention.head) or reading.body(mention, "security forces")


def find_coalition(reading: ActorReading, mention: ActorMention) -> Found | None:
    """The coalition named before or in the title, else that which fights in the story's country."""
    named = reading.memory.latest_named(frozenset(("coalition",)))
    if named or not mention.head.startswith(("coalition", "alliance")):
        return named
    titled = reading.memory.titled_of(frozenset(("coalition",)))
    codes = [code for code in reading.countries[:3] if code in _COALITION_OF]
    return titled or (reading.registry.get(_COALITION_OF[codes[0]]) if codes else None)


def find_mission(reading: ActorReading, mention: ActorMention) -> Found | None:
    """The peace mission named, else the one in the story's country."""
    here = reading.mission_here()
    if mention.country and mention.head != "mission" and (here is None or here.parent != "un"):
        return reading.body(mention, "army")
    named = reading.memory.latest_named(frozenset(("mission",)))
    if named is not None or (mention.head == "mission" and not reading.is_definite(mention)):
        return named
    ahead = _mission_ahead(reading) or here
    return ahead or (reading.registry.get("un") if mention.head != "mission" else None)


def _mission_ahead(reading: ActorReading) -> Actor | None:
    """The peace mission that the report names only later."""
    later = (other for other in reading.mentions if other.form == "named" and other.category == "mission")
    return next((actor for other in later if (actor := reading.best(reading.registry.find(other.head)))), None)


def find_unit(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "the unit", "its teams": the force last named; heroes and lions are nobody but in a side's own word."""
    if mention.head not in ("unit", "units", "teams") or not reading.is_definite(mention):
        return None
    return reading.memory.latest_named(FORCES, reading.memory.sentence_of(mention.span.start) - 2)


def find_own_army(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "its troops": those of the state or force that the sentence spoke of last."""
    states = ("state_force", "government")
    owner = reading.memory.nearest_in_sentence(
        mention.span.start, lambda row: row.category in states and row.actor.actor_id is not None
    )
    actor = reading.registry.get(owner.actor.actor_id) if owner and owner.actor.actor_id else None
    if owner is None or actor is None or actor.category == "state_force":
        return owner
    named = replace(mention, country=actor.country)
    return reading.body(named, mention.head) or reading.body(named, "army")
