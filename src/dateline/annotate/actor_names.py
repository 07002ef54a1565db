"""Names of the registry in a text: the longest match, with the case that the name asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.base.words import Word, name_key, split_words
from dateline.model.actors import Actor
from dateline.model.ports import ActorRegistry

_SHORT = 4
"""Names of so few letters, with capitals inside, are never words in another case ("LeT" is not "Let")."""
_CLOSE = frozenset((" ", "-", "‑", "–", "/", "' ", "’ ", "\xa0"))
_JOINTS = _CLOSE | frozenset((" (", " - ", " & "))
_SMALL_LETTERS_ALLOWED = frozenset(
    ["army", "armed", "forces", "force", "police", "government", "ministry", "movement", "party", "group", "front",
     "coalition", "militia", "militias", "rebels", "fighters", "authorities", "regime", "council", "administration",
     "brigade", "brigades", "military", "troops", "soldiers", "security", "services", "service", "separatists",
     "defence", "air", "intelligence", "international", "national", "federal", "special", "operations", "of", "the",
     "and", "in", "for", "led", "backed", "gunmen", "herdsmen", "herders", "hunters", "settlers", "dissidents",
     "network", "mission", "regional", "warplanes", "aircraft", "jets", "militiamen", "fighter", "settler", "al",
     "el", "jihadists", "gang", "cartel", "monitors", "people", "office", "agency", "organisation", "union",
     "peacekeepers", "officials"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Words `[first, last]` of the text that are a name of `actor`."""

    first: int
    last: int
    actor: Actor
    alias: str


@dataclass(frozen=True, slots=True)
class _Alias:
    keys: tuple[str, ...]
    actor: Actor
    name: str


class NameIndex:
    """All names of a registry by their first two words."""

    def __init__(self, registry: ActorRegistry) -> None:
        self._by_opening: dict[tuple[str, ...], list[_Alias]] = {}
        for name, actor in registry.names():
            keys = name_key(name)
            if keys:
                alias = _Alias(keys, actor, name)
                self._by_opening.setdefault(keys[:2], []).append(alias)
        for aliases in self._by_opening.values():
            aliases.sort(key=lambda alias: -len(alias.keys))

    def match(self, text: str, words: Sequence[Word], at: int) -> NameMatch | None:
        """The longest name that begins with word `at`; None where none does."""
        first = words[at].key
        second = words[at + 1].key if at + 1 < len(words) else ""
        for opening in ((first, second), (first,)):
            for alias in self._by_opening.get(opening, ()):
                last = at + len(alias.keys) - 1
                if last < len(words) and _fits(text, words, at, alias) and not _is_syllable(text, words, at, alias):
                    return NameMatch(at, last, alias.actor, alias.name)
        return None


@lru_cache(maxsize=16384)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as written, without possessives."""
    return tuple(word.text for word in split_words(name))


def _fits(text: str, words: Sequence[Word], at: int, alias: _Alias) -> bool:
    if any(words[at + offset].key != key for offset, key in enumerate(alias.keys)):
        return False
    for offset, wanted in enumerate(name_words(alias.name)):
        word = words[at + offset]
        if not _case_fits(word, wanted, len(alias.keys)):
            return False
        if offset and not _joined_in_name(text, words[at + offset - 1], word):
            return False
    return True


def _is_syllable(text: str, words: Sequence[Word], at: int, alias: _Alias) -> bool:
    """Whether short capitals are a part of a longer name in capitals ("AU" in "PORT-AU-PRINCE")."""
    if len(alias.keys) > 1 or len(alias.name) > 3 or not alias.name.isupper():
        return False
    pairs = ((at - 1, at, at - 1), (at, at + 1, at + 1))
    others = [
        words[other].text
        for left, right, other in pairs
        if left >= 0 and right < len(words) and _gap(text, words[left], words[right]) == "-"
    ]
    return any(len(other) > 2 and other.isupper() for other in others)


def _case_fits(word: Word, wanted: str, length: int) -> bool:
    letters = wanted.replace(".", "")
    if length == 1 and len(wanted) <= _SHORT and not wanted[1:].islower():
        return word.text == wanted or (letters.isupper() and word.text.isupper())
    if letters.isupper() and len(letters) > 1:
        return word.text.isupper()
    if not wanted[0].isupper():
        return True
    if word.text[0].isupper():
        return length > 1 or not word.text.isupper() or len(word.text) > 3
    return length > 1 and (word.key in _SMALL_LETTERS_ALLOWED)


def joined(text: str, left: Word, right: Word) -> bool:
    """Whether only a space or a hyphen stands between two words of a phrase; a possessive 's counts as nothing."""
    return _gap(text, left, right) in _CLOSE


def _joined_in_name(text: str, left: Word, right: Word) -> bool:
    return _gap(text, left, right) in _JOINTS


def _gap(text: str, left: Word, right: Word) -> str:
    gap = text[left.end : right.start]
    return gap[2:] if left.possessive else gap
