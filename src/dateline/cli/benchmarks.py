"""The suites of `dateline evaluate` that are published tests of others: reads, runs or takes predictions, scores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from dateline.services import benchmarking

if TYPE_CHECKING:
    from dateline.evaluate.comments import CommentScore

Outcome = tuple[dict[str, object], RenderableType]
"""The figures as JSON, and as shown on a terminal."""


class Counts(Protocol):
    """What a row of the table shows."""

    predicted: int
    wanted: int

    def percent(self) -> dict[str, float]: ...


def score_muc4_suite(path: Path, predictions: Path | None) -> Outcome:
    """CEAF-REE and template F1 over a `templates_*.jsonl`."""
    from dateline.evaluate.muc4 import score_muc4
    from dateline.evaluate.muc4_templates import read_template_corpus, read_template_predictions, read_templates

    documents = list(read_template_corpus(path))
    if predictions is not None:
        found = read_template_predictions(predictions)
    else:
        filled = benchmarking.fill_templates({document.name: document.text for document in documents})
        found = {name: read_templates(list(rows), name) for name, rows in filled.items()}
    score = score_muc4(documents, found)
    table = _render_tallies({"CEAF-REE": score.ceaf_ree, "template F1": score.templates})
    shown: list[RenderableType] = [table]
    if score.unproven_alignments:
        shown.append(f"reports whose alignment may not be the best: {score.unproven_alignments}")
    return score.to_json(), Group(*shown)


def score_muc4_full_suite(path: Path, predictions: Path | None) -> Outcome:
    """Slot by slot over a folder of texts and keys, or one `*-keys.txt` beside its texts."""
    from dateline.evaluate.muc4_full import read_key_predictions, read_key_templates, score_muc4_full
    from dateline.evaluate.muc4_keys import read_key_corpus

    documents = read_key_corpus(path)
    if predictions is not None:
        found = read_key_predictions(predictions)
    else:
        filled = benchmarking.fill_keys({each.message.name: each.message.whole for each in documents})
        found = {name: read_key_templates([dict(row) for row in rows], name) for name, rows in filled.items()}
    score = score_muc4_full(documents, found)
    sections = {"all templates": score.all_templates, "matched/missing": score.matched_missing}
    return score.to_json(), _render_tallies(sections)


def score_ner_suite(path: Path, predictions: Path | None) -> Outcome:
    """Entity F1 over a CoNLL file."""
    from dateline.evaluate.ner import read_conll, read_tag_predictions, score_ner

    golds = read_conll(path)
    if predictions is not None:
        score = score_ner(golds, read_tag_predictions(predictions, golds))
    else:
        score = score_ner(golds, benchmarking.tag_entities([sentence.tokens for sentence in golds]))
    return score.to_json(), _render_tallies({"entities": score.entities})


def score_comments_suite(path: Path, predictions: Path | None) -> Outcome:
    """Suggestions over a file of comments with what a fair moderator would do."""
    from dateline.cli.marking import read_rows
    from dateline.evaluate.comments import load_comments, score_comments
    from dateline.services.moderating_texts import moderate

    golds = load_comments(path)
    told = read_rows(predictions, ("id", "suggestion", "flags"), None) if predictions else moderate(golds)
    score = score_comments(golds, told)
    return score.to_json(), _render_comments(score)


def _render_comments(score: CommentScore) -> RenderableType:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in ("", "comments", "rejected", "recall", "precision", "accuracy", "macro-F1", "rest right"):
        table.add_column(name, justify="right" if name else "left")
    for name, sides in {"reject": score.verdict, **score.rules}.items():
        rejected = score.rejected.get(name, sides.recall)
        shares = (rejected, sides.recall, sides.precision, sides.accuracy, sides.macro_f1, sides.rest_accuracy)
        table.add_row(name.replace("_", " "), str(sides.yes), *(f"{share:.1f}" for share in shares))
    wrong = score.verdict.no - score.verdict.passes
    return Group(table, f"good comments that would be rejected: {wrong} of {score.verdict.no}")


def _render_tallies(sections: Mapping[str, Mapping[str, Counts]]) -> Table:
    """A row a tally, under the name of its section; the first of a section is the figure to quote."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    table.add_column("")
    for name in ("P", "R", "F1", "wanted", "found"):
        table.add_column(name, justify="right")
    for section, tallies in sections.items():
        for position, (name, tally) in enumerate(tallies.items()):
            percent = tally.percent()
            figures = [f"{percent[key]:.1f}" for key in ("p", "r", "f1")]
            label = f"  {name}" if position else f"[bold]{section}[/bold], {name}"
            style = "dim" if position else None
            table.add_row(label, *figures, str(tally.wanted), str(tally.predicted), style=style)
    return table
