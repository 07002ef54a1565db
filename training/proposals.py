"""What the rules propose for the anchors of gold records: the encoder learns what their word is worth."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.annotate.learned_triggers import FAMILY_OF
from dateline.annotate.triggers import find_voice
from dateline.assemble.contexts import Context
from dateline.assemble.controls import propose_holders_at
from dateline.assemble.roles import propose_roles
from dateline.model.annotations import Trigger
from dateline.model.spans import Span
from training.corpus.building import Row

Proposals = Mapping[Span, str]
ANCHOR_FIELD = {"events": "trigger", "figures": "words", "statements": "cue", "control": "cue"}


def propose(context: Context, kind: str, record: Row) -> Proposals:
    """Span of a candidate -> what the rules take it for, as in `model.readings.PROPOSALS`."""
    anchor = _anchor(record, kind)
    if anchor is None:
        return {}
    sources = {row.source_span: "source" for row in context.speech_over(anchor)[:1] if row.source_span}
    if kind == "events":
        return {**sources, **_sides(context, anchor, record), **_nearest_tolls(context, anchor)}
    if kind == "control":
        return {**sources, **{row.span: "doer" for row in propose_holders_at(context, anchor)}}
    if kind == "statements":
        spoken = (row.source_span for row in context.speech if row.span.overlaps(anchor))
        return {span: "source" for span in spoken if span is not None}
    return sources


def _anchor(record: Row, kind: str) -> Span | None:
    words = record.get(ANCHOR_FIELD[kind])
    found = record["anchors"].get(str(words)) if words else None
    return Span(found["start"], found["end"]) if found else None


def _sides(context: Context, anchor: Span, record: Row) -> Proposals:
    doer, target = propose_roles(context, _trigger(context, anchor, record))
    return {**{row.span: "target" for row in target}, **{row.span: "doer" for row in doer}}


def _trigger(context: Context, anchor: Span, record: Row) -> Trigger:
    """The lexicon's trigger at the anchor, or one made of the anchor's words as the encoder's are."""
    sentence = context.sentence_at(anchor.start)
    known = [row for row in context.triggers.get(sentence.index, ()) if row.span.overlaps(anchor)]
    if known:
        return known[0]
    label = record["sub_event_type"]
    label = label["any_of"][0] if isinstance(label, dict) else label
    words = anchor.text_in(context.text)
    return Trigger(anchor, FAMILY_OF[label], label, find_voice(context.text, anchor, sentence.span), words.lower())


def _nearest_tolls(context: Context, anchor: Span) -> Proposals:
    """The tolls of the sentence that lie no nearer to another trigger."""
    sentence = context.sentence_at(anchor.start)
    others = [row.span for row in context.triggers.get(sentence.index, ()) if not row.span.overlaps(anchor)]
    return {
        toll.span: "toll"
        for toll in context.tolls.get(sentence.index, ())
        if all(anchor.distance_chars(toll.span) <= other.distance_chars(toll.span) for other in others)
    }
