"""Links what was coded, slab by slab in parallel; incidents get the ids that `dateline link` gives them.

    accounts of blocks ──scatter──▶ runs, a row group a slab ──link──▶ incidents, and what hangs over the slab's edge
                                                                            └──join──▶ incidents

The coded records stay as they are; incidents are a table beside them, which can be made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.bulk.block_coding import name_table
from dateline.bulk.blocks import Block
from dateline.bulk.linking_workers import JOINS, JoinWorker, ScatterWorker, SlabWorker
from dateline.bulk.outputs import Output
from dateline.bulk.rounds import Result, Runner, run_rounds
from dateline.bulk.worker_makers import WorkerMaker
from dateline.linkage.slabs import NOWHERE, Slabs
from dateline.model.ids import content_hash

Ints = NDArray[np.int64]
Step = Callable[[], None]
BLOCKS_IN_A_RUN = 64
EVENTS_IN_A_SLAB = 20_000
"""Memory is that of the slab that is being linked, so that small slabs keep it flat ..."""
MOST_SLABS = 200
"""... but where there are many events a day, small slabs are short ones, and most accounts would lie in several."""
_DIGEST_BYTES = 12


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking came to; `folder` holds the table of incidents."""

    folder: str
    events: int
    incidents: int


@dataclass(frozen=True, slots=True)
class _Part:
    """The accounts of a block. `base`: the number of its first one; `dropped`: rows that an earlier block has too."""

    block_id: str
    base: int
    dropped: list[int]


class ArchiveLinking:
    """One linking of all blocks of a folder. In: `slab_events`, about how many events are linked at one go."""

    def __init__(self, output: Output, engine: Runner, actors: int, slab_events: int = EVENTS_IN_A_SLAB) -> None:
        self._output, self._engine, self._actors = output, engine, actors
        self._slab_events = slab_events

    def name_folder(self, blocks: Sequence[Block], version: str) -> str:
        """Where the incidents of these blocks go: a folder of their own, so that none are ever half new."""
        return f"incidents/{content_hash([version, [block.block_id for block in blocks]])[:16]}"

    def link(self, blocks: Sequence[Block], version: str) -> Linked:
        """Link all that the blocks tell of; what a kill left is taken away first."""
        folder = self.name_folder(blocks, version)
        work = f"work/{folder.rpartition('/')[2]}"
        self._output.remove(work)
        self._output.remove(folder)
        parts, slabs = self._survey(blocks)
        runs = self._scatter(parts, slabs, work)
        counts = [*self._link_slabs(runs, work, folder), *self._join(sorted(runs), work, folder)]
        self._output.remove(work)
        return Linked(folder, sum(row["events"] for row in counts), sum(row["incidents"] for row in counts))

    def _survey(self, blocks: Sequence[Block]) -> tuple[list[_Part], Slabs]:
        """Number all accounts, find those that are there twice, and cut their time into slabs."""
        there = frozenset(self._output.list_names("accounts"))
        ids = [block.block_id for block in blocks if f"{block.block_id}.parquet" in there]
        keys: list[NDArray[np.bytes_]] = []
        starts: list[NDArray[np.int32]] = []
        for block_id in ids:
            table = self._output.read_table(name_table("accounts", block_id), ["record_id", "start"])
            digests = b"".join(bytes.fromhex(name.partition("-")[2]) for name in table["record_id"].to_pylist())
            keys.append(np.frombuffer(digests, dtype=f"S{_DIGEST_BYTES}"))
            starts.append(table["start"].to_numpy())
        if not ids:
            return [], Slabs.choose(np.empty(0, dtype=np.int32), self._slab_events)
        first = np.zeros(sum(map(len, keys)), dtype=bool)
        first[np.unique(np.concatenate(keys), return_index=True)[1]] = True
        slabs = Slabs.choose(np.concatenate(starts)[first], max(self._slab_events, int(first.sum()) // MOST_SLABS))
        ends = np.cumsum([len(some) for some in keys])
        dropped = [np.flatnonzero(~part).tolist() for part in np.split(first, ends[:-1])]
        bases = (ends - [len(some) for some in keys]).tolist()
        return [_Part(*row) for row in zip(ids, bases, dropped, strict=True)], slabs

    def _scatter(self, parts: Sequence[_Part], slabs: Slabs, work: str) -> dict[int, list[tuple[int, int]]]:
        """Sort accounts into runs. Gives, for each slab, the runs and the row groups that hold its accounts."""
        groups = {str(n): parts[n : n + BLOCKS_IN_A_RUN] for n in range(0, len(parts), BLOCKS_IN_A_RUN)}

        def make_item(key: str, _: int) -> str:
            rows = [[part.block_id, part.base, part.dropped] for part in groups[key]]
            return json.dumps({"key": key, "parts": rows})

        maker = WorkerMaker(ScatterWorker, (self._output, work, slabs.edges.tolist()), is_light=True)
        runs: dict[int, list[tuple[int, int]]] = {}
        for result in sorted(self._run(maker, list(groups), make_item), key=lambda row: int(row["key"])):
            for slab, group in result["slabs"]:
                runs.setdefault(slab, []).append((int(result["key"]), group))
        return runs

    def _link_slabs(self, runs: dict[int, list[tuple[int, int]]], work: str, folder: str) -> Iterator[Result]:
        def make_item(key: str, _: int) -> str:
            return json.dumps({"key": key, "runs": runs[int(key)]})

        maker = WorkerMaker(SlabWorker, (self._output, work, folder), is_light=True)
        yield from self._run(maker, list(map(str, runs)), make_item)

    def _join(self, slabs: Sequence[int], work: str, folder: str) -> Iterator[Result]:
        """Group what hangs over the edges of slabs, each whole with those that begin in the same slab."""
        homes = self._write_joins([slab for slab in slabs if slab != NOWHERE], work)

        def make_item(key: str, _: int) -> str:
            return json.dumps({"key": key})

        maker = WorkerMaker(JoinWorker, (self._output, work, folder), is_light=True)
        yield from self._run(maker, list(map(str, homes)), make_item)

    def _write_joins(self, slabs: Sequence[int], work: str) -> list[int]:
        there = frozenset(self._output.list_names(f"{work}/open"))
        columns = ["number", "root"]
        tables = [
            (slab, self._output.read_table(f"{work}/open/{slab}.parquet", columns))
            for slab in slabs
            if f"{slab}.parquet" in there
        ]
        if not tables:
            return []
        numbers = np.concatenate([table["number"].to_numpy() for _, table in tables])
        roots = np.concatenate([table["root"].to_numpy() for _, table in tables])
        where = np.concatenate([np.full(table.num_rows, slab) for slab, table in tables])
        whole, home = _find_wholes(numbers, roots, where)
        _, kept = np.unique(numbers, return_index=True)
        for slab in np.unique(home[kept]).tolist():
            rows = kept[home[kept] == slab]
            joined = pa.table([numbers[rows], whole[rows], where[rows]], schema=JOINS)
            self._output.write_table(f"{work}/joins/{slab}.parquet", joined)
        return [int(slab) for slab in np.unique(home[kept])]

    def _run(
        self, maker: WorkerMaker, keys: Sequence[str], make_item: Callable[[str, int], str]
    ) -> Iterator[dict[str, Any]]:
        for result in run_rounds(self._engine, maker, keys, make_item, self._actors):
            yield dict(result)


def _find_wholes(numbers: Ints, roots: Ints, where: Ints) -> tuple[Ints, Ints]:
    """The whole that each row belongs to, and the first slab in which that whole is.

    In: accounts by number, once a slab, with one that they hang together with there.
    """
    from scipy.sparse import coo_array  # loaded only where there is something to join
    from scipy.sparse.csgraph import connected_components

    known, places = np.unique(np.concatenate([numbers, roots]), return_inverse=True)
    one, other = places[: len(numbers)], places[len(numbers) :]
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(known), len(known)))
    count, labels = connected_components(graph, directed=False)
    home = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(home, labels[one], where)
    return labels[one], home[labels[one]]
