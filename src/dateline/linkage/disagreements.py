"""Disagreements: the slots of an incident that its accounts tell in ways that cannot both be so.

A slot that is vaguer in one account than in another is no disagreement, and neither is one that is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import get_args

from dateline.base.distances import distance_km
from dateline.base.words import name_key
from dateline.linkage.accounts import radius_of
from dateline.linkage.toll_rivals import compare_totals
from dateline.linkage.toll_rules import TollRule
from dateline.linkage.voices import VoiceBook, attributions_of, sort_accounts
from dateline.model.actors import ActorRef
from dateline.model.incidents import (
    Account,
    Disagreement,
    RivalValue,
    Slot,
    TollValue,
    Voice,
)
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import CasualtyMeasure, Event

_SLOTS: tuple[Slot, ...] = get_args(Slot)
_NOBODY = ("unidentified", "unknown", "unnamed")


def list_disagreements(
    accounts: Sequence[Account], values: Sequence[TollValue], book: VoiceBook, rule: TollRule
) -> tuple[Disagreement, ...]:
    """The slots that disagree, in the order of the contract, each with its rival values; then the tolls."""
    ordered = sort_accounts(accounts)
    slots = [_compare_slot(slot, ordered, book) for slot in _SLOTS]
    tolls = [compare_totals(measure, values, rule.approximate_share) for measure in get_args(CasualtyMeasure)]
    return tuple(row for row in (*slots, *tolls) if len(row.rivals) > 1)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an account tells of a slot, in words."""

    words: str
    event: Event
    account: Account


def _compare_slot(slot: Slot, accounts: Sequence[Account], book: VoiceBook) -> Disagreement:
    say, key_of, disagree = _COMPARERS[slot]
    standing = accounts if slot == "denial" else [row for row in accounts if row.event.modality != "denied"]
    told = [_Told(words, row.event, row) for row in standing if (words := say(row.event))]
    distinct = {key_of(row.event): row for row in reversed(told)}.values()
    pairs = combinations(distinct, 2)
    rivals = {row.words for one, other in pairs if disagree(one.event, other.event) for row in (one, other)}
    return Disagreement(
        slot,
        tuple(_gather(words, told, book) for words in dict.fromkeys(row.words for row in told) if words in rivals),
    )


def _gather(words: str, told: Sequence[_Told], book: VoiceBook) -> RivalValue:
    rows = [row for row in told if row.words == words]
    voices = {voice.key: voice for row in rows for voice in _voices_of(row.account, book)}
    return RivalValue(words, tuple(voices.values()), tuple(row.account.record_id for row in rows))


def _voices_of(account: Account, book: VoiceBook) -> list[Voice]:
    """Who tells an account as it stands: those who say so, or in a denied one those who deny."""
    rows = attributions_of(account)
    asserting = [row for row in rows if row.stance != "denies"] or rows
    return [book.voice_of(account, row) for row in asserting]


def _say_type(event: Event) -> str:
    return event.sub_event_type if event.sub_event_type != "Other" else event.event_type


def _say_denial(event: Event) -> str:
    return "it did not happen" if event.modality == "denied" else "it happened" if _happened(event) else ""


def _happened(event: Event) -> bool:
    return event.modality in ("happened", "attempted")


def _say_place(event: Event) -> str:
    return event.place.name if event.place else ""


def _say_time(event: Event) -> str:
    time = event.time
    if time is None or (time.start is None and time.end is None):
        return ""
    return "/".join("" if day is None else day.isoformat() for day in (time.start, time.end))


def _say_actors(actors: Sequence[ActorRef]) -> str:
    return "; ".join(dict.fromkeys(actor.name for actor in _known(actors)))


def _known(actors: Sequence[ActorRef]) -> list[ActorRef]:
    return [actor for actor in actors if not name_key(actor.name)[:1] or name_key(actor.name)[0] not in _NOBODY]


def _types_disagree(one: Event, other: Event) -> bool:
    return one.sub_event_type != other.sub_event_type


def _denials_disagree(one: Event, other: Event) -> bool:
    return (one.modality == "denied") != (other.modality == "denied")


def _places_disagree(one: Event, other: Event) -> bool:
    """Beyond both radii, whatever their names; without points, places of other names in other countries."""
    a, b = one.place, other.place
    if a is None or b is None:
        return False
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return bool(a.country and b.country and a.country != b.country)
    return distance_km(a.lat, a.lon, b.lat, b.lon) > _radius_km(a) + _radius_km(b)


def _radius_km(place: Place) -> float:
    return radius_of(place.model_dump())


def _times_disagree(one: Event, other: Event) -> bool:
    """Two spans of days with no day in common; an open side may reach any day."""
    return _is_before(one.time, other.time) or _is_before(other.time, one.time)


def _is_before(one: Interval | None, other: Interval | None) -> bool:
    return bool(one and other and one.end and other.start and one.end < other.start)


def _doers_disagree(one: Event, other: Event) -> bool:
    return _are_strangers(one.actor1, other.actor1) and not _are_swapped(one, other)


def _targets_disagree(one: Event, other: Event) -> bool:
    return _are_strangers(one.actor2, other.actor2) and not _are_swapped(one, other)


def _are_swapped(one: Event, other: Event) -> bool:
    """In a battle either side may be named first."""
    battles = one.event_type == other.event_type == "Battles"
    return battles and not _are_strangers(one.actor1, other.actor2) and not _are_strangers(one.actor2, other.actor1)


def _are_strangers(mine: Sequence[ActorRef], theirs: Sequence[ActorRef]) -> bool:
    """Two sides with somebody known on each and nobody on both."""
    names = [{key for actor in _known(side) for key in _keys_of(actor)} for side in (mine, theirs)]
    return bool(names[0] and names[1]) and not names[0] & names[1]


def _keys_of(actor: ActorRef) -> list[tuple[str, ...]]:
    return [name_key(name) for name in (actor.name, actor.actor_id) if name]


def _sides_of(event: Event) -> Hashable:
    return event.event_type, event.actor1, event.actor2


_COMPARERS: Mapping[
    Slot, tuple[Callable[[Event], str], Callable[[Event], Hashable], Callable[[Event, Event], bool]]
] = {
    "type": (_say_type, lambda event: event.sub_event_type, _types_disagree),
    "denial": (_say_denial, lambda event: event.modality, _denials_disagree),
    "place": (_say_place, lambda event: event.place, _places_disagree),
    "time": (_say_time, lambda event: event.time, _times_disagree),
    "actor1": (lambda event: _say_actors(event.actor1), _sides_of, _doers_disagree),
    "actor2": (lambda event: _say_actors(event.actor2), _sides_of, _targets_disagree),
}
"""How each slot is said, what is the same value of it, and when two values of it disagree."""
