"""One row of training: a text, the article above it, and what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dateline.model.comments import FLAGS

COLUMNS: tuple[str, ...] = (*FLAGS, "reject", "olid", "davidson", "hatexplain", "toxic")
"""The questions that the network answers; the last four are those of other corpora, each of its own meaning."""

Split = Literal["fit", "dev", "test"]


@dataclass(frozen=True, slots=True)
class Row:
    """`labels`: column to 0..1; what is not named is not known. `group`: rows of one group fall into one split."""

    text: str
    labels: Mapping[str, float]
    group: str
    article: str | None = None

    def asked(self, columns: Collection[str] | None) -> Row:
        """The row with its answers to some questions alone; None: to all."""
        if columns is None:
            return self
        return replace(self, labels={name: value for name, value in self.labels.items() if name in columns})

    @property
    def split(self) -> Split:
        """Chosen by the hash of the group: 15 % for testing, 5 % for choosing, the rest for fitting."""
        place = hashlib.sha256(self.group.encode()).digest()[0] % 20
        return "test" if place < 3 else "dev" if place == 3 else "fit"
