"""Peoples that stand for the soldiers of their state: "the Burundians withdrew from the base"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dateline.annotate.actor_nouns import load_adjectives
from dateline.base.resources import load_yaml
from dateline.base.words import Word, name_key

_REACH_CHARS = 90
_SENTENCE_END = re.compile(r"[.;!?:](?:\s|$)|\n")
_SOLDIERING = re.compile(
    r"\s(?:of (?:the )?[A-Z]{3,}\b|(?:\w+\s){0,4}?(?:return\w* fire|opened fire|fir(?:ed|ing) (?:on|at|from|back)|"
    r"withdrew|retreat\w*|advanc\w+|regroup\w*|dug in|shell\w*|bomb(?:ed|ing)|struck|strafed|attacked|stormed|"
    r"captured|raided|mined|dropped|evacuated|"
    r"landed|replied with|answered with|hit back|pulled (?:back|out)|counter-?attack\w*|man(?:ned|ning)|"
    r"(?:held|hold|left|lost|took|retook|guard\w*|defend\w*|abandon\w*|quit|reach\w*|enter\w*|garrison\w*) "
    r"(?:(?:the|their|its|a|an|two|three|four|this|that|old|north\w*|south\w*|east\w*|west\w*|first|main) ){0,3}"
    r"(?:base|camp|position|post|outpost|line|trench|checkpoint|garrison|bank|hill|height|bridge|tank|helicopter|"
    r"aircraft|jet|vehicle|soldier|men)s?\b))"
)
_CIVIL = re.compile(
    r"\b(?:civilians?|living|workers?|students?|refugees?|migrants?|famil(?:y|ies)|residents?|voters?|tourists?|"
    r"homes?|flood\w*|jobs?)\b"
)


def find_soldiering_people(text: str, word: Word) -> str | None:
    """The country code of a people that the words behind it show as soldiers; None for any other word."""
    country = _load_peoples().get(word.key) if word.text[0].isupper() and not word.possessive else None
    if country is None:
        return None
    end = _SENTENCE_END.search(text, word.end)
    ahead = text[word.end : end.start() if end else word.end + _REACH_CHARS]
    return country if _SOLDIERING.match(ahead) and not _CIVIL.search(ahead) else None


@cache
def _load_peoples() -> Mapping[str, str]:
    """Plural nouns for a state's people that are not its adjective too ("Burundians") -> country code."""
    adjectives = {name_key(word) for row in load_yaml("actors/countries.yaml")["rows"] for word in row["demonyms"]}
    peoples = ((keys, code) for keys, code in load_adjectives().items() if keys not in adjectives)
    return {keys[0]: code for keys, code in peoples if len(keys) == 1}
