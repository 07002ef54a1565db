"""How fast comments are read: comments a second, and the ratio to the bare encoder over the same windows.

Run: python benchmarks/comment_speed.py [FILE.jsonl ...]    (default: the project's own corpus of comments)
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dateline.moderation.encoders import load_comment_encoder
from dateline.moderation.suggestions import make_comment_moderator
from dateline.moderation.word_lists import make_spelling_reader

CORPUS = Path(__file__).parents[1] / "corpus" / "comments"
BATCH = 256
MOST = 2_000


def load_comments(inputs: Sequence[str]) -> list[tuple[str, str | None]]:
    """Text and article of each row, a sample of all files."""
    paths = [Path(one) for one in inputs] or sorted(CORPUS.glob("*.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row.get("article")) for row in rows[:: max(1, len(rows) // MOST)]]


def measure(comments: Sequence[tuple[str, str | None]]) -> tuple[float, float]:
    """Seconds of the whole, and of the encoder alone."""
    moderator, encoder, reader = make_comment_moderator(), load_comment_encoder(), make_spelling_reader()
    whole = bare = 0.0
    for start in range(0, len(comments), BATCH):
        texts, articles = (list(part) for part in zip(*comments[start : start + BATCH], strict=True))
        began = time.perf_counter()
        moderator.suggest(texts, articles)
        whole += time.perf_counter() - began
        plain = [reader.read(text).text for text in texts]
        began = time.perf_counter()
        encoder.read(plain, articles)
        bare += time.perf_counter() - began
    return whole, bare


def main(inputs: Sequence[str]) -> None:
    comments = load_comments(inputs)
    measure(comments[:BATCH])  # warm
    for name, rows in (("with their article", comments), ("alone", [(text, None) for text, _ in comments])):
        whole, bare = measure(rows)
        print(f"{name}: {len(rows) / whole:.0f} comments/s, {whole / bare:.2f} times the encoder alone")


if __name__ == "__main__":
    main(sys.argv[1:])
