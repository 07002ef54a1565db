"""Reports built by hand, with a record of each kind."""

from __future__ import annotations

from collections.abc import Callable

from dateline.model.actors import ActorRef
from dateline.model.ids import bytes_hash
from dateline.model.places import Place
from dateline.model.records import OUTLET, Casualty, CodedReport, Control, Event, Evidence, Figure, Statement
from dateline.model.reports import Capture, Report, report_id

TEXT = (
    "Gunmen killed seven soldiers near Omdurman on Monday, a spokesman said.\n\n"
    "“We hold the bridge,” he added. The army carried out 12 air strikes in May."
)
MakeCoded = Callable[..., CodedReport]


def evidence(quote: str, text: str = TEXT) -> tuple[Evidence, ...]:
    start = text.index(quote)
    return (Evidence(start=start, end=start + len(quote), quote=quote),)


def build_coded(
    number: int = 1,
    *,
    published: str | None = "2024-05-06",
    incident: str | None = None,
    original: bytes | None = None,
    with_records: bool = True,
) -> CodedReport:
    """A report with one record of each kind; `number` makes it one of its own."""
    title = f"Soldiers killed near Omdurman ({number})"
    capture = None
    if original is not None:
        capture = Capture(
            address=f"https://news.example/{number}",
            retrieved="2024-05-06T11:00:00+00:00",
            sha256=bytes_hash(original),
        )
    own_id = report_id(title=title, published=published, publisher="Example Post", text=TEXT)
    report = Report(
        id=own_id, title=title, publisher="Example Post", published=published, text=TEXT, language="en",
        byline=("A. Writer",), tags=("Sudan",), capture=capture, url=f"https://news.example/{number}",
    )  # fmt: skip
    return CodedReport(report=report) if not with_records else _with_records(report, incident)


def _with_records(report: Report, incident: str | None) -> CodedReport:
    army = ActorRef(name="Sudanese Army", mention="The army", actor_id=None)
    place = Place(name="Omdurman", lat=15.64, lon=32.48, country="SD", geo_precision=2)
    event = Event(
        event_type="Battles", sub_event_type="Armed clash", modality="happened",
        actor1=(ActorRef(name="Unidentified Armed Group", mention="Gunmen"),), actor2=(army,), place=place, time=None,
        casualties=(Casualty(measure="killed", group="Sudanese Army", low=7, high=7, said_by="spokesman"),),
        attribution=(OUTLET,), evidence=evidence("Gunmen killed seven soldiers"), incident_id=incident,
    )  # fmt: skip
    figure = Figure(
        measure="airstrikes", value_low=12, value_high=12, approximate=False, unit="air strikes", about=(),
        by=(army,), place=place, time=None, modality="happened", attribution=(OUTLET,),
        evidence=evidence("12 air strikes"),
    )  # fmt: skip
    statement = Statement(
        speaker=ActorRef(name="spokesman"), speaker_role=None, act="claims", addressee=None, topic="the bridge",
        quote="We hold the bridge,", place=place, time=None, attribution=(OUTLET,), evidence=evidence("he added"),
    )  # fmt: skip
    control = Control(
        holder=(army,), relation="controls", area="the bridge", place=place, time=None, modality="happened",
        attribution=(OUTLET,), evidence=evidence("We hold the bridge"),
    )  # fmt: skip
    return CodedReport(report=report, events=(event,), figures=(figure,), statements=(statement,), control=(control,))
