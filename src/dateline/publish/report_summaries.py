"""A report in a few sentences, made from the slots of its records and from nothing else."""

from __future__ import annotations

from dateline.model.records import Attribution, Casualty, Control, Event, Record, Statement
from dateline.model.stores import StoredReport
from dateline.publish import cards, incident_words
from dateline.publish.incident_words import MEASURES, capitalize, join_names, say_when, say_where, with_article
from dateline.publish.wordings import say_range, say_source

MOST_SENTENCES = 6
_KIND_ORDER = {"events": 0, "figures": 1, "control": 2, "statements": 3}


def summarize_report(stored: StoredReport, *, at_most: int = MOST_SENTENCES) -> tuple[str, ...]:
    """The records in sentences: what happened first, then figures, holdings and words; each once, some at most."""
    rows = sorted(stored.records, key=lambda row: (_KIND_ORDER[row.kind], not _is_done(row.record)))
    sentences = dict.fromkeys(say_sentence(row.record) for row in rows)
    return tuple(sentences)[:at_most]


def say_sentence(record: Record) -> str:
    """One record with who says so: "Gunmen attacked the army at A on 1 May 2024; killed: 7 (the ministry)." """
    claim = say_claim(record)
    sources = () if isinstance(record, Statement) else record.attribution
    return f"{claim}{_say_sources(sources)}."


def say_claim(record: Record) -> str:
    """The same without who says so, and without the full stop."""
    if isinstance(record, Event):
        return incident_words.say_headline(record, record.place, record.time) + _say_tolls(record)
    where = "" if isinstance(record, Control) else say_where(record.place)
    when = "" if isinstance(record, Statement) else say_when(record.time)
    return " ".join(part for part in (capitalize(cards.say_headline(record)), where, when) if part)


def _is_done(record: Record) -> bool:
    return isinstance(record, Statement) or record.modality == "happened"


def _say_sources(sources: tuple[Attribution, ...]) -> str:
    """Those that the report names; its own voice needs no naming."""
    names = [with_article(say_source(row, None)) for row in sources if row.source or row.source_type != "outlet"]
    return f", according to {join_names(names)}" if names else ""


def _say_tolls(event: Event) -> str:
    groups: dict[tuple[str, str | None], list[Casualty]] = {}
    for row in event.casualties:
        groups.setdefault((MEASURES[row.measure], row.group), []).append(row)
    return "".join(f"; {measure}: {_say_values(rows)}" for (measure, _), rows in groups.items())


def _say_values(rows: list[Casualty]) -> str:
    values = []
    for row in rows:
        said_by = row.said_by if row.said_by and row.said_by != "outlet" else None
        group = f" {row.group}" if row.group else ""
        number = say_range(row.low, row.high, approximate=row.approximate)
        values.append(f"{number}{group}{f' ({with_article(said_by)})' if said_by else ''}")
    return ", ".join(dict.fromkeys(values))
