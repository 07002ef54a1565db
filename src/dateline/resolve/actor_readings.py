"""One report as the resolver of actors reads it: its countries, its year, and what has been said so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from dateline.base.text import fold_name
from dateline.base.words import Word, name_key, split_words
from dateline.model.actors import Actor, ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, ResolvedActor
from dateline.model.drafts import ACTOR_MENTIONS, PLACES, QUOTES, SENTENCES, Draft
from dateline.model.ports import ActorRegistry, Gazetteer
from dateline.resolve.actor_memory import ARMED_GROUPS, ActorMemory
from dateline.resolve.own_sides import speaks_for_side
from dateline.resolve.registries import load_countries
from dateline.resolve.story_countries import countries_in, weigh_countries

_DEFINITE = re.compile(
    r"\b(?:the|these|those|this|that|its|their|his|same|both)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE
)
_NEW = re.compile(
    r"\b(?:a|an|no|other|another|unknown|unidentified|any|some)\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:in|into|to|across|inside|within)\s(?:\w+ern\s)?$", re.IGNORECASE)
_LOST = re.compile(r"\blost\s+(?:[\w-]+\s+){0,3}$")
_FROM = re.compile(r"\s(?:from|stationed (?:in|at)|based (?:in|at))\s(?:the\s)?")
_NEARBY_SENTENCES = 2
_LIKELY_STATES = 4
_WEIGHT_ACTOR = 0.3

_FIGHTING_STATE: frozenset[ActorCategory] = frozenset(("state_force", "police", "coalition", "mission"))
_SIDES: frozenset[ActorCategory] = _FIGHTING_STATE | frozenset(("armed_group", "militia"))

Found = Actor | ActorRef | ResolvedActor
"""Whom a mention means: an actor of the registry, a name that it lacks, or one mentioned before."""


class ActorReading:
    """What the report tells a reader who has come as far as the mention at hand."""

    def __init__(
        self, draft: Draft, registry: ActorRegistry, gazetteer: Gazetteer | None, missions: Sequence[Actor] = ()
    ) -> None:
        """`missions`: the registry's peace missions, as `missions_of` gives them."""
        self.text = draft.text
        self.missions = missions
        self.registry = registry
        self.mentions = draft.get(ACTOR_MENTIONS)
        self.year = int((draft.report.published or "")[:4]) if (draft.report.published or "")[:4].isdigit() else None
        weights = weigh_countries(draft, gazetteer)
        self.storied = frozenset(weights)
        for mention in self.mentions:
            if mention.country and mention.form == "named" and self._is_unmistakable(mention):
                weights[mention.country] = weights.get(mention.country, 0.0) + _WEIGHT_ACTOR
        self.countries = sorted(weights, key=lambda code: -weights[code])
        named = {code for text in (self.text, draft.report.dateline or "") for code, _, _ in countries_in(text)}
        self.likely = frozenset(code for code in self.countries[:_LIKELY_STATES] if code in named)
        self.quotes = [quote.span for quote in draft.get(QUOTES)]
        self.starts = [sentence.span.start for sentence in draft.get(SENTENCES)]
        places = draft.get(PLACES) if draft.has(PLACES) else ()
        sites = [row for row in places if row.event_place and row.place.country]
        self.sites = [(row.span.start, row.place.country) for row in sites]
        self.provinces = [(row.span.start, row.place.admin1 or row.place.name) for row in sites]
        told = (name for row in sites for name in (row.place.admin1, row.place.name) if name)
        self.regions = frozenset(map(fold_name, told))
        """The regions and places where something is told to have been done, folded."""
        self.memory = ActorMemory(lambda offset: bisect_right(self.starts, offset) - 1)
        self.memory.titled.extend(self._names_in_title(draft.report.title or ""))
        self.own = self._own_side(draft)

    def best(self, known: Sequence[Actor], words: str = "") -> Actor | None:
        """Of actors with one name, the one of this story's countries; one that did not exist yet is none.

        `words` are those of the report: by a name that it has at home only, an actor is not meant elsewhere.
        """
        living = [actor for actor in known if self.year is None or (actor.first_year or 0) <= self.year]
        top = self.countries[:2]
        living = [actor for actor in living if not is_home_name(words, actor) or any(map(actor.is_active_in, top))]
        here = [actor for code in top for actor in living if actor.country == code]
        here = here or [actor for code in top for actor in living if actor.is_active_in(code)]
        active = [actor for actor in here or living if self.year is None or actor.existed_in(self.year)]
        best = active or here or living
        return best[0] if best else None

    def _is_unmistakable(self, mention: ActorMention) -> bool:
        """Whether a name is that of one actor anywhere: letters that many bodies share tell of no country."""
        words = mention.span.text_in(self.text)
        known = self.registry.find(words) or self.registry.find(mention.head)
        return len(known) == 1 and not is_home_name(words, known[0])

    def known_group(self, with_militias: bool = True) -> Found | None:
        """The armed group last named, else that of the title, else a militia."""
        named = self.memory.latest_named(ARMED_GROUPS) or self.memory.titled_of(ARMED_GROUPS)
        if named is not None or not with_militias:
            return named or self.group_ahead()
        militia = frozenset[ActorCategory](("militia",))
        return self.memory.latest_named(militia) or self.memory.titled_of(militia) or self.group_ahead()

    def group_ahead(self) -> Actor | None:
        """The one armed group that the report names, if only later: the militants of a lead are its men."""
        later = [row for row in self.mentions if row.form == "named" and row.category == "armed_group"]
        heads = {row.head for row in later}
        return self.best(self.registry.find(heads.pop())) if len(heads) == 1 else None

    def near(self, mention: ActorMention, categories: frozenset[ActorCategory]) -> ResolvedActor | None:
        """The actor of these categories named in the sentence or the two before."""
        sentence = self.memory.sentence_of(mention.span.start)
        return self.memory.latest_named(categories, sentence - _NEARBY_SENTENCES)

    def body(self, mention: ActorMention, noun: str) -> Actor | None:
        """The body of the mention's country, else of the story's, that the noun names."""
        here = mention.country or self.home_of(mention) or self._country_in_sentence(mention)
        codes = [here] if here else self.countries[:1]
        for code in codes:
            for owner in _state_words().get(code, ()):
                known = self.registry.find(f"{owner} {noun}")
                actor = self.best(known) if known else None
                if actor is not None and (self.year is None or actor.existed_in(self.year)):
                    return actor
        return None

    def _country_in_sentence(self, mention: ActorMention) -> str | None:
        """The state that the sentence places itself in before the mention ("In Iraq, where the army ...")."""
        start, end = self._sentence_around(mention)
        lead = self.text[start : mention.span.start]
        named = [(code, at) for code, at, share in countries_in(lead) if share == 1.0]
        if named and _INSIDE.search(lead[: named[-1][1]]):
            return named[-1][0]
        here = {code for at, code in self.sites if start <= at < end and code in self.likely}
        return here.pop() if len(here) == 1 else None

    def state_police(self, mention: ActorMention, country: str) -> Actor | None:
        """The police of the state or province of a federation that the report told of last, else first."""
        before = [name for at, name in self.provinces if at < mention.span.start + 40]
        for province in dict.fromkeys((*reversed(before), *(name for _, name in self.provinces))):
            for actor in self.registry.find(f"{province} Police"):
                if actor.country == country and actor.name.startswith(province.split()[0]):
                    return actor
        return None

    def home_of(self, mention: ActorMention) -> str | None:
        """The state that people are said to be from: "eight soldiers from Titao", "troops from Eritrea"."""
        origin = _FROM.match(self.text, mention.span.end)
        if origin is None:
            return None
        at = next((code for start, code in self.sites if start == origin.end() and code in self.likely), None)
        return at or next(
            (code for code, start, _ in countries_in(self.text[origin.end() :][:40]) if not start), None
        )

    def _sentence_around(self, mention: ActorMention) -> tuple[int, int]:
        index = max(0, self.memory.sentence_of(mention.span.start))
        start = self.starts[index] if self.starts else 0
        return start, self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)

    def mission_here(self) -> Actor | None:
        """The peace mission in the country that the story is about most, in its year."""
        year = self.year
        return next(
            (
                actor
                for actor in self.missions
                if actor.country in self.countries[:1] and year is not None and actor.existed_in(year)
            ),
            None,
        )

    def is_definite(self, mention: ActorMention) -> bool:
        """Whether it is introduced as known: "the", "these", "its"."""
        return _DEFINITE.search(self.before(mention)) is not None

    def is_new(self, mention: ActorMention) -> bool:
        """Whether it is introduced as not known: "a", "other", "unidentified"."""
        return _NEW.search(self.before(mention)) is not None

    def loses(self, mention: ActorMention) -> bool:
        """Whether someone lost the people: then they were their own ("lost 19 men")."""
        return _LOST.search(self.before(mention)) is not None

    def is_quoted(self, mention: ActorMention) -> bool:
        """Whether the mention stands inside a quotation."""
        at = bisect_right(self.quotes, mention.span.start, key=lambda quote: quote.start) - 1
        return at >= 0 and self.quotes[at].contains(mention.span)

    def before(self, mention: ActorMention) -> str:
        """The words right before a mention."""
        return self.text[max(0, mention.span.start - 30) : mention.span.start]

    def around(self, mention: ActorMention) -> str:
        """The mention and the word behind it ("persons unknown")."""
        return self.text[mention.span.start : mention.span.end + 9]

    def foe(self) -> Found | None:
        """ "The enemy" of the side that tells: the state's army for a group, the group for a force of the state."""
        if self.own is None:
            return None
        if self.own.category in _FIGHTING_STATE:
            return self.known_group()
        for code in ([self.own.country] if self.own.country else []) + self.countries[:1]:
            for owner in _state_words().get(code, ()):
                known = self.registry.find(f"{owner} army")
                if known:
                    return self.best(known)
        return None

    def _own_side(self, draft: Draft) -> Actor | None:
        """The force or group whose own word the report is: by the publisher's name, else by the title's."""
        publisher = draft.report.publisher or ""
        named = map(self._voice_of, self._names_in_title(publisher))
        sides = [actor for actor in named if actor.category in _SIDES]
        if not sides and speaks_for_side(self.text):
            sides = [actor for actor in self.memory.titled if actor.category in _SIDES]
        return sides[0] if sides else None

    def _voice_of(self, actor: Actor) -> Actor:
        """The side whose word an outlet of its own is: Amaq is the voice of the Islamic State."""
        owner = self.registry.get(actor.parent) if actor.category == "media" and actor.parent else None
        return owner or actor

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
                return length, self.best(known)
        return 1, None


def is_home_name(words: str, actor: Actor) -> bool:
    """Whether the words mean the actor in reports on its own countries only."""
    return any(name_key(words) == name_key(name) for name in actor.home_names)


def missions_of(registry: ActorRegistry) -> tuple[Actor, ...]:
    """The peace missions of a registry, those of the United Nations first."""
    rows = {actor.actor_id: actor for _, actor in registry.names() if actor.category == "mission"}
    return tuple(sorted(rows.values(), key=lambda actor: actor.parent != "un"))


@cache
def _state_words() -> Mapping[str, tuple[str, str]]:
    """Country code -> the adjective and the name that its bodies are found under."""
    return {country.code: (country.adjectives[0], country.name) for country in load_countries()}
