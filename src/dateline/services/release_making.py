"""Builds a release out of a store: what is approved, not too young, and no finer than the policy has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dateline.linkage.near_duplicates import KeptText, group_copies
from dateline.model.ids import canonical_json
from dateline.model.ports import Store
from dateline.model.releases import CHANGES_NAME, Release, ReleasePart, ReleasePolicy, ReleaseStep
from dateline.model.reports import Report, read_day
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.coarsening import Coarsener
from dateline.services.linking import make_incident_id
from dateline.services.release_changes import Changes, SeenRelease, compare_releases
from dateline.services.release_lines import PartWriter, ReleasedReport, hash_text
from dateline.services.release_manifests import Frame, ReleaseCounts, hash_manifest, write_manifest
from dateline.services.release_shelves import ReleaseShelf, open_release


class ReleaseMaker:
    """Makes one release. In: `made`, the moment as ISO 8601, by which what is too young is told."""

    def __init__(self, store: Store, policy: ReleasePolicy, coarsener: Coarsener, made: str) -> None:
        self._store = store
        self._policy = policy
        self._coarsener = coarsener
        self._made = made
        self._counts = ReleaseCounts()
        today = date.fromisoformat(made[:10])
        self._held_back_from = today - timedelta(days=policy.delay_days - 1) if policy.delay_days else None

    def make(self, version: str, who: str, previous: Release | None) -> tuple[Release, list[ReleasePart]]:
        """The candidate and its parts; nothing is kept yet."""
        chain_head = self._store.chain_head()
        writer = PartWriter()
        copies = self._group_copies()
        for stored in self._store.iter_coded():
            released = self._release(stored, copies.get(stored.report.id))
            if released.stored.records:
                self._counts.add_records(released.stored.records)
                writer.add(released)
        writer.flush()
        changes = self._compare(writer, previous)
        writer.add_file(CHANGES_NAME, canonical_json(changes.to_json()).encode())
        from_day = self._held_back_from.isoformat() if self._held_back_from else None
        frame = Frame(version, self._made, previous, self._policy, from_day, chain_head)
        manifest = write_manifest(frame, self._counts, changes.counts, writer.described)
        candidate = ReleaseStep(version, "candidate", who, self._made, None)
        release = Release(
            version=version,
            previous=previous.version if previous else None,
            who=who,
            made=self._made,
            record_count=self._counts.record_count,
            manifest=manifest,
            sha256=hash_manifest(manifest),
            steps=(candidate,),
        )
        return release, writer.parts

    def _release(self, stored: StoredReport, copies: str | None) -> ReleasedReport:
        approved = [row for row in stored.records if row.state == "approved"]
        kept = [row for row in approved if not self._is_young(row, stored)]
        self._counts.held_back += len(approved) - len(kept)
        records = tuple(self._coarsen(row) for row in kept)
        report = stored.report
        if kept and not self._policy.texts:
            self._counts.texts_withheld += 1
        released = self._coarsener.coarsen_report(self._strip(report))
        digest = hash_text(report) if self._coarsener.is_exact else None
        return ReleasedReport(StoredReport(report=released, added=stored.added, records=records), copies, digest)

    def _strip(self, report: Report) -> Report:
        """A capture's address may be a path on our machine: only the report's own address goes out."""
        gone: dict[str, object] = {"capture": None}
        return report.model_copy(update=gone if self._policy.texts else {**gone, "text": ""})

    def _coarsen(self, row: StoredRecord) -> StoredRecord:
        if self._coarsener.is_exact:
            return row
        coarse = self._coarsener.coarsen_record(row.record)
        self._counts.quotes_withheld += len(row.record.evidence)
        if coarse.place is None and row.record.place is not None:
            self._counts.places_withheld += 1
        elif coarse.place != row.record.place:
            self._counts.places_coarsened += 1
        return replace(row, record=coarse)

    def _is_young(self, row: StoredRecord, stored: StoredReport) -> bool:
        """Whether what a record is about lies within the delay; without a day told, its publication counts."""
        if self._held_back_from is None:
            return False
        time = row.record.time
        told = (time.end or time.start) if time else None
        day = told or read_day(stored.report.published) or date.fromisoformat(stored.added[:10])
        return day >= self._held_back_from

    def _group_copies(self) -> dict[str, str]:
        """The groups of equal texts among the reports that tell of one incident; a report alone has none."""
        tellers: dict[str, set[str]] = defaultdict(set)
        for incident_id, report_id in self._list_tellers():
            tellers[incident_id].add(report_id)
        retold = sorted({report_id for ids in tellers.values() if len(ids) > 1 for report_id in ids})
        texts = (stored.report for stored in self._store.iter_coded(retold))
        groups = group_copies(KeptText.of(report.id, report.published, report.text) for report in texts)
        members: dict[str, int] = defaultdict(int)
        for group in groups.values():
            members[group] += 1
        return {report_id: group for report_id, group in groups.items() if members[group] > 1}

    def _list_tellers(self) -> Iterator[tuple[str, str]]:
        for stored in self._store.iter_coded():
            for row in stored.of_kind("events"):
                if row.state == "approved" and not self._is_young(row, stored):
                    yield row.incident_id or make_incident_id(row.record_id), stored.report.id

    def _see(self, old: ReleaseShelf) -> SeenRelease:
        """The release before, as coarse as this one: what this one withholds its list of changes withholds too."""
        return SeenRelease(old, self._coarsener.coarsen_record)

    def _compare(self, writer: PartWriter, previous: Release | None) -> Changes:
        new = ReleaseShelf(writer.unpacked)
        old = self._see(open_release(self._store.releases, previous)) if previous else None
        return compare_releases(old, new, self._store, previous.version if previous else None)
