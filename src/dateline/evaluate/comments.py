"""The suite `comments`: suggestions against what a fair moderator would do.

Figures are shares in percent over the rows of the file. A flag is raised from 0.5 on. "Macro-F1" is the mean of the
F1 of the two sides. Of every rule that the file has: recall, precision, accuracy, macro-F1 of its flag, the accuracy
among the rows that do not break it (in functional tests of hate: the non-hateful accuracy; Röttger et al. 2021,
HateCheck), and how many of those that break it would be rejected, by whatever rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.evaluate.gold import iter_objects
from dateline.model.errors import ReadError

Row = Mapping[str, Any]

RAISED = 0.5
NO_RULES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """How often yes and no were right: `hits` of `yes` rows, `passes` of `no` rows."""

    hits: int
    yes: int
    passes: int
    no: int

    @property
    def accuracy(self) -> float:
        return _share(self.hits + self.passes, self.yes + self.no)

    @property
    def recall(self) -> float:
        return _share(self.hits, self.yes)

    @property
    def precision(self) -> float:
        return _share(self.hits, self.hits + self.no - self.passes)

    @property
    def rest_accuracy(self) -> float:
        return _share(self.passes, self.no)

    @property
    def macro_f1(self) -> float:
        missed, wrong = self.yes - self.hits, self.no - self.passes
        yes = _share(2 * self.hits, 2 * self.hits + missed + wrong)
        no = _share(2 * self.passes, 2 * self.passes + missed + wrong)
        return (yes + no) / 2

    def to_json(self) -> dict[str, float | int]:
        return {
            "comments": self.yes,
            "recall": round(self.recall, 2),
            "precision": round(self.precision, 2),
            "accuracy": round(self.accuracy, 2),
            "macro_f1": round(self.macro_f1, 2),
            "rest_accuracy": round(self.rest_accuracy, 2),
        }


@dataclass(frozen=True, slots=True)
class CommentScore:
    """`verdict`: "reject" as yes; `rules`: each rule that a gold row breaks, by the flag of its name.

    `rejected`: of the rows that break a rule, the share that would be rejected, by whatever rule.
    """

    verdict: Sides
    rules: Mapping[str, Sides]
    rejected: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """Figures by name; those of the rules under "rules"."""
        return {
            "comments": self.verdict.yes + self.verdict.no,
            "accuracy": round(self.verdict.accuracy, 2),
            "macro_f1": round(self.verdict.macro_f1, 2),
            "good_rejected": round(_share(self.verdict.no - self.verdict.passes, self.verdict.no), 2),
            "rules": {
                name: {**sides.to_json(), "rejected": round(self.rejected[name], 2)}
                for name, sides in self.rules.items()
            },
        }


def load_comments(path: Path) -> list[dict[str, Any]]:
    """The rows of a gold file, each with an id. Raises ReadError where a row has no text, or no verdict."""
    rows = list(iter_objects(path))
    for number, row in rows:
        if not isinstance(row.get("text"), str) or row.get("gold") not in {"approve", "reject"}:
            raise ReadError('no object with text, and "approve" or "reject" as gold', f"{path}:{number}")
    return [{"id": str(number), **row} for number, row in rows]


def score_comments(golds: Sequence[Row], told: Iterable[Row]) -> CommentScore:
    """Score suggestions. Raises ReadError where one is missing."""
    said = {str(row["id"]): row for row in told}
    missing = [str(row["id"]) for row in golds if str(row["id"]) not in said]
    if missing:
        raise ReadError("no suggestion for a comment of the gold file", missing[0], f"{len(missing)} are missing")
    pairs = [(row, said[str(row["id"])]) for row in golds]
    verdict = _count([(gold["gold"] == "reject", row["suggestion"] == "reject") for gold, row in pairs])
    names = sorted({rule for gold in golds for rule in gold.get("rules") or NO_RULES})
    rejected = {name: _share_rejected(name, pairs) for name in names}
    return CommentScore(verdict, {name: _count_flag(name, pairs) for name in names}, rejected)


def _share_rejected(name: str, pairs: Sequence[tuple[Row, Row]]) -> float:
    said = [row["suggestion"] == "reject" for gold, row in pairs if name in (gold.get("rules") or NO_RULES)]
    return _share(sum(said), len(said))


def _count_flag(name: str, pairs: Sequence[tuple[Row, Row]]) -> Sides:
    return _count(
        [(name in (gold.get("rules") or NO_RULES), row["flags"].get(name, 0.0) >= RAISED) for gold, row in pairs]
    )


def _count(answers: Sequence[tuple[bool, bool]]) -> Sides:
    yes = [said for wanted, said in answers if wanted]
    no = [said for wanted, said in answers if not wanted]
    return Sides(sum(yes), len(yes), len(no) - sum(no), len(no))


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
