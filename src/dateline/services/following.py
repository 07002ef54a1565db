"""Use case: follow feeds and folders for weeks. Asks what is due, and keeps what is found there.

All that is known between two steps lies in the store, so that a process that is killed at any moment loses nothing:
what a feed lists is written down before any of it is fetched, a report is kept in the one transaction that notes its
page as done, and a page is counted as tried before it is touched, so that one which kills us is given up in the end.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from dateline.base.clock import Clock, now_utc
from dateline.base.logging import FIELDS, get_logger
from dateline.base.settings import Settings
from dateline.model.errors import FetchError, StoreError
from dateline.model.follows import Answer, FollowedItem, FollowedSource, FollowKind
from dateline.model.ids import text_hash
from dateline.model.ports import Store
from dateline.read.fetch import AnswerError, Fetched, WebFetcher
from dateline.services.coding import Coder
from dateline.services.follow_asking import read_answer, scan_folder, tell_reason
from dateline.services.follow_fetching import Got, Job, fetch_all, host_of
from dateline.services.follow_hosts import Hosts
from dateline.services.follow_keeping import Keeper, Tally
from dateline.services.follow_times import DEFAULT_PACE, MOST_TRIES, Chance, Pace, ask_after_failure, try_again
from dateline.services.follow_turns import Turn
from dateline.services.projecting import Projector, make_projector

_LASTING = range(400, 500)
_PASSING = (408, 425, 429)
_TRIES_OF_LASTING = 3
"""A page that is not there is asked for so often: some feeds are quicker than their site."""
_PATIENCE = timedelta(minutes=5)
"""How much longer one look waits for a host that asked us to; longer than any `Crawl-delay`."""
_log = get_logger(__name__)


@dataclass(slots=True)
class Following:
    """Follows what the store says is followed. In: `wait` waits for seconds; True where it is time to stop."""

    store: Store
    fetch: WebFetcher
    keeper: Keeper
    projector: Projector
    clock: Clock
    wait: Callable[[float], bool]
    is_over: Callable[[], bool]
    chance: Chance
    turn: Turn
    pace: Pace = DEFAULT_PACE
    failures: int = 0
    """Sources and items that failed since we began."""
    _hosts: Hosts = field(default_factory=Hosts)
    _files: dict[int, dict[str, str]] = field(default_factory=dict)

    def run(self) -> None:
        """Follow until it is time to stop. Raises ConflictError where another process follows this store."""
        self._live(self._follow_on)

    def run_once(self) -> None:
        """Ask every source once, keep what is found, and end."""
        self._live(self._follow_once)

    def _live(self, work: Callable[[], None]) -> None:
        if not self.turn.begin():
            return
        try:
            self.keeper.finish_runs_cut_off()
            self.projector.catch_up()
            work()
            self._tidy()
        finally:
            self.turn.end()

    def _follow_on(self) -> None:
        while not self.is_over():
            try:
                self._round(self._due_sources())
                rest_s = self._rest_s()
                if rest_s > self.pace.gap_s:
                    self._tidy()
            except StoreError as error:
                _log.warning("the store: %s", error)
                rest_s = self.pace.trouble_s
            if self.wait(rest_s):
                break

    def _follow_once(self) -> None:
        left = {
            source.id: source for source in self.store.follows.list() if not source.failures or self._is_due(source)
        }
        while not self.is_over():
            for asked in self._round(list(left.values())):
                del left[asked]
            soon = self.clock() + timedelta(seconds=max(self.pace.rest_s, self.pace.gap_s))
            waiting: list[FollowedItem | FollowedSource] = [
                *left.values(),
                *self.store.follows.waiting(soon, {"feed": 1, "folder": 1}),
            ]
            if not any(self._hosts.free_at(host_of(row.address)) <= soon + _PATIENCE for row in waiting):
                break
            if self.wait(min(self._rest_s(), self.pace.gap_s)):
                break

    def _due_sources(self) -> list[FollowedSource]:
        return [source for source in self.store.follows.list() if self._is_due(source)]

    def _is_due(self, source: FollowedSource) -> bool:
        return datetime.fromisoformat(source.next_due) <= self.clock()

    def _round(self, due: Sequence[FollowedSource]) -> list[int]:
        """Ask these sources, as far as their hosts are free, and fetch what is due; gives the sources asked."""
        self.turn.renew()
        before, sources = self.keeper.new_reports, {source.id: source for source in self.store.follows.list()}
        folders = [source for source in due if source.kind == "folder"]
        for source in folders:
            self._scan(source)
        items = [item for item in self._due_items() if item.source_id in sources]
        jobs = self._choose(due, [item for item in items if item.kind == "feed"], sources)
        asked = {source.id for source in folders}
        for job, got in fetch_all(jobs, self.fetch, self.pace.parallel, self._tick):
            self._take_in(job, got)
            asked |= {job.source.id} if job.item is None else set()
        for item in items:
            if item.kind == "folder" and not self._tick():
                self._try(item, partial(self.keeper.keep_file, sources[item.source_id], item))
        if self.keeper.new_reports > before:
            self.projector.catch_up()
        return sorted(asked)

    def _choose(
        self, due: Iterable[FollowedSource], items: Iterable[FollowedItem], sources: dict[int, FollowedSource]
    ) -> list[Job]:
        """One for each host that is free now, and feeds before pages."""
        now, chosen = self.clock(), dict[str, Job]()
        wanted = [Job(source) for source in due if source.kind == "feed"]
        wanted += [Job(sources[item.source_id], item) for item in items]
        for job in wanted:
            if job.host not in chosen and self._hosts.is_free(job.host, now):
                chosen[job.host] = job
        return list(chosen.values())

    def _take_in(self, job: Job, got: Got) -> None:
        """Let the host rest, and handle what it answered. What no one foresaw counts as an answer that failed."""
        try:
            gap_s = max(self.pace.gap_s, self.fetch.delay_s(job.address))
            self._hosts.rest(job.host, got, self.clock(), gap_s)
            self._handle(job, got)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - no answer may end what runs for weeks; its source tells the reason
            _log.exception("an answer for source %d", job.source.id)
            self._hosts.rest(job.host, None, self.clock(), self.pace.gap_s)
            self._handle(job, FetchError("not handled", job.address, f"{type(error).__name__}: {error}"))

    def _handle(self, job: Job, got: Got) -> None:
        if job.item is None:
            self._note(job.source, got)
        elif isinstance(got, Fetched):
            self._try(job.item, partial(self.keeper.keep_page, job.source, job.item, got))
        elif got is not None:
            self._count_try(job.item)
            self._give_up(job.item, got)

    def _note(self, source: FollowedSource, got: Got) -> None:
        answer = read_answer(source, got, self.clock(), self.chance)
        self._write_answer(source, answer)

    def _write_answer(self, source: FollowedSource, answer: Answer) -> bool:
        """What cannot be written down of one source stays with it, as long as that can be; False where it cannot."""
        is_kept = True
        try:
            new = self.store.follows.answered(source.id, answer)
        except StoreError as error:
            is_kept = False
            due = ask_after_failure(answer.asked, source.every_s, source.failures + 1, self.chance)
            answer, new = Answer(answer.asked, due, problem=str(error)), 0
            self.store.follows.answered(source.id, answer)
        self._say_asked(source, new, answer.problem)
        return is_kept

    def _scan(self, source: FollowedSource) -> None:
        known = self._files.get(source.id)
        if known is None:
            known = dict(self.store.follows.fingerprints(source.id))
        rest = timedelta(seconds=self.pace.rest_s)
        answer = scan_folder(source, known, self.clock(), rest, self.chance)
        if self._write_answer(source, answer):
            found = {text_hash(item.key): item.fingerprint or "" for item in answer.items}
            self._files[source.id] = known | found

    def _try(self, item: FollowedItem, keep: Callable[[], Tally]) -> None:
        """Do one item. What goes wrong with it stays with it, as long as that can be written down."""
        if item.tries >= MOST_TRIES:
            self.keeper.fail(item, "it was begun several times, and never came to its end", most_tries=0)
            return
        self._count_try(item)
        try:
            tally = keep()
        except StoreError as error:
            self.keeper.fail(item, str(error), most_tries=MOST_TRIES)
            self.failures += 1
            return
        except Exception as error:  # noqa: BLE001 - no page may end what runs for weeks; the item tells the reason
            _log.exception("item %d of source %d", item.id, item.source_id)
            self.keeper.fail(item, f"{type(error).__name__}: {error}", most_tries=3)
            self.failures += 1
            return
        self.failures += bool(tally.problems or tally.refused)
        if tally.new or tally.problems:
            fields = {"source": item.source_id, "new": tally.new, "failed": len(tally.problems)}
            _log.info("source %d: %d reports, %d failed", *fields.values(), extra={FIELDS: fields})

    def _count_try(self, item: FollowedItem) -> None:
        """Should the try not come to its end, the first is made again at once, later ones later and later."""
        now = self.clock()
        self.store.follows.begin(item.id, try_again(now, item.tries, self.chance) if item.tries else now)

    def _give_up(self, item: FollowedItem, error: FetchError) -> None:
        """Note that a page could not be had; it is asked for again some times."""
        self.failures += 1
        most_tries, retry_after = MOST_TRIES, None
        if isinstance(error, AnswerError):
            retry_after = error.retry_after
            if error.status in _LASTING and error.status not in _PASSING:
                most_tries = _TRIES_OF_LASTING
        self.keeper.fail(item, tell_reason(error), most_tries=most_tries, retry_after=retry_after)
        _log.info("source %d: a page of %s: %s", item.source_id, host_of(item.address), tell_reason(error))

    def _say_asked(self, source: FollowedSource, new: int, problem: str | None) -> None:
        where = f"feed of {host_of(source.address)}" if source.kind == "feed" else "folder"
        if problem is not None:
            self.failures += 1
            fields = {"source": source.id, "failures": source.failures + 1}
            _log.warning("source %d, %s: %s", source.id, where, problem, extra={FIELDS: fields})
        elif new:
            _log.info("source %d, %s: %d new or changed", source.id, where, new)

    def _due_items(self) -> Sequence[FollowedItem]:
        limits: dict[FollowKind, int] = {"feed": 1, "folder": self.pace.files_at_a_time}
        return self.store.follows.waiting(self.clock(), limits)

    def _rest_s(self) -> float:
        """How long there is nothing to do: until something is due, and its host may be asked again."""
        now, due = self.clock(), self.store.follows.next_due()
        if due is None or due > now:
            rest = self.pace.longest_wait_s if due is None else (due - now).total_seconds()
            return min(rest, self.pace.longest_wait_s)
        waiting: list[FollowedItem | FollowedSource] = [*self._due_items(), *self._due_sources()]
        if any(row.kind == "folder" for row in waiting):
            return 0.0
        free = min((self._hosts.free_at(host_of(row.address)) for row in waiting), default=now)
        return min(max((free - now).total_seconds(), 0.0), self.pace.longest_wait_s)

    def _tick(self) -> bool:
        """Whether it is time to stop; says that we are there on the way."""
        self.turn.renew()
        return self.is_over()

    def _tidy(self) -> None:
        self.keeper.finish_run()


def make_following(
    store: Store,
    coder: Coder,
    settings: Settings,
    *,
    clock: Clock = now_utc,
    wait: Callable[[float], bool],
    is_over: Callable[[], bool],
    chance: Chance = random.random,
    fetch: WebFetcher | None = None,
    projector: Projector | None = None,
    pace: Pace = DEFAULT_PACE,
) -> Following:
    """What follows the sources of a store. In: as `Following` has it; `fetch`, by default over the network."""
    turn = Turn(store.follows, clock, wait)

    def tick() -> bool:
        turn.renew()
        return is_over()

    keeper = Keeper(store, coder, settings, clock, chance, timedelta(seconds=pace.rest_s), tick)
    fetch = fetch or WebFetcher(settings, clock=clock)
    projector = projector or make_projector(store)
    return Following(store, fetch, keeper, projector, clock, wait, is_over, chance, turn, pace)
