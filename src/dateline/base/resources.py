"""The door to the files in `dateline.data`: readable rows that ship with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

try:  # libyaml's loader reads the registries ten times faster; the pure one is the same in meaning
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - depends on how PyYAML was built
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def data_file(name: str) -> Traversable:
    """The packaged file `name`, as in "lexicons/triggers.yaml"."""
    return files("dateline.data").joinpath(*name.split("/"))


@cache
def load_yaml(name: str) -> Any:
    """The parsed content of a packaged YAML file; read once a process, so callers must not change it."""
    return yaml.load(data_file(name).read_text(encoding="utf-8"), Loader=_Loader)
