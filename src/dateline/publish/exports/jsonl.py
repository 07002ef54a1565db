"""JSON Lines: one object of the contract a report, as `dateline code` writes it. See docs/codebook.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.model.stores import RECORD_KINDS, StoredReport

NAME = "jsonl"


def write_lines(reports: Iterable[StoredReport], *, with_states: bool) -> Iterator[bytes]:
    """One line a report, in UTF-8 with its line end.

    `with_states` gives each record its "record_id" and "state" ("proposed", "approved", "rejected", …),
    which a file that holds more than the approved record cannot do without.
    """
    for stored in reports:
        data = stored.to_coded().to_json()
        if with_states:
            _add_states(data, stored)
        yield json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _add_states(data: dict[str, Any], stored: StoredReport) -> None:
    for kind in RECORD_KINDS:
        for row, record in zip(data[kind], stored.of_kind(kind), strict=True):
            row["record_id"] = record.record_id
            row["state"] = record.state
