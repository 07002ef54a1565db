"""The two streams of a command: its result on stdout, everything said to people on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dateline.model.errors import DatelineError

PIPE_WIDTH_CHARS = 100
"""Tables sent to a file or a pipe are set this wide; a terminal gives its own width."""


class Terminal:
    """What one command prints; it counts the inputs that failed, which decides the exit code."""

    def __init__(self) -> None:
        plain = Console(highlight=False)
        self.out = plain if plain.is_terminal else Console(highlight=False, width=PIPE_WIDTH_CHARS)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)
        self.failures = 0

    @property
    def exit_code(self) -> int:
        return 1 if self.failures else 0

    def show(self, result: RenderableType) -> None:
        """Print a table or text as the command's result."""
        self.out.print(result)

    def say(self, message: str) -> None:
        """One line to a person."""
        self.err.print(message, markup=False)

    def name_failure(self, error: DatelineError) -> None:
        """Say which input failed and why, and count it; the rest goes on."""
        self.failures += 1
        self.say(f"failed: {error}")

    @contextmanager
    def progress(
        self, doing: str, inputs: Sequence[str] = (), total: int | None = None
    ) -> Iterator[Callable[[], None]]:
        """Give a function to call once a report; draws one bar, and only on a terminal.

        How many there will be is `total`, or else counted over `inputs`.
        """
        if not self.err.is_terminal:
            yield lambda: None
            return
        if total is None:
            from dateline.read.inputs import count_inputs

            total = count_inputs(inputs)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=self.err, transient=True) as bar:
            task = bar.add_task(doing, total=total)
            yield lambda: bar.advance(task)
