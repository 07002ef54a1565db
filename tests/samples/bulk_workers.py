"""Workers that come to grief on purpose, where engines and rounds are tried."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulk_samples import HereEngine

from dateline.base.settings import Settings
from dateline.bulk.outputs import Output
from dateline.bulk.worker_makers import WorkerMaker
from dateline.bulk.workers import CodingWorker
from dateline.model.drafts import Additions, Draft
from dateline.services.coding import Coder


class ProcessEndError(BaseException):
    """Stands for the end of a process, where there is only this one."""


class FatalStage:
    """A stage that takes its process with it where a report has the word for it."""

    name = "fatal"
    version = "1"
    requires = ()
    provides = ()

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        if any("poison" in draft.text for draft in batch):
            raise ProcessEndError
        return [{} for _ in batch]


def make_fatal(coder: Coder) -> Coder:
    return Coder(coder.name, coder.version, (FatalStage(), *coder.stages))


class FatalCodingWorker(CodingWorker):
    """As the real one, but for poisonous reports."""

    def __init__(self, output: Output, settings: Settings, keeps_texts: bool) -> None:
        super().__init__(output, settings, keeps_texts)
        self._coder._coder = make_fatal(self._coder._coder)


class MortalEngine(HereEngine):
    """Ends a worker as its process would end, with what it was at; the next item has a new one."""

    def run(self, maker: WorkerMaker, items: Sequence[str], actors: int) -> Iterator[str]:
        for item in items:
            try:
                yield maker.make().run(item)
            except ProcessEndError:
                continue


class DyingCodingWorker(CodingWorker):
    """As the real one, but the first that comes to a block that begins with the fifth line ends its process there."""

    def run(self, item: str) -> str:
        mark = Path(self._output.address) / "has-died"
        if '\\"first\\": 4' in item and not mark.exists():
            mark.touch()
            os._exit(1)
        return super().run(item)
