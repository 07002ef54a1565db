"""Use case: all that is kept of one incident in a zip file that can be checked without our software.

The same store gives the same bytes. Names in it are ours alone: nothing that a report or an id says is part of one.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from dateline.base.resources import data_file
from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import TollRule, load_toll_rule
from dateline.model.checkpoints import Checkpoint
from dateline.model.custody import Custody, check_custody
from dateline.model.decisions import Decision
from dateline.model.ids import bytes_hash, canonical_json, text_hash
from dateline.model.incidents import Incident, IncidentSummary
from dateline.model.ports import ActorRegistry, Store
from dateline.model.stores import Dossier, StoredReport
from dateline.publish.incidents import make_incident_view
from dateline.publish.pack_summaries import PackedRecord, PackedReport, make_blocks, render_html, render_text
from dateline.publish.wordings import say_published, say_publisher, say_title
from dateline.services.checkpoints import ProofShelf
from dateline.services.incident_shelves import IncidentShelf
from dateline.services.signature_files import list_signature_files

PACK = "pack"
"""The kind of the log's entries on packs."""
_FORM = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PackCounts:
    """What went into a pack. `sha256` is the hash of the zip file; `checkpoint`: its number, None where none is."""

    sha256: str
    reports: int
    records: int
    decisions: int
    checkpoint: int | None


class Packer:
    """Makes evidence packs of a store. In: `rule` and `actors`, as for the pages of incidents."""

    def __init__(self, store: Store, rule: TollRule | None = None, actors: ActorRegistry | None = None) -> None:
        self._store = store
        self._shelf = IncidentShelf(store)
        self._proofs = ProofShelf(store)
        self._rule = rule or load_toll_rule()
        self._actors = actors

    def write(self, incident_id: str, stream: IO[bytes], *, who: str) -> PackCounts:
        """Write the pack of an incident to a stream, and note in the log that it was made.

        One report at a time is held in memory. Raises NotKeptError where there is no such incident.
        """
        pack = _Pack(self._store, self._proofs, self._sum_up(incident_id), self._shelf.get_incident(incident_id))
        hashing = _HashingStream(stream)
        with zipfile.ZipFile(hashing, "w", zipfile.ZIP_STORED) as archive:
            _write_files(archive, pack.iter_files())
        counts = pack.count(hashing.digest.hexdigest())
        self._store.log.append(PACK, who, f"incident:{incident_id}", asdict(counts))
        return counts

    def _sum_up(self, incident_id: str) -> IncidentSummary:
        incident = self._shelf.get_incident(incident_id)
        groups = self._shelf.text_groups({account.report.id for account in incident.accounts})
        return summarize(incident, groups, self._rule, self._actors)


class _HashingStream:
    """A stream that cannot go back, so that what was hashed is what is there."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        self.digest.update(data)
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """Whoever opened the stream closes it."""


def _write_files(archive: zipfile.ZipFile, files: Iterator[tuple[str, bytes]]) -> None:
    """Files in the order in which they come, and their hashes as the last one."""
    sums = []
    for name, data in files:
        sums.append(f"{bytes_hash(data)}  {name}\n")
        archive.writestr(_describe(name), data)
    archive.writestr(_describe("SHA256SUMS"), "".join(sums).encode("ascii"))


def _describe(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system, info.external_attr = 3, 0o100644 << 16
    return info


class _Pack:
    """The files of one pack, made one after the other."""

    def __init__(self, store: Store, proofs: ProofShelf, summary: IncidentSummary, incident: Incident) -> None:
        self._store = store
        self._proofs = proofs
        self._summary = summary
        self._members = {account.record_id for account in incident.accounts}
        self._report_ids = list(dict.fromkeys(account.report.id for account in incident.accounts))
        self._runs = {run.run_id: run for run in store.runs()}
        self._checkpoint = next(iter(store.checkpoints.list()[::-1]), None)
        self._reports: list[PackedReport] = []
        self._records: list[PackedRecord] = []
        self._record_count = self._decision_count = 0

    def count(self, sha256: str) -> PackCounts:
        number = self._checkpoint.number if self._checkpoint else None
        return PackCounts(sha256, len(self._report_ids), self._record_count, self._decision_count, number)

    def iter_files(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each file, in the order of the names."""
        for name in ("README.txt", "check.py"):
            yield name, data_file(f"packs/{name}").read_bytes()
        if self._checkpoint is not None:
            yield "checkpoint.txt", self._checkpoint.statement().encode()
        yield "decisions.json", _write_json(self._list_decisions())
        yield "pack.json", _write_json(self._describe())
        for report_id, folder in zip(self._report_ids, self._folders, strict=True):
            yield from self._iter_report_files(report_id, folder)
        if self._checkpoint is not None:
            yield from list_signature_files(self._store.checkpoints.signatures(self._checkpoint.number))
        blocks = make_blocks(
            make_incident_view(self._summary), self._reports, self._records, _say_standing(self._checkpoint)
        )
        yield "summary.html", render_html(blocks).encode("utf-8")
        yield "summary.txt", render_text(blocks).encode("utf-8")

    @property
    def _folders(self) -> list[str]:
        width = max(3, len(str(len(self._report_ids))))
        return [f"reports/{number:0{width}}/" for number in range(1, len(self._report_ids) + 1)]

    def _describe(self) -> dict[str, Any]:
        point = self._checkpoint
        return {
            "form": _FORM,
            "incident_id": self._summary.incident_id,
            "record_ids": sorted(self._members),
            "folders": self._folders,
            "checkpoint": point and {name: value for name, value in asdict(point).items() if name != "statement"},
        }

    def _list_decisions(self) -> list[dict[str, Any]]:
        """The decisions on all records of the reports, with the hashes that lead from each to the checkpoint."""
        rows: list[dict[str, Any]] = []
        for stored in self._store.iter_coded(self._report_ids):
            rows += [self._prove(decision) for row in stored.records for decision in row.decisions]
        self._decision_count = len(rows)
        return sorted(rows, key=lambda row: int(row["seq"]))

    def _prove(self, decision: Decision) -> dict[str, Any]:
        fields = asdict(decision)
        for name in ("others", "act"):  # what is not there is not hashed
            if not fields[name]:
                del fields[name]
        proof = self._checkpoint and self._proofs.prove("decisions", decision.seq, decision.hash, self._checkpoint)
        return {**fields, "proof": list(proof.path) if proof else None}

    def _iter_report_files(self, report_id: str, folder: str) -> Iterator[tuple[str, bytes]]:
        stored = self._store.get_coded(report_id)
        dossier = next(iter(self._store.iter_dossiers([report_id])))
        custody, capture = self._store.custody.get(report_id), self._store.get_capture(report_id)
        self._note(stored, folder, custody)
        yield f"{folder}codings.json", _write_json(self._list_codings(dossier))
        yield f"{folder}custody.json", _write_json(_describe_custody(stored, dossier, custody))
        if capture is not None and capture.data is not None:
            yield f"{folder}original.bin", bytes(capture.data)
        yield f"{folder}records.json", _write_json(self._list_records(stored, dossier))
        yield f"{folder}report.json", _encode(dossier.report.content if dossier.report else "{}")
        if (picture := self._store.custody.get_screenshot(report_id)) is not None:
            yield f"{folder}screenshot.png", picture
        yield f"{folder}text.txt", _encode(stored.report.text)

    def _note(self, stored: StoredReport, folder: str, custody: Custody | None) -> None:
        """Keep for the summary what it tells of a report."""
        report = stored.report
        checks = check_custody(custody, text_hash(report.text))
        words = (say_title(report.title), say_publisher(report.publisher), say_published(report.published))
        self._reports.append(PackedReport(folder, *words, checks))
        self._records += [PackedRecord(folder, row) for row in stored.records if row.record_id in self._members]

    def _list_records(self, stored: StoredReport, dossier: Dossier) -> list[dict[str, Any]]:
        payloads = {kept.record_id: json.loads(kept.payload) for kept in dossier.records}
        self._record_count += len(stored.records)
        return [
            {
                "record_id": row.record_id,
                "kind": row.kind,
                "state": row.state,
                "of_incident": row.record_id in self._members,
                "coder": row.coder,
                "coder_version": row.coder_version,
                "record": payloads[row.record_id],
            }
            for row in stored.records
        ]

    def _list_codings(self, dossier: Dossier) -> list[dict[str, Any]]:
        rows = []
        for coding in dossier.codings:
            run = self._runs[coding.run_id]
            record_ids = [kept.record_id for kept in dossier.records if kept.run_id == coding.run_id]
            rows.append(
                {
                    "coder": run.coder,
                    "version": run.version,
                    "settings": dict(run.settings),
                    "started": run.started,
                    "record_ids": record_ids,
                    "sha256": coding.sha256,
                }
            )
        return rows


def _describe_custody(stored: StoredReport, dossier: Dossier, custody: Custody | None) -> dict[str, Any]:
    kept = dossier.report
    capture: Mapping[str, Any] | None = None
    if custody is not None:
        capture = {
            "id": custody.capture_id,
            "address": custody.address,
            "retrieved": custody.retrieved,
            "sha256": custody.sha256,
            "media_type": custody.media_type,
            "has_bytes": custody.byte_count is not None,
        }
    return {
        "report": kept and {"capture_id": kept.capture_id, "added": kept.added, "sha256": kept.sha256},
        "capture": capture,
        "conversions": [asdict(step) for step in custody.conversions] if custody else [],
        "screenshot": asdict(custody.screenshot) if custody and custody.screenshot else None,
        "minimum": [asdict(check) for check in check_custody(custody, text_hash(stored.report.text))],
    }


def _say_standing(checkpoint: Checkpoint | None) -> str:
    if checkpoint is None:
        return "No checkpoint of the store has been made, so no decision has a proof."
    return f"Decisions up to number {checkpoint.decision_count} have a proof under checkpoint {checkpoint.number}."


def _write_json(value: Sequence[Any] | Mapping[str, Any]) -> bytes:
    """A list with a line for each of its rows, or an object; readable, and always the same."""
    if isinstance(value, Mapping):
        return _encode(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n")
    return _encode("[\n" + ",\n".join(canonical_json(row) for row in value) + "\n]\n")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
