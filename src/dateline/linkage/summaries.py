"""Summaries: all that the reports of one incident say, side by side, with who says it and what it adds up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import get_args

from dateline.linkage.disagreements import list_disagreements
from dateline.linkage.toll_ranges import list_ranges
from dateline.linkage.toll_rules import TollRule, load_toll_rule
from dateline.linkage.toll_values import list_values
from dateline.linkage.voices import TextGroups, VoiceBook, attributions_of, sort_accounts
from dateline.model.decisions import DISCARDED, State
from dateline.model.incidents import Account, Incident, IncidentSummary, Source, Voice
from dateline.model.ports import ActorRegistry
from dateline.model.records import Stance

_STANCES: tuple[Stance, ...] = get_args(Stance)
_STATES: tuple[State, ...] = get_args(State)


def summarize(
    incident: Incident,
    text_groups: TextGroups | None = None,
    rule: TollRule | None = None,
    actors: ActorRegistry | None = None,
) -> IncidentSummary:
    """What is known of an incident. The order of its accounts does not matter; rejected ones are only counted.

    In: `text_groups`, the group of equal texts of each report (`near_duplicates.group_copies`); `rule`, how tolls
    are weighed, by default the packaged default rule; `actors`, by which the names of one body are one source.
    """
    rule = rule or load_toll_rule()
    accounts = [row for row in sort_accounts(incident.accounts) if row.state not in DISCARDED]
    book = VoiceBook(accounts, text_groups or {}, rule, actors)
    values = list_values(accounts, book, rule)
    return IncidentSummary(
        incident_id=incident.incident_id,
        accounts=tuple(accounts),
        sources=_list_sources(accounts, book, rule),
        values=values,
        tolls=list_ranges(values, rule),
        disagreements=list_disagreements(accounts, values, book, rule),
        states=_count_states(incident.accounts),
        rule=rule.name,
        rule_words=rule.says,
    )


def _list_sources(accounts: Sequence[Account], book: VoiceBook, rule: TollRule) -> tuple[Source, ...]:
    """In the order in which they are first told."""
    stances: dict[str, set[Stance]] = defaultdict(set)
    voices: dict[str, Voice] = {}
    carriers: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for voice, stance in _list_sayings(account, book, rule):
            voices.setdefault(voice.key, voice)
            carriers[voice.key].append(account)
            if stance is not None:
                stances[voice.key].add(stance)
    return tuple(_make_source(voice, stances[key], carriers[key], book) for key, voice in voices.items())


def _list_sayings(account: Account, book: VoiceBook, rule: TollRule) -> list[tuple[Voice, Stance | None]]:
    """Who does what in an account. A plan, a threat or a fear says of nobody that it happened: no stance."""
    sayings = [
        (book.voice_of(account, row), _stance_in(account, row.stance, rule)) for row in attributions_of(account)
    ]
    heard = {voice.key for voice, _ in sayings}
    for casualty in account.event.casualties:
        voice = book.speaker_of(account, casualty.said_by)
        if voice.key not in heard:
            sayings.append((voice, _stance_in(account, "says", rule)))
    return sayings


def _stance_in(account: Account, stance: Stance, rule: TollRule) -> Stance | None:
    if account.event.modality == "denied":
        return "denies"
    return stance if account.event.modality in rule.counted_modalities else None


def _make_source(voice: Voice, stances: set[Stance], carriers: Sequence[Account], book: VoiceBook) -> Source:
    reports = {account.report.id: account for account in carriers}
    publishers = {account.report.publisher: None for account in carriers if account.report.publisher}
    texts = Counter(book.group_of(account) for account in reports.values())
    return Source(
        voice=voice,
        stances=tuple(stance for stance in _STANCES if stance in stances),
        report_ids=tuple(reports),
        record_ids=tuple(dict.fromkeys(account.record_id for account in carriers)),
        publishers=tuple(publishers),
        is_shared_text=any(count > 1 for count in texts.values()),
    )


def _count_states(accounts: Sequence[Account]) -> Mapping[State, int]:
    counts = Counter(account.state for account in accounts)
    return {state: counts[state] for state in _STATES if counts[state]}
