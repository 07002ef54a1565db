"""Tolls of an incident as rows: each with who says it, and whether it counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dateline.base.words import name_key
from dateline.linkage.toll_rules import TollRule
from dateline.linkage.voices import VoiceBook, sort_accounts, words_of
from dateline.model.actors import ActorRef
from dateline.model.incidents import Account, Standing, TollValue, Voice
from dateline.model.records import Casualty, Event
from dateline.model.reports import read_day

_CIVILIANS = name_key("Civilians")


def list_values(accounts: Iterable[Account], book: VoiceBook, rule: TollRule) -> tuple[TollValue, ...]:
    """All rows of all tolls, oldest report first, each marked with whether it is its source's last word."""
    values = [
        _make_value(account, casualty, book, rule)
        for account in sort_accounts(accounts)
        for casualty in account.event.casualties
    ]
    return _mark_current(values, {account.report.id: book.group_of(account) for account in accounts})


def day_of(value: TollValue) -> date:
    """The day that a count is from: as told, else that of the report; the first day of all where none is known."""
    return value.as_of or read_day(value.published) or date.min


def _make_value(account: Account, casualty: Casualty, book: VoiceBook, rule: TollRule) -> TollValue:
    voice = book.speaker_of(account, casualty.said_by)
    report = account.report
    return TollValue(
        measure=casualty.measure,
        group=casualty.group,
        low=casualty.low,
        high=casualty.high,
        approximate=casualty.approximate,
        as_of=casualty.as_of,
        voice=voice,
        standing=_find_standing(account, casualty, voice, book, rule),
        is_current=True,
        record_id=account.record_id,
        report_id=report.id,
        publisher=report.publisher,
        published=report.published,
    )


def _find_standing(account: Account, casualty: Casualty, voice: Voice, book: VoiceBook, rule: TollRule) -> Standing:
    stances = book.stances_of(account, voice)
    if account.event.modality == "denied" or stances == {"denies"}:
        return "denied"
    if account.event.modality not in rule.counted_modalities:
        return "uncertain"
    claims = "claims_responsibility" in stances
    return "claimed" if _is_claim(account.event, casualty, voice, rule, claims=claims) else "counted"


def _is_claim(event: Event, casualty: Casualty, voice: Voice, rule: TollRule, *, claims: bool) -> bool:
    """Whether a fighting side speaks of its enemy's dead. One that claims the deed is the side that did it.

    Dead civilians are its enemy's only where it struck civilians.
    """
    if voice.source_type not in rule.claimants or casualty.measure not in rule.claimed_measures:
        return False
    if rule.claims != "enemy_dead":
        return rule.claims == "all"
    if casualty.group is None:
        return True
    hit, speaker = name_key(casualty.group), words_of(voice)
    doers, targets = _names_of(event.actor1), _names_of(event.actor2)
    own, enemy = (doers, targets) if claims or speaker in doers else (targets, doers)
    is_side = claims or speaker in doers or speaker in targets
    if hit == speaker or (is_side and hit in own):
        return False
    return hit != _CIVILIANS or (is_side and hit in enemy)


def _names_of(actors: Sequence[ActorRef]) -> set[tuple[str, ...]]:
    return {name_key(name) for actor in actors for name in (actor.name, actor.mention) if name}


def _mark_current(values: Sequence[TollValue], groups: dict[str, str]) -> tuple[TollValue, ...]:
    """A source's later word on the same dead takes the place of its earlier one."""
    rivals: dict[tuple[object, ...], list[TollValue]] = defaultdict(list)
    for value in values:
        rivals[_subject_of(value)].append(value)
    last = {subject: _find_last(rows, groups) for subject, rows in rivals.items()}
    return tuple(replace(value, is_current=_number_of(value) == last[_subject_of(value)]) for value in values)


def _subject_of(value: TollValue) -> tuple[object, ...]:
    return value.voice.key, value.standing, value.measure, name_key(value.group or "")


def _number_of(value: TollValue) -> tuple[date, int | None, int | None, bool]:
    return day_of(value), value.low, value.high, value.approximate


def _find_last(rows: Sequence[TollValue], groups: dict[str, str]) -> tuple[date, int | None, int | None, bool]:
    """Of the last day's numbers the one that most texts give; then an exact one; then the lower."""
    told = [row for row in rows if row.low is not None or row.high is not None] or list(rows)
    last_day = max(day_of(row) for row in told)
    texts = Counter(number for number, _ in {(_number_of(row), groups[row.report_id]) for row in told})
    numbers = [_number_of(row) for row in told if day_of(row) == last_day]
    return min(numbers, key=lambda number: (-texts[number], *_vagueness(number)))


def _vagueness(number: tuple[date, int | None, int | None, bool]) -> tuple[bool, float, float]:
    _, low, high, approximate = number
    top = float("inf") if high is None else float(high)
    return low != high or approximate, float(low or 0), top
