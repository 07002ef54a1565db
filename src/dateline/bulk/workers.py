"""What runs in the engine's processes: each is made once there, and holds what its work needs."""

from __future__ import annotations

import json
from dataclasses import asdict

from dateline.base.processes import keep_what_is_loaded
from dateline.base.settings import Settings
from dateline.bulk.block_coding import BlockCoder
from dateline.bulk.blocks import Block, InputFile
from dateline.bulk.cutting import cut_file
from dateline.bulk.journals import Journal
from dateline.bulk.outputs import Output
from dateline.bulk.rounds import answer
from dateline.model.errors import DatelineError
from dateline.services.coding import make_coder

ENCODER_THREADS = 1
"""One process has one processor: threads of its own would only take it from the others."""


class Cutter:
    """Files into blocks. In: a file as JSON; out: its blocks, or the error, as JSON."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def run(self, item: str) -> str:
        file = InputFile(**json.loads(item))
        blocks: list[str] = []
        fault = None
        try:
            blocks += (block.to_json() for block in cut_file(file, self._rows))
        except DatelineError as error:
            fault = {"message": error.message, "subject": error.subject, "cause": error.cause}
        return json.dumps({"key": file.name, "blocks": blocks, "fault": fault})


class CodingWorker:
    """Blocks into results in the output. In: a block and the round as JSON; out: its counts.

    From the second round on, what is left ended a process: then its reports are coded one at a time, each noted
    before, so that the one that is at fault can be set aside.
    """

    def __init__(self, output: Output, settings: Settings, keeps_texts: bool) -> None:
        coder = make_coder(settings, encoder_threads=ENCODER_THREADS)
        self._output = output
        self._coder = BlockCoder(coder, output, settings, keeps_texts=keeps_texts)
        keep_what_is_loaded()

    def run(self, item: str) -> str:
        asked = json.loads(item)
        block = Block.from_json(asked["block"])
        journal = Journal(self._output, block.block_id) if asked["round"] > 1 else None
        return answer(block.block_id, lambda: asdict(self._coder.code(block, journal)))
