"""What the corpus is made of, as tables in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.annotate.sentences import split_sentences
from dateline.model.records import EVENT_TYPE_OF
from training.corpus.building import KINDS, Row, each_option
from training.corpus.reading import SPLIT_NAMES, list_sheets, read_held_out, read_rows

Cells = Sequence[str | int]

RARE_STYLES_FROM = 4
"""Styles with fewer reports than this are told together."""


@dataclass(frozen=True, slots=True)
class Part:
    """The reports of one file."""

    name: str
    split: str
    rows: Sequence[Row]


def describe() -> str:
    """The composition of the corpus: by split, file, style, sub-event type, and the other lists of the contract."""
    held_out = read_held_out()
    parts = [Part(path.stem, held_out.get(path.stem, "train"), list(read_rows([path]))) for path in list_sheets()]
    sections = {
        "Splits": _count_sizes("split", {name: _rows_of(parts, name) for name in SPLIT_NAMES}),
        "Files": _table(
            ("file", "conflict", "split", "reports", *KINDS),
            [_describe_part(part) for part in parts],
        ),
        "Styles": _count_sizes("style", _group_styles(_rows_of(parts))),
        "Events by sub-event type": _count_labels(parts, "events", "sub_event_type", list(EVENT_TYPE_OF)),
        "Events by modality": _count_labels(parts, "events", "modality"),
        "Tolls by measure": _count_labels(parts, "events", "casualties", inner="measure"),
        "Figures by measure": _count_labels(parts, "figures", "measure"),
        "Statements by act": _count_labels(parts, "statements", "act"),
        "Control by relation": _count_labels(parts, "control", "relation"),
        "Sources of all records by type": _count_labels(parts, None, "attribution", inner="source_type"),
    }
    written = "\n\n".join(f"## {title}\n\n{table}" for title, table in sections.items())
    return f"# What the corpus is made of\n\nWritten by `python -m training.corpus describe`.\n\n{written}\n"


def _rows_of(parts: Sequence[Part], split: str | None = None) -> list[Row]:
    return [row for part in parts for row in part.rows if split in (None, part.split)]


def _describe_part(part: Part) -> Cells:
    conflicts = ", ".join(sorted({row["report"]["conflict"] for row in part.rows}))
    return (part.name, conflicts, part.split, len(part.rows), *_count_kinds(part.rows))


def _count_kinds(rows: Sequence[Row]) -> list[int]:
    return [sum(len(row[kind]) for row in rows) for kind in KINDS]


def _count_sizes(first: str, groups: dict[str, list[Row]]) -> str:
    """Reports, sentences, words and records of each group, and of all."""
    everything = [row for rows in groups.values() for row in rows]
    lines: list[Cells] = [(name, *_sizes(rows)) for name, rows in [*groups.items(), ("all", everything)]]
    return _table((first, "reports", "with no event", "sentences", "words", *KINDS), lines)


def _sizes(rows: Sequence[Row]) -> list[int]:
    texts = [row["report"]["text"] for row in rows]
    sentences = sum(1 for text in texts for _ in split_sentences(text))
    quiet = sum(not row["events"] for row in rows)
    return [len(rows), quiet, sentences, sum(len(text.split()) for text in texts), *_count_kinds(rows)]


def _group_styles(rows: Sequence[Row]) -> dict[str, list[Row]]:
    times = Counter(row["report"]["style"] for row in rows)
    groups: dict[str, list[Row]] = {style: [] for style, count in times.most_common() if count >= RARE_STYLES_FROM}
    for row in rows:
        style = row["report"]["style"]
        groups.setdefault(style if style in groups else "others", []).append(row)
    return groups


def _count_labels(
    parts: Sequence[Part], kind: str | None, field: str, order: Sequence[str] = (), inner: str | None = None
) -> str:
    """How often each label of a field stands in each split; of several right answers the first counts."""
    counts = {split: Counter(_labels(_rows_of(parts, split), kind, field, inner)) for split in SPLIT_NAMES}
    total = sum(counts.values(), Counter[str]())
    labels = order or [label for label, _ in total.most_common()]
    lines: list[Cells] = [(label, *(counts[split][label] for split in SPLIT_NAMES), total[label]) for label in labels]
    return _table((field if inner is None else inner, *SPLIT_NAMES, "all"), lines)


def _labels(rows: Sequence[Row], kind: str | None, field: str, inner: str | None) -> Iterator[str]:
    records = [record for row in rows for name in KINDS if kind in (None, name) for record in row[name]]
    for record in records:
        for value in [record[field]] if inner is None else [one[inner] for one in record[field]]:
            yield each_option(value)[0]


def _table(heads: Cells, lines: Sequence[Cells]) -> str:
    rule = ["---" if isinstance(cell, str) else "--:" for cell in (lines[0] if lines else heads)]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in (heads, rule, *lines))
