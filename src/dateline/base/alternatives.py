"""Many alternatives of words searched at once: only those that can begin with a word's first letter are tried at it.

`re` tries the alternatives of a pattern one by one at every word. With a thousand rows in a lexicon that is most of
the time, and nine in ten of them begin with another letter.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

_WORD_BEGINS = re.compile(r"(?<![\w-])\w")
_ANY = frozenset(string.ascii_lowercase)
_OPTIONAL = re.compile(r"[?*]|\{0?,\d*\}")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{[\d,]+\})\??")
_LOOKS_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_OPENS_GROUP = re.compile(r"\((?:\?(?:P<\w+>|[a-zA-Z-]*:))?")


class Alternatives:
    """Named groups of regular-expression fragments, searched from word to word without regard to case.

    Each fragment begins with a letter or figure, and matches whole words. The order of groups, and of the fragments
    in one, is the order in which they are tried, as in one big pattern.
    """

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._every = _compile(groups)
        self._by_letter = {
            letter: _compile(
                {name: [one for one in some if letter in _initials(one)] for name, some in groups.items()}
            )
            for letter in string.ascii_lowercase
        }

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Matches within `[start, end)`, in order, none overlapping another; `lastgroup` names the group."""
        at = start
        for word in _WORD_BEGINS.finditer(text, start, end):
            if word.start() < at:
                continue
            pattern = self._by_letter.get(word.group().lower(), self._every)
            if pattern and (match := pattern.match(text, word.start(), end)):
                yield match
                at = match.end()


def _beginning_with(letter: str, groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: [one for one in some if letter in _initials(one)] for name, some in groups.items()}


def _compile(groups: Mapping[str, Sequence[str]]) -> re.Pattern[str] | None:
    named = [rf"(?P<{name}>{'|'.join(fragments)})" for name, fragments in groups.items() if fragments]
    return re.compile(rf"(?:{'|'.join(named)})(?![\w-])", re.IGNORECASE) if named else None


@cache
def _initials(fragment: str) -> frozenset[str]:
    """The letters that a match of the fragment can begin with; all of them where it can't be told."""
    branches = _split(fragment)
    return frozenset().union(*(_initials_of_branch(branch) for branch in branches))


def _initials_of_branch(branch: str) -> frozenset[str]:
    """The same without alternatives: the letters of the first part, and of the next where that one can be absent."""
    if not branch:
        return frozenset()
    if branch.startswith(_LOOKS_AROUND):
        return _initials_of_branch(branch[_end_of_group(branch) :])
    part, rest = _first_part(branch)
    letters = _initials_of_part(part)
    quantifier = _QUANTIFIER.match(rest)
    behind = rest[quantifier.end() :] if quantifier else rest
    if (quantifier and _OPTIONAL.match(quantifier.group())) or _may_be_empty(part):
        letters |= _initials_of_branch(behind)
    return letters


def _first_part(branch: str) -> tuple[str, str]:
    """A fragment's first letter, class or group, and what follows."""
    if branch[0] == "(":
        end = _end_of_group(branch)
    elif branch[0] == "[":
        end = branch.index("]", 2) + 1
    else:
        end = 2 if branch[0] == "\\" else 1
    return branch[:end], branch[end:]


def _initials_of_part(part: str) -> frozenset[str]:
    if part[0] == "(":
        return _initials(_inside(part))
    if len(part) == 1 and part.isalpha():
        return frozenset(part.lower())
    return frozenset() if len(part) == 1 and part.isdigit() else _ANY


def _may_be_empty(part: str) -> bool:
    return part[0] == "(" and "" in _split(_inside(part))


def _inside(group: str) -> str:
    opening = _OPENS_GROUP.match(group)
    return group[opening.end() if opening else 1 : -1]


def _end_of_group(text: str) -> int:
    """Where the group that the text begins with ends."""
    depth = 0
    for index, char in _bare(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return index + 1
    raise ValueError(f"a group of {text!r} is not closed")


def _split(fragment: str) -> list[str]:
    """The alternatives of a fragment that stand in no group."""
    cuts, depth = [-1], 0
    for index, char in _bare(fragment):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            cuts.append(index)
    return [fragment[a + 1 : b] for a, b in zip(cuts, [*cuts[1:], len(fragment)], strict=True)]


def _bare(text: str) -> Iterator[tuple[int, str]]:
    """The characters that stand neither behind a backslash nor in a class, and their places."""
    index, in_class = 0, False
    while index < len(text):
        char = text[index]
        if char == "\\":
            index += 2
            continue
        if not in_class and char != "[":
            yield index, char
        in_class = char == "[" or (in_class and char != "]")
        index += 1
