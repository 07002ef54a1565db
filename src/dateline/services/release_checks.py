"""Checks releases against themselves and the log: nothing that was frozen has changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.model.errors import NotKeptError, StoreError
from dateline.model.ids import bytes_hash
from dateline.model.ports import Store
from dateline.model.releases import CHANGES_NAME, FORMAT, Release, Releases
from dateline.services.faults import Fault
from dateline.services.release_lines import read_lines, unpack
from dateline.services.release_manifests import hash_manifest


def check_releases(store: Store) -> Iterator[Fault]:
    """Every fault of the releases of a store: manifests, parts, counts, steps, and what the log says of them."""
    kept = {release.version: release for release in store.releases.list()}
    for release in kept.values():
        yield from check_release(store.releases, release)
    yield from _check_log(store, kept)


def check_release(releases: Releases, release: Release) -> Iterator[Fault]:
    """The faults of one release: its hash, its parts against the manifest, its records against the count."""
    subject = f"release {release.version}"
    if hash_manifest(release.manifest) != release.sha256:
        yield Fault(subject, "its manifest does not have the hash that was kept with it")
    manifest = _parse(release.manifest)
    if manifest is None:
        yield Fault(subject, "its manifest cannot be read")
        return
    yield from (Fault(subject, problem) for problem in _manifest_problems(release, manifest))
    yield from _check_parts(releases, release, manifest, subject)
    if not release.steps:
        yield Fault(subject, "who made it is missing")


def _parse(manifest: str) -> dict[str, Any] | None:
    try:
        data = json.loads(manifest)
    except ValueError:
        return None
    whole = isinstance(data, dict) and isinstance(data.get("parts"), list) and data.get("format") == FORMAT
    return data if whole else None


def _manifest_problems(release: Release, manifest: Mapping[str, Any]) -> Iterator[str]:
    previous = manifest.get("previous") or {}
    if manifest.get("version") != release.version or manifest.get("made") != release.made:
        yield "its version or time is not that of its manifest"
    if previous.get("version") != release.previous:
        yield "the release before it is not that of its manifest"
    if manifest.get("counts", {}).get("record_count") != release.record_count:
        yield "its number of records is not that of its manifest"


def _check_parts(releases: Releases, release: Release, manifest: Mapping[str, Any], subject: str) -> Iterator[Fault]:
    records = 0
    for position, described in enumerate(manifest["parts"]):
        name = described.get("name")
        try:
            part = releases.part(release.version, position)
            data = unpack(part)
            if not bytes_hash(data) == part.sha256 == described.get("sha256"):
                yield Fault(subject, f"its part {name} was changed")
            if name != CHANGES_NAME:
                records += sum(len(line.stored.records) for line in read_lines([data]))
        except NotKeptError:
            yield Fault(subject, f"its part {name} is missing")
        except StoreError as error:
            yield Fault(subject, f"its part {name} cannot be read: {error}")
    if records != release.record_count:
        yield Fault(subject, f"has {records} of the {release.record_count} records that were frozen")


def _check_log(store: Store, kept: Mapping[str, Release]) -> Iterator[Fault]:
    """The log tells the hash of each release with each step: a release made over again would need another log."""
    for entry in store.log.iter_entries():
        if entry.kind != "release":
            continue
        version = entry.subject.partition(":")[2]
        release = kept.get(version)
        if release is None:
            yield Fault(f"release {version}", "is missing, but the log tells of it")
        elif entry.detail.get("sha256") != release.sha256:
            yield Fault(f"release {version}", f"does not have the hash that entry {entry.seq} of the log tells")
