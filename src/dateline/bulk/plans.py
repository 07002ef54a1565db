"""What there is to do, what is done of it, and whether a folder of results fits to it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dateline.bulk.archives import list_inputs
from dateline.bulk.block_coding import DONE, FOLDERS, name_table
from dateline.bulk.blocks import Block, InputFile
from dateline.bulk.outputs import Output
from dateline.bulk.rounds import LostError, Runner, run_rounds
from dateline.bulk.worker_makers import WorkerMaker
from dateline.bulk.workers import Cutter
from dateline.model.errors import ReadError, WrongCallError

MANIFEST = "manifest.json"
Manifest = Mapping[str, Any]
"""What `manifest.json` holds: terms, blocks, and sums once a run is finished."""

FORM = 1
"""Counts up when the form of a folder of results changes."""

MOST_IN_A_BLOCK = 500
_LEAST_IN_A_BLOCK = 25
"""Smaller blocks have more files than they have use."""
_BLOCKS_AN_ACTOR = 16
"""With fewer, actors that have nothing left to do wait too long for those that have."""


@dataclass(frozen=True, slots=True)
class RunTerms:
    """What all results in one folder have in common; a run that differs in any of it needs another folder."""

    coder: str
    version: str
    stages: Mapping[str, str]
    actors: str | None
    block_reports: int
    keeps_texts: bool
    only_firsts: bool
    form: int = FORM


@dataclass(frozen=True, slots=True)
class Plan:
    """Blocks in the order of the inputs, inputs that cannot be read, and how many reports a block has at most."""

    blocks: tuple[Block, ...]
    faults: tuple[ReadError, ...]
    block_reports: int

    @property
    def reports(self) -> int:
        return sum(block.rows for block in self.blocks)


def make_plan(inputs: Sequence[str], engine: Runner, rows: int | None, actors: int) -> Plan:
    """Cut all inputs into blocks of so many reports; None: so that every actor has its share."""
    plan = _cut(inputs, engine, rows or MOST_IN_A_BLOCK, actors)
    fitting = rows or fit_block_size(plan.reports, actors)
    return plan if fitting == plan.block_reports else _cut(inputs, engine, fitting, actors)


def fit_block_size(reports: int, actors: int) -> int:
    """As many reports in a block as suit so many actors; of no reports nothing is known yet."""
    if not reports:
        return MOST_IN_A_BLOCK
    return max(_LEAST_IN_A_BLOCK, min(MOST_IN_A_BLOCK, math.ceil(reports / (actors * _BLOCKS_AN_ACTOR))))


def _cut(inputs: Sequence[str], engine: Runner, rows: int, actors: int) -> Plan:
    """Files are cut side by side."""
    listed = list(list_inputs(inputs))
    files = {file.name: file for file in listed if isinstance(file, InputFile)}
    cut: dict[str, tuple[Block, ...] | ReadError] = {}

    def make_item(name: str, _: int) -> str:
        return json.dumps(asdict(files[name]))

    try:
        for result in run_rounds(engine, WorkerMaker(Cutter, (rows,), is_light=True), list(files), make_item, actors):
            cut[result["key"]] = _take_cut(result)
    except LostError as lost:
        cut |= {
            name: ReadError("cannot be read", name, "the process that reads it ends each time")
            for name in lost.reasons
        }
    results = [file if isinstance(file, ReadError) else cut[file.name] for file in listed]
    blocks = [block for result in results if not isinstance(result, ReadError) for block in result]
    return Plan(tuple(blocks), tuple(result for result in results if isinstance(result, ReadError)), rows)


def _take_cut(data: Mapping[str, Any]) -> tuple[Block, ...] | ReadError:
    if data["fault"]:
        return ReadError(**data["fault"])
    return tuple(Block.from_json(text) for text in data["blocks"])


def choose_block_size(manifest: Manifest | None, asked: int | None) -> int | None:
    """How many reports a block has: as asked for, else as in the folder already; None in a new folder."""
    if asked is not None:
        return asked
    return int(manifest["terms"]["block_reports"]) if manifest else None


def check_terms(output: Output, manifest: Manifest | None, terms: RunTerms) -> None:
    """Raises WrongCallError where the folder holds results that were made otherwise, or something else."""
    if manifest is None:
        if any(output.list_names(folder) for folder in (DONE, *FOLDERS)):
            raise WrongCallError("there are results without a manifest", output.address, "choose another folder")
        return
    told, now = manifest["terms"], asdict(terms)
    other = sorted(key for key in now if told.get(key) != now[key])
    if other:
        differs = ", ".join(f"{key}: {told.get(key)!r} there, {now[key]!r} now" for key in other)
        raise WrongCallError("the folder holds results that were made otherwise", output.address, differs)


def list_done(output: Output) -> set[str]:
    """The blocks whose results are all in place."""
    return {name.removesuffix(".json") for name in output.list_names(DONE)}


def find_strangers(output: Output, blocks: Iterable[Block]) -> set[str]:
    """Blocks with results in the folder that are none of these: of inputs that changed, or are not given any more."""
    known = {block.block_id for block in blocks}
    there = {name.rpartition(".")[0] for folder in (DONE, *FOLDERS) for name in output.list_names(folder)}
    return there - known


def remove_results(output: Output, block_ids: Iterable[str]) -> None:
    """Take the results of blocks away, the mark that they are done first."""
    for block_id in sorted(block_ids):
        output.remove(f"{DONE}/{block_id}.json")
        for folder in FOLDERS:
            output.remove(name_table(folder, block_id))
