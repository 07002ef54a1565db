"""Blocks: the portions of the inputs that are coded at one go, each known by what is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from dateline.model.ids import content_hash

Kind = Literal["jsonl", "parquet", "warc"]
_ID_CHARS = 24


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: the name that it goes by in results, where it is (for `pyarrow.fs`), and of which kind."""

    name: str
    address: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Block:
    """Some of the reports of one file.

    `start` to `end`: bytes (of JSON Lines, as unpacked; of archives, as they lie there), or rows of a table.
    `first`: how many lines lie before it. `rows`: how many reports it holds at most. `digest`: SHA-256 of the bytes,
    of a table or archive those of the whole file. `skipped`: rows (from 1) that are copies and are not coded.
    """

    file: InputFile
    start: int
    end: int
    first: int
    rows: int
    digest: str
    skipped: tuple[int, ...] = ()

    @property
    def content_id(self) -> str:
        """The same for the same content at the same place of an input of the same name."""
        return self._hash([self.file.name, self.file.kind, self.start, self.end, self.digest])

    @property
    def block_id(self) -> str:
        """What its results are called: as `content_id`, with what is left out of it."""
        return self._hash([self.content_id, list(self.skipped)]) if self.skipped else self.content_id

    @staticmethod
    def _hash(parts: list[Any]) -> str:
        return content_hash(parts)[:_ID_CHARS]

    def without(self, skipped: tuple[int, ...]) -> Block:
        return replace(self, skipped=skipped)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Block:
        data: Mapping[str, Any] = json.loads(text)
        rest = {key: value for key, value in data.items() if key not in ("file", "skipped")}
        return cls(InputFile(**data["file"]), **rest, skipped=tuple(data["skipped"]))
