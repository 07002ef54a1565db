"""Who says so: the attribution of words in a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.assemble.contexts import Context
from dateline.assemble.weighing import THRESHOLDS, role_probabilities
from dateline.model.annotations import SpeechMention
from dateline.model.records import OUTLET, Attribution
from dateline.model.spans import Span


def find_attribution(context: Context, span: Span) -> tuple[Attribution, ...]:
    """The narrowest source whose words cover `span`; the outlet's own voice where there is none.

    Where the encoder has read the report, it may refuse that source, or name one near by that the rules did not see.
    """
    over = context.speech_over(span)
    if context.reading is not None:
        learned = _learned_sources(context, span, over[:1])
        if learned is not None:
            return learned
    if not over:
        return (OUTLET,)
    return (_attribution(over[0]),)


def _attribution(row: SpeechMention) -> Attribution:
    return Attribution(source=row.source.name, source_type=row.source_type, stance=row.stance)


def _proposed(over: Sequence[SpeechMention]) -> dict[Span, str]:
    return {row.source_span: "source" for row in over[:1] if row.source_span is not None}


def _learned_sources(context: Context, span: Span, over: Sequence[SpeechMention]) -> tuple[Attribution, ...] | None:
    """None where the encoder has nothing against the rules' answer."""
    here = context.sentence_at(span.start).index
    near = [
        row for row in context.speech
        if row.source_span is not None and -2 <= context.sentence_at(row.source_span.start).index - here <= 2
    ]  # fmt: skip
    spans = [row.source_span for row in near if row.source_span is not None]
    weights = dict(
        zip(map(id, near), role_probabilities(context, span, spans, "source", _proposed(over)), strict=True)
    )
    sure = [row for row in near if weights[id(row)] >= THRESHOLDS.source_from]
    if sure:
        return tuple(dict.fromkeys(_attribution(row) for row in sure))
    if over and weights.get(id(over[0]), 1.0) < THRESHOLDS.source_drop_below:
        return (OUTLET,)
    return None


def name_source(context: Context, span: Span) -> str:
    """The `said_by` of a toll: the source's name, or "outlet"."""
    return find_attribution(context, span)[0].source or "outlet"


def join_attributions(rows: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Each source once with each stance; the outlet's own voice only where no other source speaks."""
    unique = tuple(dict.fromkeys(rows))
    others = tuple(row for row in unique if row.source_type != "outlet")
    return others or unique[:1]
