"""Releases, in a SQL store. Their promises: `model.releases.Releases`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, select, text

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.releases import (
    Release,
    ReleasePart,
    ReleaseStep,
    Step,
    check_new_version,
    check_step,
    parse_version,
)
from dateline.store.desk_schema import release_parts, release_steps, releases
from dateline.store.projecting import Door
from dateline.store.sealing import insert_sealed


class SqlReleases:
    """Releases over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def add(self, release: Release, parts: Sequence[ReleasePart]) -> None:
        with self._writing() as connection:
            _lock_releases(connection)
            check_new_version(release.version, list(connection.execute(select(releases.c.version)).scalars()))
            row = {name: getattr(release, name) for name in releases.columns.keys()}  # noqa: SIM118 - no mapping
            kept: list[tuple[Table, dict[str, Any]]] = [(releases, row)]
            for position, part in enumerate(parts):
                values = {"version": release.version, "position": position, "sha256": part.sha256, "data": part.data}
                kept.append((release_parts, values))
            step = ReleaseStep(release.version, "candidate", release.who, release.made, None)
            _insert_step(connection, step, release.sha256, kept)

    def add_step(self, version: str, step: Step, who: str, why: str | None = None) -> Release:
        if not who.strip():
            raise WrongCallError("a step needs to say who made it", version)
        with self._writing() as connection:
            _lock_releases(connection)
            release = _select_release(connection, version)
            check_step(release.state, step, version, why)
            _insert_step(connection, ReleaseStep(version, step, who, self._now(), why), release.sha256)
            return _select_release(connection, version)

    def get(self, version: str) -> Release:
        with self._reading() as connection:
            return _select_release(connection, version)

    def list(self) -> Sequence[Release]:
        with self._reading() as connection:
            rows = connection.execute(select(releases)).all()
            steps = _select_steps(connection, None)
        found = [_release(row, steps.get(row.version, ())) for row in rows]
        return sorted(found, key=lambda release: parse_version(release.version), reverse=True)

    def last_released(self) -> Release | None:
        return next((release for release in self.list() if release.state == "released"), None)

    def part(self, version: str, position: int) -> ReleasePart:
        key = {"version": version, "position": position}
        with self._reading() as connection:
            row = connection.execute(select(release_parts).filter_by(**key)).first()
        if row is None:
            raise NotKeptError("the release has no such part", f"{version}, {position}")
        return ReleasePart(row.sha256, row.data)

    def parts(self, version: str) -> Iterator[ReleasePart]:
        column = release_parts.c.position
        with self._reading() as connection:
            positions = connection.execute(select(column).filter_by(version=version).order_by(column)).scalars().all()
        for position in positions:  # each may be some megabytes
            yield self.part(version, position)


def _lock_releases(connection: Connection) -> None:
    """Nobody else adds a version or a step until the transaction ends."""
    if connection.dialect.name != "sqlite":  # SQLite has locked the whole database by now
        connection.execute(text("LOCK TABLE releases, release_steps IN SHARE ROW EXCLUSIVE MODE"))


def _insert_step(
    connection: Connection, step: ReleaseStep, sha256: str, kept: Sequence[tuple[Table, Mapping[str, Any]]] = ()
) -> None:
    """Keep a step, with the rows that it comes with; the log tells of the step and seals all the rows."""
    row = {"version": step.version, "step": step.step, "who": step.who, "when_utc": step.when, "why": step.why}
    detail = {"step": step.step, "sha256": sha256, **({"why": step.why} if step.why else {})}
    insert_sealed(
        connection, [*kept, (release_steps, row)],
        kind="release", who=step.who, when=step.when, subject=f"release:{step.version}", detail=detail,
    )  # fmt: skip


def _select_release(connection: Connection, version: str) -> Release:
    row = connection.execute(select(releases).where(releases.c.version == version)).first()
    if row is None:
        raise NotKeptError("there is no such release", version)
    return _release(row, _select_steps(connection, version).get(version, ()))


def _select_steps(connection: Connection, version: str | None) -> dict[str, tuple[ReleaseStep, ...]]:
    """The steps of one release, or of all, oldest first (index ix_release_steps_version)."""
    query = select(release_steps).order_by(release_steps.c.id)
    if version is not None:
        query = query.where(release_steps.c.version == version)
    found: dict[str, tuple[ReleaseStep, ...]] = {}
    for row in connection.execute(query):
        step = ReleaseStep(row.version, row.step, row.who, row.when_utc, row.why)
        found[row.version] = (*found.get(row.version, ()), step)
    return found


def _release(row: Row[Any], steps: tuple[ReleaseStep, ...]) -> Release:
    return Release(row.version, row.previous, row.who, row.made, row.record_count, row.manifest, row.sha256, steps)
