"""MUC-4 reports with their templates in the five-role form of GRIT and GTT, and predicted templates of that form.

A file has an object a line: `docid`, `doctext`, `templates`. A template has an `incident_type` and, for each role,
its entities; an entity is a list of mentions; a mention is `[text, offset]` or the bare text.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.model.errors import ReadError

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
INCIDENT_TYPE = "incident_type"

Entity = tuple[str, ...]
"""The mentions of one entity as they stand in the text, lower-case."""

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Template:
    """An incident: its type, and the entities of every one of the five roles."""

    incident_type: str
    roles: Mapping[str, tuple[Entity, ...]]

    def entities(self, role: str) -> tuple[Entity, ...]:
        return self.roles.get(role, ())


@dataclass(frozen=True, slots=True)
class TemplateDocument:
    """A report with its gold templates, none where it tells of no relevant incident."""

    name: str
    text: str
    templates: tuple[Template, ...]


def normalise_mention(text: str) -> str:
    """A mention as it is compared: lower-case, without punctuation, articles and needless blanks."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def read_template_corpus(path: Path) -> Iterator[TemplateDocument]:
    """The reports of a `templates_*.jsonl`. Raises ReadError, naming the line, for what is none."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError("cannot read the corpus", str(path), str(error)) from error
    count = 0
    for number, line in enumerate(lines, start=1):
        if line.strip():
            count += 1
            yield _read_document(line, f"{path}:{number}")
    if not count:
        raise ReadError("no report found", str(path))


def _read_document(line: str, where: str) -> TemplateDocument:
    try:
        row = json.loads(line)
        return TemplateDocument(row["docid"], row["doctext"], read_templates(row["templates"], where))
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError("not a report with docid, doctext and templates", where, repr(error)) from error


def load_predictions(path: Path) -> dict[str, Any]:
    """What a JSON file predicts for each docid. Raises ReadError for what is no such object."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError("cannot read the predictions", str(path), str(error)) from error
    if not isinstance(rows, dict):
        raise ReadError("the predictions are no object of docids", str(path))
    return rows


def read_template_predictions(path: Path) -> dict[str, tuple[Template, ...]]:
    """`{docid: [template, ...]}` from a JSON file. Raises ReadError for what is none."""
    return {docid: read_templates(rows, f"{path}: {docid}") for docid, rows in load_predictions(path).items()}


def read_templates(rows: Any, where: str) -> tuple[Template, ...]:
    """Templates from their JSON. Raises ReadError, naming `where`, for another form."""
    if not isinstance(rows, list):
        raise ReadError("the templates are no list", where)
    return tuple(_read_template(row, where) for row in rows)


def _read_template(row: Any, where: str) -> Template:
    if not isinstance(row, dict) or not isinstance(row.get(INCIDENT_TYPE), str):
        raise ReadError("a template without an incident_type", where)
    unknown = sorted(set(row) - {INCIDENT_TYPE, *ROLES})
    if unknown:
        raise ReadError("a role that does not exist", where, ", ".join(unknown))
    roles = {role: tuple(_read_entities(row.get(role, []), role, where)) for role in ROLES}
    return Template(row[INCIDENT_TYPE].strip().lower(), roles)


def _read_entities(rows: Any, role: str, where: str) -> Iterator[Entity]:
    """Every entity that has a mention."""
    try:
        entities = [[mention if isinstance(mention, str) else mention[0] for mention in row] for row in rows]
    except (TypeError, IndexError, KeyError) as error:
        raise ReadError("the entities of a role are no lists of mentions", f"{where}, {role}") from error
    for row, mentions in zip(rows, entities, strict=True):
        if isinstance(row, str) or not all(isinstance(mention, str) for mention in mentions):
            raise ReadError("the entities of a role are no lists of mentions", f"{where}, {role}")
        if mentions:
            yield tuple(mention.lower() for mention in mentions)
