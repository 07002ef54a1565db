"""Reports for the pages, in our own words: one with every kind of record, one whose every field is hostile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dateline.model.actors import ActorRef
from dateline.model.errors import NotKeptError
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import (
    OUTLET,
    RECORD_KINDS,
    Attribution,
    Casualty,
    CodedReport,
    Control,
    Event,
    Evidence,
    Figure,
    Statement,
)
from dateline.model.reports import Credit, Report
from dateline.model.stores import RECORD_TYPES, RecordKind, ReportRow, StoredRecord, StoredReport

TEXT = (
    "Gunmen ambushed an army convoy outside Tarmiyah late on Thursday and killed at least seven soldiers, the "
    "defence ministry said. A channel that speaks for Islamic State claimed the attack and put the dead at 13.\n\n"
    "“We hold the road again since dawn, and nobody passes without our leave,” Colonel Hadi Salman, who commands "
    "the brigade there, told the Tigris Courier. Villagers denied that any soldier had been seen on the road.\n\n"
    "Between January and March the army counted 41 attacks in the belt of orchards north of the capital, almost "
    "twice as many as a year before. It will sweep the orchards in April, the colonel said.\n\n"
    "In the town itself several hundred people marched against the checkpoints on Friday; the march ended "
    "without trouble."
)
HOSTILE = '"><script>window.pwned=1</script><img src=x onerror="window.pwned=1">{{ 7*7 }}\u202e'


def quote_evidence(text: str, *quotes: str) -> tuple[Evidence, ...]:
    """Evidence by its words; each must stand in the text."""
    return tuple(
        Evidence(start=text.index(quote), end=text.index(quote) + len(quote), quote=quote) for quote in quotes
    )


ARMY, GROUP = ActorRef(name="Iraqi Army"), ActorRef(name="Islamic State")
TARMIYAH = Place(
    name="Tarmiyah", lat=33.673, lon=44.396, country="IQ", admin1="Baghdad", geo_precision=2, radius_km=8
)
COLONEL = Attribution(source="Hadi Salman", source_type="state_force")


def make_coded() -> CodedReport:
    """The report with every kind of record, overlapping evidence, and two tolls for one event."""
    return CodedReport(
        report=_make_report(),
        events=(_make_ambush(), _make_sweep(), _make_march()),
        figures=(_make_attacks(),),
        statements=(_make_saying(),),
        control=_make_control(),
    )


def _make_report() -> Report:
    """The report alone."""
    return Report(
        id="r-tarmiyah",
        url="https://tigris-courier.example/tarmiyah",
        publisher="Tigris Courier",
        title="Seven soldiers killed on the Tarmiyah road, ministry says",
        language="en",
        published="2021-04-03",
        byline=("Nadia Karim",),
        credits=(Credit(role="translation", name="Omar Aziz"),),
        tags=("Baghdad belt",),
        dateline="TARMIYAH, Iraq",
        text=TEXT,
    )


def _make_ambush() -> Event:
    """Two tolls, by two sources."""
    return Event(
        event_type="Battles",
        sub_event_type="Armed clash",
        modality="happened",
        actor1=(GROUP,),
        actor2=(ARMY,),
        place=TARMIYAH,
        time=Interval.day(date(2021, 4, 1)),
        casualties=(
            Casualty(measure="killed", group="Iraqi Army", low=7, high=None, said_by="Ministry of Defence"),
            Casualty(measure="killed", group="Iraqi Army", low=13, high=13, said_by="Islamic State"),
        ),
        attribution=(
            Attribution(source="Ministry of Defence", source_type="government"),
            Attribution(source="Islamic State", source_type="armed_group", stance="claims_responsibility"),
        ),
        evidence=quote_evidence(
            TEXT,
            "Gunmen ambushed an army convoy outside Tarmiyah late on Thursday and killed at least seven soldiers",
            "A channel that speaks for Islamic State claimed the attack and put the dead at 13.",
        ),
    )


def _make_sweep() -> Event:
    """Planned, in an area."""
    return Event(
        event_type="Strategic developments",
        sub_event_type="Other",
        modality="planned",
        actor1=(ARMY,),
        actor2=(),
        place=Place(name="Northern orchards", lat=33.75, lon=44.35, country="IQ", geo_precision=3, radius_km=30),
        time=Interval(start=date(2021, 4, 1), end=date(2021, 4, 30), precision="month"),
        casualties=(),
        attribution=(COLONEL,),
        evidence=quote_evidence(TEXT, "It will sweep the orchards in April, the colonel said."),
    )


def _make_march() -> Event:
    """One-sided, on one day, at an exact place."""
    return Event(
        event_type="Protests",
        sub_event_type="Peaceful protest",
        modality="happened",
        actor1=(ActorRef(name="Protesters"),),
        actor2=(),
        place=TARMIYAH.model_copy(update={"geo_precision": 1, "radius_km": None}),
        time=Interval.day(date(2021, 4, 2)),
        casualties=(),
        attribution=(OUTLET,),
        evidence=quote_evidence(TEXT, "several hundred people marched against the checkpoints on Friday"),
    )


def _make_attacks() -> Figure:
    """A count over three months."""
    return Figure(
        measure="attacks",
        value_low=41,
        value_high=41,
        approximate=False,
        unit="attacks",
        about=(),
        by=(GROUP,),
        place=TARMIYAH,
        time=Interval(start=date(2021, 1, 1), end=date(2021, 3, 31), precision="month"),
        modality="happened",
        attribution=(Attribution(source="Iraqi Army", source_type="state_force"),),
        evidence=quote_evidence(
            TEXT, "Between January and March the army counted 41 attacks in the belt of orchards"
        ),
    )


def _make_saying() -> Statement:
    """Quoted words."""
    return Statement(
        speaker=ActorRef(name="Hadi Salman"),
        speaker_role="commander of the brigade",
        act="announces",
        addressee=None,
        topic="the road is held again",
        quote="We hold the road again since dawn, and nobody passes without our leave",
        place=TARMIYAH,
        time=None,
        attribution=(COLONEL,),
        evidence=quote_evidence(
            TEXT, "“We hold the road again since dawn, and nobody passes without our leave,” Colonel Hadi Salman"
        ),
    )


def _make_control() -> tuple[Control, Control]:
    """A claim, and its denial."""
    holds = Control(
        holder=(ARMY,),
        relation="controls",
        area="the road at Tarmiyah",
        place=TARMIYAH,
        time=None,
        modality="happened",
        attribution=(COLONEL,),
        evidence=quote_evidence(TEXT, "We hold the road again since dawn"),
    )
    denies = holds.model_copy(
        update={
            "modality": "denied",
            "attribution": (Attribution(source="Villagers", source_type="community", stance="denies"),),
            "evidence": quote_evidence(TEXT, "Villagers denied that any soldier had been seen on the road."),
        }
    )
    return holds, denies


def make_hostile() -> CodedReport:
    """A report with markup, script and template code in every field of text."""
    report = _make_hostile_report()
    actor = ActorRef(name=HOSTILE, mention=HOSTILE, actor_id=HOSTILE)
    place = Place(name=HOSTILE, lat=34.0, lon=44.0, country=HOSTILE, admin1=HOSTILE, geo_precision=2, radius_km=5)
    said = (Attribution(source=HOSTILE, source_type="unnamed"),)
    words = quote_evidence(report.text, HOSTILE)
    common = {"place": place, "time": None, "attribution": said, "evidence": words}
    event = Event.model_validate(
        {
            **common,
            "event_type": HOSTILE,
            "sub_event_type": HOSTILE,
            "modality": "happened",
            "actor1": (actor,),
            "actor2": (actor,),
            "casualties": (Casualty(measure="killed", group=HOSTILE, low=1, high=2, said_by=HOSTILE),),
        }
    )
    figure = Figure.model_validate(
        {
            **common,
            "measure": "other",
            "value_low": 1,
            "value_high": 2,
            "approximate": True,
            "unit": HOSTILE,
            "about": (actor,),
            "by": (actor,),
            "modality": "possible",
        }
    )
    statement = Statement.model_validate(
        {
            **common,
            "speaker": actor,
            "speaker_role": HOSTILE,
            "act": "claims",
            "addressee": actor,
            "topic": HOSTILE,
            "quote": HOSTILE,
        }
    )
    control = Control.model_validate(
        {**common, "holder": (actor,), "relation": "gap", "area": HOSTILE, "modality": "denied"}
    )
    return CodedReport(report=report, events=(event,), figures=(figure,), statements=(statement,), control=(control,))


def _make_hostile_report() -> Report:
    text = f"{HOSTILE}\n\nA second paragraph with {HOSTILE} in it."
    return Report(
        id='r-<hostile>&"',
        url="javascript:window.pwned=1",
        publisher=HOSTILE,
        title=HOSTILE,
        language='en" onload="window.pwned=1',
        published=HOSTILE,
        byline=(HOSTILE,),
        credits=(Credit(role=HOSTILE, name=HOSTILE),),
        tags=(HOSTILE,),
        dateline=HOSTILE,
        text=text,
    )


def store_coded(coded: CodedReport) -> StoredReport:
    """The report as a store gives it back: all its records proposed by the coder."""
    kinds: dict[type, RecordKind] = {cls: kind for kind, cls in _TYPED.items()}
    rows = tuple(
        StoredRecord(f"x-{number}", coded.report.id, kinds[type(record)], record, "coder", "0.1.0")
        for number, (_kind, record) in enumerate(coded.records())
    )
    return StoredReport(coded.report, "2026-11-21T00:00:00+00:00", rows)


_TYPED: dict[RecordKind, type] = {
    "events": RECORD_TYPES["events"],
    "figures": RECORD_TYPES["figures"],
    "statements": RECORD_TYPES["statements"],
    "control": RECORD_TYPES["control"],
}


class ShelfSource:
    """A source of records that lies in memory. Implements `services.reading_room.RecordSource`."""

    def __init__(self, *reports: CodedReport) -> None:
        self._reports = {coded.report.id: store_coded(coded) for coded in reports}

    def count_reports(self) -> int:
        return len(self._reports)

    def list_reports(self, *, limit: int | None = None, offset: int = 0) -> Sequence[ReportRow]:
        rows = [_report_row(stored) for stored in self._reports.values()][offset:]
        return rows if limit is None else rows[:limit]

    def get_coded(self, report_id: str) -> StoredReport:
        if report_id not in self._reports:
            raise NotKeptError("there is no such report", report_id)
        return self._reports[report_id]

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]:
        return (self.get_coded(report_id) for report_id in report_ids or self._reports)


def _report_row(stored: StoredReport) -> ReportRow:
    report = stored.report
    return ReportRow(
        report_id=report.id,
        title=report.title,
        publisher=report.publisher,
        published=report.published,
        language=report.language,
        url=report.url,
        added=stored.added,
        counts={kind: sum(row.kind == kind for row in stored.records) for kind in RECORD_KINDS},
        states={"proposed": len(stored.records)},
    )
