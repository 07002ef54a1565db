"""What changed between two releases: records added, removed, corrected, and told differently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from dateline.model.decisions import Decision, decision_in_force, state_of
from dateline.model.ids import canonical_json
from dateline.model.records import Record, record_to_json
from dateline.model.stores import StoredRecord
from dateline.publish.cards import say_record
from dateline.publish.differences import NOTHING, SlotDifference, list_differences
from dateline.services.release_lines import ReleasedReport

_LONGEST_CHAIN = 100
"""Corrections of corrections that are followed at most."""
REASONS: Mapping[str, str] = {
    "rejected": "rejected since",
    "superseded": "corrected since, and the correction is not in this release",
    "unsure": "marked unsure since",
    "proposed": "its approval was taken back",
    "approved": "held back by the policy of this release",
}
"""Why a record is no longer there, by its state in the store."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One record that is not as before. `was`: the record that it takes the place of; `why`: of a removed one."""

    record_id: str
    report_id: str
    kind: str
    words: str
    was: str | None = None
    why: str | None = None
    slots: tuple[SlotDifference, ...] = ()

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "record_id": self.record_id, "report_id": self.report_id, "kind": self.kind, "words": self.words,
        }  # fmt: skip
        if self.was is not None:
            data["was"] = self.was
        if self.why is not None:
            data["why"] = self.why
        if self.slots:
            data["slots"] = [asdict(row) for row in self.slots]
        return data


@dataclass(frozen=True, slots=True)
class Changes:
    """The change list. Without a `previous` release all is new, and only counted."""

    previous: str | None
    added: tuple[ChangeLine, ...]
    removed: tuple[ChangeLine, ...]
    corrected: tuple[ChangeLine, ...]
    changed: tuple[ChangeLine, ...]
    counts: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        lists = ("added", "removed", "corrected", "changed")
        return {
            "previous": self.previous,
            "counts": dict(self.counts),
            **{name: [line.to_json() for line in getattr(self, name)] for name in lists},
        }


class Lines(Protocol):
    """A release that can be read more than once."""

    def lines(self) -> Iterator[ReleasedReport]: ...


class DecisionSource(Protocol):
    """Where the fate of a record that is gone is read from; a store is one."""

    def decisions(self, record_id: str | None = None) -> Sequence[Decision]: ...


@dataclass(frozen=True, slots=True)
class SeenRelease:
    """A release seen through `see`: a list of changes is no finer than the release that it is of."""

    release: Lines
    see: Callable[[Record], Record]

    def lines(self) -> Iterator[ReleasedReport]:
        for line in self.release.lines():
            records = tuple(replace(row, record=self.see(row.record)) for row in line.stored.records)
            yield replace(line, stored=replace(line.stored, records=records))


def compare_releases(old: Lines | None, new: Lines, decided: DecisionSource, previous: str | None) -> Changes:
    """What a release changes over the one before it; by decisions it is known what took the place of what."""
    now = _index(new)
    if old is None:
        counts = {"added": len(now), "removed": 0, "corrected": 0, "changed": 0}
        return Changes(previous, (), (), (), (), counts)
    before = _index(old)
    gone = sorted(before.keys() - now.keys())
    fates = {record_id: decided.decisions(record_id) for record_id in gone}
    found = {record_id: _find_heir(record_id, fates, decided, now) for record_id in gone}
    heirs = {record_id: heir for record_id, heir in found.items() if heir is not None}
    changed = {record_id for record_id in before.keys() & now.keys() if before[record_id] != now[record_id]}
    added = now.keys() - before.keys() - set(heirs.values())
    was = _gather(old, {*gone, *changed})
    become = _gather(new, {*added, *heirs.values(), *changed})
    return _tell(previous, was, become, heirs, fates, changed, sorted(added))


def read_changes(data: bytes) -> Changes:
    """The change list of a part as it was frozen."""
    found = json.loads(data)
    lists = {
        name: tuple(_read_line(row) for row in found[name]) for name in ("added", "removed", "corrected", "changed")
    }
    return Changes(previous=found["previous"], counts=found["counts"], **lists)


def _read_line(row: Mapping[str, Any]) -> ChangeLine:
    slots = tuple(SlotDifference(**slot) for slot in row.get("slots", ()))
    known = {name: row.get(name) for name in ("was", "why")}
    return ChangeLine(row["record_id"], row["report_id"], row["kind"], row["words"], slots=slots, **known)


def _index(release: Lines) -> dict[str, bytes]:
    """A short hash of each record's content, by its id."""
    return {row.record_id: _digest(row.record) for line in release.lines() for row in line.stored.records}


def _digest(record: Record) -> bytes:
    data = record_to_json(record)
    data.pop("confidence", None)
    return hashlib.sha256(canonical_json(data).encode("utf-8", "surrogatepass")).digest()[:12]


def _gather(release: Lines, wanted: set[str]) -> dict[str, StoredRecord]:
    return {row.record_id: row for line in release.lines() for row in line.stored.records if row.record_id in wanted}


def _find_heir(
    record_id: str, fates: Mapping[str, Sequence[Decision]], decided: DecisionSource, now: Mapping[str, bytes]
) -> str | None:
    """The record of this release that took a record's place, through any number of corrections."""
    at, rows = record_id, fates[record_id]
    for _ in range(_LONGEST_CHAIN):
        last = decision_in_force(rows)
        if last is None or last.kind != "correct":
            return None
        at = last.others[0]
        if at in now:
            return at
        rows = decided.decisions(at)
    return None


def _tell(
    previous: str | None,
    was: Mapping[str, StoredRecord],
    become: Mapping[str, StoredRecord],
    heirs: Mapping[str, str],
    fates: Mapping[str, Sequence[Decision]],
    changed: set[str],
    added: Sequence[str],
) -> Changes:
    lost = [record_id for record_id in fates if record_id not in heirs]
    lists = {
        "added": tuple(_line(become[record_id]) for record_id in added),
        "removed": tuple(_line(was[one], why=REASONS[state_of(fates[one])]) for one in lost),
        "corrected": tuple(_line(become[heir], was=was[old]) for old, heir in sorted(heirs.items())),
        "changed": tuple(_line(become[one], before=was[one]) for one in sorted(changed)),
    }
    counts = {name: len(rows) for name, rows in lists.items()}
    return Changes(previous=previous, counts=counts, **lists)


def _line(
    row: StoredRecord, *, was: StoredRecord | None = None, before: StoredRecord | None = None, why: str | None = None
) -> ChangeLine:
    other = was or before
    return ChangeLine(
        record_id=row.record_id,
        report_id=row.report_id,
        kind=row.kind,
        words=say_record(row.record),
        was=was.record_id if was else None,
        why=why,
        slots=(*list_differences(other.record, row.record), *_list_moves(other, row)) if other else (),
    )


def _list_moves(before: StoredRecord, after: StoredRecord) -> Iterator[SlotDifference]:
    """That an event is told of another incident than before."""
    if before.incident_id != after.incident_id:
        yield SlotDifference("incident_id", "incident", before.incident_id or NOTHING, after.incident_id or NOTHING)
