"""Who says so: the attribution of words in a report."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.assemble.contexts import Context
from dateline.model.records import OUTLET, Attribution
from dateline.model.spans import Span


def find_attribution(context: Context, span: Span) -> tuple[Attribution, ...]:
    """The narrowest source whose words cover `span`, and who says the same words with it; else the outlet's voice."""
    over = context.speech_over(span)
    if not over:
        return (OUTLET,)
    together = [row for row in over if row.content == over[0].content]
    return tuple(
        dict.fromkeys(
            Attribution(source=row.source.name, source_type=row.source_type, stance=row.stance) for row in together
        )
    )


def name_source(context: Context, span: Span) -> str:
    """The `said_by` of a toll: the source's name, or "outlet"."""
    return find_attribution(context, span)[0].source or "outlet"


def join_attributions(rows: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Each source once with each stance; the outlet's own voice only where no other source speaks."""
    unique = tuple(dict.fromkeys(rows))
    others = tuple(row for row in unique if row.source_type != "outlet")
    return others or unique[:1]
