"""The suite `timex`: how well time expressions are found and read, against TimeML files.

Measures are those of TempEval-3: spans strict (same offsets) and relaxed (overlapping, each used once); type and
value count a pair whose spans overlap and whose attribute is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from dateline.annotate.timexes import find_timexes
from dateline.model.annotations import Timex
from dateline.model.errors import ReadError
from dateline.model.reports import read_day
from dateline.model.spans import Span


@dataclass(frozen=True, slots=True)
class TimexDocument:
    """A TimeML file: its text, its time expressions, and its creation day where it gives one."""

    name: str
    text: str
    created: date | None
    timexes: tuple[Timex, ...]


@dataclass(frozen=True, slots=True)
class TimexScores:
    """Counts over a folder. `strict`, `relaxed`, `type_right` and `value_right` are numbers of pairs."""

    gold: int
    found: int
    strict: int
    relaxed: int
    type_right: int
    value_right: int

    def to_json(self) -> dict[str, float | int]:
        """The measures as printed by the `evaluate` command: F1 between 0 and 1, and the counts behind them."""
        return {
            "strict_f1": self._f1(self.strict),
            "relaxed_f1": self._f1(self.relaxed),
            "type_f1": self._f1(self.type_right),
            "value_f1": self._f1(self.value_right),
            "gold": self.gold,
            "found": self.found,
        }

    def _f1(self, right: int) -> float:
        total = self.gold + self.found
        return round(2 * right / total, 4) if total else 0.0


def evaluate_timex(folder: Path) -> TimexScores:
    """Score the coder against every `.tml` file of a folder. Raises ReadError where there is none to read."""
    documents = list(read_timeml_folder(folder))
    if not documents:
        raise ReadError("no TimeML file (.tml) found", str(folder))
    return score_documents(documents)


def score_documents(documents: Sequence[TimexDocument]) -> TimexScores:
    """The counts over all documents, each anchored on its creation day."""
    rows = [_score_document(document, find_timexes(document.text, document.created)) for document in documents]
    return TimexScores(*(sum(column) for column in zip(*rows, strict=True)))


def _score_document(document: TimexDocument, found: Sequence[Timex]) -> tuple[int, int, int, int, int, int]:
    pairs = pair_timexes(document.timexes, found)
    return (
        len(document.timexes),
        len(found),
        sum(gold.span == ours.span for gold, ours in pairs),
        len(pairs),
        sum(gold.type == ours.type for gold, ours in pairs),
        sum(gold.value == ours.value for gold, ours in pairs),
    )


def pair_timexes(gold: Sequence[Timex], found: Sequence[Timex]) -> list[tuple[Timex, Timex]]:
    """Gold with the found one that it overlaps, the same span before a partial one; each is used once."""
    by_span = {timex.span: timex for timex in found}
    pairs = [(timex, by_span[timex.span]) for timex in gold if timex.span in by_span]
    taken = {ours.span for _, ours in pairs}
    for timex in gold:
        if timex.span in by_span:
            continue
        ours = next((row for row in found if row.span not in taken and row.span.overlaps(timex.span)), None)
        if ours:
            taken.add(ours.span)
            pairs.append((timex, ours))
    return sorted(pairs, key=lambda pair: pair[0].span)


# --- reading TimeML ------------------------------------------------------------------------------------------------


def read_timeml_folder(folder: Path) -> Iterator[TimexDocument]:
    """The documents of the folder's `.tml` files, in order of their names. Raises ReadError for one not TimeML."""
    for path in sorted(folder.glob("*.tml")):
        yield read_timeml(path.read_text(encoding="utf-8"), path.name)


def read_timeml(source: str, name: str) -> TimexDocument:
    """The document in a TimeML file's text. Raises ReadError where it is not XML or has no TEXT element."""
    try:
        root = ElementTree.fromstring(source)  # noqa: S314 - a corpus that the user names on the command line
    except ElementTree.ParseError as error:
        raise ReadError("not a TimeML file", name, str(error)) from error
    body = root.find("TEXT")
    if body is None:
        raise ReadError("not a TimeML file", name, "it has no TEXT element")
    creation = root.find("DCT/TIMEX3")
    created = read_day(creation.get("value")) if creation is not None else None
    parts: list[str] = []
    timexes: list[Timex] = []
    _walk(body, parts, timexes)
    return TimexDocument(name, "".join(parts), created, tuple(timexes))


def _walk(element: ElementTree.Element, parts: list[str], timexes: list[Timex]) -> None:
    """Gather the text in order, and an expression for every TIMEX3 element, at its offsets in that text."""
    start = sum(map(len, parts))
    parts.append(element.text or "")
    for child in element:
        _walk(child, parts, timexes)
        parts.append(child.tail or "")
    if element.tag == "TIMEX3":
        span = Span(start, sum(map(len, parts)))
        timexes.append(Timex(span, element.get("type", "DATE"), element.get("value", "")))  # type: ignore[arg-type]
