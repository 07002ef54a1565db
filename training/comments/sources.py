"""The corpora of comments and posts, each read into rows. Where they lie is said on the command line."""

from __future__ import annotations

import csv
import html
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dateline.model.comments import FLAGS
from dateline.moderation.word_lists import load_words
from training.comments.frames import generate
from training.comments.rows import Row

_USER = re.compile(r"(?:@\w+|<user>|USER)(?=\W|$)")
_ADDRESS = re.compile(r"https?://\S+|<url>|\bURL\b")
_RETWEET = re.compile(r"^[!\s\"]*RT\b:?\s*")
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"\w+")
_PARTS = (3, 9)
"""Of how many comments a long one is made."""
_BROKEN = 0.4
"""How many of the long ones break a rule."""


def tidy(text: str) -> str:
    """A post without what only its platform or its corpus puts there."""
    text = _RETWEET.sub("", html.unescape(html.unescape(text)))
    return _SPACES.sub(" ", _ADDRESS.sub("link", _USER.sub("@user", text))).strip()


def read_own(folder: Path) -> Iterator[Row]:
    """The project's own comments; the folder "unseen" below it is for measuring only, and is not read."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            group = f"{row['article']}"
            yield Row(row["text"], label_rules(row), group, row["article"])


def read_joined(own: Iterable[Row], count: int, seed: int) -> Iterator[Row]:
    """Long comments, made of comments under the same article: what breaks a rule stands in one of its parts.

    In: rows of the project's own; how many to make. What is off topic by itself is left out: beside other parts it
    need not be.
    """
    order = random.Random(seed)
    articles: dict[str, tuple[list[Row], list[Row]]] = {}
    for row in own:
        if row.article and not row.labels["off_topic"]:
            articles.setdefault(row.article, ([], []))[row.labels["reject"] > 0].append(row)
    rich = sorted(article for article, (good, _) in articles.items() if len(good) > _PARTS[0])
    for _ in range(count):
        good, bad = articles[order.choice(rich)]
        parts = order.sample(good, min(len(good), order.randint(*_PARTS)))
        if bad and order.random() < _BROKEN:
            parts[order.randrange(len(parts))] = order.choice(bad)
        yield _join(parts, order.choice((" ", " ", "\n\n")))


def _join(parts: Sequence[Row], between: str) -> Row:
    labels = {name: max(part.labels[name] for part in parts) for name in parts[0].labels}
    return Row(between.join(part.text for part in parts), labels, parts[0].group, parts[0].article)


def read_frames(folder: Path, count: int, seed: int) -> Iterator[Row]:
    """Comments made from the project's own frames: what a predicate means depends on whom it is said of."""
    for row in generate(folder, count, seed):
        yield Row(row["text"], label_rules(row), f"frames {row['text']}")


def label_rules(row: Mapping[str, object]) -> dict[str, float]:
    """All flags and the verdict of a row that was labelled by our rules."""
    rules = row["rules"]
    assert isinstance(rules, list)
    labels: dict[str, float] = {flag: float(flag in rules) for flag in FLAGS}
    if not row.get("article"):
        del labels["off_topic"]
    return {**labels, "reject": float(row["gold"] == "reject")}


def read_davidson(path: Path) -> Iterator[Row]:
    """Tweets: hate, offensive, neither. What is offensive there is mostly a swear word, and says so."""
    for row in _rows(path):
        text, kind = tidy(row["tweet"]), row["class"]
        labels = {"hate": float(kind == "0"), "davidson": float(kind != "2"), "promotion": 0.0}
        if kind == "2":
            labels["reject"] = 0.0
        if kind == "0":
            labels["reject"] = 1.0
        yield Row(text, labels | _swearing(text), f"davidson {text}")


def read_hatexplain(folder: Path) -> Iterator[Row]:
    """Posts: hate, offensive, normal. Its own splits are skewed, so that they are split anew."""
    for name in ("train", "valid", "test"):
        for row in _rows(folder / f"hatexplain_{name}.csv", delimiter="\t"):
            text, kind = tidy(row["text"]), row["label"]
            labels = {"hatexplain": float(kind != "normal")}
            if kind != "offensive":
                labels["hate"] = float(kind == "hatespeech")
            if kind == "hatespeech":
                labels["reject"] = 1.0
            yield Row(text, labels, f"hatexplain {text}")


def read_ethos(path: Path) -> Iterator[Row]:
    """Comments with the share of readers who hold them to be hate."""
    for row in _rows(path, delimiter=";"):
        share = float(row["isHate"])
        labels = {"hate": share, **({"reject": 1.0} if share > 0.5 else {})}
        yield Row(tidy(row["comment"]), labels, f"ethos {row['comment']}")


def read_ethos_kinds(path: Path) -> Iterator[Row]:
    """Hateful comments with the share of readers who find a call to violence in them."""
    for row in _rows(path, delimiter=";"):
        yield Row(tidy(row["comment"]), {"threat": float(row["violence"])}, f"ethos {row['comment']}")


def read_astray(chats: Iterable[Row], articles: Sequence[str], seed: int) -> Iterator[Row]:
    """Talk between friends, set under articles on conflict: it has nothing to do with them.

    In: `chats`, rows that break no rule.
    """
    order = random.Random(seed)
    for row in chats:
        if row.labels.get("reject") == 0.0:
            yield Row(row.text, {"off_topic": 1.0, "reject": 1.0}, row.group, order.choice(articles))


def read_olid(path: Path) -> Iterator[Row]:
    """Tweets: offensive or not, and whom it is aimed at."""
    for row in _rows(path, delimiter="\t"):
        text = tidy(row["tweet"])
        offensive = float(row["subtask_a"] == "OFF")
        labels = {"olid": offensive, "reject": offensive, "promotion": 0.0}
        if row["subtask_c"] == "IND":
            labels["personal_attack"] = 1.0
        if not offensive:
            labels |= {"hate": 0.0, "threat": 0.0, "personal_attack": 0.0}
        yield Row(text, labels | _swearing(text), f"olid {row['id']}")


def read_toxic_spans(path: Path) -> Iterator[Row]:
    """Comments of a news site that were found toxic."""
    for row in _rows(path):
        text = tidy(row["text"])
        labels = {"toxic": 1.0, "promotion": 0.0}
        if json.loads(row["spans"]):
            labels["reject"] = 1.0
        yield Row(text, labels | _swearing(text), f"toxic {text}")


def read_spam(path: Path) -> Iterator[Row]:
    """Messages: spam or not. Nothing of what is not spam was looked at by our rules, but for promotion."""
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, text = line.split("\t", 1)
        labels = {"promotion": float(kind == "spam")} | ({"reject": 1.0} if kind == "spam" else {"reject": 0.0})
        yield Row(tidy(text), labels, f"spam {text}")


def _swearing(text: str) -> dict[str, float]:
    words = {word.lower() for word in _WORDS.findall(text)}
    if words & load_words("strong"):
        return {"profanity": 1.0}
    return {} if words & (load_words("mild") | load_words("vulgarity")) or "*" in text else {"profanity": 0.0}


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        if delimiter == "\t":
            yield from csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(file, delimiter=delimiter)
