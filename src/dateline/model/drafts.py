"""A report on its way through the stages: each stage only adds layers, none changes an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from dateline.model.annotations import (
    ActorMention,
    PersonMention,
    Quantity,
    Quote,
    ReportDays,
    ResolvedActor,
    ResolvedPlace,
    ResolvedTime,
    Sentence,
    SpeechMention,
    Timex,
    Toll,
    Toponym,
    Trigger,
)
from dateline.model.readings import Reading
from dateline.model.records import Confidence, Control, Event, Figure, Statement
from dateline.model.reports import Report

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layer(Generic[T]):
    """The typed key of one kind of annotation; its rows are kept in order of the text."""

    name: str


Additions = Mapping[Layer[Any], tuple[Any, ...]]
"""What a stage adds to one report: layer -> rows."""

SENTENCES: Layer[Sentence] = Layer("sentences")
QUOTES: Layer[Quote] = Layer("quotes")
READINGS: Layer[Reading] = Layer("readings")
ACTOR_MENTIONS: Layer[ActorMention] = Layer("actor_mentions")
PERSON_MENTIONS: Layer[PersonMention] = Layer("person_mentions")
TOPONYMS: Layer[Toponym] = Layer("toponyms")
TIMEXES: Layer[Timex] = Layer("timexes")
REPORT_DAYS: Layer[ReportDays] = Layer("report_days")
"""One row, or none where the words tell nothing beside the date of publication."""
QUANTITIES: Layer[Quantity] = Layer("quantities")
TOLLS: Layer[Toll] = Layer("tolls")
TRIGGERS: Layer[Trigger] = Layer("triggers")
ACTORS: Layer[ResolvedActor] = Layer("actors")
PLACES: Layer[ResolvedPlace] = Layer("places")
TIMES: Layer[ResolvedTime] = Layer("times")
SPEECH: Layer[SpeechMention] = Layer("speech")
EVENTS: Layer[Event] = Layer("events")
FIGURES: Layer[Figure] = Layer("figures")
STATEMENTS: Layer[Statement] = Layer("statements")
CONTROL: Layer[Control] = Layer("control")
CONFIDENCES: Layer[Confidence] = Layer("confidences")
"""One row a record: the events', the figures', the statements' and the control records', each in their order."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report with the layers found so far."""

    report: Report
    layers: Mapping[Layer[Any], tuple[Any, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def text(self) -> str:
        return self.report.text

    def get(self, layer: Layer[T]) -> tuple[T, ...]:
        """The rows of a layer. Raises KeyError where no stage has provided it."""
        return self.layers[layer]

    def find(self, layer: Layer[T]) -> tuple[T, ...]:
        """The rows of a layer that a stage can do without; none where no stage has provided it."""
        return self.layers.get(layer, ())

    def first(self, layer: Layer[T]) -> T | None:
        """The one row of a layer that holds one a report; None where no stage has provided it."""
        return next(iter(self.find(layer)), None)

    def has(self, layer: Layer[Any]) -> bool:
        return layer in self.layers

    def plus(self, additions: Additions) -> Draft:
        """A new draft with the layers added. Raises ValueError where one is there already."""
        twice = [layer.name for layer in additions if layer in self.layers]
        if twice:
            raise ValueError(f"a stage may only add, but layer {twice[0]!r} is there already")
        return Draft(self.report, MappingProxyType({**self.layers, **additions}))
