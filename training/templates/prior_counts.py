"""Counts over training reports: how often words filled a role where they stand, and other names of one filler."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from dateline.assemble.filler_priors import LONGEST, REPORTS, FillerPriors, Words
from dateline.assemble.fillers import ARTICLES, ROLES
from dateline.evaluate.muc4_templates import Entity, TemplateDocument

LEAST_WHOLES, LEAST_LASTS, LEAST_ALIASES = 2, 3, 2
"""Reports that must have the words, and in which two names must stand for one filler: one may be chance."""
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_+")


def count_priors(documents: Sequence[TemplateDocument]) -> FillerPriors:
    """The priors, in alphabetical order."""
    wholes: dict[Words, Counter[str]] = defaultdict(Counter)
    lasts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for role in ROLES:
            mentions = _mentions(document, role)
            for words in mentions:
                if len(words) <= LONGEST:
                    wholes[words][role] += 1
            for last in {words[-1] for words in mentions}:
                lasts[last][role] += 1
    for document in documents:
        words = split_bare(document.text)
        for last in set(words) & set(lasts):
            lasts[last][REPORTS] += 1
        for run in _runs(words) & set(wholes):
            wholes[run][REPORTS] += 1
    return FillerPriors(
        {run: counts for run, counts in sorted(wholes.items()) if counts[REPORTS] >= LEAST_WHOLES},
        {last: counts for last, counts in sorted(lasts.items()) if counts[REPORTS] >= LEAST_LASTS},
        _count_aliases(documents),
    )


def split_bare(text: str) -> Words:
    """The words of a text in lower case, without articles and marks."""
    return tuple(word for word in _WORD.findall(text.lower()) if word[0].isalnum() and word not in ARTICLES)


def _mentions(document: TemplateDocument, role: str) -> set[Words]:
    entities = [entity for template in document.templates for entity in template.entities(role)]
    return {words for entity in entities for words in _names(entity)}


def _names(entity: Entity) -> set[Words]:
    return {words for mention in entity if (words := split_bare(mention))}


def _runs(words: Words) -> set[Words]:
    return {words[start : start + size] for start in range(len(words)) for size in range(1, LONGEST + 1)}


def _count_aliases(documents: Iterable[TemplateDocument]) -> frozenset[tuple[Words, Words]]:
    counts = Counter(pair for document in documents for pair in set(_alias_pairs(document)))
    return frozenset(pair for pair, count in counts.items() if count >= LEAST_ALIASES)


def _alias_pairs(document: TemplateDocument) -> Iterator[tuple[Words, Words]]:
    """Names of one filler of which neither has all words of the other."""
    for template in document.templates:
        for role in ROLES:
            for entity in template.entities(role):
                for one, other in combinations(sorted(_names(entity)), 2):
                    if not (set(one) <= set(other) or set(other) <= set(one)):
                        yield one, other
