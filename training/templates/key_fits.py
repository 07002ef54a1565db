"""By what the days and the place of an incident are chosen, from the full keys and the texts of the training part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.assemble.choices import Features
from dateline.assemble.incident_days import describe_option, list_options
from dateline.assemble.incident_keys import Setting, write_days, write_place
from dateline.assemble.incident_places import count_names, describe_place
from dateline.assemble.narrations import Narration
from dateline.evaluate.muc4_credits import Comparison, compare_dates, compare_fills, compare_locations
from dateline.evaluate.muc4_fills import Fill
from dateline.evaluate.muc4_keys import KeyDocument, KeyTemplate, parse_slot
from dateline.model.ports import Gazetteer
from dateline.services.benchmark_messages import Message, narrate, read_setting
from training.templates.regressions import Array, Weights, fit_choices

DATE, LOCATION, TYPE = "INCIDENT: DATE", "INCIDENT: LOCATION", "INCIDENT: TYPE"
HIT = ("PHYS TGT: ID", "HUM TGT: NAME", "HUM TGT: DESCRIPTION")
OTHERS = ("INCIDENT: INSTRUMENT ID", "PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID")
PENALTY = 1.0
LEAST_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of a slot of an incident, and what each of them earns."""

    described: Sequence[Features]
    credits: Array


@dataclass(frozen=True, slots=True)
class Told:
    """A message as the coder reads it."""

    narration: Narration
    setting: Setting


def read_told(documents: Iterable[KeyDocument], gazetteer: Gazetteer) -> Iterator[tuple[KeyDocument, Told]]:
    """The messages that tell of an incident."""
    for document in documents:
        if document.templates:
            message = Message(document.message.header, document.message.text.lower())
            narration = narrate(message)
            yield document, Told(narration, read_setting(message, narration, gazetteer))


def describe_days(rows: Iterable[tuple[KeyDocument, Told]]) -> list[Choice]:
    """A choice for each incident whose key has days, where the message has a day of its own."""
    return [choice for document, told in rows for choice in _describe_days(document, told)]


def _describe_days(document: KeyDocument, told: Told) -> Iterator[Choice]:
    published = told.setting.published
    if published is None:
        return
    options = list_options(told.narration, told.setting.times, published)
    for template in document.templates:
        if gold := template.fills(DATE):
            kind, anchors = _kind_of(template), find_anchors(told.narration.text, template)
            described = [describe_option(option, told.narration, kind, anchors, published) for option in options]
            written = [write_days(option.days) for option in options]
            yield Choice(described, _credit(gold[0], DATE, written, compare_dates))


def describe_places(rows: Iterable[tuple[KeyDocument, Told]]) -> list[Choice]:
    """A choice for each incident whose key has a place, where the message names any."""
    return [choice for document, told in rows if told.setting.places for choice in _describe_places(document, told)]


def _describe_places(document: KeyDocument, told: Told) -> Iterator[Choice]:
    setting = told.setting
    counts = count_names(setting.places)
    written = [write_place(option, setting.countries) for option in setting.places]
    for template in document.templates:
        if gold := template.fills(LOCATION):
            kind, anchors = _kind_of(template), find_anchors(told.narration.text, template)
            described = [
                describe_place(option, told.narration, kind, anchors, counts, setting.filed)
                for option in setting.places
            ]
            yield Choice(described, _credit(gold[0], LOCATION, written, compare_locations))


def fit_options(choices: Sequence[Choice]) -> Weights:
    """The weights of the options' features, but for those that too few choices have, such as most single words."""
    counts = Counter(name for choice in choices for name in {name for row in choice.described for name in row})
    described = [
        [{name: value for name, value in row.items() if counts[name] >= LEAST_CHOICES} for row in choice.described]
        for choice in choices
    ]
    return fit_choices(described, [choice.credits for choice in choices], PENALTY)


def _kind_of(template: KeyTemplate) -> str:
    return template.fills(TYPE)[0].options[0].value.lower()


def _credit(gold: Fill, slot: str, written: Sequence[str], compare: Comparison) -> Array:
    return np.array([compare_fills(gold, parse_slot(slot, fill), compare) for fill in written])


def find_anchors(text: str, template: KeyTemplate) -> list[int]:
    """Where the targets and victims of the key first stand; if none does, where any of its fillers does."""
    return list(_find_fills(text, template, HIT)) or list(_find_fills(text, template, OTHERS))


def _find_fills(text: str, template: KeyTemplate, slots: Iterable[str]) -> Iterator[int]:
    options = [option for slot in slots for fill in template.fills(slot) for option in fill.options]
    for option in options:
        words = option.value.lower().split()
        match = re.search(r"\b" + r"\s+".join(map(re.escape, words)) + r"\b", text) if words else None
        if match:
            yield match.start()
