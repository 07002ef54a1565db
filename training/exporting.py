"""The trained network as the package ships it: one int8 ONNX file, the pair scorer, the tokenizer and the labels."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.heads import DISTANCES, PAIR_ROLES, WINDOW_HEADS, WORD_HEADS
from training.networks import HeadedEncoder, base_folder
from training.windowing import MAX_PIECES

OUTPUTS = ("words", "windows", "anchors", "spans")


def export(network: HeadedEncoder, folder: Path) -> None:
    """Write `encoder.onnx`, `pairs.npz`, `tokenizer.json` and `heads.json` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network.to("cpu").float().eval()
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        _write_full(network, full)
        quantize_dynamic(
            full,
            folder / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
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


def _write_full(network: HeadedEncoder, path: Path) -> None:
    pieces = torch.ones((2, 9), dtype=torch.int64)
    axes = {0: "batch", 1: "pieces"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (pieces, torch.ones_like(pieces), torch.ones_like(pieces)),
            str(path),
            input_names=["pieces", "shapes", "mask"],
            output_names=list(OUTPUTS),
            dynamic_axes=dict.fromkeys(("pieces", "shapes", "mask", "words", "anchors", "spans"), axes)
            | {"windows": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


def _write_pairs(network: HeadedEncoder, path: Path) -> None:
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in network.pairs.named_parameters()}
    np.savez_compressed(path, **arrays)
