"""Rulings about incidents: which decisions say that events are one incident, or two."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model.decisions import NewDecision
from dateline.model.errors import WrongCallError


def plan_merge(record_ids: Sequence[str], why: str | None) -> list[NewDecision]:
    """One decision an event, so that every pair of them is ruled to be one incident.

    Raises WrongCallError for fewer than two events, and for records of another kind.
    """
    events = _check_events(record_ids)
    if len(events) < 2:
        raise WrongCallError("a merge takes two or more events", ", ".join(record_ids))
    return [NewDecision(one, "merge", why, others=tuple(events[at + 1 :])) for at, one in enumerate(events[:-1])]


def plan_split(record_id: str, others: Sequence[str], why: str | None) -> list[NewDecision]:
    """The decision that an event is another incident than each of the others.

    Raises WrongCallError where there are none, and for records of another kind.
    """
    events = [one for one in _check_events([record_id, *others]) if one != record_id]
    if not events:
        raise WrongCallError("this event is alone in its incident", record_id)
    return [NewDecision(record_id, "split", why, others=tuple(events))]


def _check_events(record_ids: Sequence[str]) -> list[str]:
    for record_id in record_ids:
        if not record_id.startswith("e-"):
            raise WrongCallError("only events belong to incidents", record_id)
    return list(dict.fromkeys(record_ids))
