"""Use case: mark the time expressions of texts, without coding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.annotate.timexes import find_timexes, tell_days
from dateline.model.reports import read_day
from dateline.resolve.times import describe_timexes, describe_undated

Json = Mapping[str, Any]


def timex(texts: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "published"}` in, `{"id", "timexes"}` out, lazily.

    Each time expression is `{"start", "end", "text", "type", "value", "from", "to"}`: offsets in code points, type
    and value as in TimeML's TIMEX3, the closed interval of days as ISO dates, null on an open or unknown side. In a
    text without `published`, what counts from that day reaches over all days on which the text may have come out, and
    has `"inferred": true`.
    """
    for row in texts:
        yield {"id": row["id"], "timexes": mark_times(row["text"], row.get("published"))}


def mark_times(text: str, published: str | None) -> list[dict[str, str | int | None]]:
    """The time expressions of one text, in its order; the two ends of a range are two of them."""
    day = read_day(published)
    found = find_timexes(text, day)
    if day is not None:
        return describe_timexes(text, found, day)
    return describe_undated(text, found, tell_days(text, found))
