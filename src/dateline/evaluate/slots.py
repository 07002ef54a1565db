"""The slots of each kind of record that are scored: how many a record fills, and the credit of an aligned pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from dateline.evaluate.alignments import pair_greedily
from dateline.evaluate.comparisons import (
    Json,
    accepted,
    compare_actors,
    compare_casualties,
    compare_names,
    compare_places,
    compare_ranges,
    compare_times,
    day_range,
    evidence_overlap,
    listed,
)

ENOUGH_OVERLAP = 0.3
"""Evidence that shares this part with gold's is right."""


@dataclass(frozen=True, slots=True)
class Slot:
    """`count` is the number of fills in a record; `credit` what those of an aligned pair are worth together."""

    count: Callable[[Json], int]
    credit: Callable[[Json, Json], float]


def single_slot(field: str) -> Slot:
    return Slot(
        count=lambda record: 1 if accepted(record.get(field)) else 0,
        credit=lambda gold, predicted: compare_names(accepted(gold.get(field)), accepted(predicted.get(field))),
    )


def actor_slot(field: str) -> Slot:
    return Slot(
        count=lambda record: len(listed(record, field)),
        credit=lambda gold, predicted: _sum_credit(
            pair_greedily(listed(gold, field), listed(predicted, field), compare_actors)
        ),
    )


def _sum_credit(pairs: list[tuple[int, int, float]]) -> float:
    return sum(credit for _, _, credit in pairs)


def _credit_if_both(field: str, compare: Callable[[Json, Json], float], gold: Json, predicted: Json) -> float:
    return compare(gold[field], predicted[field]) if gold.get(field) and predicted.get(field) else 0.0


def _has_days(record: Json) -> int:
    return 1 if record.get("time") and day_range(record["time"]) else 0


def _named_sources(record: Json) -> list[Json]:
    """The attributions other than the report's own voice, which costs nothing to get right."""
    rows: list[Json] = list(listed(record, "attribution"))
    return [row for row in rows if (accepted(row.get("source_type")) or [None])[0] != "outlet"]


def _compare_sources(gold: Json, predicted: Json) -> float:
    return compare_names(accepted(gold.get("source")), accepted(predicted.get("source")))


def _compare_values(gold: Json, predicted: Json) -> float:
    return compare_ranges(
        (gold.get("value_low"), gold.get("value_high")), (predicted.get("value_low"), predicted.get("value_high"))
    )


PLACE = Slot(lambda record: 1 if record.get("place") else 0, partial(_credit_if_both, "place", compare_places))
TIME = Slot(_has_days, partial(_credit_if_both, "time", compare_times))
ATTRIBUTION = Slot(
    lambda record: len(_named_sources(record)),
    lambda gold, predicted: _sum_credit(
        pair_greedily(_named_sources(gold), _named_sources(predicted), _compare_sources)
    ),
)
CASUALTIES = Slot(
    lambda record: len(listed(record, "casualties")),
    lambda gold, predicted: _sum_credit(
        pair_greedily(listed(gold, "casualties"), listed(predicted, "casualties"), compare_casualties)
    ),
)
VALUE = Slot(lambda _: 1, _compare_values)
EVIDENCE = Slot(lambda _: 1, lambda gold, predicted: float(evidence_overlap(gold, predicted) >= ENOUGH_OVERLAP))

SLOTS: Mapping[str, Mapping[str, Slot]] = {
    "events": {
        "event_type": single_slot("event_type"),
        "sub_event_type": single_slot("sub_event_type"),
        "modality": single_slot("modality"),
        "place": PLACE,
        "time": TIME,
        "actor1": actor_slot("actor1"),
        "actor2": actor_slot("actor2"),
        "attribution": ATTRIBUTION,
        "casualties": CASUALTIES,
    },
    "figures": {
        "measure": single_slot("measure"),
        "value": VALUE,
        "about": actor_slot("about"),
        "by": actor_slot("by"),
        "place": PLACE,
        "time": TIME,
        "attribution": ATTRIBUTION,
    },
    "statements": {
        "speaker": actor_slot("speaker"),
        "act": single_slot("act"),
        "addressee": actor_slot("addressee"),
        "evidence": EVIDENCE,
    },
    "control": {
        "holder": actor_slot("holder"),
        "relation": single_slot("relation"),
        "place": PLACE,
        "time": TIME,
        "evidence": EVIDENCE,
    },
}

LEAST_SIMILARITY: Mapping[str, float] = {"events": 2.5, "figures": 1.5, "statements": 1.0, "control": 1.5}
"""Records less alike than this, in summed slot credit and evidence overlap, are not of the same thing."""


def record_similarity(kind: str, gold: Json, predicted: Json) -> float:
    """The summed credit of the slots, and up to 1 more for shared evidence."""
    credit = sum(slot.credit(gold, predicted) for slot in SLOTS[kind].values())
    return credit + evidence_overlap(gold, predicted)
