"""A page's lines, one paragraph each, told apart into body, title, date, byline, credits and tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dateline.model.reports import Credit
from dateline.read.credits import read_byline, read_credits, split_sign_off
from dateline.read.datelines import split_dateline
from dateline.read.dates import find_dates, is_update_line, read_date_line
from dateline.read.furniture import is_furniture, is_prose, starts_links, without_furniture
from dateline.read.languages import guess_language
from dateline.read.normalization import join_paragraphs
from dateline.read.stories import Story
from dateline.read.tags import read_tags

_LABEL = re.compile(
    r"(?P<label>title|headline|source|publisher|outlet|url|link|location|dateline)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+")
_MARKDOWN_TITLE = re.compile(r"#{1,3} +")
_LONGEST_TITLE_CHARS = 250
_MOST_HEAD_LINES = 30


@dataclass(slots=True)
class _Head:
    """What the lines above and below the body say, gathered line by line."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    dateline: str | None = None
    byline: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    tag_line: str | None = None
    ambiguous: bool = False


def read_paragraphs(lines: Sequence[str], *, find_title: bool, title: str | None = None) -> Story:
    """A story out of a page's lines, one paragraph a line, normalised.

    With `find_title` the first line that can be one is the title; a line equal to `title` is dropped in any case.
    """
    head = _Head(title=title)
    start = _read_head(lines, head, find_title=find_title)
    rest = without_furniture(lines[start:], head.credits)
    body = [line for line in rest if line != head.title and not _take_line(line, head)]
    if body:
        body[-1], signed_off = split_sign_off(body[-1])
        head.credits.extend(signed_off)
        _take_dateline(body, head)
    return _finish(head, join_paragraphs(body))


def _read_head(lines: Sequence[str], head: _Head, *, find_title: bool) -> int:
    """Take title, date, byline and the like from above the body; the number of the body's first line."""
    wants_title = find_title
    for number, line in enumerate(lines[:_MOST_HEAD_LINES]):
        names_alone = find_title and not wants_title and _is_near_date(lines, number)
        if _take_line(line, head, names_alone=names_alone) or is_furniture(line) or starts_links(line):
            continue
        if wants_title and head.title is None and _can_be_title(line, lines[number + 1 :]):
            head.title = _MARKDOWN_TITLE.sub("", line)
            wants_title = False
        elif is_prose(line) or len(line) > _LONGEST_TITLE_CHARS or split_dateline(line)[0]:
            return number
    return 0 if not find_title or head.title is None else min(len(lines), 1)


def _is_near_date(lines: Sequence[str], number: int) -> bool:
    """Whether a line stands by a date line, where a name alone is the author's."""
    return any(read_date_line(line) for line in lines[max(0, number - 2) : number + 3])


def _can_be_title(line: str, below: Sequence[str]) -> bool:
    if len(line) > _LONGEST_TITLE_CHARS or line.endswith((".", ":", ",")) or split_dateline(line)[0]:
        return False
    return any(is_prose(other) for other in below)


def _take_line(line: str, head: _Head, *, names_alone: bool = False) -> bool:
    """Take a line that tells about the report; False where it is something else."""
    if not line or len(line) > 500:
        return not line
    if found := read_date_line(line):
        if head.published is None and not is_update_line(line):
            head.published, head.ambiguous = found.value, found.ambiguous
        return True
    if read_tags(line, "") is not None:
        head.tag_line = head.tag_line or line
        return True
    if found_credits := read_credits(line):
        head.credits.extend(found_credits)
        return True
    return _take_label(line, head) or _take_byline(line, head, names_alone=names_alone)


def _take_label(line: str, head: _Head) -> bool:
    if _ADDRESS.fullmatch(line):
        head.url = head.url or line
        return True
    match = _LABEL.fullmatch(line)
    if not match or is_prose(match["value"]):
        return False
    label, value = match["label"].lower(), match["value"]
    if label in ("title", "headline"):
        head.title = head.title or value
    elif label in ("url", "link"):
        head.url = head.url or value
    elif label in ("location", "dateline"):
        head.dateline = head.dateline or value
    elif _ADDRESS.fullmatch(value):
        head.url = head.url or value
    else:
        head.publisher = head.publisher or value
    return True


def _take_byline(line: str, head: _Head, *, names_alone: bool) -> bool:
    """Take "By A and B", and in the head a line of two to four capitalised words, also with a date beside it."""
    for part in re.split(r"\s*[|•·]\s*|\s+[—–-]\s+|,\s+(?=\w+ \d)", line):
        names = read_byline(part)
        if not names and names_alone and not head.byline and 2 <= len(part.split()) <= 4 and not is_prose(line):
            names = read_byline(part, needs_by=False)
        if names:
            head.byline.extend(name for name in names if name not in head.byline)
            if (dates := find_dates(line)) and head.published is None:
                head.published, head.ambiguous = dates[0].value, dates[0].ambiguous
            return True
    return False


def _take_dateline(body: list[str], head: _Head) -> None:
    for number, paragraph in enumerate(body[:3]):
        place, rest = split_dateline(paragraph)
        if rest != paragraph:
            if dates := find_dates(paragraph[: len(paragraph) - len(rest)]):
                head.published = head.published or dates[0].value
            head.dateline = head.dateline or place
            body[number] = rest
            return


def _finish(head: _Head, text: str) -> Story:
    story = Story(
        text=text,
        title=head.title,
        published=head.published,
        publisher=head.publisher,
        url=head.url,
        language=guess_language(text),
        dateline=head.dateline,
        byline=tuple(head.byline),
        credits=tuple(dict.fromkeys(head.credits)),
    )
    if head.ambiguous:
        note = f"the date {head.published} was written in figures alone and read as day-month-year"
        story = replace(story, notes=(note,))
    if head.tag_line is None:
        return story
    return replace(story, tags=read_tags(head.tag_line, f"{head.title or ''}\n{text}") or ())
