"""The file of a backup: an archive (tar, packed with zstd or gzip) with a manifest, and the store as a SQLite file.

Any tar opens it: `tar --zstd -xf FILE` gives both files, and `sha256sum store.sqlite` what the manifest says.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, cast

import pyarrow as pa
from pydantic import TypeAdapter

from dateline.base.outputs import hash_file
from dateline.model.errors import DatelineError, WrongCallError
from dateline.model.ids import content_hash

KIND, VERSION = "dateline-backup", 1
MANIFEST, STORE = "manifest.json", "store.sqlite"
SUFFIXES: Mapping[str, str] = {".tar.zst": "zstd", ".tar.gz": "gzip", ".tar": "none"}
"""How a backup is packed, by the end of its name."""
_MAX_MANIFEST_BYTES = 1_000_000
_PIECE_BYTES = 1 << 20


class BackupError(DatelineError):
    """A backup that cannot be written or read, or is not what its manifest says."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `made`: ISO 8601 in UTC; `schema` of the store; `origin`: "sqlite" or "postgresql".

    `bytes` and `sha256` are of the store's file, `tables` the rows of each, `chains` the hash that each ends with.
    """

    made: str
    dateline: str
    schema: str
    origin: str
    bytes: int
    sha256: str
    tables: Mapping[str, int] = field(default_factory=dict)
    chains: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError where `made` is no moment in UTC."""
        if self.moment.utcoffset() != timedelta(0):
            raise ValueError(f"{self.made!r} is no moment in UTC")

    @property
    def moment(self) -> datetime:
        """When the backup was made."""
        return datetime.fromisoformat(self.made)

    def to_json(self) -> dict[str, Any]:
        """As it stands in the archive; `seal` hashes the rest, so that damage to the manifest itself is found."""
        told = {"kind": KIND, "version": VERSION, "file": STORE, **asdict(self)}
        return {**told, "seal": content_hash(told)}


def name_packing(path: Path) -> str:
    """How a backup of this name is packed. Raises WrongCallError for a name that does not tell."""
    for suffix, packing in SUFFIXES.items():
        if path.name.endswith(suffix) and path.name != suffix:
            return packing
    raise WrongCallError("the name of a backup tells how it is packed", str(path), f"ends in {' or '.join(SUFFIXES)}")


def write_backup(path: Path, manifest: Manifest, store: Path) -> None:
    """Write an archive that is new, readable to its owner only, and on the disk. Raises OSError."""
    packing = name_packing(path)
    text = json.dumps(manifest.to_json(), indent=1, ensure_ascii=False).encode()
    with (
        os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        _packing(file, packing) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        store.open("rb") as source,
    ):
        tar.addfile(_make_member(MANIFEST, len(text)), io.BytesIO(text))
        tar.addfile(_make_member(STORE, manifest.bytes), source)
    sync(path)  # what packs closes the file itself


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


@contextmanager
def _packing(file: IO[bytes], packing: str) -> Iterator[IO[bytes]]:
    if packing == "none":
        yield file
    elif packing == "gzip":
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
            yield cast("IO[bytes]", packed)
    else:
        with pa.CompressedOutputStream(pa.PythonFile(file, "w"), "zstd") as packed:
            yield packed


@contextmanager
def _unpacking(file: IO[bytes], packing: str) -> Iterator[IO[bytes]]:
    if packing == "none":
        yield file
    elif packing == "gzip":
        with gzip.GzipFile(fileobj=file, mode="rb") as plain:
            yield cast("IO[bytes]", plain)
    else:
        with pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd") as plain:
            yield plain


def read_backup(path: Path, store: Path | None = None, on_bytes: Callable[[int], None] | None = None) -> Manifest:
    """Read an archive to its end, and see that the store in it is what the manifest says.

    In: `store`, the new file that the store is written to; None to look only. `on_bytes` is told of each piece.
    Raises BackupError where it is damaged, or no backup; nothing in it is trusted, no name in it leads anywhere.
    Raises WrongCallError for a name that does not tell how it is packed.
    """
    packing = name_packing(path)
    try:
        with path.open("rb") as file, _unpacking(file, packing) as plain:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                manifest = _read_manifest(tar, path)
                _read_store(tar, manifest, store, path, on_bytes)
                if tar.next() is not None:
                    raise BackupError("there is more in the file than a backup", str(path))
            return manifest
    except (tarfile.TarError, EOFError, ValueError, gzip.BadGzipFile, zlib.error, pa.ArrowException) as error:
        raise BackupError("the backup is damaged, or is none", str(path), _first_line(error)) from error
    except OSError as error:
        raise BackupError("the backup cannot be read", str(path), error.strerror or _first_line(error)) from error


def _read_manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST or not member.isreg() or member.size > _MAX_MANIFEST_BYTES:
        raise BackupError("the file is no backup of Dateline", str(path), f"it does not begin with {MANIFEST}")
    stream = tar.extractfile(member)
    assert stream is not None  # a regular file has a stream
    return _parse_manifest(json.loads(stream.read()), path)


def _parse_manifest(found: Any, path: Path) -> Manifest:
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise BackupError("the file is no backup of Dateline", str(path))
    if found.get("version") != VERSION:
        raise BackupError(
            "the backup was made by a newer version of Dateline", str(path), f"form {found.get('version')}"
        )
    if found.pop("seal", None) != content_hash(found):
        raise BackupError("the manifest of the backup is damaged", str(path))
    told = {each.name: found.get(each.name) for each in fields(Manifest)}
    return TypeAdapter(Manifest).validate_json(json.dumps(told), strict=True)  # its error is a ValueError


def _read_store(
    tar: tarfile.TarFile,
    manifest: Manifest,
    store: Path | None,
    path: Path,
    on_bytes: Callable[[int], None] | None,
) -> None:
    member = tar.next()
    if member is None or member.name != STORE or not member.isreg() or member.size != manifest.bytes:
        raise BackupError("the backup does not hold the store that its manifest tells of", str(path))
    stream = tar.extractfile(member)
    assert stream is not None
    digest, taken = hashlib.sha256(), 0
    with closing(_open_new(store)) as target:
        while piece := stream.read(_PIECE_BYTES):
            digest.update(piece)
            target.write(piece)
            taken += len(piece)
            if on_bytes is not None:
                on_bytes(len(piece))
    if store is not None:
        sync(store)
    if taken != manifest.bytes or digest.hexdigest() != manifest.sha256:
        raise BackupError(
            "the backup is damaged", str(path), "the store in it does not have the hash of the manifest"
        )


def _open_new(store: Path | None) -> IO[bytes]:
    if store is None:
        return Path(os.devnull).open("wb")
    return os.fdopen(os.open(store, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def describe_store(store: Path) -> tuple[int, str]:
    """Size and SHA-256 of a store's file, as they stand in a manifest."""
    return store.stat().st_size, hash_file(store)


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
