"""The model of the fillers: its weights for each role, and how sure it must be."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dateline.assemble.choices import Features, weigh
from dateline.assemble.filler_priors import FillerPriors
from dateline.assemble.fillers import (
    ROLES,
    Filler,
    FillerModel,
    choose_fillers,
    describe,
    find_candidates,
    share_incidents,
)
from dateline.evaluate.alignments import Tally
from dateline.evaluate.muc4 import merge_entities, score_entities
from dateline.evaluate.muc4_templates import Entity, TemplateDocument, normalise_mention
from dateline.model.readings import Reading
from dateline.model.spans import Span
from training.templates.regressions import BIAS, Weights, fit_standardised

FREEDOM = 0.03
FOLDS = 10
BEGIN_FROM = 0.3
THRESHOLDS = (0.12, 0.16, 0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.45, 0.5)
ROUNDS = 2
"""The thresholds of the roles depend on each other a little, as the measure is over all of them."""

Found = list[list[Filler]]
"""The fillers of each report, with their probabilities."""


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate of a report for a role, its features, and whether it is a filler by the key."""

    report: int
    filler: Filler
    features: Features
    is_right: bool


def list_cases(
    documents: Sequence[TemplateDocument], readings: Sequence[Reading], priors: FillerPriors
) -> list[Case]:
    """All candidates of all reports for all roles. In: a reading for each report."""
    return [
        case
        for number, (document, reading) in enumerate(zip(documents, readings, strict=True))
        for case in _list_report(number, document, reading, priors)
    ]


def _list_report(number: int, document: TemplateDocument, reading: Reading, priors: FillerPriors) -> Iterator[Case]:
    wanted = {role: _list_mentions(document, role) for role in ROLES}
    for candidate in find_candidates(document.text, reading, priors):
        spans = tuple(Span(reading.spans[start].start, reading.spans[end - 1].end) for start, end in candidate.places)
        text, incidents = spans[0].text_in(document.text), share_incidents(reading, candidate)
        for role in ROLES:
            filler = Filler(role, candidate, text, spans, 0.0, incidents)
            features = describe(candidate, role, reading, priors)
            yield Case(number, filler, features, normalise_mention(text) in wanted[role])


def _list_mentions(document: TemplateDocument, role: str) -> set[str]:
    entities = merge_entities(document.templates, role)
    return {normalise_mention(mention) for entity in entities for mention in entity}


def fit_fillers(cases: Iterable[Case]) -> dict[str, Weights]:
    """For each role the weights of the features."""
    by_role: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_role[case.filler.role].append(case)
    return {
        role: fit_standardised(
            [case.features for case in by_role[role]], [case.is_right for case in by_role[role]], FREEDOM
        )
        for role in ROLES
    }


def leave_out(cases: Sequence[Case], reports: int, seed: int) -> Found:
    """The fillers of each report by weights that were fitted on the other nine tenths of the reports."""
    folds = np.random.RandomState(seed).permutation(reports) % FOLDS
    found: Found = [[] for _ in range(reports)]
    for fold in range(FOLDS):
        weights = fit_fillers(case for case in cases if folds[case.report] != fold)
        for case in cases:
            if folds[case.report] == fold:
                found[case.report].append(_judge(case, weights))
    return found


def _judge(case: Case, weights: Mapping[str, Weights]) -> Filler:
    own = weights[case.filler.role]
    score = weigh(case.features, own) + own[BIAS]
    return replace(case.filler, probability=1 / (1 + math.exp(-score)))


def find_thresholds(documents: Sequence[TemplateDocument], found: Found, priors: FillerPriors) -> dict[str, float]:
    """How sure each role must be, so that CEAF-REE over all roles is highest; of equal bars the higher one."""
    tallies = {role: _tally_role(documents, found, priors, role) for role in ROLES}
    bars = dict.fromkeys(ROLES, BEGIN_FROM)
    for _ in range(ROUNDS):
        for role in ROLES:
            _, bars[role] = max((_measure(tallies, {**bars, role: bar}), bar) for bar in THRESHOLDS)
    return bars


def _tally_role(
    documents: Sequence[TemplateDocument], found: Found, priors: FillerPriors, role: str
) -> dict[float, Tally]:
    """The tally of a role by each threshold. Fillers are chosen once: a higher threshold only cuts the row."""
    tallies = {bar: Tally() for bar in (BEGIN_FROM, *THRESHOLDS)}
    model = FillerModel({}, {role: min(tallies)}, priors)
    for document, fillers in zip(documents, found, strict=True):
        golds = merge_entities(document.templates, role)
        chosen = choose_fillers(document.text, [filler for filler in fillers if filler.role == role], model)
        for bar, tally in tallies.items():
            sure: list[Entity] = [(filler.text.lower(),) for filler in chosen if filler.probability >= bar]
            tally.add(score_entities(golds, sure))
    return tallies


def _measure(tallies: Mapping[str, Mapping[float, Tally]], bars: Mapping[str, float]) -> float:
    total = Tally()
    for role, bar in bars.items():
        total.add(tallies[role][bar])
    return total.percent()["f1"]
