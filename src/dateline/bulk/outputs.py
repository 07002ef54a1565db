"""Where results go: files that are there whole or not at all, in a folder or an object store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from dateline.base.outputs import replace_whole
from dateline.bulk.archives import open_place


class Output:
    """A folder of results, by its address. It can be handed to other processes, which open it for themselves."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._system, self._root = open_place(address)

    def __reduce__(self) -> tuple[type[Output], tuple[str]]:
        return Output, (self.address,)

    def write_table(self, name: str, table: pa.Table) -> None:
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        self.write_bytes(name, sink.getvalue())

    def write_rows(self, name: str, rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> None:
        self.write_table(name, pa.Table.from_pylist(list(rows), schema=schema))

    def write_json(self, name: str, value: Any) -> None:
        self.write_bytes(name, json.dumps(value, ensure_ascii=False, indent=1).encode())

    def write_bytes(self, name: str, data: bytes | pa.Buffer) -> None:
        """Put a file into place at once, whatever was there. Object stores show no file before all of it is there."""
        if isinstance(self._system, fs.LocalFileSystem):
            path = Path(self._path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            with replace_whole(path) as stream:
                stream.write(data)
            return
        with self._system.open_output_stream(self._path(name)) as stream:
            stream.write(data)

    def read_table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        return self.open_table(name).read(columns=columns)

    def open_table(self, name: str) -> pq.ParquetFile:
        return pq.ParquetFile(self._system.open_input_file(self._path(name)))

    def read_json(self, name: str) -> Any:
        """What was written; None where it is not there."""
        if not self.has(name):
            return None
        with self._system.open_input_stream(self._path(name)) as stream:
            return json.loads(stream.read())

    def has(self, name: str) -> bool:
        return bool(self._system.get_file_info(self._path(name)).type == fs.FileType.File)

    def list_names(self, folder: str) -> list[str]:
        """The files of a folder, in order of name, without half-written ones; none where there is no such folder."""
        selector = fs.FileSelector(self._path(folder), allow_not_found=True)
        files = [info.base_name for info in self._system.get_file_info(selector) if info.type == fs.FileType.File]
        return sorted(cast(str, name) for name in files if not name.startswith("."))

    def list_folders(self, folder: str) -> list[str]:
        selector = fs.FileSelector(self._path(folder), allow_not_found=True)
        infos = self._system.get_file_info(selector)
        return sorted(str(info.base_name) for info in infos if info.type == fs.FileType.Directory)

    def remove(self, name: str) -> None:
        """Take away a file or a folder; it may be gone already."""
        kind = self._system.get_file_info(self._path(name)).type
        if kind == fs.FileType.Directory:
            self._system.delete_dir(self._path(name))
        elif kind == fs.FileType.File:
            self._system.delete_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"
