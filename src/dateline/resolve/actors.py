"""Who is meant: mentions of actors resolved by the story's country, its date and what came before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from dateline.base.resources import load_yaml
from dateline.base.words import Word, split_words
from dateline.model.actors import Actor, ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, ResolvedActor
from dateline.model.drafts import (
    ACTOR_MENTIONS,
    ACTORS,
    PERSON_MENTIONS,
    QUOTES,
    SENTENCES,
    Additions,
    Draft,
)
from dateline.model.ports import ActorRegistry, Gazetteer
from dateline.resolve.actor_memory import ARMED_GROUPS, STATE_FORCES, ActorMemory, is_named
from dateline.resolve.registries import load_countries
from dateline.resolve.story_countries import weigh_countries

_DEFINITE = re.compile(
    r"\b(?:the|these|those|this|that|its|their|his|same|both)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE
)
_OWNED = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,2}$")
_THEIR = re.compile(r"\b(its|their)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_BELONGS = re.compile(r"\s+(?:[\w’'-]+\s+){0,5}?(?:from|of|to|with|by|as)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,1}$")
_DOES = re.compile(
    r"\s+(?:also |now |later |then |still |never |not )?(?:\w+ed|has|had|said|says|would|will|could|did|does|took|"
    r"takes|lost|holds?|held|carries|claims|wants|began|sent|put|gave|made|makes|calls|denies|blames|lists|keeps|kept|shot|hit|"
    r"struck|fought|withdrew|led|knew|saw|seeks|sought|accuses|rejects|controls)\b"
)
_OWNERS = frozenset(("their", "theirs", "its", "them"))
_TIED = re.compile(
    r"\b(?:linked to|tied to|ties (?:to|with)|loyal to|allegiance to|allied (?:to|with)|affiliated (?:to|with))\s(?:the\s)?$"
)
_AFFILIATE = re.compile(
    r"(?:['’]s)?[\s-](?:[\w-]+\s){0,2}?(?:affiliates?|branch|offshoot|franchise|linked|affiliated|aligned|backed)\b"
)
_LOST = re.compile(r"\blost\s+(?:[\w-]+\s+){0,3}$")
_NEW = re.compile(
    r"\b(?:a|an|no|other|another|unknown|unidentified|any|some)\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
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
_WE = frozenset(["we", "us", "our", "ours", "ourselves", "i", "me", "my"])
_ONE_PERSON = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
_COALITION_OF = {"IQ": "global-coalition", "SY": "global-coalition", "YE": "saudi-led-coalition", "AF": "nato"}
_NEARBY_SENTENCES = 2
_WEIGHT_ACTOR = 0.3
_FORCES: frozenset[ActorCategory] = frozenset(
    ("state_force", "police", "militia", "armed_group", "mission", "coalition")
)
_TROOPS: frozenset[ActorCategory] = frozenset(("state_force", "mission", "coalition"))
_IRREGULARS: frozenset[ActorCategory] = ARMED_GROUPS | {"militia"}
_AIRCRAFT = frozenset(("warplanes", "warplane", "jets", "jet", "fighter jets", "fighter jet", "military jet"))

Found = Actor | ActorRef | ResolvedActor
Rule = Callable[["_Reading", ActorMention], Found | None]


class ActorStage:
    """Provides one ResolvedActor for every mention that means an actor, in order of the text."""

    name = "actors"
    version = "1"
    requires = (ACTOR_MENTIONS, PERSON_MENTIONS, SENTENCES, QUOTES)
    provides = (ACTORS,)

    def __init__(self, registry: ActorRegistry, gazetteer: Gazetteer | None = None) -> None:
        self._registry = registry
        self._gazetteer = gazetteer

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{ACTORS: tuple(_Reading(draft, self._registry, self._gazetteer).resolve())} for draft in batch]


class _Reading:
    """One report, read from the first mention to the last."""

    def __init__(self, draft: Draft, registry: ActorRegistry, gazetteer: Gazetteer | None) -> None:
        self.text = draft.text
        self.registry = registry
        self.mentions = draft.get(ACTOR_MENTIONS)
        self.year = int((draft.report.published or "")[:4]) if (draft.report.published or "")[:4].isdigit() else None
        weights = weigh_countries(draft, gazetteer)
        for mention in self.mentions:
            if mention.country and mention.form == "named" and len(registry.find(mention.head)) == 1:
                weights[mention.country] = weights.get(mention.country, 0.0) + _WEIGHT_ACTOR
        self.countries = sorted(weights, key=lambda code: -weights[code])
        self.quotes = [quote.span for quote in draft.get(QUOTES)]
        starts = [sentence.span.start for sentence in draft.get(SENTENCES)]
        self.memory = ActorMemory(lambda offset: bisect_right(starts, offset) - 1)
        self.memory.titled.extend(self._names_in_title(draft.report.title or ""))

    def resolve(self) -> Iterator[ResolvedActor]:
        for mention in self.mentions:
            row = self._resolve_one(mention)
            if row is not None:
                if not self._is_a_tie(mention):
                    self.memory.keep(row)
                yield row

    def _is_a_tie(self, mention: ActorMention) -> bool:
        """Whether the group is only named to tell of another: "al-Qaida's affiliate", "linked to IS"."""
        before = self.text[max(0, mention.span.start - 24) : mention.span.start]
        return mention.form == "named" and bool(_TIED.search(before) or _AFFILIATE.match(self.text, mention.span.end))

    def _resolve_one(self, mention: ActorMention) -> ResolvedActor | None:
        if mention.form == "named":
            return self._named(mention)
        if mention.form == "pronoun":
            return self._pronoun(mention)
        sense = sense_of(mention)
        found = self._owner(mention, sense) or _RULES[sense](self, mention)
        return self._row(mention, found) if found is not None else None

    def _row(self, mention: ActorMention, found: Found) -> ResolvedActor:
        words = mention.span.text_in(self.text)
        if isinstance(found, Actor):
            ref = ActorRef(name=found.name, mention=words, actor_id=found.actor_id)
            return ResolvedActor(mention.span, mention, ref, found.category)
        if isinstance(found, ResolvedActor):
            ref = ActorRef(name=found.actor.name, mention=words, actor_id=found.actor.actor_id)
            return ResolvedActor(mention.span, mention, ref, found.category)
        ref = ActorRef(name=found.name, mention=words, actor_id=found.actor_id)
        return ResolvedActor(mention.span, mention, ref, mention.category)

    # -- names ------------------------------------------------------------------------------------------------

    def _named(self, mention: ActorMention) -> ResolvedActor | None:
        words = mention.span.text_in(self.text)
        known = self.registry.find(words) or self.registry.find(mention.head)
        if len(known) == 1 and known[0].name != mention.head:
            known = self.registry.find(mention.head) or known
        if not known:
            return self._row(mention, ActorRef(name=mention.head))
        actor = self._best(known)
        return self._row(mention, actor) if actor and not self._is_another_acronym(actor, words) else None

    def _best(self, known: Sequence[Actor]) -> Actor | None:
        """Of actors with one name, the one of this story's countries; one that did not exist yet is none."""
        living = [actor for actor in known if self.year is None or (actor.first_year or 0) <= self.year]
        here = [actor for code in self.countries[:2] for actor in living if actor.country == code]
        active = [actor for actor in here or living if self.year is None or actor.existed_in(self.year)]
        best = active or here or living
        return best[0] if best else None

    def _is_another_acronym(self, actor: Actor, words: str) -> bool:
        """Short capitals of a group from a country that the report never speaks of: some other body's letters."""
        first = words.split()[0]
        short = first.isupper() and len(first) <= 4 and actor.country is not None
        return short and actor.country not in self.countries and actor.name not in self.text

    def _names_in_title(self, title: str) -> list[Actor]:
        words = split_words(title)
        found: list[Actor] = []
        at = 0
        while at < len(words):
            length, actor = self._name_at(title, words, at)
            if actor is not None:
                found.append(actor)
            at += length
        return found

    def _name_at(self, title: str, words: Sequence[Word], at: int) -> tuple[int, Actor | None]:
        for length in range(min(5, len(words) - at), 0, -1):
            name = title[words[at].start : words[at + length - 1].end]
            known = self.registry.find(name) if name[0].isupper() else ()
            if known and (length > 1 or not known[0].name.isupper() or name.isupper()) and name not in ("Is", "As"):
                return length, self._best(known)
        return 1, None

    # -- looking back -----------------------------------------------------------------------------------------

    def _pronoun(self, mention: ActorMention) -> ResolvedActor | None:
        if mention.head in _WE or mention.head in _ONE_PERSON:
            return None
        if mention.head == "it" and not _DOES.match(self.text, mention.span.end):
            return None
        start = mention.span.start
        if mention.plural and self._is_quoted(mention):
            enemy = self.memory.latest(lambda row: row.category in ARMED_GROUPS, self.memory.sentence_of(start) - 4)
            if enemy is not None:
                return self._row(mention, enemy)
        test = _are_people if mention.plural else _is_body
        found = self.memory.nearest_in_sentence(start, test) if mention.head in _OWNERS else None
        found = found or self.memory.subject_before(start, test)
        return self._row(mention, found) if found else None

    def _is_quoted(self, mention: ActorMention) -> bool:
        at = bisect_right(self.quotes, mention.span.start, key=lambda quote: quote.start) - 1
        return at >= 0 and self.quotes[at].contains(mention.span)

    def _owner(self, mention: ActorMention, sense: str) -> Found | None:
        """ "IS's fighters", "its men", "gunmen from Boko Haram": those are the group's."""
        if sense not in ("attackers", "militia", "army") and mention.head not in ("men", "members"):
            return None
        before = self.text[max(0, mention.span.start - 40) : mention.span.start]
        last = self.memory.rows[-1] if self.memory.rows else None
        if last and _OWNED.search(before) and mention.span.start - last.span.end < 24 and is_named(last):
            return last if last.category in ARMED_GROUPS or sense == "army" else None
        if _THEIR.search(before) and last and sense != "army":
            return self.memory.subject_before(mention.span.start, lambda row: row.category in ARMED_GROUPS)
        return self._group_behind(mention) if sense == "attackers" else None

    def _group_behind(self, mention: ActorMention) -> Actor | None:
        """The group that the words right behind a noun name: "fighters thought to be from the group X"."""
        for other in self.mentions:
            gap = other.span.start - mention.span.end
            if gap <= 0 or other.form != "named" or other.category not in _IRREGULARS:
                continue
            if gap > 60:
                return None
            if _BELONGS.fullmatch(self.text[mention.span.end : other.span.start]):
                return self._best(self.registry.find(other.head))
        return None

    def group(self, mention: ActorMention) -> Found | None:
        """ "the group", "its movement"; "a group" and "no group" mean nobody known."""
        if mention.plural or not self.is_definite(mention) or self.is_new(mention):
            return None
        return self._known_group()

    def attackers(self, mention: ActorMention) -> Found | None:
        """ "the gunmen" look back; "gunmen" may stay unknown; "militants" are those the story is about."""
        unknown = ActorRef(name="Unidentified Armed Group")
        if mention.country and not self.is_definite(mention):
            return unknown
        if self.is_definite(mention):
            nearest = self.memory.latest(lambda row: row.category in ARMED_GROUPS)
            if nearest is not None and (is_named(nearest) or mention.head in _OF_UNKNOWN):
                return nearest
            return self._known_group() or unknown
        if mention.head in _ATTACKING:
            sentence = self.memory.sentence_of(mention.span.start)
            return self.memory.latest_named(ARMED_GROUPS, sentence - 1) or unknown
        if mention.head in _OF_UNKNOWN or self.is_new(mention):
            return unknown
        return self._known_group() or unknown

    def _known_group(self) -> Found | None:
        named = self.memory.latest_named(ARMED_GROUPS)
        return named or self.memory.titled_of(ARMED_GROUPS) or self.memory.latest_named(frozenset(("militia",)))

    def militia(self, mention: ActorMention) -> Found | None:
        if self.is_definite(mention) or mention.head in ("paramilitaries", "paramilitary force", "paramilitary"):
            named = self.memory.latest_named(frozenset(("militia",)))
            irregular = self.memory.latest(lambda row: row.category == "state_force" and "Mobiliz" in row.actor.name)
            if named or irregular:
                return named or irregular
        words = mention.span.text_in(self.text)
        return ActorRef(name=words if " " in words else "Unidentified Militia")

    # -- states -----------------------------------------------------------------------------------------------

    def army(self, mention: ActorMention) -> Found | None:
        """ "the army" is the state's; "soldiers" are those of the force last named close by, else the state's."""
        near = self._near(mention, _TROOPS)
        if near is not None and mention.head in _AIRCRAFT and near.category != "coalition":
            return self._body(near.mention, mention.head) or near
        if mention.country is None and mention.head not in _INSTITUTIONS and near is not None:
            return near
        return self._body(mention, mention.head) or self._body(mention, "army") or near

    def police(self, mention: ActorMention) -> Found | None:
        words = mention.span.text_in(self.text)
        if "federal" in words.lower():
            return self._body(mention, "federal police")
        if mention.head in ("officers", "officer", "guards", "guard", "recruits"):
            last = self.memory.latest_named(STATE_FORCES)
        else:
            last = self.memory.latest_named(frozenset(("police",)))
        if last is not None and mention.country is None:
            return last
        return self._body(mention, mention.head) or self._body(mention, "police")

    def security(self, mention: ActorMention) -> Found | None:
        if mention.head in ("force", "forces", "contingent"):
            return self.memory.latest_named(_FORCES) if self.is_definite(mention) else None
        return self._body(mention, mention.head) or self._body(mention, "security forces")

    def government(self, mention: ActorMention) -> Found | None:
        if mention.head == "ministry":
            ministry = self.memory.latest(lambda row: row.category == "government" and "inistry" in row.actor.name)
            return ministry if ministry and self.is_definite(mention) else None
        if mention.head in ("council", "administration", "parliament", "municipality"):
            return self.memory.latest_named(frozenset(("government",))) if self.is_definite(mention) else None
        return self._body(mention, mention.head) or self._body(mention, "government")

    def coalition(self, mention: ActorMention) -> Found | None:
        named = self.memory.latest_named(frozenset(("coalition",)))
        if named or not mention.head.startswith(("coalition", "alliance")):
            return named
        titled = self.memory.titled_of(frozenset(("coalition",)))
        codes = [code for code in self.countries[:3] if code in _COALITION_OF]
        return titled or (self.registry.get(_COALITION_OF[codes[0]]) if codes else None)

    def mission(self, mention: ActorMention) -> Found | None:
        named = self.memory.latest_named(frozenset(("mission",)))
        return named or (None if mention.head == "mission" else self.registry.get("un"))

    def _near(self, mention: ActorMention, categories: frozenset[ActorCategory]) -> ResolvedActor | None:
        sentence = self.memory.sentence_of(mention.span.start)
        return self.memory.latest_named(categories, sentence - _NEARBY_SENTENCES)

    def _body(self, mention: ActorMention, noun: str) -> Actor | None:
        """The body of the mention's country, else of the story's, that the noun names."""
        codes = [mention.country] if mention.country else self.countries[:1]
        for code in codes:
            for owner in _state_words().get(code, ()):
                known = self.registry.find(f"{owner} {noun}")
                actor = self._best(known) if known else None
                if actor is not None and (self.year is None or actor.existed_in(self.year)):
                    return actor
        return None

    # -- how a noun is introduced -----------------------------------------------------------------------------

    def is_definite(self, mention: ActorMention) -> bool:
        return _DEFINITE.search(self._before(mention)) is not None

    def is_new(self, mention: ActorMention) -> bool:
        return _NEW.search(self._before(mention)) is not None

    def loses(self, mention: ActorMention) -> bool:
        """Whether someone lost the people: then they were their own ("lost 19 men")."""
        return _LOST.search(self._before(mention)) is not None

    def _before(self, mention: ActorMention) -> str:
        return self.text[max(0, mention.span.start - 30) : mention.span.start]


def _are_people(row: ResolvedActor) -> bool:
    """Whether "they" may mean the actor."""
    return row.mention.plural or (is_named(row) and row.mention.form != "pronoun")


def _is_body(row: ResolvedActor) -> bool:
    """Whether "it" may mean the actor: a body, not people."""
    return is_named(row) and row.category not in ("civilians", "protesters", "unidentified_armed")


def _civilians(reading: _Reading, mention: ActorMention) -> Found | None:
    if mention.head == "men" and reading.loses(mention):
        return reading.memory.latest_named(_FORCES)
    if mention.head == "men" and reading.is_definite(mention):
        people = ARMED_GROUPS | {"civilians"}
        return reading.memory.latest(lambda row: row.category in people and row.mention.plural) or _CIVILIANS
    return _CIVILIANS


_CIVILIANS = ActorRef(name="Civilians")
_PROTESTERS = ActorRef(name="Protesters")
_RULES: Mapping[str, Rule] = {
    "attackers": _Reading.attackers,
    "group": _Reading.group,
    "militia": _Reading.militia,
    "army": _Reading.army,
    "police": _Reading.police,
    "security": _Reading.security,
    "government": _Reading.government,
    "coalition": _Reading.coalition,
    "mission": _Reading.mission,
    "protesters": lambda _reading, _mention: _PROTESTERS,
    "civilians": _civilians,
}
_SENSE_OF_CATEGORY: Mapping[ActorCategory, str] = {
    "unidentified_armed": "attackers",
    "armed_group": "group",
    "militia": "militia",
    "state_force": "army",
    "police": "police",
    "government": "government",
    "coalition": "coalition",
    "mission": "mission",
    "protesters": "protesters",
}


def sense_of(mention: ActorMention) -> str:
    """The sense of the lexicon that a generic mention has."""
    head_sense, category = _senses().get(mention.head, ("", None))
    if head_sense and category == mention.category:
        return head_sense
    return _SENSE_OF_CATEGORY.get(mention.category, "civilians")


@cache
def _senses() -> Mapping[str, tuple[str, ActorCategory]]:
    return {
        noun.lower(): (row["sense"], row["category"])
        for row in load_yaml("lexicons/actor_nouns.yaml")["senses"]
        for noun in (*row["plural"], *row["singular"])
    }


@cache
def _state_words() -> Mapping[str, tuple[str, str]]:
    """Country code -> the adjective and the name that its bodies are found under."""
    return {country.code: (country.adjectives[0], country.name) for country in load_countries()}
