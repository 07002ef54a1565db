"""The end of a run: noted, and sealed in the log with the reports that it coded. Inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from dateline.base.merkle import Frontier
from dateline.model.reports import Capture
from dateline.model.seals import DATELINE, ROWS, RUN, detail_of_run, make_run_leaf
from dateline.store import insertions, queries
from dateline.store.desk_schema import entries
from dateline.store.logs import insert_entry
from dateline.store.schema import captures, codings, reports
from dateline.store.sealing import make_seal


def finish_run(connection: Connection, run_id: int, finished: str) -> None:
    """Note that a run ended, and seal it. Raises NotKeptError where it is unknown or has ended before."""
    insertions.finish_run(connection, run_id, finished)
    run = queries.select_run(connection, run_id)
    tree = Frontier(_leaves(connection, run_id))
    detail = detail_of_run(run, tree.size, tree.root().hex())
    insert_entry(connection, RUN, run.coder, finished, f"run:{run_id}", detail)


def keep_capture(
    connection: Connection, capture: Capture, data: bytes | None, media_type: str | None, when: str
) -> str:
    """Keep original bytes that no report was read from yet, sealed; those that are there stay as they are."""
    capture_id = insertions.insert_capture(connection, capture, data, media_type, capture.address)
    subject = f"capture:{capture_id}"
    if connection.execute(select(entries.c.seq).where(entries.c.subject == subject)).first() is None:
        seal = make_seal(connection, captures, {"id": capture_id})
        insert_entry(connection, "capture", DATELINE, when, subject, {ROWS: [seal]})
    return capture_id


def _leaves(connection: Connection, run_id: int) -> Iterator[bytes]:
    report_ids = sorted(connection.execute(select(codings.c.report_id).where(codings.c.run_id == run_id)).scalars())
    for portion in queries.in_portions(report_ids):
        steps = queries.select_conversions(connection, portion)
        query = (
            select(codings.c.report_id, codings.c.sha256.label("coding"), reports.c.sha256.label("report"))
            .add_columns(captures.c.data.is_not(None).label("has_bytes"))
            .join(reports, reports.c.id == codings.c.report_id)
            .outerjoin(captures, captures.c.id == reports.c.capture_id)
            .where(codings.c.run_id == run_id, codings.c.report_id.in_(portion))
        )
        rows = {row.report_id: row for row in connection.execute(query)}
        for report_id in portion:
            row = rows[report_id]
            yield make_run_leaf(
                report_id=report_id,
                report_sha256=row.report,
                coding_sha256=row.coding,
                has_bytes=bool(row.has_bytes),
                conversions=steps.get(report_id, ()),
            )
