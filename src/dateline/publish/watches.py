"""What changed in a watched area, or for a watched actor, since somebody last looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.base.text import fold_name
from dateline.model.areas import AreaRecord
from dateline.model.decisions import DISCARDED
from dateline.model.outlines import actors_of
from dateline.model.records import Casualty, Control, Event
from dateline.publish.brief_incidents import group_incidents, list_casualties, make_incident_line
from dateline.publish.brief_parts import BriefLine, IncidentLine, make_links, say_sources, say_state
from dateline.publish.control_claims import SideOf, actor_key
from dateline.publish.control_lines import make_control_areas
from dateline.publish.control_words import make_control_line, name_control_area
from dateline.publish.findings import Verdict
from dateline.publish.ruled_tolls import RuledTolls
from dateline.publish.tolls import list_tolls
from dateline.publish.trends import Assessment


@dataclass(frozen=True, slots=True)
class WatchReport:
    """The changes since `last_look`, None where nobody has looked before: then all is new.

    `reports`: how many new ones. `incidents`: those of which nothing was on record. `retold`: incidents of which more
    reports tell, without another toll. `tolls`: those whose toll changed, before and after. `control`: new claims.
    `alert`: a rise or fall, in words.
    """

    last_look: datetime | None
    reports: int
    incidents: tuple[IncidentLine, ...]
    retold: tuple[IncidentLine, ...]
    tolls: tuple[BriefLine, ...]
    control: tuple[BriefLine, ...]
    alert: str | None

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.incidents or self.retold or self.tolls or self.control or self.alert)


def changes_since(
    records: Iterable[AreaRecord],
    last_look: datetime | None,
    assessment: Assessment | None = None,
    told: Verdict | None = None,
    side_of: SideOf = actor_key,
    ruled: RuledTolls | None = None,
) -> WatchReport:
    """What the records of an area or actor tell that they did not when somebody last looked.

    In: the records as kept, in any order; one counts as new where its report was added after `last_look` (UTC). The
    trend now, and as it was at the last look: an alert that was there already is not told again.
    `ruled`: tolls of incidents as a rule weighs them.
    """
    rows = [row for row in records if row.stored.state not in DISCARDED]
    new = {row.record_id for row in rows if is_new(row, last_look)}
    events = group_incidents(row for row in rows if isinstance(row.record, Event))
    opened = [same for same in events if all(row.record_id in new for row in same)]
    grown = [same for same in events if same not in opened and any(row.record_id in new for row in same)]
    changed = [line for same in grown if (line := tell_toll_change(same, new)) is not None]
    with_toll = {link.record_id for line in changed for link in line.links}
    return WatchReport(
        last_look=last_look,
        reports=len({row.report_id for row in rows if row.record_id in new}),
        incidents=_order(opened, ruled),
        retold=_order([same for same in grown if not any(row.record_id in with_toll for row in same)], ruled),
        tolls=tuple(changed),
        control=_tell_new_control(rows, new, side_of),
        alert=_tell_alert(assessment, told),
    )


def keep_of_actor(records: Iterable[AreaRecord], actor: str) -> list[AreaRecord]:
    """The records in which an actor has a part, by its id or its name."""
    wanted = {actor, fold_name(actor)}
    return [
        row
        for row in records
        if any(ref.key in wanted or fold_name(ref.name) in wanted for ref in actors_of(row.record))
    ]


def is_new(row: AreaRecord, last_look: datetime | None) -> bool:
    """Whether a record came after the last look; one of which it is not known when it came is not new."""
    if last_look is None:
        return True
    return row.added is not None and datetime.fromisoformat(row.added) > last_look


def tell_toll_change(rows: Sequence[AreaRecord], new: set[str]) -> BriefLine | None:
    """ "killed, Iraqi Army: 7, now 7–13", for an incident whose toll another report changes; None where none does."""
    old = [row for row in rows if row.record_id not in new]
    came = [row for row in rows if row.record_id in new]
    changes = list(_compare_tolls(list_casualties(old), list_casualties(rows)))
    if not changes:
        return None
    line = make_incident_line(rows)
    state, is_settled = say_state(came)
    return BriefLine(
        text=f"{line.when} · {line.headline or line.label} · {line.place}: {'; '.join(changes)}",
        said_by=say_sources(came),
        links=make_links([*came, *old]),
        state=state,
        is_settled=is_settled,
    )


def _compare_tolls(old: Sequence[Casualty], now: Sequence[Casualty]) -> Iterable[str]:
    before = {(toll.measure, toll.group): toll.words for toll in list_tolls(old, None)}
    for toll in list_tolls(now, None):
        group = f", {toll.group}" if toll.group else ""
        words = before.get((toll.measure, toll.group))
        if words is None:
            yield f"{toll.measure}{group}: {toll.words}, not told before"
        elif words != toll.words:
            yield f"{toll.measure}{group}: {words}, now {toll.words}"


def _order(groups: Iterable[Sequence[AreaRecord]], ruled: RuledTolls | None) -> tuple[IncidentLine, ...]:
    lines = sorted((make_incident_line(rows, ruled) for rows in groups), key=lambda line: line.incident_id)
    return tuple(sorted(lines, key=lambda line: line.day.toordinal() if line.day else 0, reverse=True))


def _tell_new_control(rows: Sequence[AreaRecord], new: set[str], side_of: SideOf) -> tuple[BriefLine, ...]:
    told = [row for row in rows if isinstance(row.record, Control | Event)]
    found = []
    for area in make_control_areas(told, side_of):
        for line in area.lines:
            if any(claim.basis.record_id in new for claim in line.claims):
                words = make_control_line(line)
                found.append(
                    BriefLine(
                        text=f"{name_control_area(area)}: {words.text}",
                        links=words.links,
                        note=words.note,
                        said_by=words.said_by,
                        state=words.state,
                        is_settled=words.is_settled,
                    )
                )
    return tuple(found)


def _tell_alert(now: Assessment | None, told: Verdict | None) -> str | None:
    return now.reason if now is not None and now.is_alert and now.verdict != told else None
