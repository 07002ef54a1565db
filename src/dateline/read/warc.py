"""Web archives: each HTML response one page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from dateline.model.custody import ARCHIVED
from dateline.model.errors import ReadError
from dateline.read.captures import Original
from dateline.read.conversions import Arrival, tool_version

_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)


def read_archive(stream: BinaryIO, address: str, most_bytes: int) -> Iterator[Original | tuple[str, ReadError]]:
    """The HTML pages of a WARC or ARC stream, gzipped or not; one that cannot be taken comes as (subject, error).

    Raises: ReadError where the archive is broken, from the broken place on, or where it holds no HTML page; OSError
    where the stream itself cannot be read.
    """
    from warcio.archiveiterator import ArchiveIterator  # slow to import

    found = 0
    try:
        for record in ArchiveIterator(stream, arc2warc=True):
            if (page := _read_record(record, most_bytes)) is not None:
                found += 1
                yield page
    except (OSError, MemoryError):
        raise  # of the disk, the network or the machine, not of the archive
    except Exception as error:
        raise ReadError(
            "the archive is broken", address, f"after {found} pages; {type(error).__name__}: {error}"
        ) from error
    if not found:
        raise ReadError("no pages in the archive", address, "no response in it is HTML")


def _read_record(record: Any, most_bytes: int) -> Original | tuple[str, ReadError] | None:
    """The page in a record; None where the record is no HTML answer."""
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return None
    content_type = headers.get_header("Content-Type") if headers is not None else record.content_type
    if not (content_type or "").lower().startswith(_HTML):
        return None
    address = record.rec_headers.get_header("WARC-Target-URI") or "unnamed record"
    data = _read_content(record.content_stream(), most_bytes)
    if len(data) > most_bytes:
        return address, ReadError("too large", address, f"the page has more than {most_bytes:,} bytes")
    try:
        captured = _read_date(record)
    except (ValueError, OverflowError) as error:
        return address, ReadError("no date of capture", address, str(error))
    charset = _CHARSET.search(content_type)
    arrival = Arrival(ARCHIVED, f"out of a web archive by warcio {tool_version('warcio')}, transfer encoding undone")
    return Original(data, address, captured, charset[1] if charset else None, arrival=arrival)


def _read_content(stream: Any, most_bytes: int) -> bytes:
    pieces = io.BytesIO()
    while pieces.tell() <= most_bytes and (piece := stream.read(65_536)):
        pieces.write(piece)
    return pieces.getvalue()


def _read_date(record: Any) -> datetime:
    """When the page was captured. Raises: ValueError or OverflowError where the record does not say."""
    stamp = datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date")))
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)
