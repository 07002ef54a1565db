"""The encoder's word on what the rules propose: thresholds in one place, and the choices that rest on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.assemble.contexts import Context
from dateline.model.annotations import ResolvedActor
from dateline.model.readings import PROPOSALS
from dateline.model.spans import Span


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure the encoder must be; set on the development part of our own corpus and on the gold sets.

    Measured there, the rules are the better judges of what they themselves propose: sources, totals and triggers
    lose when the encoder takes them away, and sides unless it is sure of the other one. So it adds where they are
    silent, and names what they cannot.
    """

    side_from: float = 0.7
    """A mention takes a side where the rules propose nobody."""
    doer_from: float = 0.6
    """The same for who did it."""
    turn_from: float = 0.5
    """Whom the rules take for struck did it, where they know of no other who did."""
    doer_drop_below: float = 0.1
    """Whom the rules take for the doer is none, if it is likelier to be who was struck."""
    modality_from: float = 0.95
    figure_from: float = 0.9
    figure_rename_from: float = 0.95
    figure_drop_below: float = 0.03
    toll_from: float = 0.4
    """A toll belongs to this one of several events."""
    control_from: float = 0.99
    statement_from: float = 0.9
    act_from: float = 0.8
    speaker_from: float = 0.4
    conflict_from: float = 0.9
    """A report that is less likely to be on conflict has no records."""
    event_from: float = 0.3
    """A report in which no word is likelier than this to tell of an event or a toll has no events."""


THRESHOLDS = Thresholds()
Side = tuple[ResolvedActor, ...]


def tells_of_events(context: Context) -> bool:
    """Whether some word of the report may tell of an event at all."""
    reading = context.reading
    if reading is None:
        return True
    told = max(float(1 - reading.heads[head][:, 0].min(initial=1.0)) for head in ("events", "tolls"))
    return tells_of_conflict(context) and told >= THRESHOLDS.event_from


def tells_of_conflict(context: Context) -> bool:
    """Whether the report is on conflict at all; sport, business and the arts have attacks of their own."""
    if context.reading is None:
        return True
    return context.reading.windows["relevance"]["conflict"] >= THRESHOLDS.conflict_from


Proposals = Mapping[Span, str]
"""What the rules take spans for, by name as in `model.readings.PROPOSALS`; others are proposed for nothing."""


def role_probabilities(
    context: Context, anchor: Span, spans: Sequence[Span], role: str, proposals: Proposals | None = None
) -> list[float]:
    """How probable each span's role to the anchor is; zeros where the encoder has not read the report."""
    if context.reading is None or not spans:
        return [0.0] * len(spans)
    column = context.reading.pairs.roles.index(role)
    taken = [PROPOSALS.index((proposals or {}).get(span, "none")) for span in spans]
    return [float(value) for value in context.reading.roles(anchor, spans, taken)[:, column]]


def weigh_sides(
    context: Context, anchor: Span, doer: Sequence[ResolvedActor], target: Sequence[ResolvedActor]
) -> tuple[Side, Side]:
    """Who did it and who suffered it: what the rules propose, less what the encoder takes for the other side; where
    they propose nobody, what it is sure of."""
    if context.reading is None:
        return tuple(doer), tuple(target)
    proposals = {**{row.span: "target" for row in target}, **{row.span: "doer" for row in doer}}
    rows = context.actors.get(context.sentence_at(anchor.start).index, [])
    spans = [row.span for row in rows]
    did = dict(zip(spans, role_probabilities(context, anchor, spans, "actor1", proposals), strict=True))
    suffered = dict(zip(spans, role_probabilities(context, anchor, spans, "actor2", proposals), strict=True))
    left = [
        row
        for row in doer
        if did[row.span] >= min(THRESHOLDS.doer_drop_below, suffered[row.span])
        or _MODAL.fullmatch(context.text, row.span.end, max(row.span.end, anchor.start))
    ]
    if not doer:
        left = [row for row in target if did[row.span] > max(THRESHOLDS.turn_from, suffered[row.span])]
    right = [row for row in target if row not in left]
    left = left or [
        row for row in rows if did[row.span] >= THRESHOLDS.doer_from and row.actor.name not in _names(right)
    ]
    right = right or [
        row
        for row in rows
        if suffered[row.span] >= max(THRESHOLDS.side_from, did[row.span]) and row.actor.name not in _names(left)
    ]
    return _once(left), _once(right)


_MODAL = re.compile(r"\s+(?:may|might|could|would|will|shall|should|can)(?:\s+(?:not|also|again|soon))?\s+")
""" "ISIS might attack": what has not been done has a subject all the same."""


def _names(rows: Sequence[ResolvedActor]) -> set[str]:
    return {row.actor.name for row in rows}


def _once(rows: Sequence[ResolvedActor]) -> Side:
    """Each actor once, as last mentioned."""
    return tuple({row.actor.name: row for row in rows}.values())


def weigh_holders(context: Context, anchor: Span, proposed: Sequence[ResolvedActor]) -> Side:
    """Who holds the ground that the anchor tells of."""
    return _fill_side(context, anchor, proposed, "holder", {})


def _fill_side(
    context: Context, anchor: Span, proposed: Sequence[ResolvedActor], role: str, proposals: Proposals
) -> Side:
    if proposed or context.reading is None:
        return tuple(proposed)
    rows = context.actors.get(context.sentence_at(anchor.start).index, [])
    likely = role_probabilities(context, anchor, [row.span for row in rows], role, proposals)
    chosen = [row for row, weight in zip(rows, likely, strict=True) if weight >= THRESHOLDS.side_from]
    return _once(chosen)
