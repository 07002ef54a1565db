"""Toponyms: capitalised names that the gazetteer knows, and unknown ones where the words around speak of a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from dateline.annotate.toponym_candidates import CandidateSearch, is_strong
from dateline.annotate.toponym_contexts import (
    abbreviated_states,
    is_behind_locative,
    lower_case_names,
    toponym_name,
)
from dateline.annotate.toponym_features import find_features
from dateline.annotate.toponym_pairs import border_toponyms
from dateline.annotate.toponym_persons import find_surnames
from dateline.annotate.toponym_runs import capital_runs, unbroken
from dateline.model.annotations import PersonMention, Toponym
from dateline.model.drafts import ACTOR_MENTIONS, PERSON_MENTIONS, SENTENCES, TOPONYMS, Additions, Draft, Layer
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span

_DATELINE_PART = re.compile(r"[^,/()–—]+")


class ToponymStage:
    """TOPONYMS of a report; spans inside persons and named actors are left out."""

    name = "toponyms"
    version = "1"
    requires: tuple[Layer[Any], ...] = (SENTENCES, ACTOR_MENTIONS, PERSON_MENTIONS)
    provides: tuple[Layer[Any], ...] = (TOPONYMS,)

    def __init__(self, gazetteer: Gazetteer, *, wide: bool = False) -> None:
        """`wide`: for texts of any kind, where "Dublin City Council" and "a Dublin woman" name Dublin too."""
        self._gazetteer = gazetteer
        self._wide = wide

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]:
        return [{TOPONYMS: self._find(draft)} for draft in batch]

    def _find(self, draft: Draft) -> tuple[Toponym, ...]:
        persons = [self._span_of(mention, draft.text) for mention in draft.get(PERSON_MENTIONS)]
        blocked = [span for span in persons if not self._is_rather_place(draft.text, span)]
        if not self._wide:
            blocked += [mention.span for mention in draft.get(ACTOR_MENTIONS) if mention.form == "named"]
        starts = frozenset(sentence.span.start for sentence in draft.get(SENTENCES))
        told = _DATELINE_PART.findall(draft.report.dateline or "")
        names = [part.strip() for part in told]
        return find_toponyms(draft.text, self._gazetteer, blocked, starts, names, wide=self._wide)

    def _span_of(self, mention: PersonMention, text: str) -> Span:
        """The words that no place is looked for in; widely, only the name: "York County Sheriff Ann Doe"."""
        span = mention.span
        if self._wide and mention.name.rpartition(" ")[2].islower():  # "Ontario farmers"
            return Span(span.end, span.end)
        named = self._wide and span.text_in(text).endswith(mention.name)
        return Span(span.end - len(mention.name), span.end) if named else span

    def _is_rather_place(self, text: str, span: Span) -> bool:
        """A single name taken for a surname that stands behind "in" or "to" and is well known as a place."""
        name = span.text_in(text)
        if " " in name or not is_behind_locative(text, span):
            return False
        return is_strong(self._gazetteer.find(name))


def find_toponyms(
    text: str,
    gazetteer: Gazetteer,
    blocked: Iterable[Span] = (),
    sentence_starts: frozenset[int] = frozenset(),
    told: Sequence[str] = (),
    *,
    wide: bool = False,
) -> tuple[Toponym, ...]:
    """All toponyms of `text`, in order; none overlaps a `blocked` span.

    `sentence_starts` are offsets; `told` are names known to be places, as those of the dateline. With `wide`, places
    inside the names of offices count ("Dublin City Council"), and names of persons are told by the text itself.
    """
    features = list(_longest(find_features(text))) if wide else []
    taken = sorted([*blocked, *features])
    runs = list(capital_runs(text))
    search = CandidateSearch(text, gazetteer, sentence_starts, told, find_surnames(text) if wide else None)
    for run in runs:
        if not _overlaps_any(Span(run[0].start, run[-1].end), taken):
            search.read_run(run)
        else:
            free = [word for word in run if not _overlaps_any(Span(word.start, word.end), taken)]
            for part in unbroken(free, run):
                search.read_run(part)
    toponyms = {span: Toponym(span, span.text_in(text)) for span in search.decide()}
    for span in features:
        toponyms[span] = Toponym(span, toponym_name(span.text_in(text)))
    for start, end in lower_case_names(text):
        toponyms[Span(start, end)] = Toponym(Span(start, end), text[start:end])
    for toponym in () if wide else border_toponyms(text, gazetteer):
        if not _overlaps_any(toponym.span, taken):
            toponyms = {other: row for other, row in toponyms.items() if not other.overlaps(toponym.span)}
            toponyms[toponym.span] = toponym
    for start, end, name in abbreviated_states(text):
        span = Span(start, end)
        toponyms = {other: row for other, row in toponyms.items() if not other.overlaps(span)}
        toponyms[span] = Toponym(span, name)
    return tuple(toponyms[span] for span in sorted(toponyms))


def _longest(spans: Iterable[Span]) -> Iterable[Span]:
    """The spans without those that overlap a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if not _overlaps_any(span, kept):
            kept.append(span)
    return kept


def _overlaps_any(span: Span, taken: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in taken)
