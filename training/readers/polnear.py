"""PolNeAR: who says what, as source, cue and content of every attribution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from training.examples import Example, TextWords

HEADS = {"Source": "sources", "Cue": "cues", "Content": "contents"}
_SPANS = re.compile(r"T\d+\t(?P<kind>\w+) (?P<spans>[\d ;]+)")
_ANNOTATOR = re.compile(r"_[0-9a-f]{4}\.ann$")


def read_polnear(folder: Path) -> Iterator[Example]:
    """One example an article, with the first annotator's attributions where there are several."""
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").iterdir()):
        first.setdefault(_ANNOTATOR.sub("", path.name), path)
    texts = {path.stem: path for path in (folder / "text").iterdir()}
    for name, path in first.items():
        source = texts.get(name)
        if source is not None:
            yield _read_article(source, path)


def _read_article(text_path: Path, annotations: Path) -> Example:
    text = text_path.read_bytes().decode("utf-8")
    text_words = TextWords.of(text)
    example = text_words.example()
    for head in HEADS.values():
        example.tag(head)
    for line in annotations.read_text(encoding="utf-8").splitlines():
        match = _SPANS.match(line)  # a line break within a quoted content makes lines that are no rows
        if not match or (kind := match["kind"]) not in HEADS:
            continue
        for span in match["spans"].split(";"):
            start, end = span.split()
            words = text_words.range_of(int(start), int(end))
            if words:
                example.mark(HEADS[kind], HEADS[kind].removesuffix("s"), words)
    return example
