"""Nouns for people and pronouns."""

from __future__ import annotations

from dateline.annotate.actor_nouns import Noun, NounMatch, keys_of, load_pronouns
from dateline.annotate.entity_walks import Read, Walk
from dateline.model.annotations import ActorMention
from dateline.model.spans import Span

_AGAINST = frozenset(("anti", "counter", "pro", "non", "self"))


def read_noun(walk: Walk, at: int) -> Read:
    """A noun for people, with what describes it: "armed men", "five policemen"."""
    found = walk.nouns.match(walk.text, walk.words, at)
    if found is None or _is_no_actor(walk, at, *found):
        return at, None
    noun, last = found
    match = walk.nouns.extend(walk.text, walk.words, at, last, noun, walk.taken)
    return last, _of_noun(walk, match)


def _is_no_actor(walk: Walk, at: int, noun: Noun, last: int) -> bool:
    """ "chief of staff", "anti-jihadist", and a noun that only modifies the next ("militant fighters")."""
    if noun.head == "staff" and at > 1 and walk.words[at - 2].key in ("chief", "chiefs"):
        return True
    if noun.head == "staff" and at and walk.words[at - 1].key in ("air", "army", "naval", "defence", "defense"):
        return True
    named = noun.category == "civilians" and not noun.plural and walk.words[at].text[0].isupper()
    if named and at and walk.joins(at - 1, at) and walk.words[at - 1].text[0].isupper():
        return True
    if at and walk.text[walk.words[at].start - 1] == "-" and walk.words[at - 1].key in _AGAINST:
        return True
    if noun.sense == "property" and _is_mere_place(walk, at, last):
        return True
    following = last + 1
    if following >= len(walk.words) or walk.words[last].possessive or not walk.joins(last, following):
        return False
    modifies_name = not noun.plural and walk.names.match(walk.text, walk.words, following) is not None
    return modifies_name or walk.nouns.match(walk.text, walk.words, following) is not None


def _is_mere_place(walk: Walk, at: int, last: int) -> bool:
    """A building or vehicle by a capital or behind "in", "near", "of": no victim, only where it was."""
    if walk.words[at].text[0].isupper() and at and walk.joins(at - 1, at):
        return True
    first = at
    while first > walk.taken and at - first < 4 and walk.joins(first - 1, first):
        word = walk.words[first - 1]
        if word.key in keys_of("place_lead"):
            return True
        if word.key in keys_of("never_modifiers") and word.key not in keys_of("determiners"):
            break
        first -= 1
    following = last + 1
    return following < len(walk.words) and walk.joins(last, following) and walk.words[following].text[0].isupper()


def _of_noun(walk: Walk, match: NounMatch) -> ActorMention:
    return walk.generic(
        match.first, match.last, match.noun.head, match.noun.category, match.country, match.noun.plural
    )


def read_pronoun(walk: Walk, at: int) -> Read:
    """A pronoun that may stand for an actor."""
    word = walk.words[at]
    plural = load_pronouns().get(word.key)
    if plural is None or (word.text.isupper() and len(word.text) > 1):
        return at, None
    span = Span(word.start, word.end)
    return at, ActorMention(span, "pronoun", word.key, "other", None, plural)
