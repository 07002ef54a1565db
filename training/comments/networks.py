"""The network: MiniLM, and for every question two scores a piece: one is averaged, of the other the most counts.

Both are sums over pieces, so that each piece's part in an answer is known: these are the reasons.
"""

from __future__ import annotations

import os

import torch
from torch import Tensor, nn
from transformers import AutoModel

from training.comments.rows import COLUMNS
from training.networks import WIDTH, base_folder

FAR_BELOW = -1e4


class CommentNetwork(nn.Module):
    """In: piece ids, mask, and which pieces are of the comment itself, all [batch, pieces].

    Out: scores [batch, COLUMNS], and the parts of the pieces [batch, pieces, COLUMNS].
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        os.environ["HF_HUB_OFFLINE"] = "1"
        self.bert = AutoModel.from_pretrained(
            base_folder(), add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        self.dropout = nn.Dropout(dropout)
        self.means = nn.Linear(WIDTH, len(COLUMNS))
        self.peaks = nn.Linear(WIDTH, len(COLUMNS))
        nn.init.zeros_(self.peaks.weight)
        nn.init.zeros_(self.peaks.bias)

    def forward(self, pieces: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        embedded = self.bert.embeddings.word_embeddings(pieces)
        states = self.dropout(self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        weights = own.unsqueeze(-1).to(states.dtype)
        means, peaks = self.means(states), self.peaks(states)
        count = weights.sum(1)
        highest = torch.logsumexp(peaks + (1 - weights) * FAR_BELOW, 1) - torch.log(count)
        scores = (means * weights).sum(1) / count + highest
        return scores, means / count.unsqueeze(1) + peaks
