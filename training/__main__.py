"""What makes the weights: `fit` encoder and heads, `average` kept networks, `export` them into the package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from training.exporting import export
from training.fitting import Plan, fit
from training.networks import HeadedEncoder, load_weights, mean_weights
from training.tasks import FIRST, SECOND, THIRD, Recipe, load_tokenizer, make_tasks

WEIGHTS = Path(__file__).parents[1] / "src" / "dateline" / "data" / "weights"


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    torch.manual_seed(options.seed)
    network = HeadedEncoder()
    if options.begin:
        load_weights(network, options.begin)
    if options.command == "fit":
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        for recipe, plan in _parts(options):
            _fit(network, recipe, plan, options, device)
    if options.command == "average":
        network.load_state_dict(mean_weights([_read_share(written) for written in options.of]))
        torch.save(network.state_dict(), options.out)
    export(network, options.weights)
    return 0


def _read_share(written: str) -> tuple[Path, float]:
    """ "network.pt=0.4": a kept network and its share of the mean."""
    path, _, share = written.rpartition("=")
    return Path(path), float(share)


def _parts(options: argparse.Namespace) -> Iterator[tuple[Recipe, Plan]]:
    """The parts of a fitting that are asked for: what is shown, and how."""
    if options.first:
        yield FIRST, Plan(options.first, encoder_rate=3.5e-4, seed=options.seed)
    if options.second:
        yield SECOND, Plan(options.second, encoder_rate=2e-4, seed=options.seed + 1)
    if options.third:
        yield THIRD, Plan(options.third, encoder_rate=2e-4, seed=options.seed + 2)


def _fit(
    network: HeadedEncoder, recipe: Recipe, plan: Plan, options: argparse.Namespace, device: torch.device
) -> None:
    tasks = list(make_tasks(recipe, options.corpora, load_tokenizer()))
    for task in tasks:
        pieces = sum(len(window.pieces) for window in task.windows)
        sys.stderr.write(
            f"{task.name}: {len(task.windows)} windows, {pieces} pieces, shown {task.share} times an epoch\n"
        )
    fit(network, tasks, plan, device, keep=options.out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("command", choices=("fit", "average", "export"))
    parser.add_argument("--corpora", type=Path, help="folder of the published corpora")
    parser.add_argument("--out", type=Path, help="where the network is kept after every epoch")
    parser.add_argument("--begin", type=Path, help="a kept network to go on from")
    parser.add_argument("--of", nargs="+", default=(), metavar="FILE=SHARE", help="kept networks to average")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the packaged weights are written")
    parser.add_argument("--first", type=float, default=4, help="epochs over the published corpora")
    parser.add_argument("--second", type=float, default=20, help="epochs over mostly our own corpus")
    parser.add_argument("--third", type=float, default=3, help="epochs over those that are measured by themselves")
    parser.add_argument("--seed", type=int, default=20)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
