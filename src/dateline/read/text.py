"""Pasted plain text into a story; hard-wrapped lines are put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.read.conversions import OURS, extract_lines
from dateline.read.furniture import is_prose
from dateline.read.normalization import normalize_text
from dateline.read.paragraphs import read_paragraphs
from dateline.read.stories import Story

_MARKS = "#*-•▪●·"
_LEADING_MARK = re.compile(r"^(?:#{1,6}|[*•▪●·-]) +")
_EMPHASIS = re.compile(r"(\*{1,3}|__)(?=\S)([^*_]+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\S+?\)")
_BROKEN_AT_HYPHEN = re.compile(r"(?<=\w)(-)\n(?=\w)")
_WRAP_CHARS = (55, 110)


def read_text(text: str) -> Story:
    """The story in pasted text, page furniture and all. Its `text` is empty where there is none."""
    paragraphs = split_paragraphs(normalize_text(text))
    lines = [line for line in map(_without_markup, paragraphs) if line]
    story = read_paragraphs(lines, find_title=True)
    return replace(
        story, drawn=(extract_lines(lines, OURS, "wrapped lines joined, marks of lists and emphasis off"),)
    )


def split_paragraphs(text: str) -> list[str]:
    """The lines of normalised text, where hard-wrapped lines are put together again."""
    blocks = [
        [line.strip() for line in block.split("\n")] for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip())
    ]
    width = _wrap_width(blocks)
    if width is None:
        return [line for block in blocks for line in block if line]
    return [_join_lines(run) for block in blocks for run in _unwrap(block, width)]


def _without_markup(line: str) -> str:
    """A line without the marks of Markdown and the bullets of lists; the words stay."""
    if line[0] in _MARKS:
        line = _LEADING_MARK.sub("", line)
    if "*" in line or "__" in line or "](" in line:
        line = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", line))
    return line.strip()


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The width at which lines were broken, None where they were not.

    They were where most lines that are not a block's last are about as long as the longest, and end in mid-sentence.
    """
    inner = [line for block in blocks if len(block) > 2 for line in block[:-1]]
    if len(inner) < 4:
        return None
    width = max(len(line) for line in inner)
    full = sum(len(line) >= width - 18 for line in inner)
    broken = sum(not is_prose(line) for line in inner)
    likely = _WRAP_CHARS[0] <= width <= _WRAP_CHARS[1] and full >= 0.6 * len(inner) and broken >= 0.5 * len(inner)
    return width if likely else None


def _unwrap(block: Sequence[str], width: int) -> list[list[str]]:
    """The runs of lines in a block that are one paragraph: a line much shorter than the width ends its run."""
    runs: list[list[str]] = [[]]
    for line in block:
        runs[-1].append(line)
        if len(line) < width - 25:
            runs.append([])
    return [run for run in runs if run]


def _join_lines(run: Sequence[str]) -> str:
    """The lines as one; a hyphen at a line's end is taken for the word's own ("self-", "proclaimed")."""
    return _BROKEN_AT_HYPHEN.sub(r"\1", "\n".join(run)).replace("\n", " ")
