"""The index of records: what the queue, the map, the timeline and search are asked from.

Columns of all records lie in memory; each question first takes up what was added and decided since the last one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from threading import Lock

import numpy as np

from dateline.base.search_words import read_question
from dateline.model.filters import KIND_KEYS, STATES, Box, RecordFilter
from dateline.model.index_answers import (
    Cell,
    Choice,
    Facets,
    HitPage,
    QueueLine,
    QueuePage,
    RecordList,
    Told,
    Weeks,
)
from dateline.model.ports import ActorRegistry, Store
from dateline.publish import facet_counts
from dateline.publish.landmarks import name_country
from dateline.publish.map_cells import MAX_SINGLE, choose_rows, make_cells
from dateline.publish.record_masks import REGION_SEPARATOR, find_rows, in_box, one_of
from dateline.publish.record_sums import sum_told
from dateline.publish.record_tables import Mask, Numbers
from dateline.publish.urgencies import load_urgency_rule, say_reasons
from dateline.publish.week_counts import count_weeks
from dateline.services.record_columns import RecordColumns
from dateline.services.record_lists import find_latest, list_records
from dateline.services.record_searches import MAX_FOUND, count_words, make_hits, say_actor
from dateline.services.record_snapshots import Snapshot, advance_snapshot, load_snapshot

_WAITING = (STATES.index("proposed"), STATES.index("unsure"))
_PATIENCE_S = 0.25
"""So long a question waits for another that takes up many new records; then it is answered from what was there."""


class RecordIndex:
    """Answers about a store's records. Raises StoreError where the store cannot be read; safe in several threads.

    In: `actors`, which names the actors of the choices; without it, they have their keys for names.
    """

    def __init__(self, store: Store, actors: ActorRegistry | None = None) -> None:
        self._rows = store.index_rows
        self._actors = actors
        self._rule = load_urgency_rule()
        self._turn = Lock()
        self._columns = RecordColumns()
        self._snapshot: Snapshot | None = None

    @property
    def version(self) -> str:
        """Changes with every change of what is kept: good as an ETag."""
        return ".".join(str(number) for number in self._present().mark)

    def refresh(self) -> None:
        """Take up what was added and decided since the last time; every other method does it first."""
        self._present()

    @property
    def is_read(self) -> bool:
        """Whether the store was read once, so that questions are answered at once."""
        return self._snapshot is not None

    def count_states(self) -> Mapping[str, int]:
        """How many records are in each state."""
        counted = np.bincount(self._present().table.state, minlength=len(STATES))
        return dict(zip(STATES, counted.tolist(), strict=True))

    def queue(self, chosen: RecordFilter, *, limit: int = 50, after: str | None = None) -> QueuePage:
        """The records that wait (proposed or unsure) of the filter, those that most need a human first.

        `after`: the id of the last line of the stretch before, which may have been decided since. With `states` in
        the filter, the records of these states. `total`: all records of the filter; `left`: those that wait.
        """
        now = self._present()
        mask = self._mask(now, chosen)
        waiting = now.answer(("waiting", chosen), lambda: mask & one_of(now.table.state, _WAITING, len(STATES)))
        total, left = now.answer(("total", chosen), lambda: (int(mask.sum()), int(waiting.sum())))
        rows = now.order.first(mask if chosen.states else waiting, limit, self._key_of(now, after))
        return QueuePage(self._make_lines(now, rows), total, left)

    def stretch(self, chosen: RecordFilter, *, limit: int, after: int = 0) -> tuple[QueuePage, int | None]:
        """The records of the filter in the order they were kept, and the number to go on `after`; None at the end."""
        now = self._present()
        mask = self._mask(now, chosen)
        first = int(np.searchsorted(now.table.number, after, side="right"))
        rows = (first + np.flatnonzero(mask[first:])[: limit + 1]).tolist()
        shown, total = rows[:limit], now.answer(("number", chosen), lambda: int(mask.sum()))
        goes_on = int(now.table.number[shown[-1]]) if len(rows) > limit else None
        return QueuePage(self._make_lines(now, shown), total, 0), goes_on

    def draw(
        self, chosen: RecordFilter, number: int, seed: int, *, without: Collection[str] = ()
    ) -> tuple[list[str], int]:
        """The ids of so many records of the filter drawn by chance, in the order they were kept; and of how many.

        Those that wait are drawn from, or with `states` in the filter those of these states; `without` leaves out
        records. The same records and seed give the same draw.
        """
        now = self._present()
        mask = self._mask(now, chosen)
        rows = np.flatnonzero(mask if chosen.states else mask & np.isin(now.table.state, _WAITING))
        left_out = {self._rows.number_of(record_id) for record_id in without}
        numbers = [each for each in now.table.number[rows].tolist() if each not in left_out]
        drawn = np.random.default_rng(seed).permutation(len(numbers))[:number]
        wanted = sorted(numbers[at] for at in drawn)
        shown = self._rows.lines(wanted)
        return [shown[each].record_id for each in wanted if each in shown], len(numbers)

    def latest(self, chosen: RecordFilter, *, limit: int, after: str | None = None) -> RecordList:
        """The records of the filter by their days, the latest first and those without a day last.

        `after`: what the stretch before gave. Raises WrongCallError for any other.
        """
        now = self._present()
        rows, goes_on = find_latest(now, self._mask(now, chosen), limit, after)
        return RecordList(list_records(self._rows, now.table, rows, self._actors), goes_on)

    def told(self, chosen: RecordFilter) -> Told:
        """What the records of the filter come to."""
        now = self._present()
        return now.answer(("told", chosen), lambda: sum_told(now.table, self._mask(now, chosen)))

    def cells(self, chosen: RecordFilter, box: Box, zoom: float) -> Sequence[Cell]:
        """The marks to draw in a box at a zoom (that of a web map): single records where there are few, else
        clusters and areas, of which a few hundred fill a screen."""
        now = self._present()
        return now.answer(("cells", chosen, box, round(zoom)), lambda: self._make_cells(now, chosen, box, zoom))

    def weeks(self, chosen: RecordFilter) -> Weeks:
        """The weeks in which something happened, oldest first."""
        now = self._present()
        return now.answer(("weeks", chosen), lambda: count_weeks(now.table, self._mask(now, chosen)))

    def facets(self, chosen: RecordFilter) -> Facets:
        """The choices for the filter bar, each counted under the rest of the filter; regions of a chosen country."""
        now = self._present()
        return now.answer(("facets", chosen), lambda: self._make_facets(now, chosen))

    def search(
        self, text: str, *, limit: int = 20, after: str | None = None, chosen: RecordFilter | None = None
    ) -> HitPage:
        """The reports with all the words, kept last first; the last word may be a beginning, where none has it whole.

        `after`: the id of the last report of the stretch before. `chosen`: only reports with a record of the filter.
        """
        now = self._present()
        question = read_question(text)
        if question is None:
            return HitPage((), 0, is_capped=False)
        chosen = chosen or RecordFilter()
        found = self._find_reports(now, text)
        mask = None if chosen.is_empty else self._mask(now, chosen)
        before = self._rows.report_number(after) if after else None
        page = make_hits(self._rows, now.table, found, question, mask=mask, before=before, limit=limit)
        actors, places = now.answer(
            ("words", question.words), lambda: count_words(now.table, question.words, self._actors)
        )
        return replace(page, actors=actors, places=places)

    # How it comes to its answers

    def _present(self) -> Snapshot:
        mark = self._rows.mark()
        known = self._snapshot
        if known is not None and known.mark == mark:
            return known
        got = self._turn.acquire(timeout=_PATIENCE_S if known is not None else -1)
        if not got:
            assert known is not None
            return known
        try:
            return self._take_up()
        finally:
            self._turn.release()

    def _take_up(self) -> Snapshot:
        mark, known = self._rows.mark(), self._snapshot
        if known is None or known.mark.epoch != mark.epoch:
            self._columns, self._snapshot = load_snapshot(self._rows, mark, self._rule)
        elif known.mark != mark:
            self._snapshot = advance_snapshot(self._columns, known, self._rows, mark, self._rule)
        assert self._snapshot is not None
        return self._snapshot

    def _mask(self, now: Snapshot, chosen: RecordFilter) -> Mask:
        if chosen.box is None:
            return self._kept_mask(now, chosen)
        # A map that is moved has a new box each time: what is kept is the answer without it.
        return self._kept_mask(now, replace(chosen, box=None)) & in_box(now.table, chosen.box)

    def _kept_mask(self, now: Snapshot, chosen: RecordFilter) -> Mask:
        def make() -> Mask:
            reports = None if chosen.text is None else self._find_reports(now, chosen.text)
            return find_rows(now.table, chosen, reports)

        return now.answer(("mask", chosen), make)

    def _find_reports(self, now: Snapshot, text: str) -> Sequence[int]:
        """The numbers of the reports with the words, the newest `MAX_FOUND`; none for a text without a word."""
        question = read_question(text)
        if question is None:
            return ()
        return now.answer(("reports", question), lambda: self._rows.find_reports(question, MAX_FOUND))

    def _key_of(self, now: Snapshot, record_id: str | None) -> int | None:
        """What a record is sorted by; None for one that is not there."""
        number = self._rows.number_of(record_id) if record_id else None
        if number is None:
            return None
        rows, _ = self._columns.find_rows(np.array([number], dtype=np.int32))
        return int(now.order.keys[rows[0]]) if len(rows) and rows[0] < len(now.table) else None

    def _make_lines(self, now: Snapshot, rows: Sequence[int]) -> tuple[QueueLine, ...]:
        table = now.table
        numbers = [int(table.number[row]) for row in rows]
        shown = self._rows.lines(numbers)
        lines = []
        for row, number in zip(rows, numbers, strict=True):
            if (line := shown.get(number)) is None:
                continue
            reasons = say_reasons(
                contradicted=bool(now.contradicted[row]),
                is_new=bool(now.new_regions[table.region[row]]),
                killed=int(table.killed[row]),
                confidence=line.confidence,
                rule=self._rule,
            )
            lines.append(
                QueueLine(
                    line.record_id, line.report_id, KIND_KEYS[table.kind[row]], line.label, line.place, line.country,
                    line.start_day, line.end_day, line.killed, line.confidence, reasons, STATES[table.state[row]],
                    line.incident_id,
                )
            )  # fmt: skip
        return tuple(lines)

    def _make_cells(self, now: Snapshot, chosen: RecordFilter, box: Box, zoom: float) -> list[Cell]:
        rows = choose_rows(now.table, self._mask(now, chosen), box)
        return self._single_cells(now, rows) if len(rows) <= MAX_SINGLE else make_cells(now.table, rows, box, zoom)

    def _single_cells(self, now: Snapshot, rows: Numbers) -> list[Cell]:
        table = now.table
        shown = self._rows.lines([int(table.number[row]) for row in rows])
        cells = []
        for row in rows.tolist():
            if (line := shown.get(int(table.number[row]))) is not None:
                lat, lon = round(float(table.lat[row]), 5), round(float(table.lon[row]), 5)
                radius_km = float(table.radius_km[row])
                kinds = ((KIND_KEYS[table.kind[row]], 1),)
                cells.append(
                    Cell(
                        "record", lat, lon, 1, kinds, line.killed or 0, radius_km, line.record_id, line.report_id,
                        line.label, line.place, bool(table.is_done[row]),
                    )
                )  # fmt: skip
        return cells

    def _make_facets(self, now: Snapshot, chosen: RecordFilter) -> Facets:
        table, names = now.table, now.table.names

        def mask_of(wider: RecordFilter) -> Mask:
            return self._mask(now, wider)

        regions: tuple[Choice, ...] = ()
        if chosen.country is not None:
            found = facet_counts.count_values(
                table.region, mask_of(replace(chosen, admin1=None)), names.regions, _say_region
            )
            regions = tuple(replace(choice, value=choice.name) for choice in found)
        return Facets(
            countries=facet_counts.count_values(
                table.country, mask_of(replace(chosen, country=None, admin1=None)), names.countries, name_country
            ),
            regions=regions,
            actors=facet_counts.count_actors(
                table, mask_of(replace(chosen, actor=None)), lambda key: say_actor(key, self._actors)
            ),
            kinds=facet_counts.count_kinds(table, mask_of(replace(chosen, kinds=frozenset()))),
            sources=facet_counts.count_values(table.source, mask_of(replace(chosen, source=None)), names.sources),
            source_types=facet_counts.count_source_types(table, mask_of(replace(chosen, source_type=None))),
            coders=facet_counts.count_values(table.coder, mask_of(replace(chosen, coder=None)), names.coders),
            states=facet_counts.count_states(table, mask_of(replace(chosen, states=frozenset(STATES)))),
            total=int(mask_of(chosen).sum()),
        )


def _say_region(region: str) -> str:
    return region.partition(REGION_SEPARATOR)[2]
