"""Values of coded objects. A gold file gives `{"any_of": [...]}` where several answers are right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def options_of(value: Any) -> list[Any]:
    """All that a value may be: the value itself, its options, or nothing."""
    if value is None:
        return []
    if isinstance(value, Mapping) and "any_of" in value:
        return [option for option in value["any_of"] if option is not None]
    return [value]
