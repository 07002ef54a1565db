"""`python -m training.corpus check FILE...` and `build [-o FILE]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from training.corpus.building import KINDS, Row, SheetError, build_report

SHEETS = Path(__file__).parents[2] / "corpus" / "sheets"


def read_sheets(paths: Sequence[Path]) -> Iterator[tuple[Path, Row | SheetError]]:
    """Every sheet of the files as a coded report, or what is wrong with it."""
    for path in paths:
        try:
            sheets = [sheet for sheet in yaml.safe_load_all(path.read_text(encoding="utf-8")) if sheet]
        except yaml.YAMLError as fault:
            yield path, SheetError(f"not readable as YAML: {fault}")
            continue
        for sheet in sheets:
            try:
                yield path, build_report(sheet)
            except SheetError as fault:
                yield path, fault


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.corpus", description=__doc__)
    parser.add_argument("command", choices=("check", "build"))
    parser.add_argument("files", nargs="*", type=Path, help="sheets; all of the corpus where none are named")
    parser.add_argument("-o", "--output", type=Path, help="JSON lines, standard output where it is not given")
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    coded: list[Row] = []
    for path, report in read_sheets(options.files or sorted(SHEETS.glob("*.yaml"))):
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
        options.output.write_text(lines, encoding="utf-8") if options.output else sys.stdout.write(lines)
    return 1 if counts["faulty"] or twice else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
