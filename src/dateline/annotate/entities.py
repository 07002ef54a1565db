"""Mentions of actors: names of the registry, forces of states, organisations, nouns for people, pronouns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from dateline.annotate.actor_names import NameIndex
from dateline.annotate.actor_nouns import NounFinder
from dateline.annotate.entity_bodies import read_organisation, read_unit
from dateline.annotate.entity_names import read_acronym, read_countrymen, read_name, read_state_force
from dateline.annotate.entity_nouns import read_noun, read_pronoun
from dateline.annotate.entity_states import read_state
from dateline.annotate.entity_walks import Read, Walk
from dateline.annotate.learned_mentions import add_mentions
from dateline.model.annotations import ActorMention
from dateline.model.drafts import ACTOR_MENTIONS, QUOTES, READINGS, SENTENCES, Additions, Draft
from dateline.model.ports import ActorRegistry
from dateline.model.spans import Span

_ACRONYM = re.compile(r"\s?\(\s?[\"“]?([A-Z][A-Za-z&/-]{1,11})[\"”]?\s?\)")
_SHORTENED = frozenset(("armed_group", "unidentified_armed", "militia"))
"""Kinds of groups that reports shorten without naming one: "non-state armed groups (NSAG)"."""
_READERS: Sequence[Callable[[Walk, int], Read]] = (
    read_acronym, read_state_force, read_name, read_unit, read_organisation, read_countrymen, read_state, read_noun,
    read_pronoun,
)  # fmt: skip
"""In this order; the first that finds something has it."""


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
        return list(_read(Walk(text, self._registry, self._names, self._nouns)))


def _read(walk: Walk) -> Iterator[ActorMention]:
    """The mentions in order of the text."""
    while walk.floor < len(walk.words):
        at = walk.floor
        read = (reader(walk, at) for reader in _READERS)
        last, found = next((row for row in read if row[1] is not None), (at, None))
        if found is None:
            walk.floor = at + 1
            continue
        walk.take(last, found)
        yield found
        yield from _defined_acronym(walk, found)


def _defined_acronym(walk: Walk, mention: ActorMention) -> Iterator[ActorMention]:
    """Remembers "(ABC)" behind a name, and gives it as a mention of its own."""
    match = _ACRONYM.match(walk.text, mention.span.end)
    if match is None or (mention.form != "named" and mention.category not in _SHORTENED):
        return
    span = Span(match.start(1), match.end(1))
    again = ActorMention(span, mention.form, mention.head, mention.category, mention.country, True)
    walk.defined[match.group(1)] = again
    while walk.floor < len(walk.words) and walk.words[walk.floor].start < span.end:
        walk.floor += 1
    walk.taken = walk.floor
    yield again
