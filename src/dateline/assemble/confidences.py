"""How sure the coder is: a calibrated probability for every record and every slot that it fills."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.assemble.contexts import NEEDED, Context
from dateline.assemble.weighing import role_probabilities
from dateline.model.actors import ActorRef
from dateline.model.drafts import (
    CONFIDENCES,
    CONTROL,
    EVENTS,
    FIGURES,
    STATEMENTS,
    Additions,
    Draft,
)
from dateline.model.readings import Reading
from dateline.model.records import (
    Attribution,
    Confidence,
    Control,
    Event,
    Figure,
    Record,
    Statement,
)
from dateline.model.spans import Span

RECORD = "record"
"""The key of the record as a whole, beside the names of its slots."""

Signals = dict[str, float]
Weights = Mapping[str, Mapping[str, float]]
"""Kind/slot -> signal -> weight, with `bias`: a logistic regression each."""


@dataclass(frozen=True, slots=True)
class ConfidenceStage:
    """Gives each record its probabilities, from what the encoder and the rules say of the words it rests on."""

    weights: Weights
    name: str = "confidences"
    version: str = "1"
    requires = (*NEEDED, EVENTS, FIGURES, STATEMENTS, CONTROL)
    provides = (CONFIDENCES,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{CONFIDENCES: tuple(self._confidences(draft))} for draft in batch]

    def _confidences(self, draft: Draft) -> Iterator[Confidence]:
        context = Context.of(draft)
        for kind, record in records_of(draft):
            slots = {
                slot: self._probability(kind, slot, one) for slot, one in describe(context, kind, record).items()
            }
            yield Confidence(record=slots.pop(RECORD), slots=slots)

    def _probability(self, kind: str, slot: str, signals: Signals) -> float:
        weights = self.weights[f"{kind}/{slot}"]
        score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in signals.items())
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 4)


def records_of(draft: Draft) -> Iterator[tuple[str, Record]]:
    """Every record of a draft with its kind, in the order of `CONFIDENCES`."""
    yield from (("events", record) for record in draft.get(EVENTS))
    yield from (("figures", record) for record in draft.get(FIGURES))
    yield from (("statements", record) for record in draft.get(STATEMENTS))
    yield from (("control", record) for record in draft.get(CONTROL))


@cache
def load_weights() -> Weights:
    """The weights that the package carries, fitted by `python -m training calibrate`."""
    text = (files("dateline.data") / "weights" / "calibration.json").read_text(encoding="utf-8")
    loaded: Weights = json.loads(text)["weights"]
    return loaded


def describe(context: Context, kind: str, record: Record) -> dict[str, Signals]:
    """The signals of a record and of its filled slots, by slot; the record's own under `RECORD`."""
    evidence = [Span(row.start, row.end) for row in record.evidence]
    base = _base_signals(context, kind, record, evidence)
    return {slot: {**base, **own} for slot, own in _slot_signals(context, kind, record, evidence).items()}


def _base_signals(context: Context, kind: str, record: Record, evidence: Sequence[Span]) -> Signals:
    reading = context.reading
    told = max((reading.inside(kind, span) for span in evidence), default=0.0) if reading else 0.5
    return {
        "told": _logit(told),
        "relevance": _logit(reading.windows["relevance"]["conflict"]) if reading else 0.0,
        "position": evidence[0].start / max(1, len(context.text)) if evidence else 0.0,
        "sentences": float(len(evidence)),
        "sourced": float(any(row.source_type != "outlet" for row in record.attribution)),
        "happened": float(getattr(record, "modality", "happened") == "happened"),
        "placed": float(record.place is not None),
        "timed": float(record.time is not None),
    }


def _logit(probability: float) -> float:
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


def _slot_signals(context: Context, kind: str, record: Record, evidence: Sequence[Span]) -> dict[str, Signals]:
    anchor = _anchor(context.reading, kind, evidence)
    signals: dict[str, Signals] = {RECORD: {}}
    if record.place is not None:
        signals["place"] = _place_signals(context, record, evidence)
    if record.time is not None:
        signals["time"] = _time_signals(context, record, evidence)
    if any(row.source_type != "outlet" for row in record.attribution):
        signals["attribution"] = _source_signals(context, record.attribution, evidence, anchor)
    return {**signals, **_kind_signals(context, record, evidence, anchor)}


def _kind_signals(
    context: Context, record: Record, evidence: Sequence[Span], anchor: Span | None
) -> dict[str, Signals]:
    match record:
        case Event():
            return _event_signals(context, record, evidence, anchor)
        case Figure():
            return _figure_signals(context, record, evidence, anchor)
        case Statement():
            return _statement_signals(context, record, evidence, anchor)
        case Control():
            return _control_signals(context, record, evidence, anchor)


def _anchor(reading: Reading | None, head: str, evidence: Sequence[Span]) -> Span | None:
    """The word of the evidence that the encoder holds most for what the record tells."""
    if reading is None or not evidence:
        return None
    rows = [index for span in evidence for index in range(reading.words_in(span).start, reading.words_in(span).stop)]
    outside = reading.heads[head][:, 0]
    return reading.spans[min(rows, key=lambda index: outside[index])] if rows else None


def _label_signal(context: Context, head: str, label: str, anchor: Span | None) -> Signals:
    if context.reading is None or anchor is None:
        return {"label": 0.0}
    return {"label": _logit(context.reading.probabilities(head, anchor).get(label, 0.0))}


def _event_signals(
    context: Context, event: Event, evidence: Sequence[Span], anchor: Span | None
) -> dict[str, Signals]:
    label = _label_signal(context, "events", event.sub_event_type, anchor)
    signals = {"event_type": label, "sub_event_type": label, RECORD: label}
    signals["modality"] = _label_signal(context, "modalities", event.modality, anchor)
    for side, actors in (("actor1", event.actor1), ("actor2", event.actor2)):
        if actors:
            signals[side] = _actor_signals(context, actors, evidence, anchor, side)
    if event.casualties:
        tolls = (
            max((context.reading.inside("tolls", span) for span in evidence), default=0.0) if context.reading else 0.5
        )
        rows = len(event.casualties)
        signals["casualties"] = {"tolls": _logit(tolls), "rows": float(rows), "spoken": _share_spoken(event)}
    return signals


def _share_spoken(event: Event) -> float:
    return sum(row.said_by != "outlet" for row in event.casualties) / len(event.casualties)


def _figure_signals(
    context: Context, figure: Figure, evidence: Sequence[Span], anchor: Span | None
) -> dict[str, Signals]:
    label = _label_signal(context, "figures", figure.measure, anchor)
    signals: dict[str, Signals] = {RECORD: label, "measure": label, "value": {}}
    for side, actors in (("about", figure.about), ("by", figure.by)):
        if actors:
            signals[side] = _actor_signals(context, actors, evidence, anchor, side)
    return signals


def _statement_signals(
    context: Context, statement: Statement, evidence: Sequence[Span], anchor: Span | None
) -> dict[str, Signals]:
    label = _label_signal(context, "statements", statement.act, anchor)
    signals = {RECORD: label, "act": label}
    signals["speaker"] = _actor_signals(context, [statement.speaker], evidence, anchor, "speaker")
    if statement.addressee is not None:
        signals["addressee"] = _actor_signals(context, [statement.addressee], evidence, anchor, "addressee")
    return signals


def _control_signals(
    context: Context, control: Control, evidence: Sequence[Span], anchor: Span | None
) -> dict[str, Signals]:
    label = _label_signal(context, "control", control.relation, anchor)
    signals = {RECORD: label, "relation": label}
    if control.holder:
        signals["holder"] = _actor_signals(context, control.holder, evidence, anchor, "holder")
    return signals


def _actor_signals(
    context: Context, actors: Sequence[ActorRef], evidence: Sequence[Span], anchor: Span | None, role: str
) -> Signals:
    names = [name for actor in actors for name in (actor.mention, actor.name) if name]
    found = [span for span in (_find(context, name, evidence) for name in names) if span]
    likely = max(role_probabilities(context, anchor, found, role), default=0.0) if anchor else 0.0
    return {
        "role": _logit(likely),
        "known": float(all(actor.actor_id is not None for actor in actors)),
        "unidentified": float(any(actor.name.startswith("Unidentified") for actor in actors)),
        "in evidence": float(bool(found)),
        "several": float(len(actors) > 1),
    }


def _find(context: Context, words: str, evidence: Sequence[Span]) -> Span | None:
    for span in evidence:
        at = context.text.find(words, span.start, span.end)
        if at >= 0:
            return Span(at, at + len(words))
    return None


def _source_signals(
    context: Context, attribution: Sequence[Attribution], evidence: Sequence[Span], anchor: Span | None
) -> Signals:
    actors = [ActorRef(name=row.source) for row in attribution if row.source]
    return _actor_signals(context, actors, evidence, anchor, "source") if actors else {"nameless": 1.0}


def _place_signals(context: Context, record: Record, evidence: Sequence[Span]) -> Signals:
    place = record.place
    if place is None:
        return {}
    named = any(row.place.name == place.name and any(span.contains(row.span) for span in evidence)
                for rows in context.places.values() for row in rows)  # fmt: skip
    return {
        "exact": float(place.geo_precision == 1),
        "region": float(place.geo_precision == 3),
        "in evidence": float(named),
    }


def _time_signals(context: Context, record: Record, evidence: Sequence[Span]) -> Signals:
    named = any(
        row.interval == record.time and any(span.contains(row.span) for span in evidence)
        for rows in context.times.values() for row in rows
    )  # fmt: skip
    return {"day": float(record.time is not None and record.time.precision == "day"), "in evidence": float(named)}
