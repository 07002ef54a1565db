"""What becomes of bytes on their way to a text, noted step by step with the hash before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from dateline.base.versions import VERSION
from dateline.model.custody import Conversion
from dateline.model.ids import text_hash

OURS = "dateline"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How bytes came here: `step` is FETCHED, HANDED_IN or ARCHIVED of `model.custody`; `note`: more."""

    step: str
    note: str

    def begin(self, sha256: str, who: str | None = None) -> Conversion:
        """The first step, of bytes with this hash. `who`: the person who had them read, where told."""
        note = f"{self.note}; by {who}" if who else self.note
        return Conversion(self.step, OURS, VERSION, sha256, sha256, note)


@dataclass(frozen=True, slots=True)
class Extraction:
    """A step that gave a text: by what, and what the text's hash is."""

    step: str
    tool: str
    version: str
    sha256: str
    note: str | None = None


def extract_lines(lines: Iterable[str], tool: str, note: str | None = None) -> Extraction:
    """The step that took the lines of an article out of a page or paste."""
    return Extraction("extract", tool, tool_version(tool), text_hash("\n".join(lines)), note)


def follow(begun: Conversion, extractions: Iterable[Extraction]) -> tuple[Conversion, ...]:
    """The whole way, each step from what the one before it gave."""
    steps = [begun]
    for made in extractions:
        steps.append(Conversion(made.step, made.tool, made.version, steps[-1].to_sha256, made.sha256, made.note))
    return tuple(steps)


@cache
def tool_version(name: str) -> str:
    """The version of a library that is installed; of ourselves, ours."""
    if name == OURS:
        return VERSION
    try:
        return version(name)
    except PackageNotFoundError:  # a library that came without its metadata
        return "not known"
