"""Names that no registry knows: units with a number, organisations by their head."""

from __future__ import annotations

import re

from dateline.annotate.actor_nouns import Noun, keys_of, load_organisation_heads
from dateline.annotate.entity_walks import Read, Walk

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth")
_UNIT_HEADS = frozenset(
    ["division", "battalion", "regiment", "brigade", "corps", "infantry", "squadron", "battalions", "brigades"]
)
_ARMS = frozenset(
    ["light", "heavy", "infantry", "armoured", "armored", "mechanised", "mechanized", "motorised", "motorized",
     "artillery", "tank", "airborne", "parachute", "mountain", "marine", "engineer", "engineering", "special",
     "rapid", "intervention", "reaction", "commando", "border", "signals", "air", "assault", "cavalry"]
)  # fmt: skip
_LINK_WORDS = frozenset(("of", "for", "the", "al", "el"))


def read_unit(walk: Walk, at: int) -> Read:
    """ "the 601st Infantry Brigade", "Infantry Battalion 54": a unit of the army that the story is about."""
    if not _ORDINAL.fullmatch(walk.words[at].text):
        return _numbered_unit(walk, at)
    for last in range(at + 1, min(at + 6, len(walk.words))):
        if not walk.joins(last - 1, last) or not walk.words[last].text[0].isupper():
            break
        if walk.words[last].key in _UNIT_HEADS:
            last = _longer_unit(walk, last)
            country = walk.country_in(at, last)
            return last, walk.generic(at, last, walk.words[last].key, "state_force", country, plural=False)
    return at, None


def _numbered_unit(walk: Walk, at: int) -> Read:
    """ "Light Infantry Battalion 54", "Brigade 70": arms and a head in capitals, and a number behind them."""
    last = at
    while last + 1 < len(walk.words) and walk.joins(last, last + 1) and walk.words[last].key in _ARMS:
        last += 1
    if not all(word.text[0].isupper() for word in walk.words[at : last + 1]):
        return at, None
    numbered = last + 1 < len(walk.words) and walk.joins(last, last + 1) and walk.words[last + 1].text.isdigit()
    if walk.words[last].key not in _UNIT_HEADS or (last == at and not numbered):
        return at, None
    end = last + 1 if numbered else last
    return end, walk.generic(at, end, walk.words[last].key, "state_force", None, plural=False)


def _longer_unit(walk: Walk, last: int) -> int:
    following = last + 1
    if following < len(walk.words) and walk.joins(last, following) and walk.words[following].key in _UNIT_HEADS:
        return following
    return last


def read_organisation(walk: Walk, at: int) -> Read:
    """A capitalised name with an organisation's head: "Zintan Military Council", "Movement for Justice"."""
    if not _may_open_name(walk, at):
        return at, None
    last = _end_of_capitals(walk, at)
    generic = walk.nouns.match(walk.text, walk.words, at)
    if last == at or (generic is not None and (generic[1] == last or _leads_to_owner(walk, *generic))):
        return at, None
    heads = load_organisation_heads()
    category = heads.get(walk.words[last].key)
    if category and walk.words[last - 1].key == "news":
        category = "media"
    if category is None and walk.words[at + 1].key in ("of", "for"):
        category = heads.get(walk.words[at].key)
    if category is None or _ends_in_known_name(walk, at, last):
        return at, None
    if category == "state_force" and _is_of_group(walk, at):
        category = "armed_group"  # "the movement's Karsa Force"
    return last, walk.new_name(at, last, walk.words_from(at, last), category)


def _leads_to_owner(walk: Walk, noun: Noun, last: int) -> bool:
    """ "Soldiers of Battalion X" that open a sentence: people, and whose they are."""
    following = last + 1
    return noun.plural and following < len(walk.words) and walk.words[following].key == "of"


def _ends_in_known_name(walk: Walk, at: int, last: int) -> bool:
    """Whether the run only leads up to a name of the registry: "Units of the X Front", "Syria's Y Division"."""
    for index in range(at + 1, last + 1):
        before = walk.words[index - 1]
        if before.key in _LINK_WORDS or before.possessive:
            match = walk.names.match(walk.text, walk.words, index)
            if match is not None and match.last >= last and before.text not in ("al", "el"):
                return True
    return False


def _is_of_group(walk: Walk, at: int) -> bool:
    owned = at > 0 and walk.taken == at and walk.words[at - 1].possessive
    return owned and walk.last_category in ("armed_group", "militia")


def _may_open_name(walk: Walk, at: int) -> bool:
    word = walk.words[at]
    counts = word.key in keys_of("determiners") and word.key not in (
        "first",
        "last",
    )  # "Three Red Cross volunteers"
    known = counts or word.key in keys_of("never_modifiers")
    return word.text[0].isupper() and not known and not word.text.isdigit()


def _end_of_capitals(walk: Walk, at: int) -> int:
    """The last capital word of a name; "and" only joins in "Directorate of Roads and Bridges"."""
    last = at
    of_what = at + 1 < len(walk.words) and walk.words[at + 1].key in ("of", "for")
    index = at + 1
    while index < len(walk.words) and index - at < 9 and walk.joins(index - 1, index):
        word = walk.words[index]
        if word.text[0].isupper() and walk.text[walk.words[index - 1].end] != ".":
            last = index
        elif word.key not in _LINK_WORDS and not (word.key == "and" and of_what):
            break
        index += 1
    return last
