"""How each sense of a noun finds its actor: "the group" looks back, the army is the state's, gunmen stay unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from dateline.model.actors import Actor, ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, ResolvedActor
from dateline.resolve.actor_memory import ARMED_GROUPS, STATE_FORCES, is_named
from dateline.resolve.actor_readings import ActorReading, Found
from dateline.resolve.actor_senses import sense_of

_OWNED = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,2}$")
_THEIR = re.compile(r"\b(its|their)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_BELONGS = re.compile(r"\s+(?:[\w’'-]+\s+){0,5}?(?:from|of|to|with|by|as)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,1}$")
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
_OF_LEADER = re.compile(r"\b[A-Z][\w-]+['’]s?\s(?:[\w-]+\s)?$")
_LOCAL_GUARD = re.compile(r"\b(?:local|village|community)\b.*\b(?:self-defen[cs]e|vigilante|watch)", re.IGNORECASE)
_SUBSTATE = re.compile(r"\b(?:state|provincial|regional|local|city|municipal) government$", re.IGNORECASE)
_INSTALLED = re.compile(r"[-‑](?:installed|appointed|backed|led|held|controlled)\s(?:[\w-]+\s)?$")
_OF_UNKNOWN = frozenset(
    ["gunmen", "gunman", "assailants", "assailant", "attackers", "attacker", "bandits", "bandit", "men", "man",
     "people", "kidnappers", "abductors", "raiders", "killers", "criminals", "armed men", "masked men", "armed group",
     "gang", "gangs"]
)  # fmt: skip
_INSTITUTIONS = frozenset(
    ["army", "military", "air force", "navy", "armed forces", "general staff", "military command", "high command",
     "coast guard", "military forces", "army command", "armed services"]
)  # fmt: skip
_ATTACKING = frozenset(
    ("attackers", "assailants", "suicide bombers", "suicide bomber", "suicide attacker", "bombers", "raiders")
)
_ANTI_STATE = frozenset(
    ["jihadists", "jihadist", "jihadis", "jihadi", "terrorists", "terrorist", "insurgents", "insurgent", "rebels",
     "rebel", "extremists", "extremist", "insurgency", "militants", "militant", "islamists", "islamist",
     "separatists"]
)  # fmt: skip
_OF_RIOT = frozenset(("rioters", "rioter", "mob", "mobs", "looters", "looter", "arsonists"))
_COALITION_OF = {"IQ": "global-coalition", "SY": "global-coalition", "YE": "saudi-led-coalition", "AF": "nato"}
_FORCES: frozenset[ActorCategory] = frozenset(
    ("state_force", "police", "militia", "armed_group", "mission", "coalition")
)
_TROOPS: frozenset[ActorCategory] = frozenset(("state_force", "mission", "coalition"))
_IRREGULARS: frozenset[ActorCategory] = ARMED_GROUPS | {"militia"}
_UNITS = frozenset(
    ("brigade", "battalion", "division", "regiment", "infantry", "brigades", "battalions", "squadron", "corps")
)
_AIRCRAFT = frozenset(("warplanes", "warplane", "jets", "jet", "fighter jets", "fighter jet", "military jet"))

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
        return _own_army(reading, mention)
    if _THEIR.search(before) and last and sense != "army":
        return reading.memory.subject_before(mention.span.start, lambda row: row.category in _FORCES | ARMED_GROUPS)
    return _group_behind(reading, mention) if sense == "attackers" else None


def _own_army(reading: ActorReading, mention: ActorMention) -> Found | None:
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


def _group_behind(reading: ActorReading, mention: ActorMention) -> Actor | None:
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


def _group(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "the group", "its movement"; "a group" and "no group" mean nobody known."""
    if mention.plural or not reading.is_definite(mention) or reading.is_new(mention):
        return None
    return reading.known_group()


def _attackers(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "the gunmen" look back; "gunmen" may stay unknown; "militants" are those the story is about."""
    unknown = _UNIDENTIFIED
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


def _militia(reading: ActorReading, mention: ActorMention) -> Found | None:
    words = mention.span.text_in(reading.text)
    if _LOCAL_GUARD.search(words):
        return ActorRef(name=words)
    if reading.is_definite(mention) or mention.head in ("paramilitaries", "paramilitary force", "paramilitary"):
        named = reading.memory.latest_named(frozenset(("militia",)))
        irregular = reading.memory.latest(lambda row: row.category == "state_force" and "Mobiliz" in row.actor.name)
        if named or irregular:
            return named or irregular
    return ActorRef(name=words if " " in words else "Unidentified Militia")


def _army(reading: ActorReading, mention: ActorMention) -> Found | None:
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


_GENERAL_POLICE = frozenset(
    ["police", "policeman", "policemen", "police officer", "police officers", "police station", "police post",
     "police patrol", "constable", "constables", "policewoman"]
)  # fmt: skip


def _police(reading: ActorReading, mention: ActorMention) -> Found | None:
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


def _security(reading: ActorReading, mention: ActorMention) -> Found | None:
    if mention.head in ("force", "forces", "contingent"):
        return reading.memory.latest_named(_FORCES) if reading.is_definite(mention) else None
    return reading.body(mention, mention.head) or reading.body(mention, "security forces")


def _government(reading: ActorReading, mention: ActorMention) -> Found | None:
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


def _coalition(reading: ActorReading, mention: ActorMention) -> Found | None:
    named = reading.memory.latest_named(frozenset(("coalition",)))
    if named or not mention.head.startswith(("coalition", "alliance")):
        return named
    titled = reading.memory.titled_of(frozenset(("coalition",)))
    codes = [code for code in reading.countries[:3] if code in _COALITION_OF]
    return titled or (reading.registry.get(_COALITION_OF[codes[0]]) if codes else None)


def _mission(reading: ActorReading, mention: ActorMention) -> Found | None:
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


def _protesters(_reading: ActorReading, mention: ActorMention) -> Found | None:
    return _RIOTERS if mention.head in _OF_RIOT else _PROTESTERS


def _civilians(reading: ActorReading, mention: ActorMention) -> Found | None:
    behind = reading.text[mention.span.end : mention.span.end + 60]
    if mention.head in ("settlers", "settler") and mention.country is None:
        return reading.registry.get("israeli-settlers") if {"IL", "PS"} & set(reading.countries[:2]) else _CIVILIANS
    if mention.head in _ANYBODY and _UNKNOWN.search(reading.around(mention)) and not _HARMED.match(behind):
        return _UNIDENTIFIED
    if mention.head == "men" and reading.loses(mention):
        return reading.memory.latest_named(_FORCES)
    if mention.head == "men" and _ATTACKED.match(reading.text, mention.span.end):
        return reading.memory.latest(lambda row: row.category in ARMED_GROUPS) or _UNIDENTIFIED
    if mention.head == "men" and reading.is_definite(mention):
        people = ARMED_GROUPS | {"civilians"}
        return reading.memory.latest(lambda row: row.category in people and row.mention.plural) or _CIVILIANS
    return _CIVILIANS


def _unit(reading: ActorReading, mention: ActorMention) -> Found | None:
    """ "the unit", "its teams": the force last named; heroes and lions are nobody but in a side's own word."""
    if mention.head not in ("unit", "units", "teams") or not reading.is_definite(mention):
        return None
    return reading.memory.latest_named(_FORCES, reading.memory.sentence_of(mention.span.start) - 2)


_UNIDENTIFIED = ActorRef(name="Unidentified Armed Group")
_CIVILIANS = ActorRef(name="Civilians")
_PROTESTERS = ActorRef(name="Protesters")
_RIOTERS = ActorRef(name="Rioters")
_RULES: Mapping[str, Rule] = {
    "attackers": _attackers,
    "group": _group,
    "militia": _militia,
    "army": _army,
    "police": _police,
    "security": _security,
    "government": _government,
    "coalition": _coalition,
    "mission": _mission,
    "protesters": _protesters,
    "civilians": _civilians,
    "property": lambda _reading, _mention: _CIVILIANS,
    "enemy": lambda reading, _mention: reading.foe(),
    "own": _unit,
}
