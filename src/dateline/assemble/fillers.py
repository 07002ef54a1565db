"""Role fillers in the manner of MUC-4: names and phrases of a report, and how probable it is that they fill a role.

A candidate is a run of words that the encoder gives a role, or that often filled one where it stood in a training
report; all places of the same words are one candidate. How probable it is, a small linear model says for each role,
over the encoder's scores, what the words were in the training reports, and the report as a whole.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.assemble.bio_paths import decode_runs
from dateline.assemble.filler_priors import LONGEST, FillerPriors, Words
from dateline.model.readings import Reading
from dateline.model.spans import Span

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
HEAD, INCIDENTS = "muc_roles", "muc_incidents"
ARTICLES = frozenset({"a", "an", "the"})
OUTSIDE_ODDS = (0.1, 0.02, 0.005)
"""Low, so that doubtful runs are candidates too; several, so that longer and shorter ones are. The model decides."""
PRIOR_FROM = 0.15
"""A candidate that the encoder does not see filled a role in so many of the training reports that have it."""
NEAR_WORDS = 10

Place = tuple[int, int]
"""First word of the reading, word after the last."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words, without articles and marks, and all places where they stand in the report."""

    words: Words
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """A candidate for a role, with its probability."""

    role: str
    candidate: Candidate
    text: str
    spans: tuple[Span, ...]
    probability: float
    incidents: Mapping[str, float]
    """How probable each incident type is at its places, if it is in any."""


@dataclass(frozen=True, slots=True)
class FillerModel:
    """For each role the weights of the features, with "bias" for none; how sure it must be; and the priors."""

    weights: Mapping[str, Mapping[str, float]]
    sure_from: Mapping[str, float]
    priors: FillerPriors

    def probability(self, role: str, features: Mapping[str, float]) -> float:
        weights = self.weights[role]
        return _sigmoid(weights["bias"] + sum(weights[name] * value for name, value in features.items()))


def find_candidates(text: str, reading: Reading, priors: FillerPriors) -> list[Candidate]:
    """The candidates of all roles in the order of their first places."""
    words = [span.text_in(text).lower() for span in reading.spans]
    numbers = [index for index, word in enumerate(words) if word[0].isalnum() and word not in ARTICLES]
    bare = [words[index] for index in numbers]
    named = {
        found
        for odds in OUTSIDE_ODDS
        for run in decode_runs(reading.heads[HEAD], reading.labels[HEAD], odds)
        if (found := _bare(words, run))
    }
    places: dict[Words, list[Place]] = defaultdict(list)
    for first in range(len(bare)):
        for size in range(1, min(LONGEST, len(bare) - first) + 1):
            run = tuple(bare[first : first + size])
            if run in named or priors.is_usual(run, PRIOR_FROM):
                places[run].append((numbers[first], numbers[first + size - 1] + 1))
    return [Candidate(run, tuple(rows)) for run, rows in places.items()]


def _bare(words: Sequence[str], run: tuple[int, int, str]) -> Words:
    return tuple(word for word in words[run[0] : run[1]] if word[0].isalnum() and word not in ARTICLES)[:LONGEST]


def describe(candidate: Candidate, role: str, reading: Reading, priors: FillerPriors) -> dict[str, float]:
    """The features of a candidate for a role."""
    scores, labels = reading.heads[HEAD], reading.labels[HEAD]
    begin, inside = labels.index(f"B-{role}"), labels.index(f"I-{role}")
    means = np.array([scores[start:end].mean(0) for start, end in candidate.places])
    own = means[:, begin] + means[:, inside]
    begins = np.array([scores[start, begin] for start, _ in candidate.places])
    follows = np.array([scores[end, inside] if end < len(scores) else 0.0 for _, end in candidate.places])
    any_role = 1 - means[:, 0]
    types = reading.windows["muc_types"]
    return {
        "best": logit(own.max()),
        "mean": logit(own.mean()),
        "sum": math.log(own.sum() + 1e-4),
        "begins": logit(begins.max()),
        "goes on": logit(follows.min()),
        "any role": logit(any_role.max()),
        "share": logit(own.max() / (any_role.max() + 1e-6) * 0.999),
        "words prior": priors.of_words(role, candidate.words),
        "last word prior": priors.of_last_word(role, candidate.words),
        "unknown": float(not priors.knows(candidate.words)),
        "places": math.log(len(candidate.places)),
        "first place": math.log1p(candidate.places[0][0]),
        "words": float(len(candidate.words)),
        "number": float(candidate.words[0].isdigit()),
        "incident": logit(max(types.values())),
        **{name: logit(types[name]) for name in ("attack", "bombing", "kidnapping")},
        **{f"near {head}": logit(_most_near(reading, head, candidate.places)) for head in ("ace_triggers", "events")},
    }


def _most_near(reading: Reading, head: str, places: Sequence[Place]) -> float:
    """How sure it is that a word near one of the places has a label of the head."""
    outside = reading.heads[head][:, 0]
    return float(1 - min(outside[max(0, start - NEAR_WORDS) : end + NEAR_WORDS].min() for start, end in places))


def find_fillers(text: str, reading: Reading, model: FillerModel) -> Iterator[Filler]:
    """Every candidate as a filler of every role, with its probability."""
    for candidate in find_candidates(text, reading, model.priors):
        spans = tuple(Span(reading.spans[start].start, reading.spans[end - 1].end) for start, end in candidate.places)
        incidents = share_incidents(reading, candidate)
        for role in ROLES:
            probability = model.probability(role, describe(candidate, role, reading, model.priors))
            yield Filler(role, candidate, spans[0].text_in(text), spans, probability, incidents)


def share_incidents(reading: Reading, candidate: Candidate) -> dict[str, float]:
    """The probability of each incident type at a candidate's places, without "outside"."""
    scores, labels = reading.heads[INCIDENTS], reading.labels[INCIDENTS]
    inside = np.mean([scores[start:end, 1:].mean(0) for start, end in candidate.places], axis=0)
    return dict(zip(labels[1:], (inside / (inside.sum() + 1e-9)).tolist(), strict=True))


def choose_fillers(text: str, fillers: Iterable[Filler], model: FillerModel) -> list[Filler]:
    """The best mention of every filler that is sure enough, likeliest first; other names of it are left out."""
    chosen: list[Filler] = []
    for filler in sorted(fillers, key=lambda filler: -filler.probability):
        sure = filler.probability >= model.sure_from[filler.role]
        if sure and not any(is_same(text, filler, known, model.priors) for known in chosen):
            chosen.append(filler)
    return chosen


def is_same(text: str, one: Filler, other: Filler, priors: FillerPriors) -> bool:
    """Whether two fillers are one: the words of one are among the other's, or both are names of it."""
    if one.role != other.role:
        return False
    own, others = set(one.candidate.words), set(other.candidate.words)
    return (
        own <= others
        or others <= own
        or priors.are_aliases(one.candidate.words, other.candidate.words)
        or _is_put_beside(text, one, other)
        or _is_put_beside(text, other, one)
    )


_OPENING = re.compile(r"[ \n\"]{0,2}[(\[][ \"]?")


def _is_put_beside(text: str, name: Filler, short: Filler) -> bool:
    """ "national liberation army (eln)": the one stands in brackets right behind the other."""
    starts = {span.start for span in short.spans}
    return any((match := _OPENING.match(text, span.end)) and match.end() in starts for span in name.spans)


def logit(probability: float) -> float:
    """Log odds, kept within what a score can say."""
    bounded = min(max(float(probability), 1e-5), 1 - 1e-5)
    return math.log(bounded / (1 - bounded))


def _sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-score))
