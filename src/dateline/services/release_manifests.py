"""The manifest of a release: what is in it, by which policy, and the hash of each part."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dateline import __version__
from dateline.model.errors import StoreError
from dateline.model.ids import canonical_json, text_hash
from dateline.model.releases import FORMAT, Release, ReleasePolicy
from dateline.model.stores import RECORD_KINDS, StoredRecord


@dataclass(slots=True)
class ReleaseCounts:
    """How many reports and records are in a release, were held back by the delay, and are told coarser."""

    reports: int = 0
    records: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RECORD_KINDS, 0))
    held_back: int = 0
    places_coarsened: int = 0
    places_withheld: int = 0
    quotes_withheld: int = 0
    texts_withheld: int = 0

    @property
    def record_count(self) -> int:
        return sum(self.records.values())

    def add_records(self, rows: Sequence[StoredRecord]) -> None:
        self.reports += 1
        for row in rows:
            self.records[row.kind] += 1


@dataclass(frozen=True, slots=True)
class Frame:
    """What a manifest tells besides counts and parts. `chain_head`: the hash of the last decision there was."""

    version: str
    made: str
    previous: Release | None
    policy: ReleasePolicy
    held_back_from: str | None
    chain_head: str


def write_manifest(
    frame: Frame, counts: ReleaseCounts, changes: Mapping[str, int], parts: Sequence[Mapping[str, Any]]
) -> str:
    """The manifest as canonical JSON: the text whose SHA-256 is the hash of the release."""
    previous = frame.previous
    return canonical_json(
        {
            "format": FORMAT,
            "version": frame.version,
            "made": frame.made,
            "made_with": f"dateline {__version__}",
            "previous": {"version": previous.version, "sha256": previous.sha256} if previous else None,
            "policy": {**asdict(frame.policy), "held_back_from": frame.held_back_from},
            "decision_chain_head": frame.chain_head,
            "counts": {**asdict(counts), "record_count": counts.record_count},
            "changes": dict(changes),
            "parts": [dict(part) for part in parts],
        }
    )


def hash_manifest(manifest: str) -> str:
    """The hash of a release: SHA-256 (hex) of its manifest in UTF-8."""
    return text_hash(manifest)


def read_manifest(release: Release) -> dict[str, Any]:
    """The manifest as data. Raises StoreError where it is not what was frozen."""
    try:
        data = json.loads(release.manifest)
    except ValueError as error:
        raise StoreError("the manifest of a release is damaged", release.version, str(error)) from error
    if not isinstance(data, dict) or hash_manifest(release.manifest) != release.sha256:
        raise StoreError("the manifest of a release was changed", release.version, "run `dateline verify`")
    return data
