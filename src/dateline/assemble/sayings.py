"""Which sayings make statements, and of which act: the rules' answer weighed by the encoder's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from dateline.assemble.contexts import Context
from dateline.assemble.weighing import THRESHOLDS, role_probabilities, tells_of_conflict
from dateline.model.actors import ActorRef
from dateline.model.annotations import SpeechMention
from dateline.model.readings import Labelled, Reading
from dateline.model.records import SourceType, SpeechAct, Stance
from dateline.model.spans import Span


def weigh_sayings(context: Context) -> list[SpeechMention]:
    """The sayings that are statements, in order of the text."""
    reading = context.reading
    if reading is None:
        return [row for row in context.speech if _is_statement(context, row)]
    if not tells_of_conflict(context):
        return []
    cues = reading.labelled("statements", THRESHOLDS.statement_from)
    kept = [weighed for row in context.speech if (weighed := _weigh(context, reading, row, cues)) is not None]
    heard = [row.span for row in kept]
    added = [_saying_of(context, cue) for cue in cues if not any(span.overlaps(cue.span) for span in heard)]
    return sorted([*kept, *filter(None, added)], key=lambda row: row.span)


_OF_TOLLS = frozenset({"announces", "explains", "accuses"})
_OF_WEIGHT = frozenset({"armed_group", "government", "state_force", "political"})
"""Sources whose word on a toll is a stand that they take."""
_TELLING = frozenset(
    ("say", "tell", "add", "state", "report", "announce", "confirm", "according to", "by the count of", "note",
     "recall", "acknowledge", "admit", "estimate", "believe", "write", "explain", "describe", "recount", "reveal",
     "disclose", "")
)  # fmt: skip


def _is_statement(context: Context, row: SpeechMention) -> bool:
    """Whether the saying itself matters; a plainly told toll with its source belongs to the event."""
    return row.is_statement and not _tells_a_toll(context, row)


def _tells_a_toll(context: Context, row: SpeechMention) -> bool:
    if row.quoted or row.cue not in _TELLING or row.source_type in _OF_WEIGHT:
        return False
    if row.source_role is not None and row.source.name[:1].isupper():
        return False  # a person of office, by name: that they say it is news
    if row.act not in _OF_TOLLS and row.stance != "estimates":
        return False
    return any(
        toll.span.overlaps(part)
        for part in row.content
        for toll in context.tolls.get(context.sentence_at(part.start).index, ())
    )


def _weigh(context: Context, reading: Reading, row: SpeechMention, cues: list[Labelled]) -> SpeechMention | None:
    """None where it is no statement; else the saying with the act of the encoder's cue, if it has one here."""
    outside = list(_words_around(row))
    own = [cue for cue in cues if any(span.overlaps(cue.span) for span in outside)]
    if own:
        best = max(own, key=lambda cue: cue.probability)
        sure = reading.best("statements", best.span)[1] >= THRESHOLDS.act_from
        return replace(row, is_statement=True, act=cast(SpeechAct, best.label) if sure else row.act)
    return row if _is_statement(context, row) else None


def _words_around(row: SpeechMention) -> Iterator[Span]:
    """The stretches of a saying that are not what is said."""
    start = row.span.start
    for part in sorted(row.content):
        if part.start > start:
            yield Span(start, min(part.start, row.span.end))
        start = max(start, part.end)
    if start < row.span.end:
        yield Span(start, row.span.end)


_TYPE_OF_CATEGORY: dict[str, SourceType] = {
    "armed_group": "armed_group", "militia": "armed_group", "unidentified_armed": "armed_group",
    "state_force": "state_force", "police": "state_force", "coalition": "state_force", "mission": "ngo_or_un",
    "government": "government", "political": "political", "community": "community", "civilians": "witness",
    "protesters": "community", "medical": "medical", "media": "media", "ngo_or_un": "ngo_or_un", "expert": "expert",
    "intelligence": "intelligence",
}  # fmt: skip


def _saying_of(context: Context, cue: Labelled) -> SpeechMention | None:
    """A saying that no rule saw: its speaker is the likeliest person or actor of the sentence."""
    sentence = context.sentence_at(cue.span.start)
    speaker = _speaker_of(context, cue.span, sentence.index)
    if speaker is None:
        return None
    span, source, role, source_type = speaker
    after = Span(cue.span.end, sentence.span.end)
    claims = cue.label == "claims" and "responsib" in after.text_in(context.text)
    stance: Stance = "denies" if cue.label == "denies" else "claims_responsibility" if claims else "says"
    return SpeechMention(
        span=sentence.span,
        source_span=span,
        source=source,
        source_role=role,
        source_type=source_type,
        stance=stance,
        act=cast(SpeechAct, cue.label),
        cue=cue.span.text_in(context.text),
        content=(after,) if after.start < after.end else (sentence.span,),
        quoted=False,
    )


def _speaker_of(context: Context, cue: Span, here: int) -> tuple[Span, ActorRef, str | None, SourceType] | None:
    persons = context.persons.get(here, [])
    actors = context.actors.get(here, [])
    spans = [*(row.span for row in persons), *(row.span for row in actors)]
    weights = role_probabilities(context, cue, spans, "speaker")
    if not weights or max(weights) < THRESHOLDS.speaker_from:
        return None
    at = weights.index(max(weights))
    if at < len(persons):
        person = persons[at]
        ref = ActorRef(name=person.name, mention=person.span.text_in(context.text))
        return person.span, ref, person.role, person.source_type
    actor = actors[at - len(persons)]
    return actor.span, actor.actor, None, _TYPE_OF_CATEGORY.get(actor.category, "unnamed")
