"""By what fillers belong to incidents, from the fillers of the training reports' own templates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from dateline.assemble.choices import Features
from dateline.assemble.filler_incidents import describe_belonging
from dateline.assemble.fillers import ROLES, Candidate, Filler
from dateline.assemble.incident_splits import describe_pair
from dateline.assemble.narrations import Narration, read_narration
from dateline.evaluate.muc4_templates import Entity, Template, TemplateDocument
from dateline.model.spans import Span
from training.templates.regressions import BIAS, Weights, fit_logistic

FREEDOM = 0.3
ENCODER = "encoder"
ENCODER_WEIGHT, ENCODER_BIAS = 1.0, 1.0
"""The encoder has learnt the training reports, so what it says of them is worth nothing: its weight, and what must be
added for its log odds being below zero, are set by hand on the development reports."""

Row = tuple[Features, bool]
"""Features, and whether it is so by the key."""


@dataclass(frozen=True, slots=True)
class GoldFiller:
    """A filler of some templates, with all places where its mentions stand, and the numbers of the templates."""

    filler: Filler
    templates: frozenset[int]


def fit_belonging(documents: Iterable[TemplateDocument]) -> Weights:
    """By what a filler belongs to one of several incident types of a report."""
    weights = _fit(documents, _describe_types)
    return {**weights, BIAS: weights[BIAS] + ENCODER_BIAS, ENCODER: ENCODER_WEIGHT}


def fit_likeness(documents: Iterable[TemplateDocument]) -> Weights:
    """By what two fillers of a type share an incident."""
    return _fit(documents, _describe_pairs)


def _fit(documents: Iterable[TemplateDocument], describe: Callable[[TemplateDocument], Iterator[Row]]) -> Weights:
    rows = [row for document in documents for row in describe(document)]
    return fit_logistic([features for features, _ in rows], [is_so for _, is_so in rows], FREEDOM)


def _describe_types(document: TemplateDocument) -> Iterator[Row]:
    kinds = sorted({type_of(template) for template in document.templates})
    if len(kinds) < 2:
        return
    narration = read_narration(document.text)
    for gold in gather_fillers(narration, document.templates):
        own = {type_of(document.templates[number]) for number in gold.templates}
        for kind in kinds:
            features = describe_belonging(narration, gold.filler, kind, kinds)
            yield {name: value for name, value in features.items() if name != ENCODER}, kind in own


def _describe_pairs(document: TemplateDocument) -> Iterator[Row]:
    narration = read_narration(document.text)
    by_kind: dict[str, list[Template]] = defaultdict(list)
    for template in document.templates:
        by_kind[type_of(template)].append(template)
    for kind, templates in by_kind.items():
        for one, other in combinations(gather_fillers(narration, templates), 2):
            shared = bool(one.templates & other.templates)
            yield describe_pair(narration, other.filler, one.filler, kind), shared


def type_of(template: Template) -> str:
    """Its incident type, the first where the key allows two."""
    return template.incident_type.split(" / ")[0]


def gather_fillers(narration: Narration, templates: Sequence[Template]) -> list[GoldFiller]:
    """The fillers of the templates, each once for a role; what has the same first mention is the same."""
    entities: dict[tuple[str, str], Entity] = {}
    numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, template in enumerate(templates):
        for role in ROLES:
            for entity in template.entities(role):
                entities.setdefault((role, entity[0]), entity)
                numbers[role, entity[0]].add(number)
    return [
        GoldFiller(_make_filler(narration, role, entity), frozenset(numbers[role, first]))
        for (role, first), entity in entities.items()
    ]


def _make_filler(narration: Narration, role: str, entity: Entity) -> Filler:
    found = [
        Span(*match.span())
        for mention in entity
        for match in re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", narration.text)
    ]
    start = max(0, narration.text.find(entity[0]))
    spans = tuple(found or [Span(start, start + len(entity[0]))])
    return Filler(role, Candidate((), ()), entity[0], spans, 1.0, {})
