"""When an incident happened: one of the report's time expressions, or the day of the report as the latest."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.assemble.choices import Features, Weights, choose
from dateline.assemble.narrations import Narration
from dateline.model.annotations import ResolvedTime
from dateline.model.spans import Span

LONGEST_DAYS = 92
"""A longer stretch than a season dates nothing."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an incident, both included; no start for "on or before"."""

    start: date | None
    end: date


@dataclass(frozen=True, slots=True)
class DayOption:
    """Days that an incident may have happened on, and the words that say so, if any do."""

    days: Days
    span: Span | None
    kind: str


def list_options(narration: Narration, times: Sequence[ResolvedTime], published: date) -> list[DayOption]:
    """The default, the day of the report, and each expression that names days before it.

    A day of the week also stands for "on or before the report", as the task wants it.
    """
    options = [
        DayOption(Days(None, published), None, "default"),
        DayOption(Days(published, published), None, "same day"),
    ]
    for time in times:
        interval = time.interval
        if interval is None or interval.start is None or interval.end is None or interval.start > published:
            continue
        end = min(interval.end, published)
        if (end - interval.start).days > LONGEST_DAYS:
            continue
        words = time.span.text_in(narration.text)
        kind = _kind_of(words, Days(interval.start, end))
        options.append(DayOption(Days(interval.start, end), time.span, kind))
        if kind == "night":
            options.append(DayOption(Days(interval.start, interval.start), time.span, "eve"))
        if kind in ("weekday", "stretch"):
            options.append(
                DayOption(Days(None, end if kind == "stretch" else published), time.span, f"before {kind}")
            )
    return options


_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_TODAY = re.compile(r"\btoday\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b|\bnoon\b|\bnow\b|\bdawn\b")
_NIGHT = re.compile(r"\blast night\b|\bovernight\b|\bthe night\b")
_YESTERDAY = re.compile(r"\byesterday\b")
_NUMBER = re.compile(r"\d")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b")


def _kind_of(words: str, days: Days) -> str:
    is_numbered = _NUMBER.search(words) is not None
    for kind, pattern in (("weekday", _WEEKDAY), ("today", _TODAY), ("night", _NIGHT), ("yesterday", _YESTERDAY)):
        if pattern.search(words) and not (kind == "weekday" and is_numbered):  # "monday, 4 august" is a calendar day
            return kind
    if days.start != days.end:
        return "stretch"
    return "calendar day" if _MONTH.search(words) else "other day"


_SAYING = re.compile(
    r"\b(?:said|says?|reported|announced|told|stated|denied|condemned|reporters|communique|issued|confirmed|claimed|noted|added|published|statement|met|meeting)\b"
)
_NEAR = 40
_REACH = 600


def describe_option(
    option: DayOption, narration: Narration, kind: str, anchors: Sequence[int], published: date
) -> Features:
    """The features of an option for an incident of a type whose fillers stand at `anchors`."""
    features = {option.kind: 1.0}
    if option.span is None:
        first = min((narration.sentence_of(anchor) for anchor in anchors), default=0)
        return {**features, f"{option.kind}, {kind}": 1.0, f"{option.kind}, sentence": math.log1p(first)}
    here = narration.sentence_of(option.span.start)
    sentences = {narration.sentence_of(anchor) for anchor in anchors}
    words = narration.incident_words.get(kind, ())
    any_words = [place for places in narration.incident_words.values() for place in places]
    around = narration.text[max(0, option.span.start - _NEAR) : option.span.end + _NEAR]
    is_with = here in sentences
    is_saying = _SAYING.search(around) is not None
    features |= {
        "told": 1.0,
        "with a filler": float(is_with),
        f"{option.kind}, with a filler": float(is_with),
        "with its word": float(any(narration.sentence_of(place) == here for place in words)),
        "with a word": float(any(narration.sentence_of(place) == here for place in any_words)),
        "sentences off": math.log1p(min((abs(here - sentence) for sentence in sentences), default=0)),
        "from its word": _far(option.span, words),
        f"{option.kind}, from its word": _far(option.span, words),
        "from a word": _far(option.span, any_words),
        "from a filler": _far(option.span, anchors),
        "sentence": math.log1p(here),
        f"{option.kind}, first": float(here == 0),
        "first": float(here == 0),
        "saying": float(is_saying),
        f"{option.kind}, saying": float(is_saying),
        "long ago": float((published - option.days.end).days > 30),
        "years ago": float((published - option.days.end).days > 365),
        "days ago": math.log1p((published - option.days.end).days),
        f"{option.kind}, clause of a word": float(shares_clause(narration.text, option.span, any_words)),
        f"{option.kind}, clause of a filler": float(shares_clause(narration.text, option.span, anchors)),
        **dict.fromkeys(list_neighbours(narration.text, option.span), 1.0),
    }
    return features


_CLAUSE_END = re.compile(r"[.,;:\"]|\b(?:that|who|which|said|when|while)\b")


def shares_clause(text: str, span: Span, places: Sequence[int]) -> bool:
    """Whether nothing that ends a clause stands between an expression and the nearest of some places."""
    nearest = min(places, key=lambda place: abs(place - span.start), default=None)
    if nearest is None or abs(nearest - span.start) > _REACH:
        return False
    low, high = (nearest, span.start) if nearest < span.start else (span.end, nearest)
    return _CLAUSE_END.search(text, low, high) is None


_LAST_WORDS = re.compile(r"(?:([^\W_]+|[^\w\s])\s+)?([^\W_]+|[^\w\s])\s*$")
_NEXT_WORD = re.compile(r"\s*([^\W_]+|[^\w\s])")
_NEAREST_CHARS = 40


def list_neighbours(text: str, span: Span) -> list[str]:
    """The words and marks next to an expression, as names of features: two before it, one behind."""
    before = _LAST_WORDS.search(text[max(0, span.start - _NEAREST_CHARS) : span.start])
    behind = _NEXT_WORD.match(text, span.end)
    names = [f"behind {before[2]}", f"behind {before[1]} {before[2]}"] if before else []
    return [*names, f"before {behind[1]}"] if behind else names


def _far(span: Span, places: Sequence[int]) -> float:
    """How far the nearest place is, 0 to 1."""
    nearest = min((abs(place - span.start) for place in places), default=_REACH)
    return math.log1p(min(nearest, _REACH)) / math.log1p(_REACH)


def date_incident(
    narration: Narration,
    times: Sequence[ResolvedTime],
    published: date,
    kind: str,
    anchors: Sequence[int],
    weights: Weights,
) -> Days:
    """The days of an incident of a type. In: the places of its fillers, the report's day."""
    options = list_options(narration, times, published)
    described = [describe_option(option, narration, kind, anchors, published) for option in options]
    return options[choose(described, weights)].days
