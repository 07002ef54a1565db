"""`python -m training fit --corpora FOLDER --out FILE`: fits the encoder and its heads over all corpora."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from training.fitting import Plan, fit
from training.networks import HeadedEncoder
from training.tasks import load_tokenizer, published_tasks


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("command", choices=("fit",))
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the published corpora")
    parser.add_argument("--out", type=Path, required=True, help="where the weights are kept, after every epoch")
    parser.add_argument("--begin", type=Path, help="weights to go on from")
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args(arguments)
    tasks = list(published_tasks(options.corpora, load_tokenizer()))
    for task in tasks:
        pieces = sum(len(window.pieces) for window in task.windows)
        sys.stderr.write(f"{task.name}: {len(task.windows)} windows, {pieces} pieces, shown {task.share} times an epoch\n")
    torch.manual_seed(options.seed)
    network = HeadedEncoder()
    if options.begin:
        network.load_state_dict(torch.load(options.begin, map_location="cpu"))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    plan = Plan(epochs=options.epochs, encoder_rate=options.rate, seed=options.seed)
    fit(network, tasks, plan, device, keep=options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
