"""The time of a record: which of all times that a report names, or those around its own day, is meant, by fitted
weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from dateline.assemble.choices import Features, Weights, choose
from dateline.assemble.circumstances import is_long, last_day_told, period_covered, until_report
from dateline.assemble.contexts import Context
from dateline.assemble.entries import find_entry
from dateline.assemble.time_words import is_of_count, name_aspects, name_kind, name_preposition
from dateline.base.resources import load_yaml
from dateline.model.annotations import ResolvedTime
from dateline.model.intervals import Interval
from dateline.model.reports import read_day
from dateline.model.spans import Span

Kind = Literal["events", "figures", "control"]

WEIGHTS = "weights/times.yaml"
_OF_KIND = ("told", "report", "runs on", "here", "in the clause", "last told", "first told")
"""Features that weigh differently for each kind of record."""
_LONG_DAYS = 45
_OF_WORDS = frozenset({"told", "entry", "last told", "first told"})
"""What a time still is where the sentence itself names it."""
_OF_ASPECT = ("told", "report", "runs on", "last told")
"""Features that weigh differently by the verb of the clause."""


@dataclass(frozen=True, slots=True)
class TimeOption:
    """Days that a record may be of, the words that name them (none for the report's own), and how they came about."""

    interval: Interval
    rows: Sequence[ResolvedTime] = ()
    roles: frozenset[str] = frozenset()


def choose_time(context: Context, kind: Kind, spans: Sequence[Span], told: Interval | None) -> Interval | None:
    """The time of what is said at the first of `spans`, and again at the others; `told` is what the rules take."""
    if told is None or told == period_covered(context) or not is_told_elsewhere(context, kind, spans[0], told):
        return told
    options = list_options(context, spans[0], told)
    described = describe_options(context, kind, spans, told, options)
    return options[choose(described, _weights())].interval


def is_told_elsewhere(context: Context, kind: Kind, span: Span, told: Interval) -> bool:
    """Whether the rules take a time from afar, where they err most: not from the sentence of `span`.

    For a figure neither from the sentence before it in its paragraph, nor a period that was told before.
    """
    if kind == "figures" and is_long(told):
        return False
    sentence = context.sentence_at(span.start)
    index = sentence.index
    near = set(context.back_to_paragraph_start(sentence)[: 2 if kind == "figures" else 1])
    naming = {at for at, rows in context.times.items() if any(row.interval == told for row in rows)}
    here = [row.interval.start for row in context.times.get(index, ()) if row.interval]
    return bool(naming) and not naming & near and told.start not in here


@cache
def _weights() -> Weights:
    weights: Mapping[str, float] = load_yaml(WEIGHTS)["weights"]
    return weights


def list_options(context: Context, span: Span, told: Interval) -> list[TimeOption]:
    """What the rules take, all times of the report, its day and the one before, and what runs on from a day told."""
    rows_of: dict[Interval, list[ResolvedTime]] = {told: []}
    for index in sorted(context.times):
        for row in context.times[index]:
            if row.interval is not None and (row.interval.start or row.interval.end):
                rows_of.setdefault(row.interval, []).append(row)
    roles: dict[Interval, set[str]] = {}
    for name, interval in _list_roles(context, span, told):
        rows_of.setdefault(interval, [])
        roles.setdefault(interval, set()).add(name)
    return [TimeOption(interval, rows, frozenset(roles.get(interval, ()))) for interval, rows in rows_of.items()]


def _list_roles(context: Context, span: Span, told: Interval) -> list[tuple[str, Interval]]:
    """The times that stand out in a report, with what they are for the words at `span`."""
    index = context.sentence_at(span.start).index
    day = read_day(context.report.published)
    found = [("told", told)]
    last = last_day_told(context, range(index - 1, -1, -1))
    first = last_day_told(context, range(len(context.sentences)))
    entry = find_entry(context, context.sentence_at(span.start))
    found += [("last told", last)] if last else []
    found += [("first told", first)] if first else []
    found += [("entry", entry.time)] if entry and entry.time else []
    if day is not None:
        found += [("report", Interval.day(day)), ("eve", Interval.day(day - timedelta(days=1)))]
        runs = ((f"{name} runs on", until_report(context, interval)) for name, interval in tuple(found[:3]))
        found += [(name, interval) for name, interval in runs if interval is not None]
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked: the words, where they stand, and what they say of themselves."""

    kind: Kind
    span: Span
    clause: Span
    sentence: Span
    index: int
    paragraph: int
    aspects: Sequence[str]
    told: Interval
    names_any: bool
    day: date | None
    again: frozenset[int]
    places: frozenset[str]
    actors: frozenset[str]
    families: frozenset[str]


def describe_options(
    context: Context, kind: Kind, spans: Sequence[Span], told: Interval, options: Sequence[TimeOption]
) -> list[Features]:
    """What speaks for each option and against it, as numbers between 0 and about 1."""
    span, sentence = spans[0], context.sentence_at(spans[0].start)
    here = [row for row in context.times.get(sentence.index, ()) if row.interval is not None]
    asked = _Asked(
        kind=kind,
        span=span,
        clause=context.clause_of(span),
        sentence=sentence.span,
        index=sentence.index,
        paragraph=sentence.paragraph,
        aspects=name_aspects(context.text, context.clause_of(span), span),
        told=told,
        names_any=bool(here),
        day=read_day(context.report.published),
        again=frozenset(context.sentence_at(other.start).index for other in spans[1:]) - {sentence.index},
        places=frozenset(row.place.name for row in context.places.get(sentence.index, ())),
        actors=frozenset(row.actor.name for row in context.actors.get(sentence.index, ())),
        families=frozenset(row.family for row in context.triggers.get(sentence.index, ())),
    )
    return [_describe(context, asked, option) for option in options]


def _describe(context: Context, asked: _Asked, option: TimeOption) -> Features:
    is_here = any(asked.sentence.contains(row.span) for row in option.rows)
    roles = option.roles & _OF_WORDS if is_here else option.roles
    features: dict[str, float] = dict.fromkeys(roles, 1.0)
    features |= _describe_days(option.interval, asked.day)
    if "told" in roles and (option.interval.length_days or _LONG_DAYS) >= _LONG_DAYS:
        features["told, long"] = features[f"{asked.kind} told, long"] = 1.0
    features |= _compare(option.interval, asked.told)
    if asked.paragraph <= 1:
        features |= {f"lead, {role}": 1.0 for role in ("report", "eve") if role in roles}
    if any(role.endswith("runs on") for role in roles):
        features["runs on"] = 1.0
    if option.rows:
        features |= _describe_mention(context, asked, option.rows)
    elif asked.names_any:
        features["unnamed beside one named"] = 1.0
    if not option.rows and not option.roles & {"told"}:
        features["unnamed"] = 1.0
    for name in _OF_KIND:
        if name in features:
            features[f"{asked.kind} {name}"] = features[name]
    for name in _OF_ASPECT:
        if name in features:
            features |= {f"{aspect}: {name}": 1.0 for aspect in asked.aspects}
    return features


def _compare(interval: Interval, told: Interval) -> Features:
    """How it lies to what the rules take: the same days, within them, around them, or apart."""
    if None in (interval.start, interval.end, told.start, told.end) or interval == told:
        return {}
    assert interval.start
    assert interval.end
    assert told.start
    assert told.end
    if interval.start <= told.start and told.end <= interval.end:
        return {"around told": 1.0, "around told, from its start": float(interval.start == told.start)}
    if told.start <= interval.start and interval.end <= told.end:
        return {"within told": 1.0}
    return {"after told": 1.0} if interval.start > told.end else {"not after told": 1.0}


def _describe_days(interval: Interval, day: date | None) -> Features:
    """How long it is, and how long ago for the report."""
    length = interval.length_days
    features = {f"length {_step(length, ((1, '1'), (3, '2-3'), (8, 'week'), (31, 'month'), (92, 'season')))}": 1.0}
    last = interval.end or interval.start
    if day is not None and last is not None:
        ago = (day - last).days
        steps = ((-1, "ahead"), (0, "0"), (1, "1"), (7, "week"), (31, "month"), (366, "year"))
        features[f"ago {_step(ago, steps)}"] = 1.0
    return features


def _describe_mention(context: Context, asked: _Asked, rows: Sequence[ResolvedTime]) -> Features:
    """Where the words stand that name it, the nearest ones, and how they are put."""
    within = [context.sentence_at(row.span.start) for row in rows]
    nearest = min(range(len(rows)), key=lambda at: (abs(within[at].index - asked.index), rows[at].span))
    row, sentence = rows[nearest], within[nearest]
    away = sentence.index - asked.index
    where = "here" if away == 0 else "before" if away < 0 else "behind"
    features = {
        where: 1.0,
        "mentions": math.log1p(len(rows) - 1),
        f"{name_preposition(context.text, row.span)} {where if away == 0 else 'off'}": 1.0,
        f"{name_kind(row.span.text_in(context.text))} {where if away == 0 else 'off'}": 1.0,
    }
    features |= _describe_telling(context, asked, sentence.index)
    if any(other.index in asked.again for other in within):
        features["again"] = 1.0
    if context.is_time_of_speech(row.span):
        features[f"of speech {where}"] = 1.0
        features[f"{asked.kind} of speech {where}"] = 1.0
    elif away == 0 and is_of_count(context.text, row.span, sentence.span):
        features[f"{asked.kind} of a count"] = 1.0
    if away == 0:
        return {**features, **_describe_beside(context, asked, rows)}
    features[f"{_step(abs(away), ((1, '1'), (2, '2'), (5, '3-5'), (10, '6-10')))} {where}"] = 1.0
    if sentence.paragraph == asked.paragraph:
        features[f"same paragraph {where}"] = 1.0
    elif abs(sentence.paragraph - asked.paragraph) == 1:
        features[f"next paragraph {where}"] = 1.0
    if not asked.names_any:
        features[f"only {where}"] = 1.0
    others = context.times.get(sentence.index, ())
    if len(others) > 1:
        features["one of several there"] = 1.0
    if context.triggers.get(sentence.index):
        features[f"beside a trigger {where}"] = 1.0
    return features


def _describe_telling(context: Context, asked: _Asked, index: int) -> Features:
    """Whether the sentence that names a time tells of what the asked one does: the place, actor or kind of act."""
    features = {"in the lead": 1.0} if index == 0 else {}
    if index == asked.index:
        return features
    pairs = (
        ("a place", {row.place.name for row in context.places.get(index, ())}, asked.places),
        ("an actor", {row.actor.name for row in context.actors.get(index, ())}, asked.actors),
        ("a family", {row.family for row in context.triggers.get(index, ())}, asked.families),
    )
    for name, there, here in pairs:
        if there and here:
            features[f"shares {name}" if there & here else f"has not {name}"] = 1.0
    return features


def _describe_beside(context: Context, asked: _Asked, rows: Sequence[ResolvedTime]) -> Features:
    """How the words stand to those asked for in one sentence."""
    beside = [row for row in rows if context.sentence_at(row.span.start).index == asked.index]
    row = min(beside, key=lambda row: row.span.distance_chars(asked.span))
    gap = row.span.distance_chars(asked.span)
    others = [other for other in context.times.get(asked.index, ()) if other.interval is not None]
    triggers = context.triggers.get(asked.index, ())
    stretch = Span(min(row.span.start, asked.span.start), max(row.span.end, asked.span.end))
    between = sum(
        stretch.contains(other.span) and not other.span.overlaps(asked.span) and not other.span.overlaps(row.span)
        for other in triggers
    )
    is_other = not asked.clause.contains(row.span) and any(
        context.clause_of(row.span).contains(other.span) for other in triggers
    )
    return {
        "in the clause": float(asked.clause.contains(row.span)),
        "behind it": float(row.span.start >= asked.span.end),
        "characters off": math.log1p(gap) / 5,
        "nearest here": float(gap <= min(other.span.distance_chars(asked.span) for other in others)),
        "only one here": float(len(others) == 1),
        "opens the sentence": float(row.span.start - context.sentence_at(asked.span.start).span.start < 12),
        "triggers between": min(between, 3) / 3,
        "of another trigger's clause": float(is_other),
    }


def _step(amount: int | None, bounds: Sequence[tuple[int, str]]) -> str:
    """An amount in steps; "more" beyond the last, or where it is not known."""
    return next((name for bound, name in bounds if amount is not None and amount <= bound), "more")
