"""Custody: where the bytes of a report came from, what was made of them, and what is missing of that.

The minimum is that of the Berkeley Protocol on Digital Open Source Investigations (OHCHR and Human Rights Center,
UC Berkeley, 2022), on collection and preservation: address, source code, full-page capture, time, hash, who
collected it, and every change between what was collected and what is worked with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.model.ids import bytes_hash

FETCHED, HANDED_IN, ARCHIVED = "fetch", "hand-in", "archive"
"""The first step: fetched by us; handed in as a file or stream; taken out of a web archive that was handed in."""

NOT_NOTED = "not noted"


@dataclass(frozen=True, slots=True)
class Conversion:
    """One step on the way from a report's original bytes to its text.

    `from_sha256` and `to_sha256` are of the bytes, or of the text in UTF-8. The first step tells how the bytes came
    and changes nothing; each further one starts from what the one before it gave; the last gives the report's text.
    """

    step: str
    tool: str
    version: str
    from_sha256: str
    to_sha256: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Screenshot:
    """The whole page as a picture. `taken` is ISO 8601 in UTC."""

    taken: str
    tool: str
    media_type: str
    width_px: int
    height_px: int
    data: bytes

    @property
    def sha256(self) -> str:
        return bytes_hash(self.data)


@dataclass(frozen=True, slots=True)
class CustodyNotes:
    """What reading notes for the store, beside the original bytes."""

    conversions: tuple[Conversion, ...] = ()
    screenshot: Screenshot | None = None


NO_NOTES = CustodyNotes()


@dataclass(frozen=True, slots=True)
class ScreenshotRow:
    """A kept screenshot without its bytes."""

    taken: str
    tool: str
    media_type: str
    width_px: int
    height_px: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Custody:
    """What a store knows about where a report came from. `byte_count` is None where the bytes were not kept."""

    capture_id: str
    address: str | None
    retrieved: str
    sha256: str
    media_type: str | None
    byte_count: int | None
    conversions: tuple[Conversion, ...] = ()
    screenshot: ScreenshotRow | None = None

    @property
    def arrival(self) -> Conversion | None:
        """The step that tells how the bytes came here; None where nothing was noted."""
        return self.conversions[0] if self.conversions else None

    @property
    def was_fetched(self) -> bool:
        return self.arrival is not None and self.arrival.step == FETCHED


@dataclass(frozen=True, slots=True)
class CustodyCheck:
    """One thing that the minimum asks for, whether it is there, and what is there, or missing, in words."""

    requirement: str
    met: bool
    words: str


class CustodyShelf(Protocol):
    """What a store tells of custody."""

    def get(self, report_id: str) -> Custody | None:
        """None where no original bytes were ever told of. Raises NotKeptError for an unknown report."""
        ...

    def get_screenshot(self, report_id: str) -> bytes | None:
        """The picture of a report's page. Raises NotKeptError for an unknown report."""
        ...


def check_custody(custody: Custody | None, text_sha256: str) -> tuple[CustodyCheck, ...]:
    """Whether the source of a report meets the minimum, point by point. In: the hash of the report's text."""
    if custody is None:
        return (CustodyCheck("Original", False, "no original is kept: the report came without one"),)
    return (
        _check_address(custody),
        _check_bytes(custody),
        _check_screenshot(custody),
        CustodyCheck("Time", True, _say_time(custody)),
        CustodyCheck("Hash", True, f"SHA-256 {custody.sha256}"),
        _check_collector(custody),
        _check_conversions(custody, text_sha256),
    )


def meets_minimum(checks: Sequence[CustodyCheck]) -> bool:
    return all(check.met for check in checks)


def say_verdict(checks: Sequence[CustodyCheck]) -> str:
    """ "meets the minimum", "2 of 7 points of the minimum are missing"."""
    missing = sum(not check.met for check in checks)
    if not missing:
        return "meets the minimum"
    return f"{missing} of {len(checks)} {'point' if len(checks) == 1 else 'points'} of the minimum missing"


def find_breaks(conversions: Sequence[Conversion], capture_sha256: str, text_sha256: str) -> Iterator[str]:
    """Where the steps do not lead from the bytes to the text, in words; nothing where they do, or none are noted."""
    if not conversions:
        return
    at = capture_sha256
    for number, row in enumerate(conversions, 1):
        if row.from_sha256 != at:
            yield f"step {number} ({row.step}) does not start from what was there before it"
        at = row.to_sha256
    if at != text_sha256:
        yield "the last step does not give the report's text"


def _check_address(custody: Custody) -> CustodyCheck:
    address = custody.address or ""
    is_web = address.startswith(("http://", "https://"))
    words = address if is_web else "no address on the web is known"
    if address and not is_web:
        words = f"{words}; it came as {address}"
    return CustodyCheck("Address", is_web, words)


def _check_bytes(custody: Custody) -> CustodyCheck:
    if custody.byte_count is None:
        return CustodyCheck("Original bytes", False, "the original bytes were not kept")
    kind = custody.media_type or "a kind not told"
    return CustodyCheck("Original bytes", True, f"{custody.byte_count:,} bytes, {kind}, kept as they came")


def _check_screenshot(custody: Custody) -> CustodyCheck:
    picture, name = custody.screenshot, "Full-page screenshot"
    if picture is not None:
        size = f"{picture.width_px:,} × {picture.height_px:,} pixels"
        return CustodyCheck(name, True, f"{size}, taken {say_moment(picture.taken)} with {picture.tool}")
    if custody.was_fetched or custody.arrival is None:
        return CustodyCheck(name, False, "no screenshot was taken")
    return CustodyCheck(name, False, "no screenshot was taken: the page was not fetched by us")


def _say_time(custody: Custody) -> str:
    moment = say_moment(custody.retrieved)
    if custody.was_fetched:
        return f"fetched {moment}"
    if custody.arrival is not None and custody.arrival.step == ARCHIVED:
        return f"{moment}, as the web archive says"
    return f"{moment}, when it came here"


def _check_collector(custody: Custody) -> CustodyCheck:
    name, arrival = "Who fetched it", custody.arrival
    if arrival is None:
        return CustodyCheck(name, False, NOT_NOTED)
    note = f" ({arrival.note})" if arrival.note else ""
    if arrival.step == FETCHED:
        return CustodyCheck(name, True, f"{arrival.tool} {arrival.version}{note}")
    if arrival.step == ARCHIVED:
        return CustodyCheck(name, False, f"the bytes come from a web archive, and were not fetched by us{note}")
    return CustodyCheck(name, False, f"the bytes were handed in, not fetched by us{note}")


def _check_conversions(custody: Custody, text_sha256: str) -> CustodyCheck:
    name, count = "Conversions", len(custody.conversions)
    if not count:
        return CustodyCheck(name, False, NOT_NOTED)
    breaks = list(find_breaks(custody.conversions, custody.sha256, text_sha256))
    if breaks:
        return CustodyCheck(name, False, "; ".join(breaks))
    return CustodyCheck(name, True, f"{count} steps from the bytes to the text, each with the hash before and after")


def say_moment(stamp: str) -> str:
    """A time of the store for people: "2026-11-21 13:05 UTC"; what has no such form stays as it is."""
    if len(stamp) >= 16 and stamp[10] == "T" and stamp.endswith(("+00:00", "Z")):
        return f"{stamp[:10]} {stamp[11:16]} UTC"
    return stamp
