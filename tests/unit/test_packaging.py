"""Units and container file: no unit of systemd's own checks is broken, and the rules of a container are kept."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from dateline.cli.main import make_app

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "packaging" / "systemd").glob("*.service"))
PROGRAM = "/opt/dateline/bin/dateline"
HARDENED = (
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "CapabilityBoundingSet=", "RestrictNamespaces=yes", "MemoryDenyWriteExecute=yes", "UMask=0077", "User=dateline",
    "SystemCallFilter=@system-service", "SystemCallFilter=~@privileged", "RestrictSUIDSGID=yes",
)  # fmt: skip
MAX_EXPOSURE = 2.0


def read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def read_document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def option_names(command: str) -> set[str]:
    found = typer.main.get_command(make_app()).commands[command]  # type: ignore[attr-defined]
    return {word for option in found.params for word in option.opts}


def check_call(arguments: list[str]) -> None:
    """That `dateline` can be called so, as far as its options go."""
    known = option_names(arguments[0])
    assert [word for word in arguments[1:] if word.startswith("-") and word not in known] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_has_no_more_than_it_needs(unit: Path) -> None:
    lines = read_lines(unit)
    assert [line for line in HARDENED if line not in lines] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_calls_a_command_that_there_is(unit: Path) -> None:
    (line,) = [line for line in read_lines(unit) if line.startswith("ExecStart=")]
    program, *arguments = shlex.split(line.removeprefix("ExecStart="))
    assert program == PROGRAM
    check_call(arguments)


def test_the_desk_makes_its_store_at_its_first_start() -> None:
    (unit,) = [unit for unit in UNITS if unit.name == "dateline.service"]
    assert f"ExecStart={PROGRAM} serve --create" in read_lines(unit)
    assert '"serve", "--create"' in dict(last_stage())["CMD"]
    calls = re.findall(r"dateline serve .*--host 0\.0\.0\.0.*", read_document("operations.md"))
    assert [call for call in calls if "--create" in call] == calls != []


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units as on a machine where the program is in its place."""
    for unit in (*UNITS, *(ROOT / "packaging" / "systemd").glob("*.timer")):
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def run_analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=120, check=False)


def test_systemd_finds_no_fault_in_the_units(installed: Path) -> None:
    files = sorted(str(path) for path in installed.iterdir())
    assert len(files) == 4
    done = run_analyze("verify", *files)
    ours = [line for line in done.stderr.splitlines() if "dateline" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_calls_no_unit_exposed(installed: Path, unit: Path) -> None:
    done = run_analyze("security", "--offline=yes", "--no-pager", str(installed / unit.name))
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    if found is None:
        pytest.skip("this systemd-analyze rates no file")
    assert float(found[1]) < MAX_EXPOSURE


# The container file


def read_instructions() -> Iterator[tuple[str, str]]:
    """Instruction and argument, with lines that go on put together."""
    text = (ROOT / "packaging" / "Containerfile").read_text(encoding="utf-8")
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in plain.replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, argument = line.strip().partition(" ")
            yield word, " ".join(argument.split())


INSTRUCTIONS = list(read_instructions())


def last_stage() -> list[tuple[str, str]]:
    start = max(at for at, (word, _) in enumerate(INSTRUCTIONS) if word == "FROM")
    return INSTRUCTIONS[start:]


def test_every_instruction_is_one_that_there_is() -> None:
    known = {
        "ARG", "FROM", "ENV", "WORKDIR", "RUN", "COPY", "LABEL", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL",
        "HEALTHCHECK", "ENTRYPOINT", "CMD",
    }  # fmt: skip
    assert {word for word, _ in INSTRUCTIONS} <= known  # ADD would fetch and unpack by itself


def test_what_runs_has_nothing_of_what_builds() -> None:
    stages = [argument for word, argument in INSTRUCTIONS if word == "FROM"]
    assert [stage.rpartition(" AS ")[2] for stage in stages] == ["build", "run"]
    copies = [argument for word, argument in last_stage() if word == "COPY"]
    assert copies == ["--from=build /opt/dateline /opt/dateline"]
    assert not [
        argument for word, argument in last_stage() if word == "RUN" and re.search(r"\b(pip|apt|npm)\b", argument)
    ]


def test_the_base_is_a_version_and_its_python_is_one_of_ours() -> None:
    (base,) = [argument for word, argument in INSTRUCTIONS if word == "ARG"]
    assert re.fullmatch(r"BASE=docker\.io/library/python:3\.11-slim-\w+", base)


def test_all_that_is_copied_is_in_the_checkout_and_in_the_context() -> None:
    listed = {line.removeprefix("!") for line in read_lines(ROOT / ".containerignore") if line.startswith("!")}
    for word, argument in INSTRUCTIONS:
        if word == "COPY" and not argument.startswith("--from"):
            for source in argument.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert source.split("/")[0] in listed, source


def test_packages_are_the_pinned_ones() -> None:
    installs = [argument for word, argument in INSTRUCTIONS if word == "RUN" and "pip install" in argument]
    assert len(installs) == 1
    assert "-c constraints.txt" in installs[0]


def test_it_runs_as_nobody_with_a_name_and_says_how_it_is() -> None:
    last = dict(last_stage())
    user, _, group = last["USER"].partition(":")
    assert min(int(user), int(group)) >= 10_000
    words = [word for word, _ in last_stage()]
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert words.count("USER") == 1
    assert "/health/live" in last["HEALTHCHECK"]
    assert last["ENTRYPOINT"] == '["dateline"]'  # no shell in between, which would take the signals
    check_call(re.findall(r'"([^"]+)"', last["CMD"]))


def test_no_secret_is_in_it() -> None:
    text = " ".join(argument for _, argument in INSTRUCTIONS)
    assert not re.search(r"(?i)password|secret|token|api_key|postgresql://", text)


def test_it_is_built_in_the_format_that_keeps_its_health_check() -> None:
    """podman's own format of images has no HEALTHCHECK, and drops it with a warning."""
    told = (ROOT / "packaging" / "Containerfile").read_text(encoding="utf-8") + read_document("operations.md")
    builds = re.findall(r"podman build .*", told)
    assert len(builds) == 2
    assert [build for build in builds if "--format docker" not in build] == []


# What is typed by hand


@pytest.mark.parametrize("name", ["operations.md", "upgrading.md"])
def test_a_call_by_hand_names_the_database(name: str) -> None:
    calls = re.findall(r"^ +sudo -u dateline .*bin/dateline .*", read_document(name), re.MULTILINE)
    named = ("DATELINE_DATABASE=", "--database ")
    assert [call for call in calls if not any(word in call for word in named)] == []
    assert calls


def test_an_upgrade_stops_and_starts_all_that_runs() -> None:
    text = read_document("upgrading.md")
    upgrade, back = text.split("## What an upgrade does")[0], text.split("## Back out")[1]
    for commands in (upgrade, back):
        lines = re.findall(r"^    systemctl (stop|start) (.*)", commands, re.MULTILINE)
        for verb in ("stop", "start"):
            units = {unit for given, names in lines if given == verb for unit in names.split()}
            assert units == {"dateline.service", "dateline-follow.service"}
    assert "curl -sS http" in upgrade  # with -f, the reason would be left out


def test_a_store_is_moved_away_whole() -> None:
    (moved,) = re.findall(r"&& mv (\S+) \S+/$", read_document("upgrading.md"), re.MULTILINE)
    assert moved == "/var/lib/dateline/dateline.db*"  # with -wal and -shm, which keep their names
