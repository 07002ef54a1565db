"""Use case: code reports. Puts the stages of the first coder together; everything else sees only `Coder`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.base.settings import Settings
from dateline.model.ports import ActorRegistry, Gazetteer
from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.pipeline.runner import Failure, check_order, run_stages
from dateline.pipeline.stages import Stage

CODER_NAME = "dateline-rules"
CODER_VERSION = "0.1"


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


def make_stages(registry: ActorRegistry, gazetteer: Gazetteer) -> Sequence[Stage]:
    """The stages of the first coder in their order: annotate, resolve, assemble."""
    del registry, gazetteer
    return ()


def make_coder(settings: Settings) -> Coder:
    """The coder with the packaged actor registry and gazetteer; loading them takes about a second."""
    del settings
    raise NotImplementedError


def code(reports: Iterable[Report]) -> Iterator[CodedReport | Failure]:
    """The same from Python: reports in, coded reports (or failures with their reason) out, lazily."""
    yield from make_coder(Settings()).code(reports)
