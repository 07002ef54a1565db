"""Comments made from frames: labelled as the frame says, even over groups, the same for the same seed."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
import yaml

from training.comments.frames import disguise, generate, read_grammar

FRAMES = Path(__file__).parents[3] / "corpus" / "comments" / "frames"


def write_grammar(folder: Path, frames: list[dict[str, object]]) -> Path:
    groups = {
        "protected": [
            {"id": "elves", "category": "race", "many": ["elves", "elven folk"], "one": "elf", "adj": "elven"}
        ],
        "other": [{"id": "bankers", "many": "bankers", "one": "banker", "adj": "bank"}],
        "object": [{"id": "buses", "many": "buses", "one": "bus"}],
    }
    banks = {"trait": "lazy\ndirty\n", "opener": "Well.\nSo.\n", "closer": "Good night.\n"}
    for name, content in (("groups", groups), ("banks", banks), ("frames_all", frames)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


def test_grammar_of_the_corpus_is_wide_and_half_of_it_hateful() -> None:
    grammar = read_grammar(FRAMES)
    hateful = {frame.text for frame in grammar.frames if "hate" in frame.rules}
    harmless = {frame.text for frame in grammar.frames if "hate" not in frame.rules}
    assert len(hateful | harmless) >= 700
    assert 0.35 <= len(hateful) / len(hateful | harmless) <= 0.65
    assert len(hateful & harmless) >= 100  # said of other people or of things
    assert len(grammar.targets) >= 70


def test_comments_are_whole_different_and_balanced() -> None:
    rows = list(generate(FRAMES, 3000, seed=5))
    texts = [row["text"] for row in rows]
    assert len({text.casefold() for text in texts}) == 3000
    assert not [text for text in texts if "{" in text or "}" in text or "[" in text or "  " in text]
    assert all((row["gold"] == "reject") is bool(row["rules"]) for row in rows)
    assert sum("hate" in row["rules"] for row in rows) == 1500
    per_group = Counter(row["target"] for row in rows if "hate" in row["rules"])
    assert len(per_group) >= 60
    assert max(per_group.values()) <= 3 * min(per_group.values())


def test_same_seed_gives_the_same_comments() -> None:
    first, again, other = (list(generate(FRAMES, 50, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_twin_of_a_hateful_frame_breaks_only_the_rules_it_names(tmp_path: Path) -> None:
    block = {
        "kind": "derogation",
        "rules": ["hate"],
        "for": "protected",
        "twins": {"other": [], "object": ["profanity"]},
    }
    folder = write_grammar(tmp_path, [{**block, "texts": "{groups} are [so|very] {trait}.\nAn {group} is {trait}."}])
    rules = {(row["target"], tuple(row["rules"])) for row in generate(folder, 12, seed=3)}
    assert rules == {("elves", ("hate",)), ("bankers", ()), ("buses", ("profanity",))}


def test_quote_holds_a_hateful_frame_and_is_allowed(tmp_path: Path) -> None:
    hateful: dict[str, object] = {
        "kind": "derogation",
        "rules": ["hate"],
        "for": "protected",
        "quotable": True,
        "texts": "All {groups} are {trait}.",
    }
    quoting: dict[str, object] = {"kind": "counter", "rules": [], "for": "protected", "texts": 'He said "{quote}".'}
    rows = list(generate(write_grammar(tmp_path, [hateful, quoting]), 6, seed=1))
    assert {row["gold"] for row in rows if row["kind"] == "counter"} == {"approve"}
    assert all("elve" in row["text"].casefold() for row in rows if row["kind"] == "counter")


def test_too_few_frames_for_so_many_comments(tmp_path: Path) -> None:
    folder = write_grammar(
        tmp_path,
        [
            {"kind": "derogation", "rules": ["hate"], "for": "protected", "texts": "Elves!"},
            {"kind": "ordinary", "rules": [], "for": "nobody", "texts": "Rain."},
        ],
    )
    with pytest.raises(ValueError, match="no more than"):
        list(generate(folder, 1000, seed=1))


def test_unknown_rule_is_refused(tmp_path: Path) -> None:
    folder = write_grammar(tmp_path, [{"kind": "odd", "rules": ["rude"], "for": "nobody", "texts": "Rain."}])
    with pytest.raises(ValueError, match="rude"):
        read_grammar(folder)


def test_disguise_changes_the_word_and_leaves_the_rest() -> None:
    for seed in range(40):
        text = disguise("the goblins came home", random.Random(seed), ["goblins"])
        assert text != "the goblins came home"
        assert " " not in text or (text.startswith("the ") and text.endswith(" came home"))
