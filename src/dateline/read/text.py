"""Pasted plain text into a story; hard-wrapped lines are put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.read.furniture import is_prose
from dateline.read.normalization import normalize_text
from dateline.read.paragraphs import read_paragraphs
from dateline.read.stories import Story

_MARKS = "#*-•▪●·"
_LEADING_MARK = re.compile(r"^(?:#{1,6}|[*•▪●·-]) +")
_EMPHASIS = re.compile(r"(\*{1,3}|__)(?=\S)([^*_]+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\S+?\)")
_WRAP_CHARS = (55, 110)


def read_text(text: str) -> Story:
    """The story in pasted text, page furniture and all. Its `text` is empty where there is none."""
    paragraphs = split_paragraphs(normalize_text(text))
    return read_paragraphs([line for line in map(_without_markup, paragraphs) if line], find_title=True)


def split_paragraphs(text: str) -> list[str]:
    """The lines of normalised text, where hard-wrapped lines are put together again."""
    blocks = [
        [line.strip() for line in block.split("\n")] for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip())
    ]
    if not _is_wrapped(blocks):
        return [line for block in blocks for line in block if line]
    return [" ".join(run) for block in blocks for run in _unwrap(block)]


def _without_markup(line: str) -> str:
    """A line without the marks of Markdown and the bullets of lists; the words stay."""
    if line[0] in _MARKS:
        line = _LEADING_MARK.sub("", line)
    if "*" in line or "__" in line or "](" in line:
        line = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", line))
    return line.strip()


def _is_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether lines were broken at a width: most that are not a block's last are about as long as the longest."""
    inner = [line for block in blocks if len(block) > 2 for line in block[:-1]]
    if len(inner) < 4:
        return False
    width = max(len(line) for line in inner)
    full = sum(len(line) >= width - 18 for line in inner)
    broken = sum(not is_prose(line) for line in inner)
    return _WRAP_CHARS[0] <= width <= _WRAP_CHARS[1] and full >= 0.6 * len(inner) and broken >= 0.5 * len(inner)


def _unwrap(block: Sequence[str]) -> list[list[str]]:
    """The runs of lines in a block that are one paragraph: a line much shorter than the widest ends its run."""
    width = max(len(line) for line in block)
    runs: list[list[str]] = [[]]
    for line in block:
        runs[-1].append(line)
        if len(line) < width - 25:
            runs.append([])
    return [run for run in runs if run]
