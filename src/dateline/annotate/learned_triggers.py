"""Triggers by the encoder: what the lexicon proposes is kept or renamed, and what it lacks is added.

Nothing is dropped: measured, what the encoder would take away was right more often than not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from dateline.model.annotations import Trigger
from dateline.model.readings import Reading
from dateline.model.spans import Span

ADD_FROM = 0.98
RENAME_FROM = 0.97

FAMILY_OF: dict[str, str] = {
    "Armed clash": "clash",
    "Government regains territory": "regain",
    "Non-state actor overtakes territory": "overtake",
    "Air/drone strike": "air_strike",
    "Shelling/artillery/missile attack": "shelling",
    "Remote explosive/landmine/IED": "bomb",
    "Suicide bomb": "suicide",
    "Grenade": "grenade",
    "Chemical weapon": "chemical",
    "Attack": "assault",
    "Abduction/forced disappearance": "abduction",
    "Sexual violence": "sexual",
    "Peaceful protest": "protest",
    "Protest with intervention": "protest",
    "Excessive force against protesters": "protest",
    "Violent demonstration": "riot",
    "Mob violence": "riot",
    "Agreement": "agreement",
    "Arrests": "arrest",
    "Change to group/activity": "movement",
    "Disrupted weapons use": "weapons",
    "Headquarters or base established": "base",
    "Looting/property destruction": "arson",
    "Non-violent transfer of territory": "transfer",
    "Other": "release",
}
"""The family that a sub-event type belongs to; the assembling works with families."""

_BY_VICTIM = frozenset({"assault", "clash", "sweep", "toll"})
"""Families whose type the victims decide; the encoder renames none of them into another."""

Voicing = Callable[[str, Span, Span], Literal["active", "passive", "noun"]]


def merge_triggers(
    text: str, within: Span, lexical: Sequence[Trigger], reading: Reading, find_voice: Voicing
) -> Iterator[Trigger]:
    """The triggers of one sentence, in order of the text; `find_voice` tells the voice of those that are added."""
    kept = [_renamed(row, reading) for row in lexical]
    added = [
        Trigger(
            run.span,
            FAMILY_OF[run.label],
            run.label,
            find_voice(text, run.span, within),
            run.span.text_in(text).lower(),
        )
        for run in reading.labelled("events", ADD_FROM, within)
        if not any(run.span.overlaps(row.span) for row in kept)
    ]
    yield from sorted([*kept, *added], key=lambda row: row.span)


def _renamed(trigger: Trigger, reading: Reading) -> Trigger:
    label, probability = reading.best("events", trigger.span)
    family = FAMILY_OF.get(label, trigger.family)
    if probability < RENAME_FROM or family == trigger.family or {family, trigger.family} <= _BY_VICTIM:
        return trigger
    return replace(trigger, family=family, sub_event_type=label)
