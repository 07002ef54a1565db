"""The documents keep up with the code: every option is told, every make target and link exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from dateline.cli.main import make_app

ROOT = Path(__file__).parents[2]
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
EVERYWHERE = {"--help", "-h"}


def test_every_command_has_a_section() -> None:
    commands = typer.main.get_command(make_app()).commands  # type: ignore[attr-defined]
    missing = [name for name in commands if f"## `dateline {name}" not in COMMANDS]
    assert missing == []


def test_every_option_is_documented_in_its_section() -> None:
    group = typer.main.get_command(make_app())
    missing = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        section = COMMANDS.split(f"## `dateline {name}")[1].split("\n## ")[0]
        options = [word for option in command.params for word in option.opts if word.startswith("-")]
        missing += [f"{name} {word}" for word in options if word not in EVERYWHERE and f"`{word}" not in section]
    assert missing == []


def test_readme_names_make_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", readme, re.MULTILINE))
    assert named >= {"demo", "test"}
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("0*.md") if f"({path.name})" not in index] == []
