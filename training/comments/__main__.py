"""Makes the weights of the moderator: `fit` the network, `export` it into the package and weigh it, `measure` it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from dateline.moderation.encoders import load_comment_encoder
from training.comments.calibrating import calibrate, read_rows, write_weights
from training.comments.exporting import export
from training.comments.fitting import Plan, Source, fit, measure, names_of
from training.comments.networks import CommentNetwork
from training.comments.rows import Row
from training.comments.sources import (
    read_astray,
    read_davidson,
    read_ethos,
    read_ethos_kinds,
    read_frames,
    read_hatexplain,
    read_joined,
    read_olid,
    read_own,
    read_spam,
    read_toxic_spans,
)
from training.tasks import load_tokenizer

_OWN = Path(__file__).parents[2] / "corpus" / "comments"
_WEIGHTS = Path(__file__).parents[2] / "src" / "dateline" / "data" / "moderation"
_FRAMES = 16_000
_JOINED = 2_500
_SHARES = {"own": 3.0, "joined": 1.0, "frames": 0.5, "olid": 1.0, "hatexplain": 0.2, "ethos": 1.0, "spam": 0.1}
"""How much a row of a corpus counts when the answers are weighed into flags."""
_ASKED_ONLY = {"olid": {"reject"}, "hatexplain": {"hate"}, "ethos": {"hate"}, "spam": {"promotion"}}
"""What public corpora are asked then: only what people labelled in them, as near to our rules as it comes."""


def make_sources(corpora: Path, seed: int) -> list[Source]:
    """All corpora. In: the folder of the public ones; the seed of what is made from frames."""
    own = list(read_own(_OWN))
    articles = sorted({row.article for row in own if row.article})
    davidson, spam = list(read_davidson(corpora / "davidson.csv")), list(read_spam(corpora / "sms_spam.tsv"))
    return [
        Source("own", own, 2.5),
        Source("joined", list(read_joined(own, _JOINED, seed)), 0.6),
        Source("frames", list(read_frames(_OWN / "frames", _FRAMES, seed)), 0.3),
        Source("astray", list(read_astray([*spam, *davidson], articles, seed)), 0.1),
        Source("davidson", davidson, 0.15),
        Source("hatexplain", list(read_hatexplain(corpora)), 0.25),
        Source("ethos", list(read_ethos(corpora / "ethos_binary.csv")), 1.0),
        Source("ethos kinds", list(read_ethos_kinds(corpora / "ethos_multi.csv")), 1.0),
        Source("olid", list(read_olid(corpora / "olid_train.tsv")), 1.0),
        Source("toxic spans", list(read_toxic_spans(corpora / "toxic_spans_train.csv")), 0.15),
        Source("spam", spam, 0.15),
    ]


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    network, tokenizer, sources = CommentNetwork(), load_tokenizer(), make_sources(options.corpora, options.seed)
    if options.begin:
        network.load_state_dict(torch.load(options.begin))
    if options.command == "fit":
        sys.stderr.write("\n".join(names_of(sources)) + "\n")
        fit(network, sources, tokenizer, Plan(options.epochs, options.rate, seed=options.seed), options.out)
    if options.command == "export":
        export(network, options.weights)
        _weigh(sources, options.weights)
    if options.command == "measure":
        for name, line in measure(network, sources, tokenizer, options.split).items():
            sys.stdout.write(f"{name}: {line}\n")
    return 0


def _weigh(sources: Sequence[Source], folder: Path) -> None:
    """Weigh answers and signals on what was not fitted on: of our own all, of the others the part for choosing."""
    encoder = load_comment_encoder(folder=folder)
    rows: list[Row] = []
    counts: list[float] = []
    for source in sources:
        if source.name not in _SHARES:
            continue
        held = {"dev", "test"} if source.name == "own" else {"dev"}
        chosen = [row for row in source.rows if row.split in held]
        rows += [row.asked(_ASKED_ONLY.get(source.name)) for row in chosen]
        counts += [_SHARES[source.name]] * len(chosen)
    write_weights(folder / "weights.json", calibrate(read_rows(rows, encoder), encoder.columns, counts))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="training.comments", description=__doc__)
    parser.add_argument("command", choices=("fit", "export", "measure"))
    parser.add_argument("corpora", type=Path, help="folder of the public corpora of comments")
    parser.add_argument("--begin", type=Path, help="weights to go on from")
    parser.add_argument("--out", type=Path, default=Path("comments.pt"))
    parser.add_argument("--weights", type=Path, default=_WEIGHTS, help="where the package has them")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
