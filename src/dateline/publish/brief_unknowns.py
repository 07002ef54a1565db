"""What is not known: found in the records, never made up. Each line names the records that leave it open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from dateline.model.areas import AreaRecord
from dateline.model.records import Event
from dateline.publish.brief_incidents import event_of, group_incidents, list_differences
from dateline.publish.brief_parts import BriefLine, count_of, day_of, make_links, say_sources, say_when
from dateline.publish.control_lines import ControlArea
from dateline.publish.control_words import name_control_area
from dateline.publish.wordings import say_date, say_interval

DEADLY: frozenset[str] = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
"""Kinds of event of which one expects to be told whether anybody was hurt."""
LONG_SILENCE_DAYS = 14
_NAMELESS = "Unidentified Armed Group"


def make_unknown_lines(
    inside: Sequence[AreaRecord], wider_events: Sequence[AreaRecord], control: Sequence[ControlArea], today: date
) -> tuple[BriefLine, ...]:
    """What the records of an area leave open, the gravest first.

    In: records inside the area; events told only of a larger area that holds it; its control lines; the day of the
    brief, which silence is counted to.
    """
    incidents = group_incidents(row for row in inside if isinstance(row.record, Event))
    done = [rows for rows in incidents if any(event_of(row).modality == "happened" for row in rows)]
    lines = [
        *_tell_silence(inside, today),
        *_tell_gaps(control),
        *_tell_no_holder(control),
        *_tell_open(done, "no toll is told, not even that nobody was hurt", _lacks_toll),
        *_tell_differences(incidents),
        *_tell_open(done, "the day is not told", lambda rows: all(day_of(row) is None for row in rows)),
        *_tell_open(done, "nobody is named as the doer", _lacks_doer),
        *_tell_open(done, "the only sources are not named", _rests_on_unnamed),
        *_tell_open(done, "told by one report only", lambda rows: len({row.report_id for row in rows}) == 1),
        *_tell_wider(wider_events),
    ]
    return tuple(lines)


def last_day(rows: Iterable[AreaRecord]) -> date | None:
    """The latest day on which an event is told to have happened; None where there is none."""
    days = []
    for row in rows:
        event = row.record
        if isinstance(event, Event) and event.modality in ("happened", "attempted") and event.time is not None:
            days.append(event.time.end or event.time.start)
    return max((day for day in days if day), default=None)


def _tell_silence(inside: Sequence[AreaRecord], today: date) -> Iterable[BriefLine]:
    last = last_day(inside)
    if last is None or (today - last).days <= LONG_SILENCE_DAYS:
        return
    rows = [row for row in inside if last_day([row]) == last]
    yield BriefLine(
        text=f"No event is reported from here after {say_date(last)}, {say_span((today - last).days)} ago: "
        "quiet, or nobody looked",
        links=make_links(rows),
    )


def say_span(days: int) -> str:
    """A length of time as roughly as people say it: "17 days", "5 months", "4 years"."""
    if days < 60:
        return count_of(days, "day")
    return count_of(days // 30, "month") if days < 730 else count_of(days // 365, "year")


def _tell_gaps(control: Sequence[ControlArea]) -> Iterable[BriefLine]:
    for area in control:
        for line in area.lines:
            if line.relation == "gap" and not line.is_denied:
                rows = [claim.basis for claim in line.claims]
                said, when = say_sources(rows), say_when(rows[-1].record.time, rows[-1].published)
                yield BriefLine(
                    f"Nobody secures {name_control_area(area)}, according to {said}", make_links(rows), note=when
                )


def _tell_no_holder(control: Sequence[ControlArea]) -> Iterable[BriefLine]:
    held = {"controls", "responsible", "contested"}
    if not any(line.relation in held for area in control for line in area.lines):
        yield BriefLine("No report says who holds this area", ())


def _tell_open(
    incidents: Sequence[Sequence[AreaRecord]], what: str, is_open: Callable[[Sequence[AreaRecord]], bool]
) -> Iterable[BriefLine]:
    found = [rows for rows in incidents if is_open(rows)]
    if found:
        number = f"{len(found)} of {len(incidents)} incidents" if len(incidents) > 1 else "The one incident"
        days = _say_days(found)
        yield BriefLine(f"{number}: {what}", make_links(row for rows in found for row in rows), note=days)


def _say_days(incidents: Sequence[Sequence[AreaRecord]]) -> str:
    """The days of a few; many are not listed."""
    if len(incidents) > 4:
        return ""
    rows = [rows[0] for rows in incidents]
    return ", ".join(say_interval(row.record.time) if day_of(row) else "day not known" for row in rows)


def _tell_differences(incidents: Sequence[Sequence[AreaRecord]]) -> Iterable[BriefLine]:
    for rows in incidents:
        if differs := list_differences(rows):
            when = say_interval(rows[0].record.time) if day_of(rows[0]) else "an event without a day"
            yield BriefLine(f"{when}, told differently: {', '.join(differs)}", make_links(rows))


def _lacks_toll(rows: Sequence[AreaRecord]) -> bool:
    events = [event_of(row) for row in rows]
    return any(event.event_type in DEADLY for event in events) and not any(event.casualties for event in events)


def _lacks_doer(rows: Sequence[AreaRecord]) -> bool:
    return all(all(actor.name == _NAMELESS for actor in event_of(row).actor1) for row in rows)


def _rests_on_unnamed(rows: Sequence[AreaRecord]) -> bool:
    lines = [line for row in rows for line in row.record.attribution]
    return bool(lines) and all(line.source_type == "unnamed" for line in lines)


def _tell_wider(events: Sequence[AreaRecord]) -> Iterable[BriefLine]:
    if events:
        names = dict.fromkeys(row.record.place.name for row in events if row.record.place)
        yield BriefLine(
            f"{count_of(len(group_incidents(events)), 'incident')} told only of {', '.join(list(names)[:3])}: "
            "may have been here or elsewhere in it",
            make_links(events),
        )
