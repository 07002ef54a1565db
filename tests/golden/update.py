"""The golden cases: packaged example reports, each with the coded report that is expected of it.

`python -m tests.golden.update` writes what the coder gives now as what is expected; read the difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from dateline.base.settings import Settings
from dateline.model.records import CodedReport
from dateline.read.inputs import ReadReport, read_inputs
from dateline.services.coding import make_coder
from dateline.services.demonstration import list_examples

FOLDER = Path(__file__).parent
EXAMPLES = ("qaraj-ambush-wire.txt",)


def expected_path(example: str) -> Path:
    return FOLDER / Path(example).stem / "expected.json"


def code_examples() -> Iterator[tuple[str, str]]:
    """Name and coded report, as JSON text, of each case. When and where it was read is left out."""
    coder = make_coder(Settings())
    paths = {path.name: path for path in list_examples()}
    for example in EXAMPLES:
        reads = read_inputs([str(paths[example])], Settings())
        reports = [read.report for read in reads if isinstance(read, ReadReport)]
        for coded in coder.code(reports):
            assert isinstance(coded, CodedReport), coded
            data = coded.to_json()
            del data["report"]["capture"]
            for _, records in list(data.items())[1:]:
                for record in records:
                    # Processors differ in the last digits of a probability, and a new calibration is no other coding.
                    del record["confidence"]
            yield example, json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    for example, text in code_examples():
        path = expected_path(example)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
