"""How much a record needs a person: points by readable rules (`data/review/urgency.yaml`), with reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.base.resources import load_yaml
from dateline.model.decisions import DISCARDED
from dateline.model.filters import STATES
from dateline.publish.record_tables import UNKNOWN, Mask, Numbers, RecordTable

_LEAST_CERTAIN = np.float32(1.0)
_SCALE = 4
"""Points are counted in quarters."""
_POINT_BITS, _DAY_BITS, _ROW_BITS = 11, 22, 30


@dataclass(frozen=True, slots=True)
class UrgencyRule:
    """The rows of the rule, by reason, and the points taken off what somebody was unsure of."""

    reasons: dict[str, dict[str, Any]]
    after_unsure: int

    @property
    def new_days(self) -> int:
        return int(self.reasons["new area"]["days"])


@cache
def load_urgency_rule() -> UrgencyRule:
    """The packaged rule."""
    data = load_yaml("review/urgency.yaml")
    return UrgencyRule({row["reason"]: row for row in data["reasons"]}, int(data["after_unsure"]))


def find_new_regions(table: RecordTable, days: int) -> Mask:
    """By the code of a region: whether its first record was published in the last days of the store's time.

    None is new in a store that is itself no older than that.
    """
    size = max(len(table.names.regions), int(table.region.max(initial=0)) + 1)
    dated = table.published > 0
    if not dated.any():
        return np.zeros(size, dtype=np.bool_)
    known = np.where(dated, table.published, np.int32(2**30))
    first = np.full(size, 2**30, dtype=np.int32)
    np.minimum.at(first, table.region, known)
    edge = int(table.published.max()) - days
    new = (first > edge) & (first < 2**30)
    new[0] = False
    return new if int(known.min()) <= edge else np.zeros(size, dtype=np.bool_)


def find_contradicted(table: RecordTable, rows: Numbers) -> Mask:
    """Whether each of the rows is of an incident whose accounts that count give tolls that cannot both be right, or
    of which one tells what another denies. In: `rows`, all rows of some incidents."""
    _, group = np.unique(table.head[rows], return_inverse=True)
    size = int(group.max(initial=-1)) + 1
    counts = ~np.isin(table.state[rows], _DISCARDED_CODES)
    low = np.full(size, UNKNOWN, dtype=np.int32)
    high = np.full(size, 2**30, dtype=np.int32)
    tolled = counts & (table.killed[rows] >= 0)
    np.maximum.at(low, group[tolled], table.killed_low[rows][tolled])
    np.minimum.at(high, group[tolled], table.killed[rows][tolled])
    told, denied, differ = (np.zeros(size, dtype=np.bool_) for _ in range(3))
    differ[group[counts & table.tolls_differ[rows]]] = True
    told[group[counts & table.is_told[rows]]] = True
    denied[group[counts & table.is_denied[rows]]] = True
    contradicted: Mask = ((low > high) | differ | (told & denied))[group]
    return contradicted


def count_points(table: RecordTable, rows: Numbers, contradicted: Mask, is_new: Mask, rule: UrgencyRule) -> Numbers:
    """The points of rows, in quarters. In: whether each of the rows is contradicted, and of a new region."""
    reasons = rule.reasons
    deaths, uncertain = reasons["many deaths"], reasons["uncertain"]
    killed = np.maximum(table.killed[rows], 0).astype(np.float64)
    share = np.minimum(np.log1p(killed) / np.log1p(float(deaths["full"])), 1.0)
    confidence = np.where(np.isnan(table.confidence[rows]), _LEAST_CERTAIN, table.confidence[rows])
    doubt = np.clip((float(uncertain["below"]) - confidence) / float(uncertain["below"]), 0.0, 1.0)
    points = (
        reasons["contradicted"]["points"] * contradicted
        + deaths["points"] * share
        + uncertain["points"] * doubt
        + reasons["new area"]["points"] * is_new
    )
    looked_at = table.state[rows] == STATES.index("unsure")
    total = np.rint(_SCALE * (points + rule.after_unsure * ~looked_at)).astype(np.int64)
    clipped: Numbers = np.clip(total, 0, (1 << _POINT_BITS) - 1)
    return clipped


def make_keys(table: RecordTable, rows: Numbers, points: Numbers) -> NDArray[np.int64]:
    """What the queue is sorted by, the highest first: points, then the day of publication, then the row. Unique."""
    day = np.clip(table.published[rows], 0, 2**_DAY_BITS - 1).astype(np.int64)
    return (points.astype(np.int64) << (_DAY_BITS + _ROW_BITS)) | (day << _ROW_BITS) | rows.astype(np.int64)


def say_reasons(
    *, contradicted: bool, is_new: bool, killed: int, confidence: float | None, rule: UrgencyRule
) -> tuple[str, ...]:
    """Why a record comes before others, in words, the weightiest first."""
    reasons = rule.reasons
    holds = {
        "contradicted": contradicted,
        "many deaths": killed >= reasons["many deaths"]["from"],
        "uncertain": confidence is not None and confidence < reasons["uncertain"]["below"],
        "new area": is_new,
    }
    weighty = sorted(reasons, key=lambda reason: -int(reasons[reason]["points"]))
    return tuple(reason for reason in weighty if holds[reason])


_DISCARDED_CODES = np.array([STATES.index(state) for state in sorted(DISCARDED)], dtype=np.uint8)
