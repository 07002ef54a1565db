"""A page's lines, one paragraph each, told apart into body, title, date, byline, credits and tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.model.reports import Credit
from dateline.read.credits import is_house_byline, read_byline, read_credits, split_sign_off
from dateline.read.datelines import split_dateline
from dateline.read.dates import FoundDate, find_dates, read_date_line
from dateline.read.furniture import ends_sentence, is_furniture, is_prose, starts_links, without_furniture
from dateline.read.languages import guess_language
from dateline.read.normalization import join_paragraphs
from dateline.read.stories import Story
from dateline.read.tags import read_tags

_LABEL = re.compile(
    r"(?P<label>title|headline|subject|source|publisher|outlet|url|link|location|dateline)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LONGEST_TITLE_CHARS = 250
_LONGEST_LABEL_CHARS = 120
_LONGEST_QUESTION_CHARS = 150
_LONGEST_ISSUE_CHARS = 100
_LONGEST_OUTLET_CHARS = 60
_FEWEST_TITLE_WORDS = 4
_FEWEST_BODY_WORDS = 6
_FEWEST_SENTENCE_WORDS = 4
_OUTLET = re.compile(
    r"\b(?:news(?:paper|letter|wire)?|times|radio|wire|agency|office|post|herald|gazette|daily|weekly|press|voice|review|"
    r"observer|tribune|media|journal|bulletin|monitor|fm|tv|television|online|chronicle|courier|telegraph|ministry)\b"
    r"|\bwww\.|\.(?:com|net|org)\b",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:says?|said|kills?|killed|dead|dies?|attack(?:s|ed)?|hits?|denies|strikes?)\b", re.IGNORECASE
)
_SITE_TAIL = re.compile(r"\s+(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)+/?$")
_OTHER_SOURCES = re.compile(r"\s*(?:,|/|;|\band\b|\bwith\b).*$")
_ISSUE = re.compile(
    r"(?:bulletin|issue|edition|press|statement|communiqu[eé]|release|news|report|update|broadcast|transcript|no\.|vol)\b",
    re.IGNORECASE,
)
_MOST_HEAD_LINES = 30


@dataclass(slots=True)
class _Head:
    """What the lines above and below the body say, gathered line by line."""

    title: str | None = None
    published: str | None = None
    updated: str | None = None
    publisher: str | None = None
    url: str | None = None
    dateline: str | None = None
    byline: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    tag_line: str | None = None
    ambiguous: bool = False


def read_paragraphs(
    lines: Sequence[str], *, find_title: bool, title: str | None = None, story_text: str | None = None
) -> Story:
    """A story out of a page's lines, one paragraph a line, normalised.

    With `find_title` the first line that can be one is the title; a line equal to `title` is dropped in any case.
    `story_text` is where the phrases of tags are looked up, if not in the body that is found here.
    """
    head = _Head(title=title)
    start = _read_head(lines, head, find_title=find_title)
    rest = without_furniture(lines[start:], head.credits)
    body = [line for line in rest if line != head.title and not _take_line(line, head, in_body=True)]
    if body:
        body[-1], signed_off = split_sign_off(body[-1])
        head.credits.extend(signed_off)
        _take_dateline(body, head)
    return _finish(head, join_paragraphs(body), story_text)


def _read_head(lines: Sequence[str], head: _Head, *, find_title: bool) -> int:
    """Take title, date, byline and the like from above the body; the number of the body's first line."""
    candidates: list[tuple[int, str]] = []
    taken, start = -1, None
    for number, line in enumerate(lines[:_MOST_HEAD_LINES]):
        names_alone = find_title and bool(candidates) and _is_near_date(lines, number)
        if _take_line(line, head, names_alone=names_alone):
            taken = number
        elif is_furniture(line) or starts_links(line):
            continue
        elif find_title and _can_be_title(line, first=not candidates) and any(map(is_prose, lines[number + 1 :])):
            candidates.append((number, line))
        elif find_title and _take_issue_line(line, head):
            taken = number
        elif not _stands_above(line):
            start = number
            break
    if find_title:
        taken = max(taken, _choose_title(candidates, head, lines))
    if start is None:
        return 0 if head.title is None or not lines else min(len(lines), 1)
    unlabelled = (number for number, line in candidates if number > taken and len(line.split()) >= _FEWEST_BODY_WORDS)
    return next(unlabelled, start)


def _stands_above(line: str) -> bool:
    """Whether a line above the body is a label: short, and no sentence."""
    if ends_sentence(line) and len(line.split()) >= _FEWEST_SENTENCE_WORDS:
        return False
    return len(line) <= _LONGEST_LABEL_CHARS and split_dateline(line)[0] is None


def _can_be_title(line: str, *, first: bool) -> bool:
    if len(line) > _LONGEST_TITLE_CHARS or line.endswith((":", ",")) or split_dateline(line)[0]:
        return False
    return not is_prose(line) or (first and line.endswith(("?", "!", "…")) and len(line) < _LONGEST_QUESTION_CHARS)


def _choose_title(candidates: Sequence[tuple[int, str]], head: _Head, lines: Sequence[str]) -> int:
    """The title is the first line of some length above the body; the name of an outlet may stand over it.

    Out: the number of the title's line, -1 where there is none.
    """
    if not candidates:
        return -1
    headlines = [
        (number, line)
        for number, line in candidates
        if len(line.split()) >= _FEWEST_TITLE_WORDS and not _names_outlet(line)
    ]
    title_number, title = next(iter(headlines or candidates))
    head.title = head.title or title
    above = [_SITE_TAIL.sub("", line) for number, line in candidates if number < title_number]
    below = "\n".join(lines)
    named = (line for line in above if _names_outlet(line) or f"({line})" in below)
    head.publisher = head.publisher or next(named, None)
    return title_number


def _names_outlet(line: str) -> bool:
    return len(line) <= _LONGEST_OUTLET_CHARS and bool(_OUTLET.search(line)) and not _HAS_VERB.search(line)


def _take_issue_line(line: str, head: _Head) -> bool:
    """Take the date out of a line that opens like "Bulletin of Tuesday, 9 May 2023"."""
    if len(line) > _LONGEST_ISSUE_CHARS or not _ISSUE.match(line):
        return False
    if dates := find_dates(line):
        head.published, head.ambiguous = head.published or dates[0].value, dates[0].ambiguous
    return bool(dates)


def _is_near_date(lines: Sequence[str], number: int) -> bool:
    """Whether a line stands by a date line, where a name alone is the author's."""
    return any(read_date_line(line) for line in lines[max(0, number - 2) : number + 3])


def _take_line(line: str, head: _Head, *, names_alone: bool = False, in_body: bool = False) -> bool:
    """Take a line that tells about the report; False where it is something else."""
    if not line or len(line) > 500:
        return not line
    if found := read_date_line(line):
        return _take_date(found, head, in_body=in_body)
    if read_tags(line, "") is not None:
        head.tag_line = head.tag_line or line
        return True
    if found_credits := read_credits(line):
        head.credits.extend(found_credits)
        return True
    return is_house_byline(line) or _take_label(line, head) or _take_byline(line, head, names_alone=names_alone)


def _take_date(found: FoundDate, head: _Head, *, in_body: bool) -> bool:
    """Take the date; a second, other one inside the body is the story's own (a chronology), and stays there."""
    if in_body and head.published is not None and not found.updated and found.value != head.published[:10]:
        return False
    if found.updated:
        head.updated = head.updated or found.value
    elif head.published is None:
        head.published, head.ambiguous = found.value, found.ambiguous
    return True


def _take_label(line: str, head: _Head) -> bool:
    if _ADDRESS.fullmatch(line):
        head.url = head.url or line
        return True
    match = _LABEL.fullmatch(line)
    if not match or is_prose(match["value"]):
        return False
    label, value = match["label"].lower(), match["value"]
    if label in ("title", "headline", "subject"):
        head.title = head.title or value
    elif label in ("url", "link"):
        head.url = head.url or value
    elif label in ("location", "dateline"):
        head.dateline = head.dateline or value
    elif _ADDRESS.fullmatch(value):
        head.url = head.url or value
    else:
        head.publisher = head.publisher or _OTHER_SOURCES.sub("", value)
    return True


def _take_byline(line: str, head: _Head, *, names_alone: bool) -> bool:
    """Take "By A and B", and in the head a line of two to four capitalised words, also with a date beside it."""
    parts = re.split(r"\s*[|•·]\s*|\s+[—–-]\s+|,\s+(?=\w+ \d|\d)", line)
    dated = len(parts) > 1 and any(read_date_line(part) for part in parts)
    for part in parts:
        names = read_byline(part)
        bare = _IN_BRACKETS.sub("", part)
        if not names and (names_alone or dated) and not head.byline and 2 <= len(bare.split()) <= 4:
            names = () if is_prose(line) or _names_outlet(bare) else read_byline(bare, needs_by=False)
        if names:
            head.byline.extend(name for name in names if name not in head.byline)
            if (dates := find_dates(line)) and head.published is None:
                head.published, head.ambiguous = dates[0].value, dates[0].ambiguous
            return True
    if dated and not is_prose(line):
        return _take_date(next(found for part in parts if (found := read_date_line(part))), head, in_body=False)
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


def _finish(head: _Head, text: str, story_text: str | None) -> Story:
    tags: tuple[str, ...] = ()
    if head.tag_line is not None:
        tags = read_tags(head.tag_line, f"{head.title or ''}\n{story_text or text}") or ()
    return Story(
        text=text,
        title=head.title,
        published=head.published or head.updated,
        publisher=head.publisher,
        url=head.url,
        language=guess_language(text),
        dateline=head.dateline,
        byline=tuple(head.byline),
        credits=tuple(dict.fromkeys(head.credits)),
        tags=tags,
        notes=_note_date(head),
        ambiguous=head.ambiguous,
    )


def _note_date(head: _Head) -> tuple[str, ...]:
    if head.published is None and head.updated is not None:
        return (f"the date {head.updated} is that of an update; the page names no other",)
    return ()
