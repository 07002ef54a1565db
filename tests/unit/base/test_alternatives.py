import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.base.alternatives import Alternatives

GROUPS = {
    "fire": ["opened fire", "(?:had |have )?fired(?: on)?", "[fs]hots?"],
    "fall": ["f(?:e|a)ll(?:en)?(?= to)", "(?<!never )fell", "fallen?"],
    "gone": ["(?:went|gone)(?: off)?", "(?-i:[A-Z]\\w+) burns", "\\w+ing away", "(?:all )*gone"],
}
WORDS = [
    *(
        "opened",
        "fire",
        "fired",
        "had",
        "on",
        "shot",
        "Shots",
        "never",
        "fell",
        "to",
        "fallen",
        "fall",
        "went",
        "off",
    ),
    *("gone", "Town", "burns", "running", "away", "all", "-", ",", "3", "all-gone"),
]


def all_at_once(text: str) -> list[tuple[int, int, str | None]]:
    named = "|".join(f"(?P<{name}>{'|'.join(fragments)})" for name, fragments in GROUPS.items())
    pattern = re.compile(rf"(?<![\w-])(?:{named})(?![\w-])", re.IGNORECASE)
    return [(match.start(), match.end(), match.lastgroup) for match in pattern.finditer(text)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_alternatives_find_what_one_big_pattern_finds(words: list[str]) -> None:
    text = " ".join(words)
    found = [
        (match.start(), match.end(), match.lastgroup) for match in Alternatives(GROUPS).finditer(text, 0, len(text))
    ]
    assert found == all_at_once(text)


def test_alternatives_stay_within_the_stretch() -> None:
    text = "They opened fire. They opened fire."
    found = list(Alternatives(GROUPS).finditer(text, 10, 30))
    assert [match.start() for match in found] == []
