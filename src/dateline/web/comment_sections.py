"""Comments as the reader pages set them: what was said under an article, the rules, and the form as it was typed."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from urllib.parse import quote

from dateline.model.comments import Guidelines
from dateline.publish.moments import say_moment
from dateline.publish.wordings import say_date
from dateline.services.commenting import PublicComment

SHOWN_AT_ONCE = 50
"""Comments that stand under an article itself, and on each page of the list of all."""
MOST_LINES, LINES_AT_ONCE = 40, 15
"""A comment with more lines than the first shows the second at once."""
Paragraphs = tuple[tuple[str, ...], ...]
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class SpokenComment:
    """A comment as it is set: paragraphs, each of lines; no character is another than was sent, but blank ones.

    `rest`: the paragraphs of one with very many lines that are shown when asked for.
    """

    id: int
    name: str
    sent: str
    day: str
    moment: str
    paragraphs: Paragraphs
    rest: Paragraphs = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    name: str = ""
    text: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class CommentSection:
    """What `readers/comments.html` sets. `address`: where the form is sent; `problems`: words by field, "" for all.

    `is_open`: whether comments can be sent; `began`: when the form was first made, in whole seconds since 1970.
    """

    address: str
    said: Sequence[SpokenComment]
    total: int
    guidelines: Guidelines
    is_open: bool = True
    typed: Typed = Typed()
    problems: Mapping[str, str] = field(default_factory=dict)
    began: int = field(default_factory=lambda: int(time.time()))


@dataclass(frozen=True, slots=True)
class DatedVersion:
    """A version of the guidelines in the list of all; `since` in words."""

    number: int
    since: str


def lay_out(comment: PublicComment) -> SpokenComment:
    """A comment with its words in paragraphs and its time in words."""
    head, rest = cut_lines(split_paragraphs(comment.text))
    return SpokenComment(
        comment.id, comment.name, comment.sent, say_day(comment.sent), say_moment(comment.sent), head, rest
    )


def cut_lines(paragraphs: Paragraphs) -> tuple[Paragraphs, Paragraphs]:
    """What is shown at once, and the rest: no comment pushes the next ones screens away by line breaks alone."""
    lines = [(at, line) for at, paragraph in enumerate(paragraphs) for line in paragraph]
    if len(lines) <= MOST_LINES:
        return paragraphs, ()
    return _join(lines[:LINES_AT_ONCE]), _join(lines[LINES_AT_ONCE:])


def _join(lines: Sequence[tuple[int, str]]) -> Paragraphs:
    """Paragraphs, of lines with the number of the paragraph that each stands in."""
    return tuple(tuple(line for _, line in group) for _, group in groupby(lines, key=itemgetter(0)))


def split_paragraphs(text: str) -> Paragraphs:
    """Paragraphs, between which lines are blank, of lines. However many lines are blank, the gap is one."""
    return tuple(tuple(part.split("\n")) for part in _BLANK_LINES.split(text.strip()))


def say_day(moment: str) -> str:
    """ "2 December 2021" in UTC, of an ISO time with an offset."""
    return say_date(datetime.fromisoformat(moment).astimezone(UTC).date())


def article_address(report_id: str) -> str:
    """The page that comments on a report stand under."""
    return f"/read/reports/{quote(report_id, safe='')}"


def comments_address(report_id: str) -> str:
    """Where comments on a report are listed, and sent to."""
    return f"{article_address(report_id)}/comments"
