"""Small archives of our own, and an engine without an engine: workers run here, one item after the other."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.base.settings import Settings
from dateline.bulk.outputs import Output
from dateline.bulk.runs import BulkRun, RunSummary, Wishes
from dateline.bulk.worker_makers import Worker, WorkerMaker
from dateline.model.errors import DatelineError
from dateline.services.coding import Coder, make_coder

TOWNS = ("Geidam", "Mopti", "Hawija", "Makhmour", "Baidoa", "Beni", "Goma", "Kidal")
SYLLABLES = ("ba", "do", "ku", "ma", "ra", "ti", "so", "len", "gar", "mi", "no", "she", "wa", "zu", "pe", "lo")
GROUPS = ("Gunmen", "Militants", "Rebels", "Islamic State fighters")
DEEDS = (
    "attacked a checkpoint near",
    "ambushed an army convoy outside",
    "shelled a market in",
    "raided a village near",
)


def make_report(number: int) -> dict[str, Any]:
    """A report of two or three events, and of words that no other has; the same for the same number."""
    chance = random.Random(number)
    town = chance.choice(TOWNS)
    killed = chance.randint(2, 12)
    salad = " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(80))
    paragraphs = (
        f"{chance.choice(GROUPS)} {chance.choice(DEEDS)} {town} on Monday, killing {killed} soldiers, they said.",
        f"A hospital source in {town} said {killed + 1} soldiers had died and {number % 9 + 2} were wounded.",
        f'"We will hunt them down," said the governor, who spoke of report number {number}.',
        f"The road runs by {salad}.",
    )
    return {
        "id": f"r-{number}", "title": f"Attack near {town}", "publisher": f"Paper {number % 3}",
        "published": f"2023-0{number % 6 + 1}-{number % 27 + 1:02}", "language": "en",
        "text": "\n\n".join(paragraphs),
    }  # fmt: skip


def write_lines(path: Path, rows: Sequence[object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


class HereEngine:
    """Runs workers in this process. In: `lost`, items (by a word in them) that are lost so many times."""

    def __init__(self, lost: dict[str, int] | None = None) -> None:
        self.lost = dict(lost or {})
        self.items: list[str] = []

    def run(self, maker: WorkerMaker, items: Sequence[str], actors: int) -> Iterator[str]:
        worker: Worker = maker.make()
        for item in items:
            self.items.append(item)
            if not self._loses(item):
                yield worker.run(item)

    def _loses(self, item: str) -> bool:
        for word, times in self.lost.items():
            if word in item and times:
                self.lost[word] = times - 1
                return True
        return False


@dataclass
class Notes:
    """A watcher that writes down."""

    begun: list[str] = field(default_factory=list)
    errors: list[DatelineError] = field(default_factory=list)
    done: int = 0

    def begin(self, doing: str, total: int) -> None:
        self.begun.append(doing)

    def step(self, reports: int) -> None:
        self.done += reports

    def fail(self, error: DatelineError) -> None:
        self.errors.append(error)


def run_here(
    inputs: Sequence[Path],
    folder: Path,
    coder: Coder | None = None,
    *,
    engine: HereEngine | None = None,
    **wishes: Any,
) -> tuple[RunSummary, Notes]:
    """A run in this process; wishes as in `Wishes`, blocks of 4 reports unless said."""
    notes = Notes()
    asked = Wishes(1, **{"block_reports": 4, "keeps_texts": True, **wishes})
    run = BulkRun(Output(str(folder)), engine or HereEngine(), Settings(), asked, notes)
    return run.run([str(path) for path in inputs], coder or make_coder(Settings())), notes
