"""The files of the corpus: where they lie, which split each belongs to, and the reports in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, get_args

import yaml

from training.corpus.building import Row, SheetError, build_report

try:  # libyaml's loader reads the sheets ten times faster; the pure one is the same in meaning
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - depends on how PyYAML was built
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

CORPUS = Path(__file__).parents[2] / "corpus"
SHEETS = CORPUS / "sheets"
SPLITS = CORPUS / "splits.yaml"

Split = Literal["train", "dev", "test"]
SPLIT_NAMES: tuple[Split, ...] = get_args(Split)


_LOG = logging.getLogger(__name__)


def read_rows(paths: Sequence[Path]) -> Iterator[Row]:
    """The coded reports of the files. A faulty sheet is logged and left out; `check` and the tests tell of it too."""
    for path, report in read_sheets(paths):
        if isinstance(report, SheetError):
            _LOG.warning("left out of %s: %s", path.name, report)
        else:
            yield report


def list_sheets(split: Split | None = None) -> list[Path]:
    """The files of a split, or all of them, by name."""
    held_out = read_held_out()
    paths = sorted(SHEETS.glob("*.yaml"))
    return [path for path in paths if split in (None, held_out.get(path.stem, "train"))]


def read_held_out() -> dict[str, Split]:
    """File name without ending -> `dev` or `test`.

    Raises SheetError where a file is named twice or a split is unknown.
    """
    held_out: dict[str, Split] = {}
    for name, stems in yaml.safe_load(SPLITS.read_text(encoding="utf-8")).items():
        if name not in SPLIT_NAMES:
            raise SheetError(f"{SPLITS.name}: {name!r} is no split")
        for stem in stems:
            if stem in held_out:
                raise SheetError(f"{SPLITS.name}: {stem} is named twice")
            held_out[stem] = name
    return held_out


def read_sheets(paths: Sequence[Path]) -> Iterator[tuple[Path, Row | SheetError]]:
    """Every sheet of the files as a coded report, or what is wrong with it."""
    for path in paths:
        try:
            sheets = [sheet for sheet in yaml.load_all(path.read_text(encoding="utf-8"), _Loader) if sheet]
        except yaml.YAMLError as fault:
            yield path, SheetError(f"not readable as YAML: {fault}")
            continue
        for sheet in sheets:
            try:
                yield path, build_report(sheet)
            except SheetError as fault:
                yield path, fault
