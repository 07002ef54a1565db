"""Names of the registry: as they stand, by a state's adjective and a noun, by letters the report explains."""

from __future__ import annotations

from dateline.annotate.actor_names import NameMatch
from dateline.annotate.actor_nouns import load_adjectives, load_state_names
from dateline.annotate.actor_peoples import find_soldiering_people
from dateline.annotate.entity_walks import Read, Walk
from dateline.model.annotations import ActorMention
from dateline.model.spans import Span


def read_name(walk: Walk, at: int) -> Read:
    """A name of the registry, with the word for its people behind it."""
    match = walk.names.match(walk.text, walk.words, at)
    if match is None or _names_something_else(walk, match):
        return at, None
    last, plural = walk.past_members(match.last)
    if match.actor.actor_id == "icrc" and at and walk.words[at - 1].key == "local" and walk.joins(at - 1, at):
        return last, walk.new_name(at - 1, last, walk.words_from(at - 1, last), "ngo_or_un")
    return last, walk.named(at, last, match.actor, plural)


def _names_something_else(walk: Walk, match: NameMatch) -> bool:
    """An outlet's name that goes on with a capital is no outlet: an operation, a street, a plain."""
    following = match.last + 1
    return (
        match.actor.category == "media"
        and following < len(walk.words)
        and walk.joins(match.last, following)
        and walk.words[following].text[0].isupper()
    )


def read_state_force(walk: Walk, at: int) -> Read:
    """ "Nigerian soldiers", "Turkey's air force": words that the registry knows as a body of a state."""
    cut = _owner(walk, at)
    if cut is None:
        return at, None
    for last in range(min(cut + 3, len(walk.words) - 1), cut, -1):
        if not all(walk.joins(i, i + 1) for i in range(at, last)):
            continue
        actors = walk.registry.find(" ".join(word.text for word in walk.words[at : last + 1]))
        if actors and actors[0].country:
            plural = walk.words[last].key not in ("soldier", "officer", "policeman", "paratrooper", "gendarme")
            return last, walk.named(at, last, actors[0], plural)
    return at, None


def _owner(walk: Walk, at: int) -> int | None:
    """The last word of a state's adjective or name that begins here."""
    if not walk.words[at].text[0].isupper():
        return None
    for length in (5, 4, 3, 2, 1):
        key = tuple(word.key for word in walk.words[at : at + length])
        if len(key) == length and (key in load_adjectives() or key in load_state_names()):
            return at + length - 1
    return None


def read_acronym(walk: Walk, at: int) -> Read:
    """Letters that the report has explained before."""
    defined = walk.defined.get(walk.words[at].text)
    if defined is None:
        return at, None
    last, plural = walk.past_members(at)
    span = Span(walk.words[at].start, walk.words[last].end)
    return last, ActorMention(span, defined.form, defined.head, defined.category, defined.country, plural)


def read_countrymen(walk: Walk, at: int) -> Read:
    """ "The Burundians left the base": a people in words of war are its soldiers."""
    country = find_soldiering_people(walk.text, walk.words[at])
    return at, walk.generic(at, at, "troops", "state_force", country) if country else None
