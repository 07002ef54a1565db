"""Nouns that stand for actors: gunmen, villagers, the army; and how far their noun phrase reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.annotate.actor_names import joined
from dateline.base.resources import load_yaml
from dateline.base.words import Word, name_key
from dateline.model.actors import ActorCategory

_LEXICON = "lexicons/actor_nouns.yaml"
_REACH = 4
_PEOPLE = frozenset(["men", "man", "people", "persons", "individuals", "youths", "elements", "woman", "women"])
_ARMED_BEHIND = re.compile(
    r"\s(?:(?:armed|dressed)\s)?(?:who\s(?:was|were)\s)?(?:with|in|carrying|wearing|wielding|bearing|behind)\s"
    r"(?:an?\s|their\s|some\s)?(?:[\w'’-]+\s){0,2}?"
    r"(?:rifles?|guns?|pistols?|machetes?|kalashnikovs?|weapons?|arms|knives|spears?|axes|bows|"
    r"rocket launchers?|machine guns?|grenades?|explosives?|vests?|suicide belts?|belts?|fatigues|uniforms?|"
    r"camouflage|balaclavas?|masks?|ski masks?|hoods|turbans|drab)\b"
)
"""What people carry or wear who attack: no villager is told of by his rifle or his mask."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for actors: its words, what kind of actor, and whether it is more than one."""

    head: str
    sense: str
    category: ActorCategory
    plural: bool


@dataclass(frozen=True, slots=True)
class NounMatch:
    """Words `[first, last]` of the text, modifiers included; `noun_at` is where the noun itself begins."""

    first: int
    last: int
    noun_at: int
    noun: Noun
    country: str | None


class NounFinder:
    """Finds the nouns of the lexicon with their modifiers."""

    def __init__(self) -> None:
        self._nouns = load_nouns()
        self._modifiers = keys_of("modifiers")
        self._armed = frozenset(name_key(words)[-1] for words in _lexicon()["armed_modifiers"])
        self._determiners = keys_of("determiners")
        self._never = keys_of("never_modifiers")
        self._countries = load_adjectives()

    def match(self, text: str, words: Sequence[Word], at: int) -> tuple[Noun, int] | None:
        """The longest noun that begins with word `at`, and its last word."""
        for keys, noun in self._nouns.get(words[at].key, ()):
            last = at + len(keys) - 1
            fits = last < len(words) and all(words[at + i].key == key for i, key in enumerate(keys))
            if fits and all(joined(text, words[i], words[i + 1]) for i in range(at, last)):
                return noun, last
        return None

    def extend(self, text: str, words: Sequence[Word], at: int, last: int, noun: Noun, floor: int) -> NounMatch:
        """The match with the modifiers before it, no further left than word `floor`."""
        first = at
        while first > floor and at - first < _REACH and self._modifies(text, words, first - 1):
            first -= 1
        first = self._reach_determiner(text, words, first, floor)
        modifiers = {word.key for word in words[first:at]}
        if noun.head in _PEOPLE and (modifiers & self._armed or is_armed(text, words[last].end)):
            noun = Noun(noun.head, "attackers", "unidentified_armed", noun.plural)
        return NounMatch(first, last, at, noun, self._country(words, first, at))

    def _modifies(self, text: str, words: Sequence[Word], at: int) -> bool:
        word = words[at]
        if word.possessive or not joined(text, word, words[at + 1]):
            return False
        if word.key in self._never or word.key in self._determiners:
            return False
        if word.key in self._modifiers or (word.key,) in self._countries:
            return True
        starts_sentence = at == 0 or not joined(text, words[at - 1], word)
        return word.text[0].isupper() and not starts_sentence

    def _reach_determiner(self, text: str, words: Sequence[Word], first: int, floor: int) -> int:
        """Takes in unknown words where an article or a number stands close before them ("43 bound labourers")."""
        for step in range(1, 3):
            at = first - step
            if at < floor or not joined(text, words[at], words[at + 1]) or words[at].possessive:
                return first
            if words[at].key in self._determiners or words[at].key[:1].isdigit():
                return at + 1
            if words[at].key in self._never or words[at].text[0].isupper():
                return first
        return first

    def _country(self, words: Sequence[Word], first: int, at: int) -> str | None:
        for index in range(first, at):
            code = self._countries.get((words[index].key,))
            if index + 1 < at:
                code = self._countries.get((words[index].key, words[index + 1].key), code)
            if code:
                return code
        return None


def is_armed(text: str, end: int) -> bool:
    """Whether the words behind people at `end` tell of arms, masks or uniforms ("men with rifles")."""
    return _ARMED_BEHIND.match(text, end) is not None


@cache
def _lexicon() -> Mapping[str, Any]:
    lexicon: Mapping[str, Any] = load_yaml(_LEXICON)
    return lexicon


@cache
def keys_of(field: str) -> frozenset[str]:
    """The first keys of the words in a list of the lexicon; hyphenated words count with their last part too."""
    return frozenset(key for words in _lexicon()[field] for key in name_key(words))


@cache
def load_nouns() -> Mapping[str, tuple[tuple[tuple[str, ...], Noun], ...]]:
    """First key -> the nouns that begin with it, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Noun]]] = {}
    for keys, noun in _nouns():
        index.setdefault(keys[0], []).append((keys, noun))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in index.items()}


def _nouns() -> Iterator[tuple[tuple[str, ...], Noun]]:
    for row in _lexicon()["senses"]:
        for number in ("plural", "singular"):
            for words in row[number]:
                yield name_key(words), Noun(words.lower(), row["sense"], row["category"], number == "plural")


@cache
def load_adjectives() -> Mapping[tuple[str, ...], str]:
    """Adjectives and peoples of states -> country code."""
    found: dict[tuple[str, ...], str] = {}
    for row in load_yaml("actors/countries.yaml")["rows"]:
        people = row.get("people") or f"{row['demonyms'][0]}s"
        for name in (*row["demonyms"], people):
            found.setdefault(name_key(name), row["country"])
    return found


@cache
def load_state_names() -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Names and capitals of states -> (country code, "Government of ...")."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for row in load_yaml("actors/countries.yaml")["rows"]:
        for name in (row["name"], *row.get("also", ()), *row["capitals"]):
            found.setdefault(name_key(name), (row["country"], f"Government of {row['name']}"))
    for city, body in _lexicon()["seats"].items():
        found[name_key(city)] = ("", body)
    return found


@cache
def load_pronouns() -> Mapping[str, bool]:
    """Pronoun -> whether it is more than one."""
    return {
        pronoun: number == "plural" for number in ("plural", "singular") for pronoun in _lexicon()["pronouns"][number]
    }


@cache
def load_organisation_heads() -> Mapping[str, ActorCategory]:
    """The last (or first) key of an organisation's name -> what kind of actor it is."""
    return {
        name_key(words)[-1]: category
        for category, heads in _lexicon()["organisation_heads"].items()
        for words in heads
    }
