"""Use case: an archive coded and linked in parallel, into a folder of tables; what is done is not done again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from dateline.base.outputs import hash_file
from dateline.base.settings import Settings
from dateline.bulk.block_coding import DONE
from dateline.bulk.blocks import Block
from dateline.bulk.copies import leave_out_copies
from dateline.bulk.costs import Cost
from dateline.bulk.linking import EVENTS_IN_A_SLAB, ArchiveLinking, Linked
from dateline.bulk.outputs import Output
from dateline.bulk.plans import (
    MANIFEST,
    MOST_IN_A_BLOCK,
    Manifest,
    Plan,
    RunTerms,
    check_terms,
    choose_block_size,
    find_strangers,
    list_done,
    make_plan,
    remove_results,
)
from dateline.bulk.rounds import LostError, Result, Runner, run_rounds
from dateline.bulk.worker_makers import WorkerMaker
from dateline.bulk.workers import CodingWorker
from dateline.model.errors import CodingError, DatelineError, WrongCallError
from dateline.services.coding import Coder


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asks for. `actors`: processes, one a processor.

    `block_reports` None: as the folder has it, in a new one as many as suit the archive and the actors.
    """

    actors: int
    block_reports: int | None = None
    keeps_texts: bool = False
    only_firsts: bool = False
    prunes: bool = False
    slab_events: int = EVENTS_IN_A_SLAB


class Watcher(Protocol):
    """Told how far a run is; what it does with that is its own."""

    def begin(self, doing: str, total: int) -> None:
        """A step begins, over so many reports; 0 where they are not counted."""

    def step(self, reports: int) -> None:
        """So many reports more are done."""

    def fail(self, error: DatelineError) -> None:
        """Something cannot be read or coded; the rest goes on."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """All blocks of the folder added up.

    `cost`: of the reports that were coded now, None where none were; `linking_s`: seconds that linking took now.
    """

    reports: int
    records: int
    failures: int
    copies: int
    linked: Linked
    cost: Cost | None
    linking_s: float


class BulkRun:
    """One run over an output. It writes the manifest first and last; in between, blocks put their marks."""

    def __init__(self, output: Output, engine: Runner, settings: Settings, wishes: Wishes, watcher: Watcher) -> None:
        self._output, self._engine, self._settings, self._wishes = output, engine, settings, wishes
        self._watcher = watcher

    def run(self, inputs: Sequence[str], coder: Coder) -> RunSummary:
        """Code what is not coded yet, and link everything.

        In: `coder`, to know its versions by. Raises WrongCallError where the folder does not fit to what is asked.
        """
        before: Manifest | None = self._output.read_json(MANIFEST)
        rows = choose_block_size(before, self._wishes.block_reports)
        terms = self._make_terms(coder, rows or MOST_IN_A_BLOCK)
        check_terms(self._output, before, terms)
        plan = self._plan(inputs, rows)
        terms = replace(terms, block_reports=plan.block_reports)
        self._check_strangers(plan.blocks)
        manifest = _make_manifest(terms, plan)
        self._output.write_json(MANIFEST, manifest)
        cost, lost = self._code(plan.blocks)
        kept = [block for block in plan.blocks if block.block_id not in lost]
        began = time.perf_counter()
        linked = self._link(kept, terms.version, before or {})
        summary = self._sum_up(kept, linked, cost, time.perf_counter() - began)
        self._output.write_json(MANIFEST, {**manifest, **_tell(summary, finished=not lost)})
        self._drop_old_incidents(linked)
        return summary

    def _make_terms(self, coder: Coder, rows: int) -> RunTerms:
        actors = self._settings.actors
        return RunTerms(
            coder.name, coder.version, coder.stage_versions(), hash_file(Path(actors)) if actors else None, rows,
            self._wishes.keeps_texts, self._wishes.only_firsts,
        )  # fmt: skip

    def _plan(self, inputs: Sequence[str], rows: int | None) -> Plan:
        plan = make_plan(inputs, self._engine, rows, self._wishes.actors)
        for fault in plan.faults:
            self._watcher.fail(fault)
        if not self._wishes.only_firsts or not plan.blocks:
            return plan
        self._watcher.begin("looking for copies", plan.reports)
        blocks = leave_out_copies(
            plan.blocks, self._output, self._engine, self._settings, self._wishes.actors, self._watcher.step
        )
        return replace(plan, blocks=blocks)

    def _check_strangers(self, blocks: Sequence[Block]) -> None:
        strangers = find_strangers(self._output, blocks)
        if strangers and not self._wishes.prunes:
            raise WrongCallError(
                f"the folder holds {len(strangers)} blocks that the inputs do not have (any more)",
                self._output.address,
                "give all inputs, or another folder, or take them away with --prune",
            )
        remove_results(self._output, strangers)

    def _code(self, blocks: Sequence[Block]) -> tuple[Cost | None, set[str]]:
        """Code what is not done; gives what it took, and the blocks that could not be."""
        done = list_done(self._output)
        todo = {block.block_id: block for block in blocks if block.block_id not in done}
        total = sum(block.rows for block in blocks)
        self._watcher.begin("coding", total)
        self._watcher.step(total - sum(block.rows for block in todo.values()))
        lost: set[str] = set()
        reports, began = 0, time.perf_counter()
        try:
            for result in self._run_coders(todo):
                reports += result["reports"] + result["failures"]
                self._watcher.step(todo[result["key"]].rows)
        except LostError as error:
            lost = set(error.reasons)
            for key, reason in error.reasons.items():
                block = todo[key]
                subject = f"{block.file.name}, {block.rows} reports after line {block.first}"
                self._watcher.fail(CodingError("a block could not be coded", subject, reason))
        seconds = time.perf_counter() - began
        return (Cost(reports, seconds, self._wishes.actors) if reports else None), lost

    def _run_coders(self, todo: Mapping[str, Block]) -> Iterator[Result]:
        maker = WorkerMaker(CodingWorker, (self._output, self._settings, self._wishes.keeps_texts))

        def make_item(key: str, number: int) -> str:
            return json.dumps({"block": todo[key].to_json(), "round": number})

        largest_first = sorted(todo, key=lambda key: -todo[key].rows)  # so that all come to their end together
        return run_rounds(self._engine, maker, largest_first, make_item, self._wishes.actors)

    def _link(self, blocks: Sequence[Block], version: str, before: Manifest) -> Linked:
        """Link everything, unless the run before came to its end with the same. In: `before`, its manifest."""
        linking = ArchiveLinking(self._output, self._engine, self._wishes.actors, self._wishes.slab_events)
        folder = linking.name_folder(blocks, version)
        if before.get("finished") and before.get("incidents_folder") == folder:
            return Linked(folder, int(before["events"]), int(before["incidents"]))
        self._watcher.begin("linking", 0)
        return linking.link(blocks, version)

    def _sum_up(self, blocks: Sequence[Block], linked: Linked, cost: Cost | None, linking_s: float) -> RunSummary:
        counts = [self._output.read_json(f"{DONE}/{block.block_id}.json") for block in blocks]
        sums = {key: sum(count[key] for count in counts) for key in ("reports", "records", "failures", "skipped")}
        return RunSummary(
            sums["reports"], sums["records"], sums["failures"], sums["skipped"], linked, cost, linking_s
        )

    def _drop_old_incidents(self, linked: Linked) -> None:
        current = linked.folder.rpartition("/")[2]
        for name in self._output.list_folders("incidents"):
            if name != current:
                self._output.remove(f"incidents/{name}")


def _make_manifest(terms: RunTerms, plan: Plan) -> dict[str, Any]:
    return {
        "terms": asdict(terms),
        "finished": False,
        "blocks": [
            {"block": block.block_id, "input": block.file.name, "first": block.first, "reports": block.rows}
            for block in plan.blocks
        ],
    }


def _tell(summary: RunSummary, *, finished: bool) -> dict[str, Any]:
    return {
        "finished": finished,
        "reports": summary.reports,
        "records": summary.records,
        "failures": summary.failures,
        "copies": summary.copies,
        "events": summary.linked.events,
        "incidents": summary.linked.incidents,
        "incidents_folder": summary.linked.folder,
    }
