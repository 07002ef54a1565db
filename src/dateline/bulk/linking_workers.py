"""The three steps of linking an archive, each as it runs in the engine's processes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dateline.bulk.block_coding import name_table
from dateline.bulk.outputs import Output
from dateline.linkage.slabs import Slabs, group_open, link_slab
from dateline.linkage.windows import unpack_accounts
from dateline.services.linking import make_incident_id

Ints = NDArray[np.int64]
_TEXT = pa.string()
INCIDENTS = pa.schema([pa.field(name, _TEXT, nullable=False) for name in ("record_id", "report_id", "incident_id")])
JOINS = pa.schema([("number", pa.int64()), ("whole", pa.int64()), ("slab", pa.int64())])


class ScatterWorker:
    """Accounts of some blocks into one file that is sorted by slab, with a row group for each."""

    def __init__(self, output: Output, work: str, edges: Sequence[int]) -> None:
        self._output, self._work = output, work
        self._slabs = Slabs(np.asarray(edges, dtype=np.int64))

    def run(self, item: str) -> str:
        asked = json.loads(item)
        table = pa.concat_tables([self._read_part(*part) for part in asked["parts"]])
        first, last = self._slabs.span(table["start"].to_numpy(), table["end"].to_numpy())
        table = table.drop_columns(["start", "end"]).append_column("shared", pa.array(first != last))
        return json.dumps({"key": asked["key"], "slabs": self._write(asked["key"], table, first, last)})

    def _read_part(self, block_id: str, base: int, dropped: Sequence[int]) -> pa.Table:
        table = self._output.read_table(name_table("accounts", block_id))
        table = table.append_column("number", pa.array(np.arange(base, base + table.num_rows)))
        kept = np.setdiff1d(np.arange(table.num_rows), dropped)
        return table.take(kept) if dropped else table

    def _write(self, key: str, table: pa.Table, first: Ints, last: Ints) -> list[tuple[int, int]]:
        present = sorted({slab for one, other in set(zip(first.tolist(), last.tolist(), strict=True))
                          for slab in range(one, other + 1)})  # fmt: skip
        sink = pa.BufferOutputStream()
        with pq.ParquetWriter(sink, table.schema, compression="zstd") as writer:
            for slab in present:
                writer.write_table(table.take(np.flatnonzero((first <= slab) & (slab <= last))))
        self._output.write_bytes(f"{self._work}/runs/{key}.parquet", sink.getvalue())
        return [(slab, group) for group, slab in enumerate(present)]


class SlabWorker:
    """The accounts of one slab into incidents, and into what hangs together with accounts of others."""

    def __init__(self, output: Output, work: str, folder: str) -> None:
        self._output, self._work, self._folder = output, work, folder

    def run(self, item: str) -> str:
        asked = json.loads(item)
        groups = [
            self._output.open_table(f"{self._work}/runs/{run}.parquet").read_row_group(group)
            for run, group in asked["runs"]
        ]
        table = pa.concat_tables(groups).sort_by("number")
        names = table["record_id"].to_pylist()
        accounts = unpack_accounts(table["data"].to_pylist())
        linked = link_slab(accounts, names, table["shared"].to_numpy())
        if linked.is_open.any():
            roots = table["number"].to_numpy()[linked.roots]
            rows = table.append_column("root", pa.array(roots)).filter(pa.array(linked.is_open))
            self._output.write_table(f"{self._work}/open/{asked['key']}.parquet", rows)
        closed = np.flatnonzero(~linked.is_open)
        return write_incidents(
            self._output, f"{self._folder}/slab-{asked['key']}.parquet", asked["key"], table, linked.founders, closed
        )


class JoinWorker:
    """What hangs together over several slabs, into incidents."""

    def __init__(self, output: Output, work: str, folder: str) -> None:
        self._output, self._work, self._folder = output, work, folder

    def run(self, item: str) -> str:
        key = json.loads(item)["key"]
        joins = self._output.read_table(f"{self._work}/joins/{key}.parquet")
        slabs, numbers = joins["slab"].to_numpy(), joins["number"].to_numpy()
        table = pa.concat_tables([self._read_open(slab, numbers[slabs == slab]) for slab in np.unique(slabs)])
        table = table.sort_by("number")
        wholes = joins.sort_by("number")["whole"].to_numpy()
        names = table["record_id"].to_pylist()
        founders = group_open(unpack_accounts(table["data"].to_pylist()), names, list_members(wholes))
        everything = np.arange(table.num_rows)
        return write_incidents(self._output, f"{self._folder}/join-{key}.parquet", key, table, founders, everything)

    def _read_open(self, slab: int, numbers: Ints) -> pa.Table:
        table = self._output.read_table(f"{self._work}/open/{slab}.parquet")
        return table.filter(pa.array(np.isin(table["number"].to_numpy(), numbers)))


def list_members(wholes: Ints) -> list[list[int]]:
    """The places of the members of each whole, in ascending order."""
    order = np.argsort(wholes, kind="stable")
    cuts = np.flatnonzero(np.diff(wholes[order])) + 1
    return [members.tolist() for members in np.split(order, cuts)]


def write_incidents(output: Output, name: str, key: str, table: pa.Table, founders: Ints, rows: Ints) -> str:
    """Put the incidents of some rows into place; gives their counts as JSON."""
    record_ids = table["record_id"].to_pylist()
    incidents = [make_incident_id(record_ids[founders[row]]) for row in rows]
    taken = table.take(rows)
    columns: Mapping[str, Any] = {"record_id": taken["record_id"], "report_id": taken["report_id"]}
    output.write_table(name, pa.table({**columns, "incident_id": pa.array(incidents, pa.string())}).cast(INCIDENTS))
    return json.dumps({"key": key, "events": len(incidents), "incidents": len(set(incidents))})
