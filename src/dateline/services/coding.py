"""Use case: code reports. Puts the stages of the first coder together; everything else sees only `Coder`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.annotate.attribution import AttributionStage
from dateline.annotate.encoders import Encoder, EncoderStage, load_encoder
from dateline.annotate.entities import EntityStage
from dateline.annotate.persons import PersonStage
from dateline.annotate.quantities import QuantityStage
from dateline.annotate.sentences import SentenceStage
from dateline.annotate.timexes import TimexStage
from dateline.annotate.tolls import TollStage
from dateline.annotate.toponyms import ToponymStage
from dateline.annotate.triggers import TriggerStage
from dateline.assemble.confidences import ConfidenceStage, load_weights
from dateline.assemble.contexts import ContextStage
from dateline.assemble.controls import ControlStage
from dateline.assemble.events import EventStage
from dateline.assemble.figures import FigureStage
from dateline.assemble.statements import StatementStage
from dateline.base.settings import Settings
from dateline.model.ports import Gazetteer
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.pipeline.runner import Failure, check_order, run_stages
from dateline.pipeline.stages import Stage
from dateline.resolve.actors import ActorStage
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.places import PlaceStage
from dateline.resolve.registries import YamlRegistry, make_actor_registry
from dateline.resolve.times import TimeStage

CODER_NAME = "dateline-coder"
CODER_VERSION = "0.3.0"


@dataclass(frozen=True, slots=True)
class Coder:
    """A named, versioned sequence of stages that turns reports into coded reports."""

    name: str
    version: str
    stages: tuple[Stage, ...]

    def code(self, reports: Iterable[Report]) -> Iterator[CodedReport | Failure]:
        """Code reports in their order, a batch at a time; one that fails comes out as a Failure with its reason."""
        return run_stages(reports, self.stages)

    def stage_versions(self) -> dict[str, str]:
        """The version of each stage, as a run records it."""
        return {stage.name: stage.version for stage in self.stages}


def make_stages(
    registry: YamlRegistry, gazetteer: Gazetteer, encoder: Encoder | None = None, *, calibrated: bool = True
) -> Sequence[Stage]:
    """The stages of the coder in their order: annotate, resolve, assemble.

    Without an encoder the rules work alone, and nothing says how sure it is; nor does it where `calibrated` is False.
    """
    stages: tuple[Stage, ...] = (
        *((EncoderStage(encoder),) if encoder else ()),
        SentenceStage(),
        EntityStage(registry),
        PersonStage(registry),
        TimexStage(),
        QuantityStage(),
        TollStage(),
        TriggerStage(),
        ToponymStage(gazetteer),
        PlaceStage(gazetteer),
        ActorStage(registry, gazetteer),
        TimeStage(),
        AttributionStage(),
        ContextStage(),
        EventStage(),
        FigureStage(),
        StatementStage(),
        ControlStage(),
        *((ConfidenceStage(load_weights()),) if encoder and calibrated else ()),
    )
    check_order(stages)
    return stages


def make_coder(settings: Settings, *, encoder_threads: int = 0) -> Coder:
    """The coder with the actor registry, the user's own rows first, and the gazetteer; loading takes about a second.

    `encoder_threads`: how many threads one pass of the encoder takes; 0 leaves it to onnxruntime.
    Raises: DatelineError where the user's actor file cannot be read or a row of it is not right.
    """
    own_actors = Path(settings.actors) if settings.actors else None
    stages = make_stages(make_actor_registry(own_actors), make_gazetteer(), load_encoder(encoder_threads))
    return Coder(CODER_NAME, CODER_VERSION, tuple(stages))


def code(reports: Iterable[Report]) -> Iterator[CodedReport | Failure]:
    """The same from Python: reports in, coded reports (or failures with their reason) out, lazily."""
    yield from make_coder(Settings()).code(reports)
