"""A rise, and something that is followed, for tests of pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from area_samples import AREA

from dateline.model.watches import Watch
from dateline.publish.alerts import Alert, AlertList
from dateline.publish.series import Series
from dateline.publish.trends import assess_series
from dateline.services.alerting import AlertBoard, AlertLine

SUNDAY = date(2024, 6, 30)
WEEKS = (*(0, 1, 1, 0, 2) * 20, 6, 7, 8)
SINCE = "2024-05-06T12:00:00+00:00"
FOLLOWED = Watch("me", "area", "test:rimal", "Tel Rimal, Nineveh, Iraq", SINCE, "2024-05-08T12:00:00+00:00")


class Watches:
    """Implements `services.watching.WatchSource`."""

    def __init__(self, *watches: Watch) -> None:
        self._watches = watches

    def list_watches(self, who: str | None = None) -> Sequence[Watch]:
        return self._watches


class Board:
    """Implements `services.alerting.AlertSource`; None is still being counted."""

    def __init__(self, board: AlertBoard | None) -> None:
        self._board = board

    def find_board(self, patience_s: float = 1.0) -> AlertBoard | None:
        return self._board


def make_board(who: str) -> AlertBoard:
    """One rise, by somebody."""
    rise = assess_series(Series("week", date(2022, 7, 11), WEEKS), SUNDAY)
    alert = Alert(("IQ", "Nineveh"), None, rise, 0.004, SUNDAY, (8,), SUNDAY, (21,))
    found = AlertList(SUNDAY, 12, 10, 3.3, (0.6, 0.97), (alert,))
    return AlertBoard(found, (AlertLine(alert, "Nineveh, Iraq", who, AREA),))
