"""Use case: the answers and figures of a closed round as files, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.model.errors import NotKeptError
from dateline.model.ports import Store
from dateline.model.rounds import list_last_answers
from dateline.publish.exports.cells import Cell, write_table
from dateline.review.agreement import Agreement, Coefficient
from dateline.services.round_reports import ComparedRound, SlotAgreement, compare_round, get_closed, measure_round

FILES: Mapping[str, str] = {
    "answers.csv": "text/csv; charset=utf-8",
    "answers.json": "application/json",
    "agreement.csv": "text/csv; charset=utf-8",
    "agreement.json": "application/json",
}
_ANSWER_COLUMNS = ("answer", "record_id", "coder", "verdict", "counts", "why", "made", "record")
_FIGURE_COLUMNS = (
    "slot", "scale", "records", "pairs", "percent", "kappa", "kappa_low", "kappa_high", "kappa_gap", "alpha",
    "alpha_low", "alpha_high", "alpha_gap",
)  # fmt: skip


def write_round_file(store: Store, round_id: int, name: str) -> bytes:
    """A file of a round. Raises NotKeptError for a name that there is none of, WrongCallError while it is open."""
    if name not in FILES:
        raise NotKeptError("a round has no such file", name)
    if name.startswith("answers"):
        rows = list_answer_rows(store, round_id)
        return _write_csv(_ANSWER_COLUMNS, rows) if name.endswith("csv") else _write_json(rows)
    compared = compare_round(store, round_id)
    figures = measure_round(compared)
    if name.endswith("csv"):
        return _write_csv(_FIGURE_COLUMNS, list_figure_rows(figures))
    return _write_json(describe_round(compared, figures))


def list_answer_rows(store: Store, round_id: int) -> list[dict[str, Any]]:
    """All answers, oldest first; `counts` tells the last one of a coder on a record."""
    get_closed(store, round_id)
    answers = store.rounds.answers(round_id)
    last = {answer.id for answer in list_last_answers(answers).values()}
    names = {person_id: store.people.get(person_id).name for person_id in {row.person_id for row in answers}}
    return [
        {
            "answer": row.id,
            "record_id": row.record_id,
            "coder": names[row.person_id],
            "verdict": row.verdict,
            "counts": row.id in last,
            "why": row.why,
            "made": row.made,
            "record": row.record,
        }
        for row in answers
    ]


def list_figure_rows(figures: Sequence[SlotAgreement]) -> list[dict[str, Any]]:
    """The figures, one row a slot."""
    return [_describe(slot.key, slot.scale, slot.agreement) for slot in figures]


def describe_round(compared: ComparedRound, figures: Sequence[SlotAgreement]) -> dict[str, Any]:
    """A round with its figures, as JSON."""
    found = compared.round
    return {
        "round": found.id,
        "name": found.name,
        "opened": found.made,
        "closed": found.closed,
        "records": len(found.record_ids),
        "disputed": len(compared.disputed),
        "sample": found.sample.to_json(),
        "coders": [
            {"name": row.name, "verdicts": dict(row.verdicts), "changed": row.changed} for row in compared.coders
        ],
        "slots": list_figure_rows(figures),
    }


def _describe(key: str, scale: str, row: Agreement) -> dict[str, Any]:
    named = {"slot": key, "scale": scale, "records": row.units, "pairs": row.pairs, "percent": _round(row.percent)}
    return {**named, **_spread("kappa", row.kappa), **_spread("alpha", row.alpha)}


def _spread(name: str, found: Coefficient | None) -> dict[str, Any]:
    if found is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None, f"{name}_gap": "not two coders"}
    bounds = {f"{name}_low": _round(found.low), f"{name}_high": _round(found.high)}
    return {name: _round(found.value), **bounds, f"{name}_gap": found.gap}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(write_table(columns, ({name: _cell(value) for name, value in row.items()} for row in rows)))


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _write_json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
