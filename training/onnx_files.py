"""A fitted network as one int8 ONNX file, which is what the package ships."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

A_PIECE: Mapping[int, str] = {0: "batch", 1: "pieces"}
A_TEXT: Mapping[int, str] = {0: "batch"}


def write_int8(
    network: nn.Module, path: Path, inputs: Sequence[str], outputs: Mapping[str, Mapping[int, str]]
) -> None:
    """Write the network with its weights in 8 bits.

    In: `inputs`, the names of what it takes, numbers [batch, pieces] each; `outputs`, the names of what it gives
    with the axes that have no fixed length (A_PIECE: for each piece, A_TEXT: for a whole text).
    """
    network.to("cpu").float().eval()
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        _write_full(network, full, inputs, outputs)
        quantize_dynamic(
            full,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )


def _write_full(
    network: nn.Module, path: Path, inputs: Sequence[str], outputs: Mapping[str, Mapping[int, str]]
) -> None:
    sample = tuple(torch.ones((2, 9), dtype=torch.int64) for _ in inputs)
    axes = {name: dict(A_PIECE) for name in inputs} | {name: dict(free) for name, free in outputs.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            sample,
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
