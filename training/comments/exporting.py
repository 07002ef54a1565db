"""The fitted network as the package ships it: one int8 ONNX file, and what its columns are."""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.comments.batches import MAX_ARTICLE, MAX_PIECES
from training.comments.networks import CommentNetwork
from training.comments.rows import COLUMNS


def export(network: CommentNetwork, folder: Path) -> None:
    """Write `comments.onnx` and `comments.json` into a folder; the tokenizer is the coder's."""
    folder.mkdir(parents=True, exist_ok=True)
    network.float().eval()
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        _write_full(network, full)
        quantize_dynamic(
            full,
            folder / "comments.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    described = {"columns": list(COLUMNS), "max_pieces": MAX_PIECES, "max_article": MAX_ARTICLE}
    (folder / "comments.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def _write_full(network: CommentNetwork, path: Path) -> None:
    pieces = torch.ones((2, 9), dtype=torch.int64)
    axes = {0: "batch", 1: "pieces"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (pieces, torch.ones_like(pieces), torch.ones_like(pieces)),
            str(path),
            input_names=["pieces", "mask", "own"],
            output_names=["scores", "parts"],
            dynamic_axes=dict.fromkeys(("pieces", "mask", "own", "parts"), axes) | {"scores": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
