"""The encoder's word on what the rules propose: thresholds in one place, and the choices that rest on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.assemble.contexts import Context
from dateline.model.annotations import ResolvedActor
from dateline.model.readings import PROPOSALS
from dateline.model.spans import Span


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure the encoder must be; set on the development part of our own corpus and on the gold sets.

    The rules are the better judges of what they propose, so the encoder mostly adds: where a threshold stands above 1
    it was measured that its word makes things worse.
    """

    side_from: float = 2.0
    """A mention of the sentence takes a side from here on, whatever the rules propose."""
    side_fill_from: float = 0.7
    """A mention of the sentence does where the rules propose nobody."""
    side_afar_from: float = 2.0
    """A mention of a sentence near by does, where the sentence itself has none."""
    side_drop_below: float = 0.0
    """What the rules put on a side is taken away below this."""
    modality_from: float = 0.95
    event_against_cues: float = 2.0
    """A trigger whose clause the cues take for no event is one all the same from here on."""
    source_from: float = 2.0
    source_drop_below: float = 0.0
    figure_from: float = 0.9
    figure_rename_from: float = 0.95
    figure_drop_below: float = 0.01
    total_margin: float = 2.0
    """By so much must a number be likelier a figure than a toll (or the reverse) to overrule the rules."""
    toll_from: float = 0.4
    control_from: float = 0.99
    control_drop_below: float = 0.0
    statement_from: float = 0.9
    statement_drop_below: float = 0.0
    act_from: float = 0.8
    speaker_from: float = 0.4
    conflict_from: float = 0.9
    """A report that is less likely to be on conflict has no records."""
    event_from: float = 0.3
    """A report in which no word is likelier than this to tell of an event or a toll has no events."""


THRESHOLDS = Thresholds()
Side = tuple[ResolvedActor, ...]
REACH_SENTENCES = (2, 1)
"""How many sentences before and after the anchor's own are looked through for what it does not name."""


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
    """Who did it and who suffered it: the encoder's answer, given what the rules propose."""
    if context.reading is None:
        return tuple(doer), tuple(target)
    proposals = {**{row.span: "target" for row in target}, **{row.span: "doer" for row in doer}}
    left = _weigh_side(context, anchor, doer, "actor1", proposals)
    right = _weigh_side(context, anchor, target, "actor2", proposals)
    return left, tuple(row for row in right if row.actor.name not in {one.actor.name for one in left})


def weigh_holders(context: Context, anchor: Span, proposed: Sequence[ResolvedActor]) -> Side:
    """Who holds the ground that the anchor tells of."""
    if context.reading is None:
        return tuple(proposed)
    return _weigh_side(context, anchor, proposed, "holder", {row.span: "doer" for row in proposed})


def _weigh_side(
    context: Context, anchor: Span, proposed: Sequence[ResolvedActor], role: str, proposals: Proposals
) -> Side:
    here = context.sentence_at(anchor.start).index
    rows = context.actors.get(here, [])
    likely = role_probabilities(context, anchor, [row.span for row in rows], role, proposals)
    weights = dict(zip(map(id, rows), likely, strict=True))
    chosen = [row for row in rows if weights[id(row)] >= THRESHOLDS.side_from]
    if not chosen:
        kept = [row for row in proposed if weights.get(id(row), 1.0) >= THRESHOLDS.side_drop_below]
        likeliest = [row for row in rows if weights[id(row)] >= THRESHOLDS.side_fill_from]
        chosen = kept or likeliest or _from_afar(context, anchor, here, role)
    return tuple({row.actor.name: row for row in chosen}.values())


def _from_afar(context: Context, anchor: Span, here: int, role: str) -> list[ResolvedActor]:
    before, after = REACH_SENTENCES
    indexes = [index for index in range(here - before, here + after + 1) if index != here]
    rows = [row for index in indexes for row in context.actors.get(index, [])]
    weights = role_probabilities(context, anchor, [row.span for row in rows], role)
    best = max(zip(weights, range(len(rows)), strict=True), default=(0.0, 0))
    return [rows[best[1]]] if best[0] >= THRESHOLDS.side_afar_from else []
