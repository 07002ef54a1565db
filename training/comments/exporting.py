"""The fitted network as the package ships it: one int8 ONNX file, and what its columns are."""

from __future__ import annotations

import json
from pathlib import Path

from training.comments.batches import MAX_ARTICLE, MAX_PIECES
from training.comments.networks import CommentNetwork
from training.comments.rows import COLUMNS
from training.onnx_files import A_PIECE, A_TEXT, write_int8


def export(network: CommentNetwork, folder: Path) -> None:
    """Write `comments.onnx` and `comments.json` into a folder; the tokenizer is the coder's."""
    folder.mkdir(parents=True, exist_ok=True)
    outputs = {"scores": A_TEXT, "parts": A_PIECE}
    write_int8(network, folder / "comments.onnx", ("pieces", "mask", "own"), outputs)
    described = {"columns": list(COLUMNS), "max_pieces": MAX_PIECES, "max_article": MAX_ARTICLE}
    (folder / "comments.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
