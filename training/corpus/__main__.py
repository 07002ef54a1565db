"""`python -m training.corpus check FILE...`, `build [--split dev] [-o FILE]` and `describe [-o FILE]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training.corpus.building import KINDS, Row, SheetError
from training.corpus.describing import describe
from training.corpus.reading import SPLIT_NAMES, list_sheets, read_sheets


def main(arguments: Sequence[str]) -> int:
    """Exit status 1 where a sheet is faulty or an id stands twice; what is wrong goes to standard error."""
    options = _read_options(arguments)
    if options.command == "describe":
        _write(describe(), options.output)
        return 0
    counts: Counter[str] = Counter()
    coded: list[Row] = []
    for path, report in read_sheets(options.files or list_sheets(options.split)):
        if isinstance(report, SheetError):
            counts["faulty"] += 1
            sys.stderr.write("".join(f"{path.name}: {line}\n" for line in str(report).splitlines()))
            continue
        coded.append(report)
        counts.update({"reports": 1, **{kind: len(report[kind]) for kind in KINDS}})
    twice = [name for name, times in Counter(report["report"]["id"] for report in coded).items() if times > 1]
    sys.stderr.write("".join(f"id {name} is there twice\n" for name in twice))
    sys.stderr.write(", ".join(f"{number} {name}" for name, number in counts.items()) + "\n")
    if options.command == "build":
        lines = "".join(json.dumps(report, ensure_ascii=False) + "\n" for report in coded)
        _write(lines, options.output)
    return 1 if counts["faulty"] or twice else 0


def _write(text: str, output: Path | None) -> None:
    output.write_text(text, encoding="utf-8") if output else sys.stdout.write(text)


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.corpus", description=__doc__)
    parser.add_argument("command", choices=("check", "build", "describe"))
    parser.add_argument("files", nargs="*", type=Path, help="sheets; all of the corpus where none are named")
    parser.add_argument("--split", choices=SPLIT_NAMES, help="the conflicts of one split alone")
    parser.add_argument("-o", "--output", type=Path, help="where to write; standard output where it is not given")
    options = parser.parse_args(arguments)
    if options.files and options.split:
        parser.error("name files or a split, not both")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
