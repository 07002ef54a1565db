"""One hash for all rows of a table, whatever their order.

Databases sort texts differently, and copying goes on after a kill: neither the order of keys nor one pass can be
relied on. LtHash16: each row's hash is stretched to 1,024 numbers of 16 bits, which are added up lane by lane. To
find other rows with the same sum is as hard as a lattice problem of 200 bits (Bellare and Micciancio, 1997; Lewi,
Kim, Maykov and Weis, "Securing Update Propagation with Homomorphic Hashing", 2019). Plain sums are easy to hit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from dateline.model.ids import bytes_hash
from dateline.model.seals import hash_row

_LANES = 1024
_LANE = np.dtype("<u2")


class RowSum:
    """The sum of the rows that were added. Equal sums and counts mean: the same rows, each as often."""

    def __init__(self, count: int = 0, state: str | None = None) -> None:
        """In: nothing, or what an earlier sum had as `count` and `state`, to go on from there."""
        self.count = count
        self._lanes = np.zeros(_LANES, _LANE) if state is None else np.frombuffer(bytes.fromhex(state), _LANE).copy()

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row: column to value. It is hashed as the log's seals hash it (`model.seals.hash_row`)."""
        stretched = hashlib.shake_128(hash_row(row).encode()).digest(_LANES * _LANE.itemsize)
        self._lanes += np.frombuffer(stretched, _LANE)  # wraps around, as it is meant to
        self.count += 1

    @property
    def state(self) -> str:
        """The lanes in hex, to go on from later."""
        return self._lanes.tobytes().hex()

    def digest(self) -> str:
        """SHA-256 (hex) of the lanes."""
        return bytes_hash(self._lanes.tobytes())
