"""What stands around a story on a page: told by whole lines, the same for HTML and pasted text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from dateline.base.resources import load_yaml
from dateline.model.reports import Credit
from dateline.read.credits import caption_credits, read_credits

_LONGEST_LABEL_CHARS = 90
_LONGEST_LINK_CHARS = 160
_LONGEST_FURNITURE_CHARS = 400
_BUTTON_WORD = re.compile(r"[^\s,|/·•:]+")
_SENTENCE_END = re.compile(r"[.!?؟۔।።。！？…][”\"'’»)\]」]*$")
_FEWEST_WORDS = 5
_FEWEST_UNSPACED = 15
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _patterns(kind: str) -> re.Pattern[str]:
    rows: list[str] = load_yaml("reading/furniture.yaml")[kind]
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


@cache
def furniture_elements() -> frozenset[str]:
    """Words in an HTML class or id that mark an element as furniture."""
    return frozenset(load_yaml("reading/furniture.yaml")["elements"])


def is_furniture(line: str) -> bool:
    """Whether the line is a button, a label, an advert's mark, a pointer to other pages, or a caption."""
    if len(line) <= _LONGEST_FURNITURE_CHARS and (_is_sharing_row(line) or _patterns("line").fullmatch(line)):
        return True
    return bool(_patterns("opening").match(line)) or is_caption(line)


def _is_sharing_row(line: str) -> bool:
    words = _BUTTON_WORD.findall(line.lower())
    return bool(words) and _sharing_words().issuperset(words)


@cache
def _sharing_words() -> frozenset[str]:
    return frozenset(load_yaml("reading/furniture.yaml")["sharing"])


def is_caption(line: str) -> bool:
    """Whether the line ends as captions do, with whose picture it is."""
    return len(line) < 600 and any(match.end() == len(line) for match in _patterns("caption").finditer(line))


def starts_foot(line: str) -> bool:
    """Whether nothing of the story stands below this line."""
    return len(line) <= _LONGEST_LABEL_CHARS and bool(_patterns("foot").fullmatch(line))


def starts_links(line: str) -> bool:
    """Whether a list of other stories follows."""
    return len(line) <= _LONGEST_LABEL_CHARS and bool(_patterns("block").fullmatch(line))


def ends_sentence(line: str) -> bool:
    """Whether the line ends as sentences do."""
    return bool(_SENTENCE_END.search(line[-8:]))


def is_prose(line: str) -> bool:
    """Whether the line reads like a paragraph: it ends as sentences do, and has a few words."""
    if not ends_sentence(line):
        return False
    few_words = islice(_WORD.finditer(line), _FEWEST_WORDS)
    if sum(1 for _ in few_words) == _FEWEST_WORDS:
        return True
    return sum(1 for _ in islice(_UNSPACED.finditer(line), _FEWEST_UNSPACED)) == _FEWEST_UNSPACED


def _can_be_link(line: str, *, prose: bool) -> bool:
    """Whether a line below "Related stories" is one of them: a headline, not a paragraph and not a credit."""
    return (not prose or line.endswith("?")) and len(line) < _LONGEST_LINK_CHARS and not read_credits(line)


def without_furniture(lines: Iterable[str], found: list[Credit]) -> Iterator[str]:
    """The lines of the story: no furniture, no lists of links, nothing from the comment section on.

    Photographers named in the captions that are dropped are added to `found`.
    """
    told_some, in_links = False, False
    for line in lines:
        prose = is_prose(line)
        if told_some and starts_foot(line):
            return
        if starts_links(line):
            in_links = True
            continue
        if in_links and _can_be_link(line, prose=prose):
            continue
        if is_furniture(line):
            found.extend(caption_credits(line))
            continue
        in_links = False
        told_some = told_some or prose
        yield line
