"""What was found is read, coded and kept as `dateline add` does, and noted as done in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from dateline.base.clock import Clock
from dateline.base.settings import Settings
from dateline.model.errors import DatelineError, StoreError
from dateline.model.follows import FollowedItem, FollowedSource, Outcome, ToKeep
from dateline.model.ports import Store
from dateline.read.captures import Overrides, ReadFailure, ReadReport
from dateline.read.fetch import Fetched
from dateline.read.inputs import read_inputs
from dateline.services.adding import code_with_originals
from dateline.services.coding import Coder
from dateline.services.follow_asking import is_inside, read_fingerprint
from dateline.services.follow_times import MOST_TRIES, Chance, try_again

FOLLOWING = "following"
"""What the settings of a run say that was made here."""
_REPORTS_AT_A_TIME = 50
_MOST_REPORTS_A_RUN = 500
_TOLD = "by the feed, or by who follows it"


@dataclass(slots=True)
class Tally:
    """What came of one item: reports new and there already, and what failed in it."""

    new: int = 0
    present: int = 0
    problems: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """What the store would not keep, for its own reasons or as it was busy: that is tried again."""

    def name_problem(self, error: DatelineError) -> None:
        self.problems.append(str(error))

    def outcome(self) -> Outcome:
        """Failed where no report came of it; else done, with the first of what failed."""
        if not self.problems:
            return Outcome("done") if self.new or self.present else Outcome("failed", "nothing in it")
        first, number = self.problems[0], len(self.problems)
        told = first if number == 1 else f"{number} parts of it failed, the first: {first}"
        return Outcome("done" if self.new or self.present else "failed", told)


@dataclass(slots=True)
class Keeper:
    """Keeps items. In: `rest`, see `scan_folder`; `is_over`, asked now and then while a large one is kept."""

    store: Store
    coder: Coder
    settings: Settings
    clock: Clock
    chance: Chance
    rest: timedelta
    is_over: Callable[[], bool]
    new_reports: int = 0
    _run_id: int | None = None
    _in_run: int = 0

    def keep_page(self, source: FollowedSource, item: FollowedItem, page: Fetched) -> Tally:
        """Keep the report of a page that was fetched. Raises StoreError where the store cannot be written."""
        reads = self._read_page(item, page, Overrides(publisher=source.publisher))
        dateless = [read for read in reads if isinstance(read, ReadReport) and read.report.published is None]
        if dateless and item.published:
            reads = self._read_page(item, page, Overrides(item.published, source.publisher, told=_TOLD))
        return self._keep(item, reads, lambda tally: tally.outcome())

    def keep_file(self, source: FollowedSource, item: FollowedItem) -> Tally:
        """Keep the reports of a file, unless it is still being written: then it waits. Raises StoreError."""
        path = Path(item.address)
        if not self._is_as_found(item, path, Path(source.address)):
            return Tally()
        reads = read_inputs([item.address], self.settings, Overrides(publisher=source.publisher), clock=self.clock)
        return self._keep(item, reads, lambda tally: self._end_file(item, path, tally))

    def fail(self, item: FollowedItem, problem: str, *, most_tries: int, retry_after: str | None = None) -> None:
        """Note that an item failed, to be tried again unless it was tried so often already."""
        self.store.follows.keep(item.id, (), None, self._retry(item, problem, most_tries, retry_after))

    def finish_run(self) -> None:
        """End the run that is going on, if one is: it is sealed then."""
        if self._run_id is not None:
            self.store.finish_run(self._run_id)
            self._run_id, self._in_run = None, 0

    def finish_runs_cut_off(self) -> None:
        """End runs that a follower before us began, and did not live to end."""
        for run in self.store.runs():
            if run.finished is None and run.settings.get(FOLLOWING):
                self.store.finish_run(run.run_id)

    def _read_page(self, item: FollowedItem, page: Fetched, told: Overrides) -> list[ReadReport | ReadFailure]:
        return list(read_inputs([item.address], self.settings, told, clock=self.clock, fetch=lambda _: page))

    def _keep(
        self,
        item: FollowedItem,
        reads: Iterable[ReadReport | ReadFailure],
        end: Callable[[Tally], Outcome],
    ) -> Tally:
        """Portions are kept as they come, the last one together with what became of the item."""
        tally = Tally()
        coded = code_with_originals(
            self._leave_out_kept(reads, tally), self.coder, on_failure=tally.name_problem, on_coded=lambda _: None
        )
        held: Sequence[ToKeep] = ()
        rows = (ToKeep(*row) for row in coded)
        while portion := list(islice(rows, _REPORTS_AT_A_TIME)):
            self._write(item, held, tally, None)
            held = portion
            tally.new += len(held)
            if self.is_over():
                self._write(item, held, tally, Outcome("waiting", due=self.clock(), tries=item.tries))
                return tally
        outcome = self._retry(item, tally.refused[0], MOST_TRIES) if tally.refused else end(tally)
        if outcome.state == "waiting" and not tally.refused:  # what was read of it last may be half of something
            tally.new -= len(held)
            held = ()
        self._write(item, held, tally, outcome)
        return tally

    def _leave_out_kept(self, reads: Iterable[ReadReport | ReadFailure], tally: Tally) -> Iterator[ReadReport]:
        for read in reads:
            if isinstance(read, ReadFailure):
                tally.name_problem(read.error)
            elif self._is_to_keep(read, tally):
                yield read

    def _is_to_keep(self, read: ReadReport, tally: Tally) -> bool:
        """Whether the report is not there, nor refused by the store, as one with the id of another is."""
        try:
            is_kept = self.store.is_kept(read.report)
        except StoreError as error:
            tally.refused.append(str(error))
            return False
        tally.present += is_kept
        return not is_kept

    def _write(self, item: FollowedItem, made: Sequence[ToKeep], tally: Tally, outcome: Outcome | None) -> None:
        if not made and outcome is None:
            return
        try:
            self._count(self.store.follows.keep(item.id, made, self._run() if made else None, outcome))
        except StoreError:
            if not made:
                raise
            self._write_one_by_one(item, made, tally, outcome)

    def _write_one_by_one(
        self, item: FollowedItem, made: Sequence[ToKeep], tally: Tally, outcome: Outcome | None
    ) -> None:
        """One that cannot be kept takes no other with it; the item is tried again."""
        before = len(tally.refused)
        for row in made:
            try:
                self._count(self.store.follows.keep(item.id, (row,), self._run(), None))
            except StoreError as error:
                tally.refused.append(str(error))
        tally.new -= len(tally.refused) - before
        if outcome is not None:
            last = self._retry(item, tally.refused[0], MOST_TRIES) if tally.refused else outcome
            self.store.follows.keep(item.id, (), None, last)

    def _count(self, is_new: Sequence[bool]) -> None:
        self.new_reports += sum(is_new)
        self._in_run += sum(is_new)
        if self._in_run >= _MOST_REPORTS_A_RUN:
            self.finish_run()

    def _run(self) -> int:
        if self._run_id is None:
            told = {"stages": self.coder.stage_versions(), FOLLOWING: True}
            self._run_id = self.store.begin_run(self.coder.name, self.coder.version, told)
        return self._run_id

    def _retry(self, item: FollowedItem, problem: str, most_tries: int, retry_after: str | None = None) -> Outcome:
        tries = item.tries + 1
        if tries >= most_tries:
            return Outcome("failed", problem)
        return Outcome("waiting", problem, try_again(self.clock(), tries, self.chance, retry_after))

    def _is_as_found(self, item: FollowedItem, path: Path, folder: Path) -> bool:
        """Whether a file is the one that was found; what it is else is noted."""
        if not is_inside(path, folder):  # a link may have been put in its place
            self.store.follows.keep(item.id, (), None, Outcome("failed", "it lies outside the folder"))
            return False
        fingerprint = read_fingerprint(path)
        if fingerprint is None:  # the folder may lie on a share that is away for a while
            self.fail(item, "the file is not there any more", most_tries=MOST_TRIES)
        elif fingerprint != item.fingerprint:
            self.store.follows.keep(item.id, (), None, self._let_rest(item, fingerprint))
        return fingerprint is not None and fingerprint == item.fingerprint

    def _let_rest(self, item: FollowedItem, fingerprint: str) -> Outcome:
        return Outcome("waiting", None, self.clock() + self.rest, fingerprint, item.tries)

    def _end_file(self, item: FollowedItem, path: Path, tally: Tally) -> Outcome:
        fingerprint = read_fingerprint(path)
        if fingerprint is not None and fingerprint != item.fingerprint:
            return self._let_rest(item, fingerprint)
        outcome = tally.outcome()
        if outcome.state == "failed" and any("cannot be read" in problem for problem in tally.problems):
            return self._retry(item, tally.problems[0], MOST_TRIES)  # a right or a disk may be mended
        return replace(outcome, fingerprint=item.fingerprint)
