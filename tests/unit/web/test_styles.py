"""The styles agree with themselves where CSS has no way to say a thing once."""

from __future__ import annotations

import re
from pathlib import Path

TOKENS = Path(__file__).parents[3] / "frontend" / "src" / "styles" / "tokens.css"


def test_dark_theme_is_the_same_chosen_or_preferred() -> None:
    blocks = re.findall(r"(:root[^{]*)\{([^}]*)\}", TOKENS.read_text(encoding="utf-8"))
    dark = [[row.strip() for row in body.split(";")] for _, body in blocks if "color-scheme: dark" in body]
    assert len(dark) == 2
    assert dark[0] == dark[1]
