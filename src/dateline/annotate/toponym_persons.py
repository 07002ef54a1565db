"""Names of persons in a text, as far as they keep a name from being taken for a place."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from dateline.base.resources import load_yaml

_NAME = r"[A-Z][a-zà-ÿ]+(?:[A-Z][a-z]+|['’-][A-Z]?[a-z]+)?"
_FULL = re.compile(
    rf"(?<![\w.'’-])(?P<first>{_NAME})[ \xa0]"
    rf"(?:(?:[A-Z]\.|[“\"'(]{_NAME}[”\"')])[ \xa0]){{0,2}}(?P<last>{_NAME})(?![\w-])"
)
_TITLED = re.compile(
    r"(?<![\w.])(?:Mr|Mrs|Ms|Miss|Dr|Rev|Prof|Sgt|Lt|Capt|Cpl|Pvt|Maj|Col|Gen|Sen|Rep|Gov|Judge|Justice|Officer|"
    r"Detective|Sheriff|Deputy|Coach|Councilman|Councilwoman|Councillor|Councilor|Commissioner|Mayor|Superintendent|"
    r"Trooper|Chancellor|President|Senator|Principal|Pastor|Father|Sister|Brother|Const|Constable|Chief|Inspector|"
    rf"Trustee|Attorney|Selectman|Sir|Lord|Lady)s?\.?[ \xa0]"
    rf"(?:{_NAME}[ \xa0]|[A-Z]\.[ \xa0]?){{0,2}}(?P<last>{_NAME})"
)
_SPEAKS_AFTER = re.compile(
    r"(?:['’]s)?,? (?:also |then |later |has |had |who )?(?:said|says|added|told|explained|noted|recalled|argued|"
    r"thinks|thought|believes|believed|asked|wrote|testified|pleaded|"
    r"was (?:born|arrested|charged|sentenced|convicted|"
    r"elected|appointed|hired|named|shot|taken|booked|killed|found guilty)|is (?:charged|survived)|admitted|replied|"
    r"joked|laughed|smiled|graduated|died|scored|hit|pitched|finished|joined|agreed|played|served|retired|lives|lived|"
    r"worked|grew up|stated|declined|testifies|and (?:his|her) (?:wife|husband|son|daughter|family))\b"
)
_SPEECH_BEFORE = re.compile(r"[,”\"] (?:said|says|added|explained|recalled|asked|according to) $")
_AGE_AFTER = re.compile(r",? (?:\d{1,2}|[Jj]r\.|[Ss]r\.|III?)(?:,|\b(?! (?:miles?|km|kilomet|percent)))")
_PLACES_BEFORE = re.compile(r"\b(?:in|at|near|from|to|of|outside|around|through|across|toward|towards|into) $")


@cache
def _given_names() -> frozenset[str]:
    return frozenset(load_yaml("gazetteer/spatial_words.yaml")["given_names"])


def find_surnames(text: str) -> frozenset[str]:
    """Last words of names that stand behind a title, or that speak, act or have an age somewhere in the text."""
    votes: Counter[str] = Counter()
    for match in _TITLED.finditer(text):
        votes[match["last"]] += 2
    for match in _FULL.finditer(text):
        behind_place = _PLACES_BEFORE.search(text[max(0, match.start() - 9) : match.start()])
        if (
            (_AGE_AFTER.match(text, match.end()) and not behind_place)
            or _SPEAKS_AFTER.match(text, match.end())
            or _is_quoted(text, match.start())
            or match["first"].lower() in _given_names()
        ):
            votes[match["last"]] += 2
    for match in re.finditer(rf"(?<![\w.'’-]){_NAME}(?![\w-])", text):
        if _SPEAKS_AFTER.match(text, match.end()) or _is_quoted(text, match.start()):
            votes[match.group()] += 1
    return frozenset(name for name, count in votes.items() if count >= 2)


def _is_quoted(text: str, start: int) -> bool:
    return _SPEECH_BEFORE.search(text[max(0, start - 16) : start]) is not None
