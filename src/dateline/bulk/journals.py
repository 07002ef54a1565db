"""Journals of blocks whose process ended: which report it was coding, so that one report cannot end it for ever."""

from __future__ import annotations

from collections import Counter

from dateline.bulk.outputs import Output

MOST_TRIES = 2
"""A report that was being coded when the process ended so often is set aside; once may have been the machine."""


class Journal:
    """What was tried in a block: a report is noted before it is coded, and the note goes when it is done."""

    def __init__(self, output: Output, block_id: str) -> None:
        self._output = output
        self._name = f"journals/{block_id}.json"
        self._ended: list[int] = output.read_json(self._name) or []

    def is_fatal(self, number: int) -> bool:
        """Whether the report has ended its process too often."""
        return Counter(self._ended)[number] >= MOST_TRIES

    def begin(self, number: int) -> None:
        """Note a report that is tried now."""
        self._output.write_json(self._name, [*self._ended, number])

    def withdraw(self) -> None:
        """The block is left, but not by the report that was tried last: the note of it goes."""
        self._output.write_json(self._name, self._ended)

    def close(self) -> None:
        """The block is done."""
        self._output.remove(self._name)
