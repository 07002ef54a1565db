"""Figures: quantities over a place and a period. Totals are figures, never events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from dateline.assemble.circumstances import find_place, find_time, first_place, is_long
from dateline.assemble.contexts import NEEDED, Context
from dateline.assemble.figure_lexicons import figure_lexicon
from dateline.assemble.figure_times import find_figure_time
from dateline.assemble.modalities import modality_of_words
from dateline.assemble.place_choices import choose_place
from dateline.assemble.roles import is_aside
from dateline.assemble.sources import find_attribution
from dateline.assemble.tallies import is_total
from dateline.assemble.time_choices import choose_time
from dateline.assemble.weighing import THRESHOLDS, tells_of_conflict
from dateline.model.actors import ARMED, ActorRef
from dateline.model.annotations import Quantity, ResolvedActor, Sentence, Toll
from dateline.model.drafts import FIGURES, Additions, Draft
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
    if not tells_of_conflict(context):
        return
    for sentence in context.sentences:
        tolls = context.tolls.get(sentence.index, [])
        others = [
            quantity
            for quantity in context.quantities.get(sentence.index, ())
            if not any(toll.span.overlaps(quantity.span) for toll in tolls)
        ]
        made = [_from_toll(context, toll) for toll in tolls] + [_from_quantity(context, row) for row in others]
        counts = sorted(filter(None, made), key=lambda row: row.span)
        counts += [*_compared(context, counts, others), *_ordinals(context, sentence)]
        for count in sorted(counts, key=lambda row: row.span):
            yield _figure(context, count)


_COMPARED = re.compile(
    r"\b(?:as against|against|compared (?:with|to)|up from|down from|versus)\s+(?:(?:only|just|some|about)\s+)?$",
    re.IGNORECASE,
)


def _compared(context: Context, counts: Sequence[_Count], others: Sequence[Quantity]) -> Iterator[_Count]:
    """ "29 incidents, against 19 in May": the bare number counts what the one before it does."""
    for quantity in others:
        if any(count.span.overlaps(quantity.span) for count in counts):
            continue
        before = [count for count in counts if count.span.end <= quantity.span.start]
        if before and _COMPARED.search(context.text[max(0, quantity.span.start - 24) : quantity.span.start]):
            yield replace(before[-1], span=quantity.span, low=quantity.low, high=quantity.high, group_span=None)


_ORDINAL_WORDS = (
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINAL = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINAL_WORDS)})|(?P<digits>\d+)(?:st|nd|rd|th))\s+(?:such\s+)?(?:[\w-]+\s+){{0,2}}?"
    r"(?P<noun>attack|raid|strike|ambush|incident|assault|bombing|massacre|kidnapping|incursion|attempt|airstrike)\b"
    r"[^.;]{0,60}\b(?:since|this (?:year|month|week)|in (?:\w+\s){1,3}(?:days|weeks|months)|so far)\b"
)


def _ordinals(context: Context, sentence: Sentence) -> Iterator[_Count]:
    """ "the fourth attack this month": so many attacks."""
    for match in _ORDINAL.finditer(context.text, sentence.span.start, sentence.span.end):
        number = int(match["digits"]) if match["digits"] else _ORDINAL_WORDS.index(match["word"]) + 2
        measure: FigureMeasure = "airstrikes" if match["noun"] in ("strike", "airstrike") else "attacks"
        yield _Count(Span(match.start(), match.end("noun")), measure, number, number, False, None, None)


def _from_toll(context: Context, toll: Toll) -> _Count | None:
    if toll.low == 0 and toll.high == 0:
        return None
    if toll.measure != "displaced" and not is_total(context, toll) and not _is_mass(context, toll):
        return None
    measure = _FIGURE_OF_TOLL[toll.measure]
    unit = "people" if measure == "other" else None
    return _Count(toll.span, measure, toll.low, toll.high, toll.approximate, unit, toll.group_span)


_MASS = 200
_GROWS = re.compile(r"\b(?:have|has) (?:now |already |also )?(?:been \w+|died|lost their lives|perished|fallen)\b")


def _is_mass(context: Context, toll: Toll) -> bool:
    """Numbers that no single incident has; and what "has been killed since"."""
    words = context.sentence_at(toll.span.start).span.text_in(context.text)
    large = (toll.low or toll.high or 0) >= _MASS
    return large or ("since" in words and _GROWS.search(words) is not None)


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
    lexicon = figure_lexicon()
    value = quantity.low if quantity.low is not None else quantity.high
    unit = _known_unit(context, quantity)
    if unit is None or value is None:
        return None
    if unit == "km2":
        return "area_cleared"
    if unit == "times":
        return _repeated_act(context, quantity) if value > 1 else None
    if unit in lexicon.harms:
        return lexicon.harms[unit] if value >= lexicon.least_things else None
    if unit in lexicon.acts:
        long_period = is_long(find_time(context, quantity.span)) or value > 2
        return lexicon.acts[unit] if long_period else None
    around = context.clause_of(quantity.span).text_in(context.text)
    if unit in lexicon.fighters | lexicon.people and value >= lexicon.least_things and lexicon.let_go.search(around):
        return "other"
    if unit in lexicon.people and value >= lexicon.least_things and lexicon.flight.search(around):
        return "displaced"
    if unit in lexicon.fighters:
        return "fighters_present" if lexicon.presence.search(around) else None
    if unit in lexicon.things and value >= lexicon.least_things:
        return "other"
    return "other" if unit == "ha" else None


def _known_unit(context: Context, quantity: Quantity) -> str | None:
    """The noun that is counted: the first known one of the words behind the number, else the last of them."""
    if quantity.unit is None or quantity.unit_span is None:
        return quantity.unit
    words = quantity.unit_span.text_in(context.text).lower()
    if _FROM_THE_AIR.search(words):
        return "airstrikes"
    return next((word for word in re.findall(r"[\w'’-]+", words) if word in figure_lexicon().known), quantity.unit)


_FROM_THE_AIR = re.compile(r"^(?:\w+ )?(?:air|drone|aerial) ?(?:attacks|strikes|raids)\b")


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
        time=choose_time(context, "figures", [count.span], find_figure_time(context, count.span)),
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


_ACTING = ARMED | {"government"}


def _doers(context: Context, count: _Count, about: Sequence[ActorRef]) -> tuple[ActorRef, ...]:
    """The armed actor that the sentence makes the subject, or names behind "by" or before "attacks"."""
    index = context.sentence_at(count.span.start).index
    names = {ref.name for ref in about}
    own = [row for row in context.actors.get(index, ()) if row.category in _ACTING and row.span.overlaps(count.span)]
    if own and count.measure in ("attacks", "airstrikes", "operations"):
        return (own[0].actor,)  # "195 Torvan violations"
    armed = [row for row in context.actors.get(index, ()) if row.category in ARMED and row.actor.name not in names]
    before = [row for row in armed if row.span.end <= count.span.start and not is_aside(context, row)]
    if before and count.measure != "displaced":
        return (before[-1].actor,)
    behind_by = [
        row for row in armed if re.search(r"\bby (?:\w+ ){0,3}$", context.text[count.span.end : row.span.start])
    ]
    return (behind_by[0].actor,) if behind_by else ()


def _place(context: Context, span: Span) -> Place | None:
    return choose_place(context, "figures", span, _place_told(context, span))


def _place_told(context: Context, span: Span) -> Place | None:
    place = find_place(context, span)
    if place is not None:
        return place
    sentence = context.sentence_at(span.start)
    before = context.back_to_paragraph_start(sentence)[1:]
    return first_place(context, before) or first_place(context, [row.index for row in context.sentences[:6]])
