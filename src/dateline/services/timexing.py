"""Use case: mark the time expressions of texts, without coding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.annotate.timexes import find_timexes, read_day
from dateline.model.annotations import ResolvedTime, Timex
from dateline.resolve.times import resolve_times

Json = Mapping[str, Any]


def timex(texts: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "published"}` in, `{"id", "timexes"}` out, lazily.

    Each time expression is `{"start", "end", "text", "type", "value", "from", "to"}`: offsets in code points, type
    and value as in TimeML's TIMEX3, the closed interval of days as ISO dates, null on an open or unknown side.
    """
    for row in texts:
        yield {"id": row["id"], "timexes": mark_times(row["text"], row.get("published"))}


def mark_times(text: str, published: str | None) -> list[dict[str, Any]]:
    """The time expressions of one text, in its order."""
    day = read_day(published)
    found = find_timexes(text, day)
    return [_to_json(text, *pair) for pair in zip(found, resolve_times(text, found, day), strict=True)]


def _to_json(text: str, found: Timex, resolved: ResolvedTime) -> dict[str, Any]:
    interval = resolved.interval
    return {
        "start": found.span.start,
        "end": found.span.end,
        "text": found.span.text_in(text),
        "type": found.type,
        "value": found.value,
        "from": interval.start.isoformat() if interval and interval.start else None,
        "to": interval.end.isoformat() if interval and interval.end else None,
    }
