"""Corpora that come as tokens with tags: re3d entities, CAMEO dyads, factuality."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.examples import UNKNOWN, Example, example_of_tokens
from training.heads import WORD_HEADS

Row = tuple[str, str]


def read_conll(path: Path, token_column: int, tag_column: int) -> Iterator[list[Row]]:
    """The sentences of a CoNLL file as (token, tag) rows."""
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if len(cells) > max(token_column, tag_column) and cells[token_column].strip():
            rows.append((cells[token_column].strip(), cells[tag_column].strip() or "O"))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def read_re3d(path: Path) -> Iterator[Example]:
    """Entities of ten types, as B- and I- tags."""
    for rows in read_conll(path, 0, 1):
        example, ranges = example_of_tokens([token for token, _ in rows])
        example.tag("entities")
        for (_, tag), (start, end) in zip(rows, ranges, strict=True):
            if tag == "O" or start == end:
                continue
            inside = WORD_HEADS["entities"].index(f"I-{tag[2:]}")
            tags = example.tags["entities"]
            tags[start:end] = [inside] * (end - start)
            if tag[0] == "B":
                tags[start] = WORD_HEADS["entities"].index(tag)
        yield example


def read_dyads(path: Path) -> Iterator[Example]:
    """Who did it to whom: `S` (source) and `T` (target) spans."""
    roles = {"S": "actor1", "T": "actor2"}
    for rows in read_conll(path, 0, 1):
        example, ranges = example_of_tokens([token for token, _ in rows])
        example.tag("dyads")
        for (_, tag), words in zip(rows, ranges, strict=True):
            if tag != "O" and tag[2:] in roles:
                example.mark("dyads", roles[tag[2:]], words)
        yield example


def read_factuality(path: Path) -> Iterator[Example]:
    """How sure it is that it happened, from -3 to 3, on event words alone."""
    for rows in read_conll(path, 1, 2):
        example, ranges = example_of_tokens([token for token, _ in rows])
        tags = [UNKNOWN] * len(example.words)
        for (_, value), words in zip(rows, ranges, strict=True):
            if value not in ("_", "O"):
                tags[words[0] : words[1]] = [_certainty(float(value))] * (words[1] - words[0])
        if any(tag != UNKNOWN for tag in tags):
            example.tags["factuality"] = tags
            yield example


def _certainty(value: float) -> int:
    return 0 if value <= -1 else 1 if value < 2 else 2


def read_police_acts(path: Path) -> Iterator[Example]:
    """Sentences with what the police did: KILL, ARREST, FAIL, FORCE, ANY_ACTION."""
    names = ("KILL", "ARREST", "FAIL", "FORCE", "ANY_ACTION")
    by_labels: defaultdict[bool, list[Example]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(cells) != len(names) + 1 or not cells[0].strip():
                continue
            example, _ = example_of_tokens(cells[0].split())
            labels = [name for name, cell in zip(names, cells[1:], strict=True) if cell == "1"]
            example.mark_window("police_acts", labels)
            by_labels[bool(labels)].append(example)
    # Ten in eleven sentences tell of no act; as many of them as of the others are enough to learn from.
    yield from by_labels[True]
    quiet = by_labels[False]
    step = max(1, len(quiet) // max(1, len(by_labels[True])))
    yield from quiet[::step]


def read_relevance(path: Path, columns: int) -> Iterator[Example]:
    """Whole reports with labels; the first says whether the report is of the kind that is looked for."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.rsplit("\t", columns)
        if len(cells) == columns + 1:
            example, _ = example_of_tokens(cells[0].split())
            example.mark_window("relevance", ["conflict"] if any(cell == "1" for cell in cells[1:]) else [])
            yield example
