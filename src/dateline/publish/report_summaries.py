"""A report in a few sentences, made from the slots of its records and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.model.records import Attribution, Casualty, Control, Event, Record, Stance, Statement
from dateline.model.stores import StoredReport
from dateline.publish import cards, incident_words
from dateline.publish.incident_words import MEASURES, capitalize, join_names, say_when, say_where, with_article
from dateline.publish.wordings import say_range, say_source

MOST_SENTENCES = 6
_KIND_ORDER = {"events": 0, "figures": 1, "control": 2, "statements": 3}
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows them: a name that has one would turn our own words with it."""
_STANCES: dict[Stance, str] = {
    "says": "according to",
    "estimates": "according to",
    "claims_responsibility": "claimed by",
    "denies": "denied by",
}


def summarize_report(stored: StoredReport, *, at_most: int = MOST_SENTENCES) -> tuple[str, ...]:
    """The records in sentences: what happened first, then figures, holdings and words; each once, some at most."""
    rows = sorted(stored.records, key=lambda row: (_KIND_ORDER[row.kind], not _is_done(row.record)))
    sentences = dict.fromkeys(say_sentence(row.record) for row in rows)
    return tuple(sentences)[:at_most]


def say_sentence(record: Record) -> str:
    """One record with who says so: "A attacked the B at C on 1 May 2024, according to D. Killed, B: 7 (D)." """
    sources = () if isinstance(record, Statement) else record.attribution
    tolls = say_tolls(record.casualties) if isinstance(record, Event) else ""
    sentence = f"{say_claim(record)}{_say_sources(sources)}."
    return _DIRECTIONS.sub("", f"{sentence} {capitalize(tolls)}." if tolls else sentence)


def say_claim(record: Record) -> str:
    """What the record says in one clause, without who says so; "(planned)" or the like for what was not done."""
    if isinstance(record, Event):
        return incident_words.say_headline(record, record.place, record.time)
    where = "" if isinstance(record, Control) else say_where(record.place)
    when = "" if isinstance(record, Statement) else say_when(record.time)
    modality = "" if _is_done(record) or _is_denied_by_name(record) else f"({_modality_of(record)})"
    return " ".join(part for part in (capitalize(cards.say_headline(record)), where, when, modality) if part)


def say_tolls(casualties: Sequence[Casualty]) -> str:
    """ "killed, Iraqi Army: at least 7 (the ministry), 13 (Islamic State); injured: 2"; empty where none is told."""
    groups: dict[tuple[str, str | None], list[Casualty]] = {}
    for row in casualties:
        groups.setdefault((MEASURES[row.measure], row.group), []).append(row)
    return "; ".join(
        f"{measure}{f', {group}' if group else ''}: {_say_values(rows)}" for (measure, group), rows in groups.items()
    )


def _modality_of(record: Record) -> str:
    return "happened" if isinstance(record, Statement) else record.modality


def _is_done(record: Record) -> bool:
    return _modality_of(record) == "happened"


def _is_denied_by_name(record: Record) -> bool:
    return _modality_of(record) == "denied" and any(row.stance == "denies" for row in record.attribution)


def _say_sources(sources: Sequence[Attribution]) -> str:
    """Those that the report names, by what they do; its own voice needs no naming."""
    names: dict[str, list[str]] = {}
    for row in sources:
        if row.source or row.source_type != "outlet":
            names.setdefault(_STANCES[row.stance], []).append(with_article(say_source(row, None)))
    return "".join(f", {stance} {join_names(said)}" for stance, said in names.items())


def _say_values(rows: Sequence[Casualty]) -> str:
    values = []
    for row in rows:
        said_by = f" ({with_article(row.said_by)})" if row.said_by and row.said_by != "outlet" else ""
        values.append(f"{say_range(row.low, row.high, approximate=row.approximate)}{said_by}")
    return ", ".join(dict.fromkeys(values))
