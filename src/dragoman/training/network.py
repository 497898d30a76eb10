"""The network: one small encoder and, for each piece of a word, the answers of several heads."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import AutoModel

from dragoman.engines.reading import ROLES, Head

PAIRED = 64  # size of the space in which a trigger meets its participants, for each role


class Answers(NamedTuple):
    """Logits. B sentences of L pieces; roles are [B, role, trigger piece, participant piece]."""

    types: Tensor
    modes: Tensor
    statuses: Tensor
    contexts: Tensor
    roles: Tensor


class EventNetwork(nn.Module):
    """Reads a sentence once and answers for every piece as if it were a trigger."""

    def __init__(self, base: str, head: Head, dropout: float) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="eager"
        )
        size = self.encoder.config.hidden_size
        self.drop = nn.Dropout(dropout)
        self.types = nn.Linear(size, 1 + len(head.types))
        self.inner = nn.Linear(2 * size, size)
        self.modes = nn.Linear(size, len(head.modes))
        self.statuses = nn.Linear(size, len(head.statuses))
        self.contexts = nn.Linear(size, len(head.contexts))
        self.trigger = nn.Linear(size, len(ROLES) * PAIRED)
        self.participant = nn.Linear(size, len(ROLES) * PAIRED)
        self.fit = nn.Linear(size, len(ROLES))

    def forward(self, ids: Tensor, mask: Tensor) -> Answers:
        """``ids`` and ``mask`` are [B, L]; mask is 1 for real pieces."""
        states = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        real = mask.unsqueeze(-1).to(states.dtype)
        whole = (states * real).sum(1, keepdim=True) / real.sum(1, keepdim=True)
        both = torch.cat([states, whole.expand_as(states)], -1)
        inner = self.drop(torch.nn.functional.gelu(self.inner(both)))
        return Answers(
            self.types(states),
            self.modes(inner),
            self.statuses(inner),
            self.contexts(inner),
            self._roles(states),
        )

    def freeze(self, layers: int) -> None:
        """Keeps the embeddings and the lowest layers of the encoder as they are, if any."""
        if not layers:
            return
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:layers]):
            part.requires_grad_(requires_grad=False)

    def _roles(self, states: Tensor) -> Tensor:
        batch, length, _ = states.shape
        shape = (batch, length, len(ROLES), PAIRED)
        ours = self.trigger(states).view(shape).permute(0, 2, 1, 3)
        theirs = self.participant(states).view(shape).permute(0, 2, 3, 1)
        alone = self.fit(states).permute(0, 2, 1).unsqueeze(2)
        return torch.matmul(ours, theirs) / PAIRED**0.5 + alone
