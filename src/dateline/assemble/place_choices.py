"""The place of a figure or a holding: which of all places that a report names is meant, by fitted weights."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dateline.assemble.choices import Features, Weights, choose
from dateline.assemble.circumstances import event_places
from dateline.assemble.contexts import Context
from dateline.base.resources import load_yaml
from dateline.base.text import fold_name
from dateline.model.annotations import ResolvedPlace
from dateline.model.places import Place
from dateline.model.spans import Span

Kind = Literal["figures", "control"]

WEIGHTS = "weights/places.yaml"
_PREPOSITION = re.compile(
    r"\b(?P<word>from|to|towards?|into|in|at|near|around|outside|on|of|between|over|against|with|by|for|through)\s+"
    r"(?:the\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_REACH_CHARS = 30
_OF_KIND = (
    "told",
    "here",
    "nearest here",
    "coarse",
    "state",
    "share",
    "same paragraph",
    "first",
    "title",
    "told last",
)
"""Features that weigh differently for each kind of record."""


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place that the report names, with all its mentions in order of the text."""

    place: Place
    rows: Sequence[ResolvedPlace]


def choose_place(context: Context, kind: Kind, span: Span, told: Place | None) -> Place | None:
    """The place of what is said at `span`; `told` is what the rules take, which mostly stands."""
    options = list_options(context, span)
    if told is None or not options:
        return told
    described = [describe_option(context, kind, span, told, option, options) for option in options]
    return options[choose(described, load_weights())].place


@cache
def load_weights() -> Weights:
    """The fitted weights, by feature."""
    weights: Mapping[str, float] = load_yaml(WEIGHTS)["weights"]
    return weights


def list_options(context: Context, span: Span) -> list[PlaceOption]:
    """All places of the report, one a name, as the sentence at `span` tells them where it names them."""
    index = context.sentence_at(span.start).index
    rows_of: dict[str, list[ResolvedPlace]] = {}
    for sentence in sorted(context.places):
        for row in context.places[sentence]:
            rows_of.setdefault(row.place.name, []).append(row)
    here = {row.place.name: row.place for row in reversed(context.places.get(index, ()))}
    return [PlaceOption(here.get(name, rows[0].place), rows) for name, rows in rows_of.items()]


def describe_option(
    context: Context, kind: Kind, span: Span, told: Place, option: PlaceOption, options: Sequence[PlaceOption]
) -> Features:
    """What speaks for a place and against it, as numbers between 0 and about 1."""
    place, sentence = option.place, context.sentence_at(span.start)
    mentions = [row for other in options for row in other.rows]
    nearest = min(option.rows, key=lambda row: row.span.distance_chars(span))
    features = {
        "told": float(told.name == place.name),
        "coarse": float(place.geo_precision == 3),
        "exact": float(place.geo_precision == 1),
        "state": float((place.gazetteer_id or "").startswith("country:")),
        "unknown": float(place.gazetteer_id is None),
        "without point": float(place.lat is None),
        "no event place": float(not any(row.event_place for row in option.rows)),
        "told last": float(place.name == _told_last(mentions, sentence.span.start)),
        "title": float(fold_name(place.name) in fold_name(context.report.title or "")),
        "dateline": float(fold_name(place.name) in fold_name(context.report.dateline or "")),
        "share": len(option.rows) / len(mentions),
        "first": float(option.rows[0].span == min(row.span for row in mentions)),
        "of its country": sum(row.place.country == place.country for row in mentions) / len(mentions),
        **describe_words(context, nearest, sentence.index),
        **_describe_sentence(context, option, span, mentions),
        **_describe_way(context, option, sentence.index, sentence.paragraph),
    }
    return {**features, **{f"{kind} {name}": features[name] for name in _OF_KIND if name in features}}


def _told_last(mentions: Sequence[ResolvedPlace], start: int) -> str | None:
    """The name of the last place before an offset that is no province or country."""
    before = [row for row in mentions if row.span.start < start and row.event_place and row.place.geo_precision < 3]
    return max(before, key=lambda row: row.span).place.name if before else None


def describe_words(context: Context, row: ResolvedPlace, index: int) -> Features:
    """The preposition before the mention nearest to the words."""
    sentence = context.sentence_at(row.span.start)
    told = (
        _PREPOSITION.search(context.text[max(start - _REACH_CHARS, sentence.span.start) : start])
        for start in (row.phrase.start, row.span.start)
    )
    word = next((match["word"].lower() for match in told if match), "none")
    return {f"{word} here" if sentence.index == index else word: 1.0}


def _describe_sentence(
    context: Context, option: PlaceOption, span: Span, mentions: Sequence[ResolvedPlace]
) -> Features:
    """What the sentence of the words itself says of the place; nothing where it does not name it."""
    within = context.sentence_at(span.start).span
    here = [row for row in option.rows if within.contains(row.span)]
    if not here:
        return {}
    nearest = min(here, key=lambda row: row.span.distance_chars(span))
    gap = nearest.span.distance_chars(span)
    others = (row.span.distance_chars(span) for row in mentions if within.contains(row.span))
    return {
        "here": 1.0,
        "event place here": float(nearest in event_places(context, context.sentence_at(span.start).index)),
        "in the clause": float(context.clause_of(span).contains(nearest.span)),
        "behind": float(nearest.span.start >= span.end),
        "characters off": math.log1p(gap) / 5,
        "nearest here": float(gap <= min(others)),
    }


def _describe_way(context: Context, option: PlaceOption, index: int, paragraph: int) -> Features:
    """How many sentences away the place is told as that of an event, before and behind."""
    sentences = [context.sentence_at(row.span.start) for row in option.rows if row.event_place]
    before = [index - sentence.index for sentence in sentences if sentence.index < index]
    behind = [sentence.index - index for sentence in sentences if sentence.index > index]
    features = {"same paragraph": float(any(sentence.paragraph == paragraph for sentence in sentences))}
    features[f"{name_step(min(before))} before" if before else "not before"] = 1.0
    if behind:
        features[f"{name_step(min(behind))} behind"] = 1.0
    return features


def name_step(sentences: int) -> str:
    """A distance in sentences, in steps."""
    bounds = ((1, "1"), (2, "2"), (5, "3-5"), (10, "6-10"))
    return next((name for bound, name in bounds if sentences <= bound), "more")
