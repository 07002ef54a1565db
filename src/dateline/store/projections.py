"""What linking keeps beside the records: outlines, accounts, links and incidents. All can be made again from them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, or_, select

from dateline.model.outlines import AreaBox, Outline, Projected, Sighting, Window
from dateline.model.stores import PendingRecord
from dateline.store.discards import select_discarded
from dateline.store.incident_lines import lock_numbers, raise_epoch, replace_all_lines, replace_lines
from dateline.store.index_schema import incident_lines, report_numbers
from dateline.store.queries import in_portions
from dateline.store.schema import (
    accounts,
    decisions,
    incidents,
    links,
    outlines,
    parts,
    pending,
    records,
    reports,
    runs,
)

Link = tuple[str, str, float]
_ROWS_AT_A_TIME = 10_000
DONE = ("happened", "attempted")
"""The modalities of what was done, as far as counts go."""


def select_pending(connection: Connection, limit: int) -> list[PendingRecord]:
    """Records whose projections are to be made, the first ones by id.

    Their ids are read first: a database that is asked for all at once may sort all that wait, each time.
    """
    query = select(pending.c.record_id).order_by(pending.c.record_id).limit(limit)
    waiting = connection.execute(query).scalars().all()
    return [row for portion in in_portions(waiting) for row in _select_waiting(connection, portion)]


def _select_waiting(connection: Connection, record_ids: Sequence[str]) -> Iterator[PendingRecord]:
    query = (
        select(records.c.id, records.c.kind, records.c.payload, records.c.report_id)
        .add_columns(reports.c.published, reports.c.publisher, report_numbers.c.number, runs.c.coder)
        .join(reports, reports.c.id == records.c.report_id)
        .join(report_numbers, report_numbers.c.report_id == reports.c.id)
        .join(runs, runs.c.id == records.c.run_id)
        .where(records.c.id.in_(record_ids))
        .order_by(records.c.id)
    )
    for row in connection.execute(query):
        payload = json.loads(row.payload)
        yield PendingRecord(
            row.id, row.kind, payload, row.report_id, row.published, row.publisher, row.number, row.coder
        )


def insert_projected(connection: Connection, made: Projected) -> None:
    """Keep what was made of records, and take the outlined ones off the list of pending ones."""
    _replace_outlines(connection, made.outlines)
    _replace(connection, accounts, accounts.c.record_id, {key: asdict(row) for key, row in made.accounts.items()})
    insert_links(connection, made.links)
    _replace_incidents(connection, made.incidents)
    for portion in in_portions(made.outlines):
        connection.execute(delete(pending).where(pending.c.record_id.in_(portion)))


def _replace_outlines(connection: Connection, made: Mapping[str, Outline]) -> None:
    if not made:
        return
    lock_numbers(connection, outlines)
    rows = {record_id: _outline_row(outline) for record_id, outline in made.items()}
    named = {record_id: outline.actors for record_id, outline in made.items()}
    if _replace(connection, outlines, outlines.c.record_id, rows):
        raise_epoch(connection)
    for portion in in_portions(named):
        connection.execute(delete(parts).where(parts.c.record_id.in_(portion)))
        values = [{"record_id": record_id, "actor": actor} for record_id in portion for actor in named[record_id]]
        if values:
            connection.execute(insert(parts), values)


def _outline_row(outline: Outline) -> dict[str, Any]:
    row = asdict(outline)
    del row["actors"]
    for name in ("is_told", "is_denied", "tolls_differ"):
        row[name] = int(row[name])
    return row


def _replace_incidents(connection: Connection, made: Mapping[str, str]) -> None:
    """Those that stay in their incident keep their row, and its number."""
    known: dict[str, str] = {}
    for portion in in_portions(made):
        query = select(incidents.c.record_id, incidents.c.incident_id).where(incidents.c.record_id.in_(portion))
        known.update((row[0], row[1]) for row in connection.execute(query))
    moved = {record_id: incident_id for record_id, incident_id in made.items() if known.get(record_id) != incident_id}
    if moved:
        lock_numbers(connection, incidents)
        rows = {record_id: {"incident_id": incident_id} for record_id, incident_id in moved.items()}
        _replace(connection, incidents, incidents.c.record_id, rows)
    left = {known[record_id] for record_id in moved if record_id in known}
    replace_lines(connection, left | set(made.values()))


def insert_links(connection: Connection, new_links: Iterable[Link]) -> None:
    """Keep links between records; those between the same two are replaced."""
    rows = {(min(one, other), max(one, other)): score for one, other, score in new_links}
    for portion in in_portions(rows, 200):
        same = or_(*(and_(links.c.one == one, links.c.other == other) for one, other in portion))
        connection.execute(delete(links).where(same))
        values = [{"one": one, "other": other, "score": rows[one, other]} for one, other in portion]
        connection.execute(insert(links), values)


def _replace(
    connection: Connection, table: Table, key: ColumnElement[Any], rows: Mapping[str, Mapping[str, Any]]
) -> int:
    """Gives how many rows were there before."""
    gone = 0
    for portion in in_portions(rows):
        gone += connection.execute(delete(table).where(key.in_(portion))).rowcount
        connection.execute(insert(table), [{"record_id": record_id, **rows[record_id]} for record_id in portion])
    return gone


def select_accounts(connection: Connection, windows: Iterable[Window]) -> dict[str, bytes]:
    """The packed accounts in the windows (index ix_accounts_place_class_time_class_middle_day_lat_lon)."""
    found: dict[str, bytes] = {}
    for window in windows:
        query = select(accounts.c.record_id, accounts.c.data).where(*_within(window))
        found.update((row.record_id, row.data) for row in connection.execute(query))
    return found


def _within(window: Window) -> list[ColumnElement[bool]]:
    conditions = [accounts.c.place_class == window.place_class, accounts.c.time_class == window.time_class]
    if window.first_day is not None and window.last_day is not None:
        conditions.append(accounts.c.middle_day.between(window.first_day, window.last_day))
    if window.country is not None:
        return [*conditions, accounts.c.country == window.country]
    return [*conditions, accounts.c.lat.between(window.south, window.north), _between_meridians(window)]


def _between_meridians(window: Window) -> ColumnElement[bool]:
    """A box that passes the date line goes on at the other side."""
    turns = (window.west + shift <= 180 and window.east + shift >= -180 for shift in (-360, 0, 360))
    shifts = [shift for shift, touches in zip((-360, 0, 360), turns, strict=True) if touches]
    return or_(*(accounts.c.lon.between(window.west + shift, window.east + shift) for shift in shifts))


def select_account_data(connection: Connection, record_ids: Iterable[str]) -> dict[str, bytes]:
    """The packed accounts of records; those that have none are left out."""
    found: dict[str, bytes] = {}
    for portion in in_portions(record_ids):
        query = select(accounts.c.record_id, accounts.c.data).where(accounts.c.record_id.in_(portion))
        found.update((row.record_id, row.data) for row in connection.execute(query))
    return found


def select_links(connection: Connection, record_ids: Collection[str]) -> list[Link]:
    """All links from and to the records (the primary key, and index ix_links_other)."""
    found: set[Link] = set()
    for portion in in_portions(record_ids):
        for end in (links.c.one, links.c.other):
            query = select(links.c.one, links.c.other, links.c.score).where(end.in_(portion))
            found.update((row.one, row.other, row.score) for row in connection.execute(query))
    return sorted(found)


def count_pending(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(pending)).scalar_one())


def count_accounts(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(accounts)).scalar_one())


def select_all_accounts(connection: Connection) -> list[tuple[str, bytes]]:
    query = select(accounts.c.record_id, accounts.c.data).order_by(accounts.c.record_id)
    return [(row.record_id, row.data) for row in connection.execute(query)]


def replace_links(connection: Connection, new_links: Iterable[Link], new_incidents: Mapping[str, str]) -> None:
    """Drop all links and incidents, and keep these."""
    connection.execute(delete(links))
    lock_numbers(connection, incidents)
    connection.execute(delete(incidents))
    for portion in in_portions(new_links, _ROWS_AT_A_TIME):
        rows = [{"one": min(one, other), "other": max(one, other), "score": score} for one, other, score in portion]
        connection.execute(insert(links), rows)
    for some in in_portions(new_incidents.items(), _ROWS_AT_A_TIME):
        rows = [{"record_id": record_id, "incident_id": incident_id} for record_id, incident_id in some]
        connection.execute(insert(incidents), rows)
    replace_all_lines(connection)
    raise_epoch(connection)


def forget_projections(connection: Connection) -> None:
    """Drop all projections, and note every record as one whose projections are to be made."""
    for table in (links, accounts, outlines, parts, incidents, incident_lines, pending):
        connection.execute(delete(table))
    raise_epoch(connection)
    connection.execute(insert(pending).from_select(["record_id"], select(records.c.id)))


def select_oldest_form(connection: Connection) -> int | None:
    """The oldest form that a kept account has; None where there is none."""
    form = connection.execute(select(func.min(accounts.c.form))).scalar()
    return None if form is None else int(form)


def select_ruled_records(connection: Connection) -> list[str]:
    """The records that a merge or split was made on (index ix_decisions_rulings)."""
    query = select(decisions.c.record_id).where(decisions.c.others.is_not(None)).distinct()
    return list(connection.execute(query).scalars())


def select_members(connection: Connection, incident_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Record id and report id of each event of the incidents (index ix_incidents_incident_id)."""
    found: dict[str, list[tuple[str, str]]] = {incident_id: [] for incident_id in incident_ids}
    for portion in in_portions(incident_ids):
        query = (
            select(incidents.c.incident_id, incidents.c.record_id, records.c.report_id)
            .join(records, records.c.id == incidents.c.record_id)
            .where(incidents.c.incident_id.in_(portion))
            .order_by(incidents.c.record_id)
        )
        for row in connection.execute(query):
            found[row.incident_id].append((row.record_id, row.report_id))
    return found


def select_records_in(connection: Connection, box: AreaBox) -> list[tuple[str, str]]:
    """The records of an area (indices ix_outlines_country_admin1, ix_outlines_lat_lon)."""
    query = select(outlines.c.record_id, records.c.report_id).join(records, records.c.id == outlines.c.record_id)
    if box.country is not None:
        query = query.where(outlines.c.country == box.country)
        if box.admin1 is not None:
            query = query.where(outlines.c.admin1 == box.admin1)
    else:
        query = query.where(outlines.c.lat.between(box.south, box.north), outlines.c.lon.between(box.west, box.east))
    return [(row.record_id, row.report_id) for row in connection.execute(query.order_by(outlines.c.record_id))]


def select_reports_of(connection: Connection, actors: Collection[str]) -> list[str]:
    """The reports with a record in which one of the actors has a part (index ix_parts_actor)."""
    query = (
        select(records.c.report_id)
        .join(parts, parts.c.record_id == records.c.id)
        .where(parts.c.actor.in_(actors))
        .distinct()
        .order_by(records.c.report_id)
    )
    return list(connection.execute(query).scalars())


def select_sightings(connection: Connection, first_day: int, last_day: int, longest: int) -> Iterator[Sighting]:
    """Events that were done between two days, with their incident and region, in one pass over the outlines.

    Those are left out that are rejected or superseded, have no region, or an interval of more than `longest` days.
    """
    discarded = select_discarded(connection)
    o = outlines.c
    query = (
        select(o.record_id, incidents.c.incident_id, o.country, o.admin1, o.start_day, o.end_day, o.published_day)
        .join(incidents, incidents.c.record_id == o.record_id)
        .where(o.kind == "events", o.modality.in_(DONE), o.country.is_not(None), o.admin1.is_not(None))
        .where(o.start_day >= first_day, o.end_day <= last_day, (o.end_day - o.start_day).between(0, longest - 1))
    )
    for row in connection.execution_options(yield_per=_ROWS_AT_A_TIME).execute(query):
        if row[0] not in discarded:
            yield Sighting._make(row)


def select_parts(connection: Connection) -> Iterator[tuple[str, str]]:
    """Who has a part in which record, in the order of the records."""
    query = select(parts.c.record_id, parts.c.actor).order_by(parts.c.record_id)
    for row in connection.execution_options(yield_per=_ROWS_AT_A_TIME).execute(query):
        yield row[0], row[1]
