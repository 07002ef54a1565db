"""Who did what: decisions and entries of the log as one list, and all that was ever done to one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from dateline.model.checkpoints import ChainName
from dateline.model.decisions import Decision, state_of
from dateline.model.entries import Entry
from dateline.model.ports import Store
from dateline.model.seals import ROWS
from dateline.model.stores import StoredRecord
from dateline.services.exporting import list_formats

_RECORD = "record:"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One deed. `chain` and `seq` say which row it is, None for a proposal of a coder, which no row tells of.

    `deed` is the kind of decision or entry, "propose" for a coder's; `subject` what it was done to, as the log
    has it; `words` the reason given, or what else is known.
    """

    chain: ChainName | None
    seq: int
    when: str
    who: str
    deed: str
    subject: str
    words: str
    hash: str
    prev_hash: str

    @property
    def record_id(self) -> str | None:
        return self.subject.removeprefix(_RECORD) if self.subject.startswith(_RECORD) else None

    def to_json(self) -> dict[str, Any]:
        return {
            "chain": self.chain, "seq": self.seq, "when": self.when, "who": self.who, "deed": self.deed,
            "subject": self.subject, "words": self.words, "hash": self.hash, "prev_hash": self.prev_hash,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: by whom, done to what; all where neither is said."""

    who: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines, newest first. `before`: from which decision and entry the next page goes on; None on the last."""

    lines: tuple[AuditLine, ...]
    before: tuple[int, int] | None


class AuditTrail:
    """The trail of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, wanted: Wanted, *, before: tuple[int, int] | None = None, limit: int = 50) -> AuditPage:
        """A page of what was done, newest first; `before` comes from the page before."""
        decision_seq, entry_seq = before or (None, None)
        decided = [line_of_decision(row) for row in self._decisions(wanted, decision_seq, limit + 1)]
        entries = self._store.log.entries(subject=wanted.subject, who=wanted.who, before=entry_seq, limit=limit + 1)
        noted = [line_of_entry(row) for row in reversed(entries)]
        lines = list(merge(decided, noted, key=_newest_first))  # each chain stays in its own order
        shown = lines[:limit]
        if len(lines) <= limit:
            return AuditPage(tuple(shown), None)
        return AuditPage(tuple(shown), (_next(shown, "decisions", decision_seq), _next(shown, "entries", entry_seq)))

    def _decisions(self, wanted: Wanted, before: int | None, limit: int) -> Sequence[Decision]:
        if wanted.subject is not None and not wanted.subject.startswith(_RECORD):
            return ()
        record_id = wanted.subject.removeprefix(_RECORD) if wanted.subject else None
        return self._store.audit.last_decisions(who=wanted.who, record_id=record_id, before=before, limit=limit)

    def history(self, record_id: str) -> list[AuditLine]:
        """All that was done to a record, oldest first: proposed, decided, corrected, exported. Raises NotKeptError.

        An export of all that is approved is told where the record was approved when it was made.
        """
        report_id, _ = self._store.find_record(record_id)
        stored = self._store.get_coded(report_id)
        row = next(row for row in stored.records if row.record_id == record_id)
        lines = [_line_of_proposal(row, stored.added)]
        lines += [line_of_decision(decision) for decision in row.decisions]
        lines += [line_of_decision(decision) for decision in self._corrections_to(record_id, report_id)]
        lines += [line_of_entry(entry) for entry in self._store.log.entries(subject=f"{_RECORD}{record_id}")]
        lines += [line_of_entry(entry) for entry in self._exports_of(row, stored.added)]
        return [lines[0], *sorted(sorted(lines[1:], key=lambda line: line.seq), key=_oldest_first)]

    def _corrections_to(self, record_id: str, report_id: str) -> list[Decision]:
        """The decisions that put the record in the place of another."""
        mates = self._store.get_coded(report_id).records
        decided = [decision for mate in mates if mate.record_id != record_id for decision in mate.decisions]
        return [row for row in decided if row.kind == "correct" and record_id in row.others]

    def _exports_of(self, row: StoredRecord, added: str) -> list[Entry]:
        found = [entry for name in list_formats() for entry in self._store.log.entries(subject=f"export:{name}")]
        return [entry for entry in found if _moment(entry.when) >= _moment(added) and _holds(entry, row)]


def _holds(entry: Entry, row: StoredRecord) -> bool:
    """Whether the record was among all that is approved at the time of an export from the store."""
    by_then = [decision for decision in row.decisions if _moment(decision.when) <= _moment(entry.when)]
    return bool(entry.detail.get("all")) or state_of(by_then) == "approved"


def line_of_decision(row: Decision) -> AuditLine:
    words = [row.why or ""]
    if row.supersedes is not None:
        words.append(f"{'takes back' if row.kind == 'undo' else 'in place of'} decision {row.supersedes}")
    if row.others:
        words.append(f"with {', '.join(row.others)}")
    said = "; ".join(word for word in words if word)
    subject = f"{_RECORD}{row.record_id}"
    return AuditLine("decisions", row.seq, row.when, row.who, row.kind, subject, said, row.hash, row.prev_hash)


def line_of_entry(row: Entry) -> AuditLine:
    told = {name: value for name, value in row.detail.items() if name != ROWS and not _is_nothing(value)}
    words = "; ".join(f"{name.replace('_', ' ')} {_say(value)}" for name, value in told.items())
    return AuditLine("entries", row.seq, row.when, row.who, row.kind, row.subject, words, row.hash, row.prev_hash)


def _line_of_proposal(row: StoredRecord, added: str) -> AuditLine:
    who = row.made_by or f"{row.coder} {row.coder_version}"
    deed = "make" if row.made_by else "propose"
    return AuditLine(None, 0, added, who, deed, f"{_RECORD}{row.record_id}", "", "", "")


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, dict | list | str) and not value)


def _say(value: Any) -> str:
    if isinstance(value, dict | list):
        return f"({len(value)})"
    text = "yes" if value is True else str(value)
    if len(text) == len("2026-11-21T14:20:20.136081+00:00") and text[10] == "T":
        return f"{text[:10]} {text[11:19]}"
    return f"{text[:12]}…" if len(text) > 60 and " " not in text else text


def _moment(when: str) -> datetime:
    return datetime.fromisoformat(when)


def _oldest_first(line: AuditLine) -> float:
    return -_newest_first(line)


def _newest_first(line: AuditLine) -> float:
    try:
        stamp = _moment(line.when).timestamp()
    except ValueError:  # a damaged row is shown all the same, at the end
        stamp = 0.0
    return -stamp


def _next(shown: Sequence[AuditLine], chain: ChainName, before: int | None) -> int:
    """Below which row of a chain the next page begins: below what was shown, or where this page began."""
    seqs = [line.seq for line in shown if line.chain == chain]
    return min(seqs) if seqs else before or 1 << 62
