"""Figures: quantities over a place and a period. Totals are figures, never events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from dateline.assemble.circumstances import find_place, find_time, first_place, is_long
from dateline.assemble.contexts import NEEDED, Context
from dateline.assemble.modalities import modality_of_words
from dateline.assemble.roles import is_aside
from dateline.assemble.sources import find_attribution
from dateline.assemble.tallies import is_total
from dateline.assemble.weighing import THRESHOLDS
from dateline.base.resources import load_yaml
from dateline.model.actors import ARMED, ActorRef
from dateline.model.annotations import Quantity, ResolvedActor, Toll
from dateline.model.drafts import FIGURES, Additions, Draft
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Figure, FigureMeasure
from dateline.model.spans import Span

_FIGURE_OF_TOLL: dict[str, FigureMeasure] = {
    "killed": "killed",
    "injured": "injured",
    "abducted": "abducted",
    "arrested": "arrested",
    "displaced": "displaced",
    "missing": "other",
    "casualties": "other",
}


@dataclass(frozen=True, slots=True)
class _Count:
    """A quantity that makes a figure: what it measures and in which unit."""

    span: Span
    measure: FigureMeasure
    low: float | None
    high: float | None
    approximate: bool
    unit: str | None
    group_span: Span | None


class FigureStage:
    """Turns totals, strengths, areas and counts of things into figures."""

    name = "figures"
    version = "1"
    requires = NEEDED
    provides = (FIGURES,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{FIGURES: tuple(assemble_figures(Context.of(draft)))} for draft in batch]


def assemble_figures(context: Context) -> Iterator[Figure]:
    """The figures of one report, in order of the text."""
    for sentence in context.sentences:
        tolls = context.tolls.get(sentence.index, [])
        others = [
            quantity
            for quantity in context.quantities.get(sentence.index, ())
            if not any(toll.span.overlaps(quantity.span) for toll in tolls)
        ]
        counts = [_from_toll(context, toll) for toll in tolls] + [_from_quantity(context, row) for row in others]
        for count in sorted(filter(None, counts), key=lambda row: row.span):
            yield _figure(context, count)


def _from_toll(context: Context, toll: Toll) -> _Count | None:
    if toll.low == 0 and toll.high == 0:
        return None
    if toll.measure != "displaced" and not is_total(context, toll):
        return None
    measure = _FIGURE_OF_TOLL[toll.measure]
    unit = "people" if measure == "other" else None
    return _Count(toll.span, measure, toll.low, toll.high, toll.approximate, unit, toll.group_span)


def _from_quantity(context: Context, quantity: Quantity) -> _Count | None:
    measure = _weighed_measure(context, quantity, _measure(context, quantity))
    if measure is None:
        return None
    end = quantity.unit_span.end if quantity.unit_span else quantity.span.end
    unit = quantity.unit if measure in ("other", "area_cleared") else None
    span = Span(quantity.span.start, end)
    return _Count(span, measure, quantity.low, quantity.high, quantity.approximate, unit, quantity.unit_span)


def _weighed_measure(context: Context, quantity: Quantity, by_rule: FigureMeasure | None) -> FigureMeasure | None:
    """The rules' measure, unless the encoder is sure that the number is a figure of another kind, or none."""
    if context.reading is None:
        return by_rule
    inside = context.reading.inside("figures", quantity.span)
    if inside >= THRESHOLDS.figure_from:
        label, share = context.reading.best("figures", quantity.span)
        return cast(FigureMeasure, label) if by_rule is None or share >= THRESHOLDS.figure_rename_from else by_rule
    return by_rule if inside >= THRESHOLDS.figure_drop_below else None


def _measure(context: Context, quantity: Quantity) -> FigureMeasure | None:
    unit, lexicon = quantity.unit, _lexicon()
    value = quantity.low if quantity.low is not None else quantity.high
    if unit is None:
        return None
    if unit == "km2":
        return "area_cleared"
    if unit == "times" and value is not None and value > 1:
        return _repeated_act(context, quantity)
    if unit in lexicon.acts:
        long_period = is_long(find_time(context, quantity.span)) or (value or 0) > 2
        return lexicon.acts[unit] if long_period else None
    if unit in lexicon.fighters:
        around = context.clause_of(quantity.span).text_in(context.text)
        return "fighters_present" if lexicon.presence.search(around) else None
    if unit in lexicon.things and value is not None and value >= lexicon.least_things:
        return "other"
    return "other" if unit == "ha" else None


def _repeated_act(context: Context, quantity: Quantity) -> FigureMeasure | None:
    """ "targeted 82 times": what was done so often, by the trigger of its clause."""
    index = context.sentence_at(quantity.span.start).index
    text = context.clause_of(quantity.span).text_in(context.text).lower()
    clause = context.clause_of(quantity.span)
    verbs = [row for row in context.triggers.get(index, ()) if row.voice != "noun" and clause.contains(row.span)]
    families = {row.family for row in verbs}
    if verbs and ("air_strike" in families or re.search(r"warplane|aircraft|\bjets?\b|drone", text)):
        return "airstrikes"
    if families & {"sweep"}:
        return "operations"
    return "attacks" if families & {"assault", "clash", "shelling", "bomb"} else None


def _figure(context: Context, count: _Count) -> Figure:
    sentence = context.sentence_at(count.span.start)
    about = _about(context, count)
    return Figure(
        measure=count.measure,
        value_low=count.low,
        value_high=count.high,
        approximate=count.approximate,
        unit=count.unit,
        about=about,
        by=() if count.measure == "fighters_present" else _doers(context, count, about),
        place=_place(context, count.span),
        time=_time(context, count.span),
        modality=modality_of_words(context, count.span),
        attribution=find_attribution(context, count.span),
        evidence=(context.evidence(sentence.span),),
    )


def _about(context: Context, count: _Count) -> tuple[ActorRef, ...]:
    index = context.sentence_at(count.span.start).index
    rows = context.actors.get(index, [])
    if count.measure in ("attacks", "operations", "area_cleared"):
        return ()
    if count.measure == "airstrikes":
        return _target_of(context, rows, count.span)
    if count.group_span is not None:
        counted = [row.actor for row in rows if row.span.overlaps(count.group_span)]
        told = count.group_span.text_in(context.text)
        return (counted[0],) if counted else (ActorRef(name="people" if told.lower() in _PRONOUNS else told),)
    return (ActorRef(name="people"),) if count.measure in _COUNTS_PEOPLE else ()


_PRONOUNS = frozenset({"our", "us", "their", "them", "its"})
_COUNTS_PEOPLE = frozenset({"killed", "injured", "abducted", "arrested", "displaced"})


def _target_of(context: Context, rows: Sequence[ResolvedActor], span: Span) -> tuple[ActorRef, ...]:
    pattern = re.compile(
        r"\b(?:on|against|targeting|targeted|hit|struck|bombed)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
    )
    for row in rows:
        if (
            pattern.search(context.text[max(0, row.span.start - 40) : row.span.start])
            and row.span.distance_chars(span) < 120
        ):
            return (row.actor,)
    return ()


def _doers(context: Context, count: _Count, about: Sequence[ActorRef]) -> tuple[ActorRef, ...]:
    """The armed actor that the sentence makes the subject, or names behind "by" or before "attacks"."""
    index = context.sentence_at(count.span.start).index
    names = {ref.name for ref in about}
    armed = [row for row in context.actors.get(index, ()) if row.category in ARMED and row.actor.name not in names]
    before = [row for row in armed if row.span.end <= count.span.start and not is_aside(context, row)]
    if before:
        return (before[-1].actor,)
    behind_by = [
        row for row in armed if re.search(r"\bby (?:\w+ ){0,3}$", context.text[count.span.end : row.span.start])
    ]
    return (behind_by[0].actor,) if behind_by else ()


def _place(context: Context, span: Span) -> Place | None:
    place = find_place(context, span)
    if place is not None:
        return place
    sentence = context.sentence_at(span.start)
    before = context.back_to_paragraph_start(sentence)[1:]
    return first_place(context, before) or first_place(context, [row.index for row in context.sentences[:6]])


def _time(context: Context, span: Span) -> Interval | None:
    """The longest period of the clause (totals), else of the sentences before it in the paragraph."""
    sentence = context.sentence_at(span.start)
    for index in context.back_to_paragraph_start(sentence):
        rows = [
            row.interval
            for row in context.times.get(index, ())
            if row.interval is not None and not context.is_time_of_speech(row.span)
        ]
        long = [interval for interval in rows if is_long(interval)]
        if long and index == sentence.index:
            return long[0]
        if rows:
            return find_time(context, span) if index == sentence.index else rows[0]
    return None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    acts: dict[str, FigureMeasure]
    fighters: frozenset[str]
    things: frozenset[str]
    least_things: int
    presence: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    rows = load_yaml("lexicons/figures.yaml")
    measures: tuple[FigureMeasure, ...] = ("attacks", "airstrikes", "operations")
    return _Lexicon(
        acts={noun: measure for measure in measures for noun in rows[measure]},
        fighters=frozenset(rows["fighters"]),
        things=frozenset(rows["things"]),
        least_things=int(rows["least_things"]),
        presence=re.compile(rf"\b(?:{'|'.join(rows['presence'])})\b", re.IGNORECASE),
    )
