"""What a speaker is: nouns for roles, the bodies they belong to, and the kind of source that follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from dateline.base.resources import load_yaml
from dateline.base.words import name_key, split_words
from dateline.model.actors import ActorCategory
from dateline.model.annotations import ActorMention
from dateline.model.records import SourceType
from dateline.model.spans import Span

_TYPE_OF_BODY: Mapping[ActorCategory, SourceType] = {
    "state_force": "state_force",
    "police": "state_force",
    "government": "government",
    "armed_group": "armed_group",
    "militia": "armed_group",
    "coalition": "state_force",
    "mission": "ngo_or_un",
    "political": "political",
    "ngo_or_un": "ngo_or_un",
    "media": "media",
    "medical": "medical",
    "intelligence": "intelligence",
    "expert": "expert",
}
_OF_THE_BODY = frozenset(
    ("officer", "officers", "fighter", "fighters", "general", "captain", "president", "minister")
)


@cache
def role_lexicon() -> Mapping[str, Any]:
    """The file `lexicons/roles.yaml`."""
    lexicon: Mapping[str, Any] = load_yaml("lexicons/roles.yaml")
    return lexicon


def any_of(words: Iterable[str]) -> str:
    """A regex for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def strong_roles() -> Mapping[str, SourceType]:
    """Role nouns that decide the kind of source by themselves."""
    return {
        word.lower(): cast("SourceType", kind) for kind, words in role_lexicon()["strong"].items() for word in words
    }


@cache
def role_pattern() -> str:
    """A regex for any role noun, small or capital."""
    return any_of([*strong_roles(), *role_lexicon()["weak"]])


@cache
def _role() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{role_pattern()})\b", re.IGNORECASE)


@cache
def _qualifiers() -> Sequence[tuple[SourceType, re.Pattern[str]]]:
    return [
        (row["source_type"], re.compile(rf"\b(?:{any_of(row['words'])})\b", re.IGNORECASE))
        for row in role_lexicon()["qualifiers"]
    ]


@cache
def _role_keys() -> Mapping[str, Sequence[tuple[str, ...]]]:
    """First key -> the role nouns that begin with it, as keys, longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for word in {*strong_roles(), *role_lexicon()["weak"]}:
        keys = name_key(word)
        index.setdefault(keys[0], []).append(keys)
    return {first: sorted(rows, key=len, reverse=True) for first, rows in index.items()}


def find_role_nouns(text: str) -> list[Span]:
    """Every role noun of a text, the longest at each place, in order."""
    words = split_words(text)
    found: list[Span] = []
    for at, word in enumerate(words):
        if found and word.start < found[-1].end:
            continue
        for keys in _role_keys().get(word.key, ()):
            last = at + len(keys) - 1
            if last < len(words) and tuple(other.key for other in words[at : last + 1]) == keys:
                found.append(Span(word.start, words[last].end))
                break
    return found


def find_role_noun(role: str) -> str | None:
    """The head noun of a role, lower-case: the last role noun before any "of", "for", "in"; None without one."""
    head = re.split(r"\b(?:of|for|in|at|from|with|to|who)\b|,", role, maxsplit=1)[0]
    nouns = _role().findall(head) or _role().findall(role)[:1]
    return str(nouns[-1]).lower() if nouns else None


def find_bodies(span: Span, mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """The named actors whose words lie in the words of a role."""
    return [mention for mention in mentions if mention.form == "named" and span.overlaps(mention.span)]


def type_of_role(role: str, bodies: Sequence[ActorMention]) -> SourceType | None:
    """The kind of source that a bearer of the role is; None where the role does not tell."""
    noun = find_role_noun(role) or ""
    strong = strong_roles().get(noun)
    if strong is not None and not (bodies and noun in _OF_THE_BODY):
        return strong
    qualified = _type_of_qualifiers(role)
    if qualified in ("medical", "intelligence"):
        return qualified
    for body in bodies:
        if body.category in _TYPE_OF_BODY:
            return _TYPE_OF_BODY[body.category]
    if strong is not None:
        return strong
    if noun in ("source", "sources"):
        return "unnamed"
    default = role_lexicon()["default"].get(noun)
    return qualified or cast("SourceType | None", default)


def _type_of_qualifiers(role: str) -> SourceType | None:
    return next((kind for kind, pattern in _qualifiers() if pattern.search(role)), None)
