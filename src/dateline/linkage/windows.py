"""Windows: where a store has to look for the accounts that may be of one incident with a given one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import cast

import numpy as np

from dateline.linkage.accounts import ACCOUNT, FORM, NO_DAY, Accounts
from dateline.linkage.reaches import (
    EXACT,
    KM_PER_DEGREE,
    MIDDLE_DAYS,
    NEAR_KM,
    VAGUE,
    VAGUE_REACH_KM,
    WIDE,
    middle_day,
    place_class,
    time_class,
)
from dateline.model.outlines import AccountRow, Window

_EDGE_DEGREES = 0.01
_CLASSES = (EXACT, VAGUE, WIDE)


def pack_accounts(accounts: Accounts) -> list[AccountRow]:
    """Each account as a store keeps it."""
    columns = zip(accounts, place_class(accounts), time_class(accounts), middle_day(accounts), strict=True)
    return [
        AccountRow(
            form=FORM,
            place_class=int(place),
            time_class=int(time),
            middle_day=0 if row["start"] == NO_DAY else int(middle),
            lat=_or_none(row["lat"]),
            lon=_or_none(row["lon"]),
            country=_letters(int(row["country"])),
            data=row.tobytes(),
        )
        for row, place, time, middle in columns
    ]


def unpack_accounts(data: list[bytes]) -> Accounts:
    """The table of packed accounts, in the order given."""
    return cast(Accounts, np.frombuffer(b"".join(data), dtype=ACCOUNT))


def find_windows(account: AccountRow) -> Iterator[Window]:
    """The windows that hold every account comparable with this one: one for each class of place and of time."""
    for place, time in product(_CLASSES, _CLASSES):
        where, when = max(place, account.place_class), max(time, account.time_class)
        if (where, when) != (WIDE, WIDE) and not (where == WIDE and account.country is None):
            yield _window(account, place, time, where, when)


def _window(account: AccountRow, place: int, time: int, where: int, when: int) -> Window:
    days = MIDDLE_DAYS.get(when)
    first, last = (None, None) if days is None else (account.middle_day - days, account.middle_day + days)
    if where == WIDE or account.lat is None or account.lon is None:
        return Window(place, time, first, last, country=account.country)
    reach = (NEAR_KM if where == EXACT else VAGUE_REACH_KM) / KM_PER_DEGREE + _EDGE_DEGREES
    north = min(abs(account.lat) + reach, 89.0)
    sideways = reach / math.cos(math.radians(north))
    return Window(
        place, time, first, last,
        account.lat - reach, account.lat + reach, account.lon - sideways, account.lon + sideways,
    )  # fmt: skip


def _or_none(degrees: np.float32) -> float | None:
    return None if np.isnan(degrees) else float(degrees)


def _letters(country: int) -> str | None:
    return chr(country >> 8) + chr(country & 255) if country else None
