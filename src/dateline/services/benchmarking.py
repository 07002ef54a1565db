"""Use case: run the coder over the forms of published tests. Each function is what one suite of `evaluate` needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Any

from dateline.annotate.encoders import load_encoder
from dateline.assemble.bio_paths import decode_path
from dateline.assemble.incident_keys import Key, KeyWeights, load_key_weights, make_key
from dateline.assemble.reading_passages import blend_readings, cut_passages
from dateline.assemble.templates import fill_report
from dateline.model.ports import Gazetteer
from dateline.model.readings import Reading
from dateline.model.spans import Span
from dateline.resolve.gazetteers import make_gazetteer
from dateline.services.benchmark_messages import Message, cut_message, narrate, read_setting

TemplateFiller = Callable[[Mapping[str, str]], Mapping[str, Sequence[Mapping[str, Any]]]]
"""Texts by docid in, and for every docid its templates (`incident_type` and five roles of lists of mentions) out."""
KeyFiller = Callable[[Mapping[str, str]], Mapping[str, Sequence[Mapping[str, Sequence[str]]]]]
"""Whole messages with their header by docid in, and for every docid its templates `{slot: [fill, ...]}` out."""
EntityTagger = Callable[[Sequence[Sequence[str]]], Sequence[Sequence[str]]]
"""The tokens of every sentence in, and their BIO tags out, one a token."""

BATCH_TEXTS = 32
"""Texts that are read together: enough that windows of like length meet."""


def fill_templates(texts: Mapping[str, str]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The five-role MUC-4 templates of texts; a `TemplateFiller`."""
    readings = read_twice(list(texts.values()))
    return {
        name: [template.to_json() for template in fill_report(text, reading)]
        for (name, text), reading in zip(texts.items(), readings, strict=True)
    }


def fill_keys(messages: Mapping[str, str]) -> Mapping[str, Sequence[Mapping[str, Sequence[str]]]]:
    """The 24-slot MUC-4 templates of messages; a `KeyFiller`."""
    cut = {name: cut_message(whole) for name, whole in messages.items()}
    gazetteer, weights = make_gazetteer(), load_key_weights()
    readings = read_twice([message.text for message in cut.values()])
    return {
        name: _fill_message(message, reading, gazetteer, weights)
        for (name, message), reading in zip(cut.items(), readings, strict=True)
    }


def _fill_message(message: Message, reading: Reading, gazetteer: Gazetteer, weights: KeyWeights) -> list[Key]:
    templates = fill_report(message.text, reading)
    narration = narrate(message)
    setting = read_setting(message, narration, gazetteer)
    return [make_key(narration, template, setting, weights) for template in templates]


def tag_entities(sentences: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The entity tags of sentences; an `EntityTagger`."""
    readings = read_all([" ".join(tokens) for tokens in sentences])
    return [tag_tokens(tokens, reading) for tokens, reading in zip(sentences, readings, strict=True)]


def tag_tokens(tokens: Sequence[str], reading: Reading) -> list[str]:
    """A tag for each of the tokens that were read with a blank between them: that of its first word."""
    labels = reading.labels["entities"]
    path = decode_path(reading.heads["entities"], labels)
    starts = accumulate((len(token) + 1 for token in tokens), initial=0)
    places = [reading.words_in(Span(start, start + len(token))) for start, token in zip(starts, tokens, strict=False)]
    return [labels[path[place.start]] if place.start < place.stop else labels[0] for place in places]


def read_twice(texts: Sequence[str]) -> Iterator[Reading]:
    """The mean of two readings of every text, in order: as a whole, and passage by passage."""
    for start in range(0, len(texts), BATCH_TEXTS):
        batch = texts[start : start + BATCH_TEXTS]
        passages = [cut_passages(text) for text in batch]
        parts = read_all([span.text_in(text) for text, spans in zip(batch, passages, strict=True) for span in spans])
        for reading, spans in zip(read_all(batch), passages, strict=True):
            yield blend_readings(reading, spans, list(islice(parts, len(spans))))


def read_all(texts: Sequence[str]) -> Iterator[Reading]:
    """The encoder's reading of every text, in order, some texts at a time."""
    encoder = load_encoder()
    for start in range(0, len(texts), BATCH_TEXTS):
        yield from encoder.read(texts[start : start + BATCH_TEXTS])
