"""The tags of a report, also where a page lost what stood between them."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"(?:tags?|topics?|keywords?|filed under|related topics|tagged(?: (?:in|as|with))?)\s*[:：]\s*(?P<tags>.+)",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*[,;|·•،؛#]\s*|\s+/\s+")
_MOST_WORDS = 6
_PARTICLE = re.compile(r"(?:al|el|as|ar|an|ad|ash)-[^\W\d_]", re.IGNORECASE)


def read_tags(line: str, story: str) -> tuple[str, ...] | None:
    """The tags where the line lists them after "Tags:", else None; `story` is the title and body of the report."""
    match = _LABEL.fullmatch(line)
    return split_tags(match["tags"], story) if match else None


def split_tags(listed: str, story: str) -> tuple[str, ...]:
    """Tags out of one string. Without separators, phrases that the story has too are taken for one tag.

    The longest such run of words comes first; capitalised words of no known phrase are a name together, and so are
    lower-case words ("disputed areas").
    """
    parts = [part for part in _SEPARATORS.split(listed.strip()) if part]
    if len(parts) != 1 or " " not in parts[0]:
        return tuple(dict.fromkeys(parts))
    folded = f" {' '.join(_fold(story))} "
    words = parts[0].split()
    tags: list[list[str]] = []
    loose = False  # whether the last tag may still grow
    position = 0
    while position < len(words):
        run = _longest_run(words, position, folded)
        if run:
            tags.append(words[position : position + run])
            position, loose = position + run, False
            continue
        word = words[position]
        if loose and (not _is_capital(word) or _is_capital(tags[-1][-1])):
            tags[-1].append(word)
        else:
            tags.append([word])
        position, loose = position + 1, True
    return tuple(dict.fromkeys(" ".join(tag) for tag in tags))


def _longest_run(words: list[str], start: int, folded: str) -> int:
    """How many words from `start` on stand together in the story; one alone counts if it is capitalised."""
    for size in range(min(_MOST_WORDS, len(words) - start), 0, -1):
        run = words[start : start + size]
        if size == 1 and not _is_capital(run[0]):
            return 0
        if f" {' '.join(word.lower() for word in run)} " in folded:
            return size
    return 0


def _fold(story: str) -> list[str]:
    """The story's words in lower case; punctuation between words stays, so that no phrase reaches across it."""
    return re.findall(r"[\w'’-]+|[^\w\s]", story.lower())


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or bool(_PARTICLE.match(word) and word[3:].strip("-")[:1].isupper())
