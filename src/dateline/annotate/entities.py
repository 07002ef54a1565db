"""Mentions of actors: names of the registry, forces of states, organisations, nouns for people, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.annotate.actor_names import NameIndex, NameMatch, joined
from dateline.annotate.actor_nouns import (
    Noun,
    NounFinder,
    NounMatch,
    keys_of,
    load_adjectives,
    load_organisation_heads,
    load_pronouns,
    load_state_names,
)
from dateline.annotate.actor_peoples import find_soldiering_people
from dateline.annotate.learned_mentions import add_mentions
from dateline.base.words import split_words
from dateline.model.actors import Actor, ActorCategory
from dateline.model.annotations import ActorMention
from dateline.model.drafts import ACTOR_MENTIONS, QUOTES, READINGS, SENTENCES, Additions, Draft
from dateline.model.ports import ActorRegistry
from dateline.model.spans import Span

_ACRONYM = re.compile(r"\s?\(\s?[\"“]?([A-Z][A-Za-z&/-]{1,11})[\"”]?\s?\)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth")
_UNIT_HEADS = frozenset(
    ["division", "battalion", "regiment", "brigade", "corps", "infantry", "squadron", "battalions", "brigades"]
)
_ARMS = frozenset(
    ["light", "heavy", "infantry", "armoured", "armored", "mechanised", "mechanized", "motorised", "motorized",
     "artillery", "tank", "airborne", "parachute", "mountain", "marine", "engineer", "engineering", "special",
     "rapid", "intervention", "reaction", "commando", "border", "signals", "air", "assault", "cavalry"]
)  # fmt: skip
_AGAINST = frozenset(("anti", "counter", "pro", "non", "self"))
_SINGULAR_MEMBERS = frozenset(
    ["militant", "fighter", "soldier", "gunman", "member", "rebel", "insurgent", "suspect", "terrorist", "jihadist",
     "cell", "network", "gang", "unit", "faction", "drone"]
)  # fmt: skip
_SHORTENED = frozenset(("armed_group", "unidentified_armed", "militia"))
"""Kinds of groups that reports shorten without naming one: "non-state armed groups (NSAG)"."""
_LINK_WORDS = frozenset(("of", "for", "the", "al", "el"))


class EntityStage:
    """Provides the mentions of actors in order of the text; none overlaps another."""

    name = "entities"
    version = "1"
    requires = (SENTENCES, QUOTES)
    provides = (ACTOR_MENTIONS,)

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._names = NameIndex(registry)
        self._nouns = NounFinder()

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{ACTOR_MENTIONS: tuple(self._mentions_of(draft))} for draft in batch]

    def _mentions_of(self, draft: Draft) -> list[ActorMention]:
        found = self.find_mentions(draft.text)
        reading = draft.first(READINGS)
        return add_mentions(draft.text, found, reading) if reading else found

    def find_mentions(self, text: str) -> list[ActorMention]:
        """The mentions in `text`, in order."""
        return list(_Scan(text, self._registry, self._names, self._nouns).mentions())


class _Scan:
    """One walk over the words of a text; what is found is never looked at again."""

    def __init__(self, text: str, registry: ActorRegistry, names: NameIndex, nouns: NounFinder) -> None:
        self.text = text
        self.words = split_words(text)
        self.registry = registry
        self.names = names
        self.nouns = nouns
        self.defined: dict[str, ActorMention] = {}
        self.floor = 0
        self.taken = 0
        self.after_state = False
        self.last_category: ActorCategory | None = None

    def mentions(self) -> Iterator[ActorMention]:
        while self.floor < len(self.words):
            yield from self._next()

    def _next(self) -> Iterator[ActorMention]:
        """The mention that starts the soonest at or after the floor, else one word further."""
        at = self.floor
        last, found = self._scan_from(at)
        if found is None:
            self.floor = at + 1
            return
        self.floor = self.taken = last + 1
        self.last_category = found.category
        self.after_state = found.form == "named" and found.category == "government"
        yield found
        yield from self._defined_acronym(found)

    def _scan_from(self, at: int) -> tuple[int, ActorMention | None]:
        named = (self._acronym, self._state_force, self._name, self._unit, self._organisation)
        for reader in (*named, self._countrymen, self._state):
            last, found = reader(at)
            if found is not None:
                return last, found
        last, found = self._noun(at)
        return (last, found) if found is not None else self._pronoun(at)

    # -- names ------------------------------------------------------------------------------------------------

    def _name(self, at: int) -> tuple[int, ActorMention | None]:
        match = self.names.match(self.text, self.words, at)
        if match is None or self._names_something_else(match):
            return at, None
        last, plural = self._members(match.last)
        if match.actor.actor_id == "icrc" and at and self.words[at - 1].key == "local" and self._joins(at - 1, at):
            return last, self._new_name(at - 1, last, self._words_from(at - 1, last), "ngo_or_un")
        return last, self._named(at, last, match.actor, plural)

    def _words_from(self, at: int, last: int) -> str:
        return self.text[self.words[at].start : self.words[last].end]

    def _names_something_else(self, match: NameMatch) -> bool:
        """An outlet's name that goes on with a capital is no outlet: an operation, a street, a plain."""
        following = match.last + 1
        return (
            match.actor.category == "media"
            and following < len(self.words)
            and self._joins(match.last, following)
            and self.words[following].text[0].isupper()
        )

    def _members(self, last: int) -> tuple[int, bool]:
        """Takes in "fighters" behind a group's name, and tells whether it is more than one."""
        plural = True
        while last + 1 < len(self.words) and self._joins(last, last + 1) and not self.words[last].possessive:
            key = self.words[last + 1].key
            if key not in keys_of("members") or self.words[last + 1].text[0].isupper():
                break
            last += 1
            plural = key not in _SINGULAR_MEMBERS
        return last, plural

    def _state_force(self, at: int) -> tuple[int, ActorMention | None]:
        """ "Nigerian soldiers", "Turkey's air force": words that the registry knows as a body of a state."""
        cut = self._owner(at)
        if cut is None:
            return at, None
        for last in range(min(cut + 3, len(self.words) - 1), cut, -1):
            if not all(self._joins(i, i + 1) for i in range(at, last)):
                continue
            actors = self.registry.find(" ".join(word.text for word in self.words[at : last + 1]))
            if actors and actors[0].country:
                plural = self.words[last].key not in ("soldier", "officer", "policeman", "paratrooper", "gendarme")
                return last, self._named(at, last, actors[0], plural)
        return at, None

    def _owner(self, at: int) -> int | None:
        """The last word of a state's adjective or name that begins here."""
        if not self.words[at].text[0].isupper():
            return None
        for length in (5, 4, 3, 2, 1):
            key = tuple(word.key for word in self.words[at : at + length])
            if len(key) == length and (key in load_adjectives() or key in load_state_names()):
                return at + length - 1
        return None

    def _acronym(self, at: int) -> tuple[int, ActorMention | None]:
        defined = self.defined.get(self.words[at].text)
        if defined is None:
            return at, None
        last, plural = self._members(at)
        span = Span(self.words[at].start, self.words[last].end)
        return last, ActorMention(span, defined.form, defined.head, defined.category, defined.country, plural)

    def _defined_acronym(self, mention: ActorMention) -> Iterator[ActorMention]:
        """Remembers "(ABC)" behind a name, and gives it as a mention of its own."""
        match = _ACRONYM.match(self.text, mention.span.end)
        if match is None or (mention.form != "named" and mention.category not in _SHORTENED):
            return
        span = Span(match.start(1), match.end(1))
        again = ActorMention(span, mention.form, mention.head, mention.category, mention.country, True)
        self.defined[match.group(1)] = again
        while self.floor < len(self.words) and self.words[self.floor].start < span.end:
            self.floor += 1
        self.taken = self.floor
        yield again

    def _named(self, at: int, last: int, actor: Actor, plural: bool = True) -> ActorMention:
        span = Span(self.words[at].start, self.words[last].end)
        return ActorMention(span, "named", actor.name, actor.category, actor.country, plural)

    def _countrymen(self, at: int) -> tuple[int, ActorMention | None]:
        """ "The Burundians left the base": a people in words of war are its soldiers."""
        country = find_soldiering_people(self.text, self.words[at])
        return at, self._generic(at, at, "troops", "state_force", country) if country else None

    # -- names that no registry knows -------------------------------------------------------------------------

    def _unit(self, at: int) -> tuple[int, ActorMention | None]:
        """ "the 601st Infantry Brigade", "Infantry Battalion 54": a unit of the army that the story is about."""
        if not _ORDINAL.fullmatch(self.words[at].text):
            return self._numbered_unit(at)
        for last in range(at + 1, min(at + 6, len(self.words))):
            if not self._joins(last - 1, last) or not self.words[last].text[0].isupper():
                break
            if self.words[last].key in _UNIT_HEADS:
                last = self._longer_unit(last)
                country = self._country_in(at, last)
                return last, self._generic(at, last, self.words[last].key, "state_force", country, plural=False)
        return at, None

    def _numbered_unit(self, at: int) -> tuple[int, ActorMention | None]:
        """ "Light Infantry Battalion 54", "Brigade 70": arms and a head in capitals, and a number behind them."""
        last = at
        while last + 1 < len(self.words) and self._joins(last, last + 1) and self.words[last].key in _ARMS:
            last += 1
        if not all(word.text[0].isupper() for word in self.words[at : last + 1]):
            return at, None
        numbered = last + 1 < len(self.words) and self._joins(last, last + 1) and self.words[last + 1].text.isdigit()
        if self.words[last].key not in _UNIT_HEADS or (last == at and not numbered):
            return at, None
        end = last + 1 if numbered else last
        return end, self._generic(at, end, self.words[last].key, "state_force", None, plural=False)

    def _longer_unit(self, last: int) -> int:
        following = last + 1
        if following < len(self.words) and self._joins(last, following) and self.words[following].key in _UNIT_HEADS:
            return following
        return last

    def _organisation(self, at: int) -> tuple[int, ActorMention | None]:
        """A capitalised name with an organisation's head: "Zintan Military Council", "Movement for Justice"."""
        if not self._may_open_name(at):
            return at, None
        last = self._end_of_capitals(at)
        generic = self.nouns.match(self.text, self.words, at)
        if last == at or (generic is not None and (generic[1] == last or self._leads_to_owner(*generic))):
            return at, None
        heads = load_organisation_heads()
        category = heads.get(self.words[last].key)
        if category and self.words[last - 1].key == "news":
            category = "media"
        if category is None and self.words[at + 1].key in ("of", "for"):
            category = heads.get(self.words[at].key)
        if category is None or self._ends_in_known_name(at, last):
            return at, None
        if category == "state_force" and self._is_of_group(at):
            category = "armed_group"  # "the movement's Karsa Force"
        return last, self._new_name(at, last, self._words_from(at, last), category)

    def _leads_to_owner(self, noun: Noun, last: int) -> bool:
        """ "Soldiers of Battalion X" that open a sentence: people, and whose they are."""
        following = last + 1
        return noun.plural and following < len(self.words) and self.words[following].key == "of"

    def _ends_in_known_name(self, at: int, last: int) -> bool:
        """Whether the run only leads up to a name of the registry: "Units of the X Front", "Syria's Y Division"."""
        for index in range(at + 1, last + 1):
            before = self.words[index - 1]
            if before.key in _LINK_WORDS or before.possessive:
                match = self.names.match(self.text, self.words, index)
                if match is not None and match.last >= last and before.text not in ("al", "el"):
                    return True
        return False

    def _is_of_group(self, at: int) -> bool:
        owned = at > 0 and self.taken == at and self.words[at - 1].possessive
        return owned and self.last_category in ("armed_group", "militia")

    def _may_open_name(self, at: int) -> bool:
        word = self.words[at]
        counts = word.key in keys_of("determiners") and word.key not in (
            "first",
            "last",
        )  # "Three Red Cross volunteers"
        known = counts or word.key in keys_of("never_modifiers")
        return word.text[0].isupper() and not known and not word.text.isdigit()

    def _end_of_capitals(self, at: int) -> int:
        """The last capital word of a name; "and" only joins in "Directorate of Roads and Bridges"."""
        last = at
        of_what = at + 1 < len(self.words) and self.words[at + 1].key in ("of", "for")
        index = at + 1
        while index < len(self.words) and index - at < 9 and self._joins(index - 1, index):
            word = self.words[index]
            if word.text[0].isupper() and self.text[self.words[index - 1].end] != ".":
                last = index
            elif word.key not in _LINK_WORDS and not (word.key == "and" and of_what):
                break
            index += 1
        return last

    def _new_name(self, at: int, last: int, name: str, category: ActorCategory) -> ActorMention:
        span = Span(self.words[at].start, self.words[last].end)
        return ActorMention(span, "named", name, category, self._country_in(at, last), True)

    def _country_in(self, at: int, last: int) -> str | None:
        for index in range(at, last + 1):
            code = load_adjectives().get((self.words[index].key,))
            if code and self.words[index].text[0].isupper():
                return code
        return None

    # -- states, nouns, pronouns ------------------------------------------------------------------------------

    def _state(self, at: int) -> tuple[int, ActorMention | None]:
        """ "Ankara rejected": a state's name or capital that does something stands for its government."""
        last = self._state_name_end(at)
        if last is None or not self._is_party(at, last):
            return at, None
        key = tuple(word.key for word in self.words[at : last + 1])
        country, body = load_state_names()[key]
        known = self.registry.find(body)
        body = known[0].name if known else body
        span = Span(self.words[at].start, self.words[last].end)
        return last, ActorMention(span, "named", body, "government", country or None, False)

    def _state_name_end(self, at: int) -> int | None:
        if not self.words[at].text[0].isupper():
            return None
        for length in (5, 4, 3, 2, 1):
            key = tuple(word.key for word in self.words[at : at + length])
            if len(key) == length and key in load_state_names() and not self.words[at + length - 1].possessive:
                return at + length - 1
        return None

    def _is_party(self, at: int, last: int) -> bool:
        """Whether a state's name stands for who acts: by its verb, the word before it, or another such before it."""
        if self.text[self.words[last].end : self.words[last].end + 1] in ("-", "‑"):  # "Pakistan-based"
            return False
        before = self.words[at - 1].key if at and self._joins(at - 1, at) else ""
        if before == "and":
            return self.taken == at - 1 and self.after_state
        if before in keys_of("party_words"):
            return True
        return not self._is_place(at) and self._acts(last)

    def _is_place(self, at: int) -> bool:
        if at == 0:
            return False
        before = self.words[at - 1]
        gap = self.text[before.end : self.words[at].start]
        if "," in gap:
            return True
        if not joined(self.text, before, self.words[at]):
            return False
        named = before.text[0].isupper() and before.key not in ("the", "both", "but", "and", "as", "when", "while")
        return before.key in keys_of("place_words") or named or before.possessive

    def _acts(self, last: int) -> bool:
        """Whether a verb follows, past an adverb."""
        following = last + 1
        if following < len(self.words) and self.words[following].key.endswith("ly"):
            following += 1
        if following >= len(self.words) or not self._joins(following - 1, following):
            return False
        word = self.words[following]
        other = self._state_name_end(following + 1) if word.key == "and" and following + 1 < len(self.words) else None
        if other is not None:  # "Oslo and Doha urged"
            return self._acts(other)
        is_verb = word.key.endswith("ed") or word.key in keys_of("state_verbs")
        return is_verb and word.text[0].islower() and word.key != "and"

    def _noun(self, at: int) -> tuple[int, ActorMention | None]:
        found = self.nouns.match(self.text, self.words, at)
        if found is None or self._is_no_actor(at, *found):
            return at, None
        noun, last = found
        match = self.nouns.extend(self.text, self.words, at, last, noun, self.taken)
        return last, self._of_noun(match)

    def _is_no_actor(self, at: int, noun: Noun, last: int) -> bool:
        """ "chief of staff", "anti-jihadist", and a noun that only modifies the next ("militant fighters")."""
        if noun.head == "staff" and at > 1 and self.words[at - 2].key in ("chief", "chiefs"):
            return True
        if noun.head == "staff" and at and self.words[at - 1].key in ("air", "army", "naval", "defence", "defense"):
            return True
        named = noun.category == "civilians" and not noun.plural and self.words[at].text[0].isupper()
        if named and at and self._joins(at - 1, at) and self.words[at - 1].text[0].isupper():
            return True
        if at and self.text[self.words[at].start - 1] == "-" and self.words[at - 1].key in _AGAINST:
            return True
        if noun.sense == "property" and self._is_mere_place(at, last):
            return True
        following = last + 1
        if following >= len(self.words) or self.words[last].possessive or not self._joins(last, following):
            return False
        modifies_name = not noun.plural and self.names.match(self.text, self.words, following) is not None
        return modifies_name or self.nouns.match(self.text, self.words, following) is not None

    def _is_mere_place(self, at: int, last: int) -> bool:
        """A building or vehicle by a capital or behind "in", "near", "of": no victim, only where it was."""
        if self.words[at].text[0].isupper() and at and self._joins(at - 1, at):
            return True
        first = at
        while first > self.taken and at - first < 4 and self._joins(first - 1, first):
            word = self.words[first - 1]
            if word.key in keys_of("place_lead"):
                return True
            if word.key in keys_of("never_modifiers") and word.key not in keys_of("determiners"):
                break
            first -= 1
        following = last + 1
        return (
            following < len(self.words) and self._joins(last, following) and self.words[following].text[0].isupper()
        )

    def _of_noun(self, match: NounMatch) -> ActorMention:
        return self._generic(
            match.first, match.last, match.noun.head, match.noun.category, match.country, match.noun.plural
        )

    def _pronoun(self, at: int) -> tuple[int, ActorMention | None]:
        word = self.words[at]
        plural = load_pronouns().get(word.key)
        if plural is None or (word.text.isupper() and len(word.text) > 1):
            return at, None
        span = Span(word.start, word.end)
        return at, ActorMention(span, "pronoun", word.key, "other", None, plural)

    def _generic(
        self, at: int, last: int, head: str, category: ActorCategory, country: str | None, plural: bool = True
    ) -> ActorMention:
        span = Span(self.words[at].start, self.words[last].end)
        return ActorMention(span, "generic", head, category, country, plural)

    def _joins(self, left: int, right: int) -> bool:
        return joined(self.text, self.words[left], self.words[right])
