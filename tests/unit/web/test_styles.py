"""The styles agree with themselves where CSS has no way to say a thing once."""

from __future__ import annotations

import re
from pathlib import Path

STYLES = Path(__file__).parents[3] / "frontend" / "src" / "styles"
TOKENS = STYLES / "tokens.css"
SIDED = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|(?<![-\w])(?:left|right):|(?:align|float|clear): (?:left|right)"
)
FOUR_SIDES = re.compile(r"(?<![-\w])(?:padding|margin): (\S+) (\S+) (\S+) (\S+)[;\s]")


def test_dark_theme_is_the_same_chosen_or_preferred() -> None:
    blocks = re.findall(r"(:root[^{]*)\{([^}]*)\}", TOKENS.read_text(encoding="utf-8"))
    dark = [[row.strip() for row in body.split(";")] for _, body in blocks if "color-scheme: dark" in body]
    assert len(dark) == 2
    assert dark[0] == dark[1]


def test_styles_name_no_left_or_right_so_that_they_turn_with_the_script() -> None:
    sided = [
        f"{path.name}: {line.strip()}"
        for path in sorted(STYLES.glob("*.css"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "maplibregl-popup-anchor" not in line  # the map's own sides are those of the compass
        and (SIDED.search(line) or any(sides[1] != sides[3] for sides in _four_values(line)))
    ]
    assert sided == []


def _four_values(line: str) -> list[tuple[str, ...]]:
    return [
        match.groups()
        for match in FOUR_SIDES.finditer(line)
        if ":" not in "".join(match.groups())
        and "(" not in "".join(match.groups())
        and ";" not in "".join(match.groups())
    ]
