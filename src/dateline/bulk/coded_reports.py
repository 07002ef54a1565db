"""Coded reports out of a folder of results: the lines that `dateline code` gives, in its order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.bulk.block_coding import name_table
from dateline.bulk.outputs import Output
from dateline.bulk.plans import MANIFEST
from dateline.model.errors import ReadError
from dateline.model.stores import RECORD_KINDS

Json = dict[str, Any]


def read_coded(output: Output) -> Iterator[Json]:
    """Every coded report of a folder whose texts were kept, in the order of the inputs.

    Raises ReadError where the folder holds no results, or they are without texts.
    """
    manifest = output.read_json(MANIFEST)
    if manifest is None:
        raise ReadError("no results of dateline bulk", output.address, f"there is no {MANIFEST}")
    if not manifest["terms"]["keeps_texts"]:
        raise ReadError("the results have no texts", output.address, "they were made without --texts")
    done = frozenset(output.list_names("reports"))
    for block in manifest["blocks"]:
        if f"{block['block']}.parquet" in done:
            yield from _read_block(output, block["block"])


def _read_block(output: Output, block_id: str) -> Iterator[Json]:
    records = {kind: _read_records(output, kind, block_id) for kind in RECORD_KINDS}
    for row in output.read_table(name_table("reports", block_id)).to_pylist():
        report = {**json.loads(row["report"]), "text": row["text"]}
        yield {"report": report, **{kind: records[kind].get(row["row"], []) for kind in RECORD_KINDS}}


def _read_records(output: Output, kind: str, block_id: str) -> Mapping[int, list[Json]]:
    name = name_table(f"records/{kind}", block_id)
    found: dict[int, list[Json]] = {}
    if output.has(name):
        for row in output.read_table(name, ["row", "record"]).to_pylist():
            found.setdefault(row["row"], []).append(json.loads(row["record"]))
    return found
