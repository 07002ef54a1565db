"""Use case: what a record by hand begins with, read off the words that somebody marked in a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Protocol, TypeVar

from dateline.model.actors import ARMED, ActorRef
from dateline.model.annotations import ResolvedActor, Toll
from dateline.model.drafts import ACTORS, PLACES, SENTENCES, TIMES, TOLLS, Draft
from dateline.model.errors import WrongCallError
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import OUTLET, Casualty, Control, Event, Evidence, Figure, Record, Statement
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.model.stores import RecordKind
from dateline.pipeline.runner import select_stages
from dateline.pipeline.stages import Stage
from dateline.resolve.gazetteers import CompiledGazetteer
from dateline.resolve.registries import YamlRegistry
from dateline.services.coding import make_stages
from dateline.services.slot_fields import list_fields


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


T = TypeVar("T", bound=_Spanned)
_UNTOLD = ActorRef(name="?")


class HandDrafts:
    """Proposes slots for marked words: actors, place, time and tolls as the coder's own layers find them there.

    Nobody has decided anything by it: what comes out fills a form, and every slot of it can be changed or cleared.
    """

    def __init__(self, registry: YamlRegistry, gazetteer: CompiledGazetteer) -> None:
        stages = make_stages(registry, gazetteer)
        wanted = {
            stage.name: stage for layer in (ACTORS, PLACES, TIMES, TOLLS) for stage in select_stages(stages, layer)
        }
        self._stages: Sequence[Stage] = [stage for stage in stages if stage.name in wanted]
        self._turn = Lock()

    def draft_fields(self, report: Report, start: int, end: int, kind: RecordKind = "events") -> dict[str, str]:
        """The fields of a form (as `list_fields`) for the words from `start` to `end`, in code points of the text.

        Its evidence are the sentences that they touch. Raises WrongCallError where they are not in the text.
        """
        if not 0 <= start < end <= len(report.text):
            raise WrongCallError("these words are not in the text", f"{start}-{end}")
        with self._turn:
            draft = Draft(report)
            for stage in self._stages:
                draft = draft.plus(stage.run([draft])[0])
        fields = list_fields(_Marked(draft, Span(start, end)).make(kind))
        return {name: "" if value == _UNTOLD.name else value for name, value in fields.items()}


class _Marked:
    """The layers of a report within the sentences of marked words."""

    def __init__(self, draft: Draft, marked: Span) -> None:
        self._draft = draft
        touched = [row.span for row in draft.get(SENTENCES) if row.span.overlaps(marked)]
        self._span = Span(min(row.start for row in touched), max(row.end for row in touched)) if touched else marked
        self._evidence = (Evidence(start=self._span.start, end=self._span.end, quote=self._span.text_in(draft.text)),)

    def make(self, kind: RecordKind) -> Record:
        if kind == "figures":
            return self._figure()
        if kind == "statements":
            return self._statement()
        return self._control() if kind == "control" else self._event()

    def _event(self) -> Event:
        armed = [row.actor for row in self._actors() if row.category in ARMED]
        others = [row.actor for row in self._actors() if row.category not in ARMED]
        one, other, *_ = *armed, *others, None, None
        return Event(
            event_type="Battles", sub_event_type="Armed clash", modality="happened", actor1=(one,) if one else (),
            actor2=(other,) if other else (), place=self._place(), time=self._time(), casualties=self._tolls(),
            attribution=(OUTLET,), evidence=self._evidence,
        )  # fmt: skip

    def _figure(self) -> Figure:
        toll = next(iter(self._within(self._draft.get(TOLLS))), None)
        return Figure(
            measure="other", value_low=toll.low if toll else None, value_high=toll.high if toll else None,
            approximate=toll.approximate if toll else False, unit=None, about=(), by=(), place=self._place(),
            time=self._time(), modality="happened", attribution=(OUTLET,), evidence=self._evidence,
        )  # fmt: skip

    def _statement(self) -> Statement:
        speaker = next((row.actor for row in self._actors()), _UNTOLD)
        return Statement(
            speaker=speaker, speaker_role=None, act="announces", addressee=None, topic=None, quote=None,
            place=self._place(), time=self._time(), attribution=(OUTLET,), evidence=self._evidence,
        )  # fmt: skip

    def _control(self) -> Control:
        place, holder = self._place(), next((row.actor for row in self._actors()), None)
        return Control(
            holder=(holder,) if holder else (), relation="controls", area=place.name if place else _UNTOLD.name,
            place=place, time=self._time(), modality="happened", attribution=(OUTLET,), evidence=self._evidence,
        )  # fmt: skip

    def _within(self, rows: Iterable[T]) -> list[T]:
        return [row for row in rows if self._span.contains(row.span)]

    def _actors(self) -> list[ResolvedActor]:
        """Each actor once, in the order told."""
        found: dict[str, ResolvedActor] = {}
        for row in self._within(self._draft.get(ACTORS)):
            found.setdefault(row.actor.key, row)
        return list(found.values())

    def _place(self) -> Place | None:
        """The narrowest place of an event that is told there; the first of equal ones."""
        places = [row.place for row in self._within(self._draft.get(PLACES)) if row.event_place]
        return min(places, key=lambda place: place.geo_precision, default=None)

    def _time(self) -> Interval | None:
        times = (row.interval for row in self._within(self._draft.get(TIMES)))
        return next((time for time in times if time is not None), None)

    def _tolls(self) -> tuple[Casualty, ...]:
        return tuple(self._toll(row) for row in self._within(self._draft.get(TOLLS)))

    def _toll(self, row: Toll) -> Casualty:
        group = row.group_span.text_in(self._draft.text) if row.group_span else None
        return Casualty(
            measure=row.measure,
            group=group,
            low=row.low,
            high=row.high,
            said_by="outlet",
            approximate=row.approximate,
        )
