"""The area brief: what is known of an area on one page, each line with the records that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.model.areas import Area, AreaRecord, Reach
from dateline.model.records import Control, Event, Figure, Statement
from dateline.model.reports import read_day
from dateline.publish.areas import find_reach, name_area
from dateline.publish.brief_figures import make_figure_groups
from dateline.publish.brief_incidents import make_incident_lines
from dateline.publish.brief_lately import Lately, make_lately
from dateline.publish.brief_parts import BriefLine, IncidentLine, LineGroup, SourceLine, count_of
from dateline.publish.brief_sayings import make_saying_groups
from dateline.publish.brief_tolls import make_toll_lines
from dateline.publish.brief_unknowns import make_unknown_lines
from dateline.publish.control_claims import SideOf, actor_key
from dateline.publish.control_lines import make_control_areas
from dateline.publish.control_words import make_control_groups
from dateline.publish.landmarks import name_country
from dateline.publish.ruled_tolls import RuledTolls
from dateline.publish.trends import Assessment
from dateline.publish.views import safe_link
from dateline.publish.wordings import say_date, say_number, say_published, say_publisher, say_title


@dataclass(frozen=True, slots=True)
class Brief:
    """All that is set on the page, in Markdown and on the terminal. `proposed`: records that nobody has reviewed."""

    area: Area
    today: date
    title: str
    where: str
    lately: Lately
    incidents: tuple[IncidentLine, ...]
    tolls: tuple[BriefLine, ...]
    figures: tuple[LineGroup, ...]
    control: tuple[LineGroup, ...]
    sayings: tuple[LineGroup, ...]
    unknowns: tuple[BriefLine, ...]
    sources: tuple[SourceLine, ...]
    records: int
    proposed: int

    @property
    def day(self) -> str:
        """The day of the brief in words."""
        return say_date(self.today)

    @property
    def is_empty(self) -> bool:
        return not self.records

    @property
    def settled_words(self) -> str:
        """How much of it people have decided on, in one sentence."""
        if not self.proposed:
            return f"All {count_of(self.records, 'record')} reviewed."
        if self.proposed == self.records:
            return f"{count_of(self.records, 'record')}, all proposed by the machine and not yet reviewed."
        return (
            f"{count_of(self.records, 'record')}; {self.proposed} of them proposed by the machine, not yet reviewed."
        )


def make_brief(
    area: Area,
    records: Sequence[AreaRecord],
    today: date,
    *,
    assessment: Assessment | None = None,
    timeline_svg: str | None = None,
    trend_svg: str | None = None,
    side_of: SideOf = actor_key,
    ruled: RuledTolls | None = None,
) -> Brief:
    """The brief of an area on the day `today`.

    In: records of any kind and in any order; those of reports on the area that tell no place are used where they are
    statements or control, those of larger areas that hold it where they are figures or control; what lies
    elsewhere is left out. `assessment` and the SVG pictures are those of the area's own series; `side_of` says who an
    actor belongs to, as for control lines; `ruled` has the tolls of incidents as a rule weighs them.
    """
    rows = sorted(_keep_standing(records, today), key=lambda row: (row.report_id, row.record_id))
    area = name_area(area, rows)
    reach = {row.record_id: find_reach(area, row.record.place) for row in rows}
    inside = [row for row in rows if reach[row.record_id] == "inside"]
    about = find_reports_about(rows, reach)

    def keep(kind: type, *reaches: Reach) -> list[AreaRecord]:
        return [
            row
            for row in rows
            if isinstance(row.record, kind)
            and reach[row.record_id] in reaches
            and (reach[row.record_id] != "untold" or row.report_id in about)
        ]

    events = keep(Event, "inside")
    figures, sayings = keep(Figure, "inside", "wider"), keep(Statement, "inside", "untold")
    told_control = keep(Control, "inside", "wider", "untold")
    near = [row for row in told_control if reach[row.record_id] != "wider"]
    wide = [row for row in told_control if reach[row.record_id] == "wider"]
    control = make_control_areas([*near, *events], side_of)
    used = [*events, *figures, *sayings, *told_control]
    return Brief(
        area=area,
        today=today,
        title=say_area(area),
        where=say_where(area),
        lately=make_lately(events, today, assessment, timeline_svg, trend_svg),
        incidents=make_incident_lines(events, ruled),
        tolls=make_toll_lines(events, ruled),
        figures=make_figure_groups(area, figures),
        control=(
            *make_control_groups(control),
            *make_control_groups(make_control_areas(wide, side_of), wider=True),
        ),
        sayings=make_saying_groups(sayings),
        unknowns=make_unknown_lines(inside, keep(Event, "wider"), control, today) if inside else (),
        sources=make_source_lines(used),
        records=len(used),
        proposed=sum(row.stored.state == "proposed" for row in used),
    )


def find_reports_about(rows: Iterable[AreaRecord], reach: Mapping[str, Reach]) -> set[str]:
    """The reports that are mostly on the area: of their records that lie somewhere two thirds at least lie in it."""
    inside = Counter(row.report_id for row in rows if reach[row.record_id] == "inside")
    outside = Counter(row.report_id for row in rows if reach[row.record_id] == "elsewhere")
    return {report_id for report_id, count in inside.items() if count >= 2 * outside[report_id]}


def say_area(area: Area) -> str:
    """ "Hawija, Kirkuk, Iraq"."""
    parts = (area.name, area.admin1 if area.kind != "admin1" else None, name_country(area.country or ""))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def say_where(area: Area) -> str:
    """What is taken for the area, so that nobody has to guess."""
    if area.kind == "country":
        return "The whole country"
    if area.kind == "admin1":
        return "The whole region"
    kind = "mountains" if area.kind == "mountain" else area.kind
    radius = say_number(round(area.radius_km, 1))
    return f"Within {radius} km of {area.lat:.3f}, {area.lon:.3f} ({kind})"


def make_source_lines(rows: Iterable[AreaRecord]) -> tuple[SourceLine, ...]:
    """The reports that the records are from, newest first."""
    by_report: dict[str, list[AreaRecord]] = {}
    for row in rows:
        by_report.setdefault(row.report_id, []).append(row)
    ordered = sorted(by_report.values(), key=lambda same: same[0].report_id)
    ordered.sort(key=lambda same: same[0].published or "", reverse=True)
    return tuple(
        SourceLine(
            report_id=same[0].report_id,
            title=say_title(same[0].title),
            publisher=say_publisher(same[0].publisher),
            published=say_published(same[0].published),
            link=safe_link(same[0].url),
            records=len(same),
        )
        for same in ordered
    )


def _keep_standing(records: Iterable[AreaRecord], today: date) -> list[AreaRecord]:
    """Each record once, none that was rejected, and none of a report that came after the day of the brief."""
    by_id = {row.record_id: row for row in records if row.stored.state != "rejected"}
    return [row for row in by_id.values() if (read_day(row.published) or today) <= today]
