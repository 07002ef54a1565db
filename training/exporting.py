"""The trained network as the package ships it: one int8 ONNX file, the pair scorer, the tokenizer and the labels."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from training.heads import DISTANCES, PAIR_ROLES, WINDOW_HEADS, WORD_HEADS
from training.networks import HeadedEncoder, base_folder
from training.onnx_files import A_PIECE, A_TEXT, write_int8
from training.windowing import MAX_PIECES

OUTPUTS = {"words": A_PIECE, "windows": A_TEXT, "anchors": A_PIECE, "spans": A_PIECE}


def export(network: HeadedEncoder, folder: Path) -> None:
    """Write `encoder.onnx`, `pairs.npz`, `tokenizer.json` and `heads.json` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_int8(network, folder / "encoder.onnx", ("pieces", "shapes", "mask"), OUTPUTS)
    _write_pairs(network, folder / "pairs.npz")
    shutil.copy(base_folder() / "tokenizer.json", folder / "tokenizer.json")
    heads = {
        "words": {head: list(labels) for head, labels in WORD_HEADS.items()},
        "windows": {head: list(labels) for head, labels in WINDOW_HEADS.items()},
        "roles": list(PAIR_ROLES),
        "distances": list(DISTANCES),
        "max_pieces": MAX_PIECES,
    }
    (folder / "heads.json").write_text(json.dumps(heads, indent=1) + "\n", encoding="utf-8")


def _write_pairs(network: HeadedEncoder, path: Path) -> None:
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in network.pairs.named_parameters()}
    np.savez_compressed(path, **arrays)
