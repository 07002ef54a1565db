"""Packaged files read the same wherever PyYAML was built."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import dateline
from dateline.base.resources import load_yaml

DATA = Path(dateline.__file__).parent / "data"


@pytest.mark.parametrize("name", sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.yaml")))
def test_packaged_yaml_reads_the_same_without_libyaml(name: str) -> None:
    assert yaml.safe_load((DATA / name).read_text(encoding="utf-8")) == load_yaml(name)
