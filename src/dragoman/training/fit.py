"""Fitting the network: batches, losses, schedule. Same seed, data and machine, same weights."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dragoman.training.examples import Act, Example
from dragoman.training.network import Answers, EventNetwork
from dragoman.training.plan import Settings

PAD = 0
RARE = 3.0  # weight of the pieces that do take part in an event, against the many that do not


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side, padded to the longest."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    weights: Tensor
    acts: tuple[tuple[int, Act], ...]


def padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Pieces of sentences side by side, [B, L], and a mask that is 1 for real pieces."""
    shape = (len(ids), max(map(len, ids)))
    table, mask = np.full(shape, PAD, np.int64), np.zeros(shape, np.int64)
    for b, one in enumerate(ids):
        table[b, : len(one)], mask[b, : len(one)] = one, 1
    return torch.from_numpy(table), torch.from_numpy(mask)


def make_batch(examples: Sequence[Example]) -> Batch:
    """Examples as tensors."""
    ids, mask = padded([e.ids for e in examples])
    weights = np.zeros(ids.shape, np.float32)
    types = np.zeros((*ids.shape, examples[0].types.shape[1]), np.float32)
    for b, example in enumerate(examples):
        n = len(example.ids)
        weights[b, :n], types[b, :n] = example.weights, example.types
    acts = tuple((b, act) for b, e in enumerate(examples) for act in e.acts)
    return Batch(ids, mask, torch.from_numpy(types), torch.from_numpy(weights), acts)


def loss_of(answers: Answers, batch: Batch, settings: Settings) -> Tensor:
    """The weighted sum of what each head got wrong."""
    logits = functional.log_softmax(answers.types.float(), -1)
    classes = logits.shape[-1]
    wanted = batch.types * (1 - settings.smoothing) + settings.smoothing / classes
    total = -((wanted * logits).sum(-1) * batch.weights).sum() / batch.weights.sum()
    total = total * 4  # few pieces carry events; keeps the shares of the heads alike
    if not batch.acts:
        return total
    parts = [_act_loss(answers, b, act, settings) for b, act in batch.acts]
    return total + torch.stack(parts).mean()


def _act_loss(answers: Answers, b: int, act: Act, settings: Settings) -> Tensor:
    at = list(act.pieces)
    binary = functional.binary_cross_entropy_with_logits
    length = act.roles.shape[1]
    roles = answers.roles[b][:, at, :length].float().mean(1)
    gold = torch.from_numpy(act.roles)
    part = settings.role_weight * binary(roles, gold, pos_weight=torch.tensor(RARE))
    status = answers.statuses[b, at].float().mean(0, keepdim=True)
    part = part + settings.status_weight * functional.cross_entropy(
        status, torch.from_numpy(act.status).unsqueeze(0), label_smoothing=settings.smoothing
    )
    contexts = answers.contexts[b, at].float().mean(0)
    wanted = torch.from_numpy(act.contexts)
    part = part + settings.context_weight * 5 * binary(contexts, wanted)
    if act.mode_mask.any():
        modes = answers.modes[b, at].float().mean(0)
        each = binary(modes, torch.from_numpy(act.modes), reduction="none")
        mask = torch.from_numpy(act.mode_mask)
        part = part + settings.mode_weight * (each * mask).sum() / mask.sum() * 2
    return part


def batches(examples: Sequence[Example], size: int, dice: random.Random) -> Iterator[Batch]:
    """A shuffled pass: groups of eight batches are sorted by length, so that little is padded."""
    order = list(range(len(examples)))
    dice.shuffle(order)
    found: list[list[int]] = []
    for start in range(0, len(order), 8 * size):
        group = sorted(order[start : start + 8 * size], key=lambda i: len(examples[i].ids))
        found += [group[i : i + size] for i in range(0, len(group), size)]
    dice.shuffle(found)
    for group in found:
        yield make_batch([examples[i] for i in group])


def fit(
    network: EventNetwork,
    epochs: Callable[[random.Random], Sequence[Example]],
    count: int,
    settings: Settings,
    report: Callable[[int, float], None],
) -> None:
    """Trains in place. ``epochs`` gives the ``count`` examples of each epoch."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    dice = random.Random(settings.seed)
    steps = settings.epochs * -(-count // settings.batch)
    network.freeze(settings.frozen)
    optimiser = _optimiser(network, settings)
    warm = max(1, int(steps * settings.warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / warm, max(0.0, (steps - n) / max(1, steps - warm)))
    )
    for epoch in range(settings.epochs):
        network.train()
        total = seen = 0.0
        for batch in batches(epochs(dice), settings.batch, dice):
            with torch.autocast("cpu", torch.bfloat16):
                answers = network(batch.ids, batch.mask)
            loss = loss_of(answers, batch, settings)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, seen = total + loss.item(), seen + 1
        report(epoch + 1, total / seen)


def _optimiser(network: EventNetwork, settings: Settings) -> torch.optim.Optimizer:
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    groups = [
        {"params": encoder, "lr": settings.encoder_rate},
        {"params": heads, "lr": settings.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=settings.decay)
