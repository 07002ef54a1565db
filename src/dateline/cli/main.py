"""The command `dateline`: puts the groups of commands together and turns errors into one line and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module
from typing import Annotated, NoReturn, TextIO

import typer

from dateline import __version__
from dateline.cli.terminals import Terminal
from dateline.model.errors import DatelineError, StoreError, WrongCallError

GROUPS = (
    "reading",
    "linking",
    "bulk_coding",
    "keeping",
    "moving",
    "auditing",
    "reviewing",
    "rounds",
    "releasing",
    "packing",
    "areas",
    "alerting",
    "watching",
    "following",
    "people",
    "backups",
    "serving",
    "evaluating",
    "marking",
    "placing",
)
"""The modules of this package that hold the commands."""

DONE, FAILED, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130

FIRST_STEPS = """\
Dateline turns news reports on armed conflict into a sourced record.

Start here:
  dateline demo                     code the example reports and look at them in a browser
  dateline code REPORT.html         code a report of your own and see its records
  dateline add FOLDER               code many and keep them in dateline.db
  dateline serve                    the desk over dateline.db, on 127.0.0.1:8000

All commands: dateline --help
"""

HINTS: dict[type[DatelineError], str] = {
    StoreError: "is --database (or DATELINE_DATABASE) the right one?",
}


def make_app() -> typer.Typer:
    """The application with every command."""
    app = typer.Typer(
        name="dateline",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Turn news reports on armed conflict into a sourced, mapped, reviewed record.",
    )
    app.callback(invoke_without_command=True)(start)
    for group in GROUPS:
        app.add_typer(import_module(f"dateline.cli.{group}").app)
    return app


def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Turn news reports on armed conflict into a sourced, mapped, reviewed record."""
    if version:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(FIRST_STEPS, nl=False)


def call(arguments: list[str]) -> int:
    """Run one command line; returns the exit code. User errors end in one line on stderr, never a traceback."""
    try:
        return int(make_app()(arguments, prog_name="dateline", standalone_mode=False) or DONE)
    except typer.TyperException as error:
        _complain(error.format_message(), "dateline --help shows how commands are called")
        return error.exit_code
    except WrongCallError as error:
        _complain(str(error), "")  # its cause already says what to do instead
        return WRONG_CALL
    except DatelineError as error:
        _complain(str(error), HINTS.get(type(error), ""))
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        _complain("stopped", "")
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return DONE
    except OSError as error:
        reason = error.strerror or str(error)
        _complain(f"{reason}: {error.filename}" if error.filename else reason, "")
        return FAILED


def run() -> NoReturn:
    """The entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        _write_utf8(stream)
    code = call(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
    sys.exit(code)


def _complain(message: str, hint: str) -> None:
    Terminal().say(f"dateline: {message}" + (f" — {hint}" if hint else ""))


def _write_utf8(stream: TextIO) -> None:
    """Reports hold every script; a C locale must not make them unprintable."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_stdout() -> None:
    """Whoever read the result has gone (as `head` does); point stdout at nothing so that the exit is quiet."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
