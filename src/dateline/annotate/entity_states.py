"""States that act: a name or capital that does something stands for its government."""

from __future__ import annotations

from dateline.annotate.actor_names import joined
from dateline.annotate.actor_nouns import keys_of, load_state_names
from dateline.annotate.entity_walks import Read, Walk
from dateline.model.annotations import ActorMention
from dateline.model.spans import Span


def read_state(walk: Walk, at: int) -> Read:
    """ "Ankara rejected": a state's name or capital that does something stands for its government."""
    last = _state_name_end(walk, at)
    if last is None or not _is_party(walk, at, last):
        return at, None
    key = tuple(word.key for word in walk.words[at : last + 1])
    country, body = load_state_names()[key]
    known = walk.registry.find(body)
    body = known[0].name if known else body
    span = Span(walk.words[at].start, walk.words[last].end)
    return last, ActorMention(span, "named", body, "government", country or None, False)


def _state_name_end(walk: Walk, at: int) -> int | None:
    if not walk.words[at].text[0].isupper():
        return None
    for length in (5, 4, 3, 2, 1):
        key = tuple(word.key for word in walk.words[at : at + length])
        if len(key) == length and key in load_state_names() and not walk.words[at + length - 1].possessive:
            return at + length - 1
    return None


def _is_party(walk: Walk, at: int, last: int) -> bool:
    """Whether a state's name stands for who acts: by its verb, the word before it, or another such before it."""
    if walk.text[walk.words[last].end : walk.words[last].end + 1] in ("-", "‑"):  # "Pakistan-based"
        return False
    before = walk.words[at - 1].key if at and walk.joins(at - 1, at) else ""
    if before == "and":
        return walk.taken == at - 1 and walk.after_state
    if before in keys_of("party_words"):
        return True
    return not _is_place(walk, at) and _acts(walk, last)


def _is_place(walk: Walk, at: int) -> bool:
    if at == 0:
        return False
    before = walk.words[at - 1]
    gap = walk.text[before.end : walk.words[at].start]
    if "," in gap:
        return True
    if not joined(walk.text, before, walk.words[at]):
        return False
    named = before.text[0].isupper() and before.key not in ("the", "both", "but", "and", "as", "when", "while")
    return before.key in keys_of("place_words") or named or before.possessive


def _acts(walk: Walk, last: int) -> bool:
    """Whether a verb follows, past an adverb."""
    following = last + 1
    if following < len(walk.words) and walk.words[following].key.endswith("ly"):
        following += 1
    if following >= len(walk.words) or not walk.joins(following - 1, following):
        return False
    word = walk.words[following]
    other = _state_name_end(walk, following + 1) if word.key == "and" and following + 1 < len(walk.words) else None
    if other is not None:  # "Oslo and Doha urged"
        return _acts(walk, other)
    is_verb = word.key.endswith("ed") or word.key in keys_of("state_verbs")
    return is_verb and word.text[0].islower() and word.key != "and"
