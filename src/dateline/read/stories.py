"""What reading finds out about one story, before it becomes a report."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model.reports import Credit
from dateline.read.conversions import Extraction


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its parts told apart. `published` is ISO; `text` is the body alone, normalised.

    `ambiguous` says that `published` was written in figures alone, so that day and month could be swapped.
    `drawn`: the steps that led to the lines which title, place line, byline and body were told apart in.
    """

    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    dateline: str | None = None
    byline: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ambiguous: bool = False
    drawn: tuple[Extraction, ...] = ()
