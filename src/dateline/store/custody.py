"""What a SQL store keeps of custody: the steps from bytes to text, and screenshots. Its promises: `CustodyShelf`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from dateline.model.custody import Conversion, Custody, CustodyNotes, Screenshot, ScreenshotRow
from dateline.model.errors import NotKeptError, StoreError
from dateline.model.seals import DATELINE
from dateline.store import queries
from dateline.store.desk_schema import conversions, screenshots
from dateline.store.projecting import Door
from dateline.store.schema import captures, reports
from dateline.store.sealing import insert_sealed

_CONVERSION_FIELDS = ("step", "tool", "version", "from_sha256", "to_sha256", "note")


class SqlCustody:
    """Custody, over the store's own transactions. Implements `model.custody.CustodyShelf`."""

    def __init__(self, reading: Door) -> None:
        self._reading = reading

    def get(self, report_id: str) -> Custody | None:
        with self._reading() as connection:
            row = _select_capture(connection, report_id)
            if row.id is None:
                return None
            steps = queries.select_conversions(connection, [report_id]).get(report_id, [])
            picture = _select_screenshot(connection, row.id)
        return Custody(
            capture_id=row.id,
            address=row.address,
            retrieved=row.retrieved,
            sha256=row.sha256,
            media_type=row.media_type,
            byte_count=row.byte_count,
            conversions=tuple(Conversion(**{name: step[name] for name in _CONVERSION_FIELDS}) for step in steps),
            screenshot=picture,
        )

    def get_screenshot(self, report_id: str) -> bytes | None:
        with self._reading() as connection:
            capture_id = _select_capture(connection, report_id).id
            query = select(screenshots.c.data).where(screenshots.c.capture_id == capture_id)
            data = connection.execute(query).scalar()
        return None if data is None else bytes(data)


def insert_notes(
    connection: Connection, report_id: str, capture_id: str | None, notes: CustodyNotes, when: str
) -> None:
    """Keep how a report's bytes became its text, and the picture of its page. A part of the caller's transaction."""
    rows = [
        {"report_id": report_id, "position": position} | {name: getattr(step, name) for name in _CONVERSION_FIELDS}
        for position, step in enumerate(notes.conversions)
    ]
    if rows:
        connection.execute(insert(conversions), rows)
    if notes.screenshot is None:
        return
    if capture_id is None:
        raise StoreError("a screenshot without its capture cannot be kept", report_id)
    if _select_screenshot(connection, capture_id) is None:
        row = _screenshot_values(capture_id, notes.screenshot)
        subject = f"report:{report_id}"
        insert_sealed(connection, [(screenshots, row)], kind="screenshot", who=DATELINE, when=when, subject=subject)


def _screenshot_values(capture_id: str, picture: Screenshot) -> dict[str, Any]:
    return {
        "capture_id": capture_id,
        "taken": picture.taken,
        "tool": picture.tool,
        "media_type": picture.media_type,
        "width_px": picture.width_px,
        "height_px": picture.height_px,
        "sha256": picture.sha256,
        "data": picture.data,
    }


def _select_capture(connection: Connection, report_id: str) -> Row[Any]:
    """The capture of a report without its bytes; all None where it has none. Raises NotKeptError."""
    size = func.length(captures.c.data).label("byte_count")
    columns = (
        captures.c.id,
        captures.c.address,
        captures.c.retrieved,
        captures.c.sha256,
        captures.c.media_type,
        size,
    )
    joined = reports.outerjoin(captures, reports.c.capture_id == captures.c.id)
    query: Select[Any] = select(*columns).select_from(joined)
    row = connection.execute(query.where(reports.c.id == report_id)).first()
    if row is None:
        raise NotKeptError("no report with this id is kept", report_id)
    return row


def _select_screenshot(connection: Connection, capture_id: str) -> ScreenshotRow | None:
    columns = [screenshots.c[name] for name in ("taken", "tool", "media_type", "width_px", "height_px", "sha256")]
    row = connection.execute(select(*columns).where(screenshots.c.capture_id == capture_id)).first()
    return None if row is None else ScreenshotRow(*row)
