"""Search over reports and over the names of actors and places: what a page of hits is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from dateline.base.search_words import Question, fold_words
from dateline.base.text import squeeze_spaces
from dateline.model.decisions import DISCARDED
from dateline.model.filters import STATES
from dateline.model.index_answers import Choice, FoundReport, Hit, HitPage
from dateline.model.ports import ActorRegistry
from dateline.model.ports_index import IndexRows
from dateline.publish.record_tables import Mask, Numbers, RecordTable

MAX_FOUND = 10_000
"""So many reports at most are found by words, those kept last; more words find fewer."""
MAX_NAMES = 5
_EXCERPT = 240
_BEFORE = 80


def make_hits(
    rows: IndexRows,
    table: RecordTable,
    found: Sequence[int],
    question: Question,
    *,
    mask: Mask | None,
    before: int | None,
    limit: int,
) -> HitPage:
    """A page of the reports found. In: `found`, their numbers; `mask`, records of which a report has to have one;
    `before`: only lower numbers."""
    if mask is not None:
        size = max([int(table.report.max(initial=0)), *found], default=0) + 1
        wanted = np.zeros(size, dtype=np.bool_)
        wanted[table.report[mask]] = True
        found = [number for number in found if wanted[number]]
    shown = [number for number in found if before is None or number < before][:limit]
    counts = _count_records(table, shown, mask)
    hits = tuple(_make_hit(report, question, counts[report.number]) for report in rows.reports(shown))
    return HitPage(hits, len(found), is_capped=len(found) >= MAX_FOUND)


def count_words(
    table: RecordTable, words: Sequence[str], actors: ActorRegistry | None
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The actors and the places whose names have all the words, with the number of their records."""
    names = table.names
    codes = set(names.actors.find_by_words(words))
    known = actors.find(" ".join(words)) if actors else ()
    codes.update(code for actor in known if (code := names.actors.find(actor.actor_id)) is not None)
    of_actors = _count_codes(table.part_actor, sorted(codes), names.actors.values)
    of_places = _count_codes(table.place, names.places.find_by_words(words), names.places.values)
    return tuple(Choice(row.value, say_actor(row.value, actors), row.count) for row in of_actors), of_places


def say_actor(key: str, actors: ActorRegistry | None) -> str:
    """The name of an actor by its key: that of the registry, else the key itself, which is a folded name."""
    known = actors.get(key) if actors else None
    return known.name if known else key


def cut_excerpt(text: str, question: Question) -> str:
    """Words around the first place where one that was looked for stands; the beginning where none is found."""
    plain = squeeze_spaces(text)
    at = _find_word(plain, question)
    start = max(0, at - _BEFORE)
    if start:
        start = plain.find(" ", start) + 1
    end = min(len(plain), start + _EXCERPT)
    return f"{'… ' if start else ''}{plain[start:end]}{' …' if end < len(plain) else ''}"


def _find_word(text: str, question: Question) -> int:
    """Where the first of the words stands; 0 where none does. Words as they are typed are found at once, others by
    reading piece by piece."""
    typed = re.search(rf"\b(?:{'|'.join(question.words)})", text, re.IGNORECASE)
    if typed or text.isascii():
        return typed.start() if typed else 0
    wanted, position = set(question.words), 0
    for piece in text.split(" "):
        if wanted.intersection(fold_words(piece)):
            return position
        position += len(piece) + 1
    return 0


def _count_records(table: RecordTable, numbers: Sequence[int], mask: Mask | None) -> dict[int, int]:
    """The records of the mask of each of these reports; without a mask, those that count."""
    size = max([int(table.report.max(initial=0)), *numbers], default=0) + 1
    wanted = np.zeros(size, dtype=np.bool_)
    wanted[list(numbers)] = True
    rows = np.flatnonzero(wanted[table.report])
    counting = ~np.isin(table.state[rows], _DISCARDED) if mask is None else mask[rows]
    counts = np.bincount(table.report[rows[counting]], minlength=1)
    return {number: int(counts[number]) if number < len(counts) else 0 for number in numbers}


def _make_hit(report: FoundReport, question: Question, count: int) -> Hit:
    excerpt = cut_excerpt(report.text, question)
    return Hit(report.report_id, report.title, report.publisher, report.published, excerpt, count)


def _count_codes(column: Numbers, codes: Sequence[int], values: Sequence[str | None]) -> tuple[Choice, ...]:
    if not codes:
        return ()
    counts = np.bincount(column, minlength=len(values))
    most = sorted(codes, key=lambda code: -int(counts[code]))[:MAX_NAMES]
    return tuple(Choice(str(values[code]), str(values[code]), int(counts[code])) for code in most)


_DISCARDED = np.array([STATES.index(state) for state in sorted(DISCARDED)], dtype=np.uint8)
