"""MUC-4: reports with role templates, in the processed lower-case form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from training.examples import Example, TextWords
from training.heads import MUC_ROLES, MUC_TYPES


def read_muc4(path: Path) -> Iterator[Example]:
    """Every place where the words of a role filler stand is labelled with its role; the first role wins."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["doctext"]
        text_words = TextWords.of(text)
        example = text_words.example()
        example.tag("muc_roles")
        example.mark_window(
            "muc_types", [t["incident_type"] for t in row["templates"] if t["incident_type"] in MUC_TYPES]
        )
        example.tag("muc_incidents")
        fills = {
            (mention, role, template["incident_type"])
            for template in row["templates"]
            for role in MUC_ROLES
            for entity in template[role]
            for mention, _ in entity
        }
        for mention, role, kind in sorted(fills, key=lambda fill: (len(fill[0]), fill)):
            for match in re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text):
                words = text_words.range_of(*match.span())
                if words:
                    example.mark("muc_roles", role, words)
                    if kind in MUC_TYPES:
                        example.mark("muc_incidents", kind, words)
        yield example
