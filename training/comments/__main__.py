"""What makes the weights of the moderator: `fit` the network, `export` it into the package, `measure` it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from training.comments.fitting import Plan, Source, fit, measure, names_of
from training.comments.networks import CommentNetwork
from training.comments.sources import (
    read_davidson,
    read_ethos,
    read_hatexplain,
    read_olid,
    read_own,
    read_spam,
    read_toxic_spans,
)
from training.tasks import load_tokenizer

_OWN = Path(__file__).parents[2] / "corpus" / "comments"


def make_sources(corpora: Path) -> list[Source]:
    """All corpora. In: the folder of the public ones."""
    return [
        Source("own", list(read_own(_OWN)), 2.0),
        Source("davidson", list(read_davidson(corpora / "davidson.csv")), 0.3),
        Source("hatexplain", list(read_hatexplain(corpora)), 0.6),
        Source("ethos", list(read_ethos(corpora / "ethos_binary.csv")), 1.0),
        Source("olid", list(read_olid(corpora / "olid_train.tsv")), 1.0),
        Source("toxic spans", list(read_toxic_spans(corpora / "toxic_spans_train.csv")), 0.3),
        Source("spam", list(read_spam(corpora / "sms_spam.tsv")), 0.3),
    ]


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    network, tokenizer, sources = CommentNetwork(), load_tokenizer(), make_sources(options.corpora)
    if options.begin:
        network.load_state_dict(torch.load(options.begin))
    if options.command == "fit":
        sys.stderr.write("\n".join(names_of(sources)) + "\n")
        fit(network, sources, tokenizer, Plan(options.epochs, options.rate, seed=options.seed), options.out)
    if options.command == "measure":
        for name, line in measure(network, sources, tokenizer, options.split).items():
            sys.stdout.write(f"{name}: {line}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="training.comments", description=__doc__)
    parser.add_argument("command", choices=("fit", "measure"))
    parser.add_argument("corpora", type=Path, help="folder of the public corpora of comments")
    parser.add_argument("--begin", type=Path, help="weights to go on from")
    parser.add_argument("--out", type=Path, default=Path("comments.pt"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
