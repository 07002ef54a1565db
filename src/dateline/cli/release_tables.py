"""Releases and what changed between them, as tables and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.cli.tables import count_of

if TYPE_CHECKING:
    from dateline.model.releases import Release
    from dateline.services.release_changes import ChangeLine, Changes

_HEADINGS = {"added": "Added", "removed": "Removed", "corrected": "Corrected", "changed": "Told differently"}


def render_releases(releases: Sequence[Release]) -> RenderableType:
    """A line each: version, state, records, when and by whom, the first digits of the hash."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    for name in ("version", "state", "records", "last step", "hash"):
        table.add_column(name, justify="right" if name == "records" else "left")
    for one in releases:
        last = one.steps[-1]
        step = f"{last.when[:10]} by {last.who}"
        table.add_row(one.version, one.state, f"{one.record_count:,}", Text(step), one.sha256[:12])
    return table


def render_changes(changes: Changes) -> RenderableType:
    """What changed in words: a paragraph each for the added, removed, corrected and differently told."""
    parts: list[RenderableType] = []
    for name, heading in _HEADINGS.items():
        number = changes.counts[name]
        if number:
            parts.append(Text(f"{heading}: {count_of(number, 'record')}", style="bold"))
            parts += [_render_line(line) for line in getattr(changes, name)]
    return Group(*parts) if parts else Text("nothing changed")


def _render_line(line: ChangeLine) -> Text:
    was = f" (was {line.was})" if line.was else ""
    text = Text.assemble(("  " + line.record_id + was, "dim"), "\n  ", line.words)
    if line.why:
        text.append(f"\n    {line.why}")
    for slot in line.slots:
        text.append(f"\n    {slot.slot}: {slot.before} → {slot.after}")
    return text


def describe_release(release: Release) -> dict[str, Any]:
    """A release as JSON."""
    manifest = json.loads(release.manifest)
    return {
        "version": release.version,
        "state": release.state,
        "previous": release.previous,
        "made": release.made,
        "released": release.released,
        "record_count": release.record_count,
        "policy": manifest["policy"],
        "counts": manifest["counts"],
        "changes": manifest["changes"],
        "sha256": release.sha256,
        "steps": [{"step": row.step, "who": row.who, "when": row.when, "why": row.why} for row in release.steps],
    }
