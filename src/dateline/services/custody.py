"""Use cases of custody: where a report came from and what is missing of that, and its original files."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model.custody import (
    Conversion,
    CustodyCheck,
    ScreenshotRow,
    check_custody,
    meets_minimum,
    say_verdict,
)
from dateline.model.errors import NotKeptError
from dateline.model.ids import text_hash
from dateline.model.ports import Store


@dataclass(frozen=True, slots=True)
class CustodyView:
    """What the page of a report tells of custody; `is_met`: whether the minimum is met."""

    verdict: str
    is_met: bool
    checks: tuple[CustodyCheck, ...]
    conversions: tuple[Conversion, ...]
    screenshot: ScreenshotRow | None
    has_bytes: bool


class CustodyRoom:
    """What the pages ask of custody, over a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def tell(self, report_id: str) -> CustodyView:
        """Whether the source of a report meets the minimum. Raises NotKeptError."""
        custody = self._store.custody.get(report_id)
        checks = check_custody(custody, text_hash(self._store.get_coded(report_id).report.text))
        return CustodyView(
            verdict=say_verdict(checks),
            is_met=meets_minimum(checks),
            checks=checks,
            conversions=custody.conversions if custody else (),
            screenshot=custody.screenshot if custody else None,
            has_bytes=custody is not None and custody.byte_count is not None,
        )

    def get_screenshot(self, report_id: str) -> bytes:
        """The picture of a report's page. Raises NotKeptError where there is none."""
        data = self._store.custody.get_screenshot(report_id)
        if data is None:
            raise NotKeptError("no screenshot of this report is kept", report_id)
        return data

    def get_original(self, report_id: str) -> bytes:
        """The bytes that a report was read from. Raises NotKeptError where there are none."""
        capture = self._store.get_capture(report_id)
        if capture is None or capture.data is None:
            raise NotKeptError("no original bytes of this report are kept", report_id)
        return capture.data
