"""The suite `gold`: coded reports against gold reports, slot by slot, as the MUC conferences scored templates.

Reports are paired by id, else by title. Records of one kind are aligned one to one, the most alike first; each
filled slot of an aligned pair is right, half right or wrong, and the slots of a record without a partner are
spurious or missing. A gold record marked "optional" costs nothing where it is missed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.evaluate.alignments import Tally, b_cubed_f1, pair_greedily, to_percent
from dateline.evaluate.comparisons import Json
from dateline.evaluate.slots import LEAST_SIMILARITY, SLOTS, record_similarity
from dateline.model.errors import WrongCallError


@dataclass(slots=True)
class KindScore:
    """One kind of record: slots by name, and records found."""

    by_slot: dict[str, Tally]
    records: Tally = field(default_factory=Tally)

    @property
    def slots(self) -> Tally:
        return sum_tallies(self.by_slot.values())


@dataclass(slots=True)
class GoldScore:
    """What the suite finds; `links` are (gold incident, predicted incident) of each aligned event."""

    kinds: dict[str, KindScore]
    links: list[tuple[str, str]] = field(default_factory=list)
    missing_reports: int = 0
    bad_quotes: int = 0

    @property
    def all_slots(self) -> Tally:
        return sum_tallies(kind.slots for kind in self.kinds.values())

    def to_json(self) -> dict[str, Any]:
        """The figures in percent, to one decimal."""
        data: dict[str, Any] = {
            "missing_reports": self.missing_reports,
            "bad_quotes": self.bad_quotes,
            "incident_b_cubed_f1": to_percent(b_cubed_f1(self.links)),
        }
        for name, kind in self.kinds.items():
            data[name] = {
                "slots": kind.slots.percent(),
                "records": kind.records.percent(),
                "by_slot": {slot: tally.percent() for slot, tally in kind.by_slot.items()},
            }
        data["all_slots"] = self.all_slots.percent()
        return data


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def load_lines(path: Path) -> list[Json]:
    """The coded reports of a JSON Lines file. Raises WrongCallError where a line is none, naming it."""
    rows: list[Json] = []
    for number, row in iter_objects(path):
        if not isinstance(row.get("report"), dict):
            raise WrongCallError("a line is not a coded report", f"{path}:{number}", "it has no object `report`")
        rows.append(row)
    return rows


def iter_objects(path: Path) -> Iterator[tuple[int, Json]]:
    """The objects of a JSON Lines file by line number. Raises WrongCallError where a line is none, naming it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongCallError("cannot read the file", str(path), str(error)) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise WrongCallError("a line is not JSON", f"{path}:{number}", str(error)) from error
        if not isinstance(row, dict):
            raise WrongCallError("a line is not an object", f"{path}:{number}", "it should be one in braces")
        yield number, row


def score_gold(golds: Iterable[Json], predictions: Sequence[Json]) -> GoldScore:
    """Score coded reports (JSON of the codebook) against gold reports; figures as in docs/commands.md."""
    score = GoldScore({kind: KindScore({name: Tally() for name in slots}) for kind, slots in SLOTS.items()})
    by_id, by_title = _index_predictions(predictions)
    for gold in golds:
        report = gold["report"]
        predicted = by_id.get(report["id"]) or by_title.get(report.get("title"))
        if predicted is None:
            score.missing_reports += 1
            predicted = {"report": report}
        _score_report(score, gold, predicted)
    return score


def _index_predictions(predictions: Sequence[Json]) -> tuple[Mapping[str, Json], Mapping[str | None, Json]]:
    by_id: dict[str, Json] = {}
    by_title: dict[str | None, Json] = {}
    for predicted in predictions:
        by_id[predicted["report"]["id"]] = predicted
        if predicted["report"].get("title"):
            by_title.setdefault(predicted["report"]["title"], predicted)
    return by_id, by_title


def _score_report(score: GoldScore, gold: Json, predicted: Json) -> None:
    text = predicted["report"].get("text", "")
    for kind, kind_score in score.kinds.items():
        golds: Sequence[Json] = gold.get(kind) or []
        found: Sequence[Json] = predicted.get(kind) or []
        score.bad_quotes += sum(_count_bad_quotes(record, text) for record in found)
        pairs = _align(kind, golds, found)
        _score_kind(kind, kind_score, golds, found, pairs)
        if kind == "events":
            report_id = gold["report"]["id"]
            score.links += [_link(report_id, i, golds[i], j, found[j]) for i, j in pairs]


def _align(kind: str, golds: Sequence[Json], found: Sequence[Json]) -> list[tuple[int, int]]:
    def similarity(one: Json, other: Json) -> float:
        return record_similarity(kind, one, other)

    return [(i, j) for i, j, _ in pair_greedily(golds, found, similarity, LEAST_SIMILARITY[kind])]


def _score_kind(
    kind: str, score: KindScore, golds: Sequence[Json], found: Sequence[Json], pairs: Sequence[tuple[int, int]]
) -> None:
    hit = {i for i, _ in pairs}
    wanted = [gold for i, gold in enumerate(golds) if i in hit or not gold.get("optional")]
    score.records.add(Tally(len(pairs), len(found), len(wanted)))
    for name, slot in SLOTS[kind].items():
        right = sum(slot.credit(golds[i], found[j]) for i, j in pairs)
        score.by_slot[name].add(Tally(right, sum(map(slot.count, found)), sum(map(slot.count, wanted))))


def _count_bad_quotes(record: Json, text: str) -> int:
    return sum(text[row["start"] : row["end"]] != row["quote"] for row in record.get("evidence", ()))


def _link(report_id: str, i: int, gold: Json, j: int, found: Json) -> tuple[str, str]:
    """The incidents of an aligned pair; an event without one is an incident of its own."""
    return (
        gold.get("incident") or f"{report_id}#{i}",
        found.get("incident_id") or found.get("incident") or f"{report_id}!{j}",
    )
