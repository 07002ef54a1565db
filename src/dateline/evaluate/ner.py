"""The suite `ner`: entities of a CoNLL file, right if first token, last token and type are the same.

Tags may be in BIO, IOB1, IOBES or BILOU, also mixed: B, S and U begin an entity, and so does any other tag whose type
is not that of the entity before it; E, L, S and U end one. F1 is over the entities of all sentences together (micro).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.evaluate.alignments import Tally
from dateline.model.errors import ReadError

BEGINNING = frozenset("BSU")
ENDING = frozenset("ELSU")
PREFIXES = BEGINNING | ENDING | frozenset("IM")
MICRO = "micro"

TypedSpan = tuple[int, int, str]
"""First token, token after the last, type."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens with a tag each, and the line of the file that the first of them stands on."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class EntityScore:
    """Tallies by type, with `micro` over all of them."""

    entities: Mapping[str, Tally]

    def to_json(self) -> dict[str, object]:
        return {"entities": {name: tally.percent() for name, tally in self.entities.items()}}


def score_ner(golds: Sequence[Sentence], predicted_tags: Sequence[Sequence[str]]) -> EntityScore:
    """Score tags, a sequence a sentence. Raises ReadError where sentences or tokens are not as many as gold's."""
    if len(golds) != len(predicted_tags):
        raise ReadError("not as many sentences as gold has", f"{len(predicted_tags)} for {len(golds)}")
    right: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for sentence, tags in zip(golds, predicted_tags, strict=True):
        if len(sentence.tokens) != len(tags):
            raise ReadError("not as many tags as tokens", " ".join(sentence.tokens), f"{len(tags)}")
        gold_spans, found_spans = set(decode_tags(sentence.tags)), set(decode_tags(tags))
        wanted.update(name for _, _, name in gold_spans)
        predicted.update(name for _, _, name in found_spans)
        right.update(name for _, _, name in gold_spans & found_spans)
    by_type = {name: Tally(right[name], predicted[name], wanted[name]) for name in sorted({*wanted, *predicted})}
    return EntityScore({MICRO: Tally(right.total(), predicted.total(), wanted.total()), **by_type})


def decode_tags(tags: Sequence[str]) -> Iterator[TypedSpan]:
    """The entities that a sentence's tags mark, in order."""
    start, current = 0, ""
    for position, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if current and (name != current or prefix in BEGINNING):
            yield start, position, current
            current = ""
        if name and not current:
            start, current = position, name
        if name and prefix in ENDING:
            yield start, position + 1, name
            current = ""


# --- reading -------------------------------------------------------------------------------------------------------


def read_conll(path: Path) -> list[Sentence]:
    """The sentences of a file with a token and, last on its line, a tag; blank lines part them.

    Columns are parted by tabs, or by blanks where a line has no tab; `-DOCSTART-` lines are passed over. Raises
    ReadError, naming the line, for one without a tag or with something else in its place.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError("cannot read the CoNLL file", str(path), str(error)) from error
    sentences: list[Sentence] = []
    rows: list[tuple[str, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip() and not line.startswith("-DOCSTART-"):
            rows.append(_read_row(line, f"{path}:{number}"))
        elif rows:
            tokens, tags = zip(*rows, strict=True)
            sentences.append(Sentence(tokens, tags, number - len(rows)))
            rows = []
    if not sentences:
        raise ReadError("no tagged sentence found", str(path))
    return sentences


def _read_row(line: str, where: str) -> tuple[str, str]:
    cells = line.rstrip().split("\t") if "\t" in line.rstrip() else line.split()
    if len(cells) < 2:
        raise ReadError("a token without a tag", where, line.strip())
    token, tag = cells[0], cells[-1].strip()
    prefix, dash, name = tag.partition("-")
    if tag != "O" and not (dash and name and prefix in PREFIXES):
        raise ReadError("not an entity tag", where, tag)
    return token, tag


def read_tag_predictions(path: Path, golds: Sequence[Sentence]) -> list[tuple[str, ...]]:
    """The tags of a predictions file. Raises ReadError, naming the line, where its tokens are not those of gold."""
    sentences = read_conll(path)
    for gold, sentence in zip(golds, sentences, strict=False):
        if gold.tokens != sentence.tokens:
            raise ReadError("a sentence is not that of gold", f"{path}:{sentence.line}", " ".join(gold.tokens))
    if len(golds) != len(sentences):
        raise ReadError("not as many sentences as gold has", str(path), f"{len(sentences)} for {len(golds)}")
    return [sentence.tags for sentence in sentences]
