"""Which reports of an archive are copies: one wire story is coded once, and its copies point at it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.base.settings import Settings
from dateline.bulk.block_reading import read_block
from dateline.bulk.blocks import Block
from dateline.bulk.outputs import Output
from dateline.bulk.rounds import Runner, answer, run_rounds
from dateline.bulk.worker_makers import WorkerMaker
from dateline.linkage.archive_copies import find_linked
from dateline.linkage.near_duplicates import KeptText, find_first, name_group, part_copies
from dateline.linkage.text_sketches import FORM, WHOLE_SIZE, TextSketch, sketch_text
from dateline.model.reports import report_id_of
from dateline.publish.exports.cells import clean_text
from dateline.read.captures import ReadFailure

Ints = NDArray[np.int64]
Identity = tuple[str, str]
"""The id of a report, and that of its content."""
COPIES_NAME = "copies.parquet"
_TABLE_FORM = 2
"""Counts up when the columns of SKETCHES change."""
_FOLDER = f"sketches/{FORM}-{_TABLE_FORM}"
_BANDS = 33
_TEXT = pa.string()

SKETCHES = pa.schema(
    [
        ("row", pa.int32()),
        ("report_id", _TEXT),
        ("content_id", _TEXT),
        ("published", _TEXT),
        ("size", pa.int64()),
        ("sketch", pa.binary()),
        ("bands", pa.list_(pa.int64(), _BANDS)),
    ]
)
"""A row a report. `content_id`: of what was published, since several reports may have come with one `report_id`."""
COPIES = pa.schema(
    [pa.field(name, _TEXT, nullable=False) for name in ("input", "content")]
    + [pa.field("row", pa.int32(), nullable=False)]
    + [pa.field(name, _TEXT, nullable=False) for name in ("report_id", "coded_id", "first_id", "group")]
)
"""A row a report that is not coded, as it is a copy. `coded_id`: the fullest text of the story, which is; `first_id`:
the one that was published first."""


class SketchWorker:
    """Blocks into sketches of their texts."""

    def __init__(self, output: Output, settings: Settings) -> None:
        self._output, self._settings = output, settings

    def run(self, item: str) -> str:
        block = Block.from_json(item)
        return answer(block.content_id, lambda: self._write(block))

    def _write(self, block: Block) -> dict[str, Any]:
        name = f"{_FOLDER}/{block.content_id}.parquet"
        if not self._output.has(name):
            self._output.write_rows(name, self._sketch(block), SKETCHES)
        return {}

    def _sketch(self, block: Block) -> Iterator[dict[str, Any]]:
        for number, report in read_block(block, self._settings):
            if isinstance(report, ReadFailure):
                continue
            sketch = sketch_text(report.text)
            yield {
                "row": number,
                "report_id": clean_text(report.id),
                "content_id": report_id_of(report),
                "published": report.published,
                "size": sketch.size,
                "sketch": sketch.to_bytes(),
                "bands": sketch.band_keys() or (0,) * _BANDS,
            }


@dataclass(frozen=True, slots=True)
class Repetition:
    """A report that is not coded: where it is, and which one is coded in its place."""

    block: int
    row: int
    report_id: str
    coded_id: str
    first_id: str

    def to_row(self, blocks: Sequence[Block]) -> dict[str, Any]:
        block = blocks[self.block]
        return {
            "input": block.file.name, "content": block.content_id, "row": self.row, "report_id": self.report_id,
            "coded_id": self.coded_id, "first_id": self.first_id, "group": name_group(self.first_id),
        }  # fmt: skip


def leave_out_copies(
    blocks: Sequence[Block],
    output: Output,
    engine: Runner,
    settings: Settings,
    actors: int,
    step: Callable[[int], None],
) -> tuple[Block, ...]:
    """The blocks without the rows that are copies; which these are stands in a table of the output.

    `step` is told how many reports were looked at. A report that is there twice, by its id and its content, is a copy
    of itself.
    """
    by_id = {block.content_id: block for block in blocks}
    maker = WorkerMaker(SketchWorker, (output, settings))
    for result in run_rounds(engine, maker, list(by_id), lambda key, _: by_id[key].to_json(), actors):
        step(by_id[result["key"]].rows)
    found = sorted(find_repetitions(blocks, output), key=lambda one: (one.block, one.row))
    output.write_rows(COPIES_NAME, (one.to_row(blocks) for one in found), COPIES)
    skipped: dict[int, list[int]] = {}
    for one in found:
        skipped.setdefault(one.block, []).append(one.row)
    return tuple(block.without(tuple(skipped.get(number, ()))) for number, block in enumerate(blocks))


def find_repetitions(blocks: Sequence[Block], output: Output) -> Iterator[Repetition]:
    """Every report whose story another one stands for, and every one that came again."""
    with load_texts(blocks, output) as texts:
        again = texts.list_again()
        asked = {_identify(row) for row in again}
        standing: dict[Identity, tuple[str, str]] = {}
        for members in find_linked(texts.sizes, texts.hashes, texts.bands):
            kept = [texts.text(index) for index in members]
            rows = {id(text): texts.row(index) for text, index in zip(kept, members, strict=True)}
            for group in part_copies(kept):
                coded, first = group[0].report_id, find_first(group).report_id
                told = [rows[id(text)] for text in group]
                standing.update((_identify(row), (coded, first)) for row in told if _identify(row) in asked)
                yield from (_repeat(row, coded, first) for row in told[1:])
        for row in again:
            alone = (row["report_id"], row["report_id"])
            yield _repeat(row, *standing.get(_identify(row), alone))


def _identify(row: Mapping[str, Any]) -> Identity:
    return row["report_id"], row["content_id"]


def _repeat(row: Mapping[str, Any], coded_id: str, first_id: str) -> Repetition:
    return Repetition(row["block"], row["row"], row["report_id"], coded_id, first_id)


@dataclass(slots=True)
class ArchiveTexts:
    """All texts by their rank, each report once, as columns. `again`: reports that were there before."""

    table: pa.Table
    again: pa.Table
    hashes: NDArray[np.uint32]
    bands: Ints

    @property
    def sizes(self) -> Ints:
        return np.asarray(self.table["size"].to_numpy())

    def text(self, index: int) -> KeptText:
        row = self.row(index)
        sketch = TextSketch(row["size"], np.asarray(self.hashes[index]), np.empty(0, dtype=np.uint32))
        return KeptText(row["report_id"], row["published"], sketch)

    def row(self, index: int) -> dict[str, Any]:
        """Its columns: the number of its block, its row there, and who it is."""
        row: dict[str, Any] = self.table.slice(index, 1).to_pylist()[0]
        return row

    def list_again(self) -> list[dict[str, Any]]:
        return list(self.again.to_pylist())


@contextmanager
def load_texts(blocks: Sequence[Block], output: Output) -> Iterator[ArchiveTexts]:
    """The sketches of all blocks in columns, the wide ones in files mapped into memory."""
    everything = pa.concat_tables([_read_narrow(number, block, output) for number, block in enumerate(blocks)])
    everything = everything.append_column("place", pa.array(np.arange(everything.num_rows)))
    firsts = everything.group_by(["report_id", "content_id"]).aggregate([("place", "min")])["place_min"]
    is_first = np.zeros(everything.num_rows, dtype=bool)
    is_first[firsts.to_numpy()] = True
    table = _rank(everything.filter(pa.array(is_first)))
    rank = np.full(everything.num_rows, -1)
    rank[table["place"].to_numpy()] = np.arange(table.num_rows)
    with tempfile.TemporaryDirectory(prefix="dateline-copies-") as folder:
        hashes = _map_file(Path(folder, "hashes"), (table.num_rows, WHOLE_SIZE), np.uint32)
        bands = _map_file(Path(folder, "bands"), (table.num_rows, _BANDS), np.int64)
        _fill(blocks, output, rank, hashes, bands)
        yield ArchiveTexts(table, everything.filter(pa.array(~is_first)), hashes, bands)


def _read_narrow(number: int, block: Block, output: Output) -> pa.Table:
    columns = ["row", "report_id", "content_id", "published", "size"]
    table = output.read_table(f"{_FOLDER}/{block.content_id}.parquet", columns)
    return table.append_column("block", pa.array(np.full(table.num_rows, number)))


def _rank(table: pa.Table) -> pa.Table:
    """The fullest first, then the oldest: as `KeptText.rank`."""
    published = pc.if_else(pc.equal(pc.fill_null(table["published"], ""), ""), "9999", table["published"])
    keyed = table.append_column("when", published)
    then = [(name, "ascending") for name in ("when", "report_id", "content_id")]
    return table.take(pc.sort_indices(keyed, sort_keys=[("size", "descending"), *then]))


def _map_file(path: Path, shape: tuple[int, int], kind: type[np.generic]) -> NDArray[Any]:
    if not shape[0]:
        return np.empty(shape, dtype=kind)
    return np.memmap(path, dtype=kind, mode="w+", shape=shape)


def _fill(blocks: Sequence[Block], output: Output, rank: Ints, hashes: NDArray[np.uint32], bands: Ints) -> None:
    """Put each sketch where its rank says."""
    begin = 0
    for block in blocks:
        table = output.read_table(f"{_FOLDER}/{block.content_id}.parquet", ["sketch", "bands"])
        ranks = rank[begin : begin + table.num_rows]
        kept = ranks >= 0
        if kept.any():
            whole = np.stack([TextSketch.from_bytes(data).whole for data in table["sketch"].to_pylist()])
            keys = table["bands"].combine_chunks().flatten().to_numpy().reshape(-1, _BANDS)
            hashes[ranks[kept]], bands[ranks[kept]] = whole[kept], keys[kept]
        begin += table.num_rows
