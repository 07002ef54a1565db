"""M2E2: Voice of America sentences with entities, event triggers and arguments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.examples import Example, Pair, WordRange, example_of_tokens
from training.heads import ACE_TYPES, M2E2_TYPES, PAIR_ROLES

ROLES = {
    "Attacker": "actor1", "Agent": "actor1", "Entity": "actor1", "Target": "actor2", "Victim": "actor2",
    "Person": "actor2", "Place": "place",
}  # fmt: skip
"""M2E2's argument roles in our words; those that are not here have no counterpart."""

LEARNT = tuple(PAIR_ROLES.index(role) for role in ("actor1", "actor2", "place"))
VIOLENT = frozenset({"Conflict:Attack", "Conflict:Demonstrate", "Justice:Arrest-Jail", "Life:Die"})


def read_m2e2(path: Path) -> Iterator[Example]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        example, ranges = example_of_tokens(row["words"])
        mentions = _mark_entities(example, ranges, row["golden-entity-mentions"])
        example.tag("ace_triggers")
        for event in row["golden-event-mentions"]:
            _mark_event(example, ranges, event, mentions)
        yield example


def _words(ranges: list[WordRange], mention: Mapping[str, Any]) -> WordRange | None:
    if not mention["start"] < mention["end"] <= len(ranges):
        return None
    words = (ranges[mention["start"]][0], ranges[mention["end"] - 1][1])
    return words if words[0] < words[1] else None


def _mark_entities(example: Example, ranges: list[WordRange], rows: list[dict[str, Any]]) -> list[WordRange]:
    """Label the longest first, so that a name within a name keeps its own label; all spans come back."""
    example.tag("ace_entities")
    found = [(words, row["entity-type"]) for row in rows if (words := _words(ranges, row))]
    for words, name in sorted(found, key=lambda one: one[0][0] - one[0][1]):
        if name in ACE_TYPES:
            example.mark("ace_entities", name, words)
    return sorted({words for words, _ in found})


def _mark_event(example: Example, ranges: list[WordRange], event: dict[str, Any], mentions: list[WordRange]) -> None:
    trigger = _words(ranges, event["trigger"])
    if trigger is None or event["event_type"] not in M2E2_TYPES:
        return
    example.mark("ace_triggers", event["event_type"], trigger)
    if event["event_type"] not in VIOLENT:
        return
    held: dict[WordRange, set[int]] = {mention: set() for mention in mentions}
    for argument in event["arguments"]:
        words, role = _words(ranges, argument), ROLES.get(argument["role"])
        if words and role:
            held.setdefault(words, set()).add(PAIR_ROLES.index(role))
    example.pairs.extend(Pair(trigger, words, tuple(sorted(roles)), LEARNT) for words, roles in held.items())
