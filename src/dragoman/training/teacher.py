"""A teacher: a larger network, trained first, whose word joins the labels of the small one.

Labels say yes or no; the teacher also says how near the other answers are (Hinton, Vinyals and
Dean, Distilling the Knowledge in a Neural Network, 2015).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch

from dragoman.engines.reading import Head, sigmoid, softmax
from dragoman.training.corpus import Sample
from dragoman.training.examples import Act, Encoder, Example, Floats, mode_mask, weights_of
from dragoman.training.fit import RARE, padded
from dragoman.training.network import EventNetwork

AT_ONCE = 32  # sentences
LIKELY = 0.3  # from here on the teacher takes a word for an event


@dataclass(frozen=True, slots=True)
class Teacher:
    """A trained network with its own cutter of words; ``share`` is the weight of its word, 0..1.

    Both networks must cut words into the same pieces (those of BERT, uncased).
    """

    network: EventNetwork
    encoder: Encoder
    share: float

    def soften(self, samples: Sequence[Sample], pupil: Encoder) -> list[Example]:
        """The pupil's examples of samples, with the teacher's word in their labels."""
        read = self._read([sample.text for sample in samples])
        pairs = zip(samples, read, strict=True)
        return [_mixed(pupil.example(sample), told, self.share) for sample, told in pairs]

    def label(self, texts: Sequence[str], pupil: Encoder) -> list[Example]:
        """Examples of sentences without labels: the teacher's word alone."""
        pairs = zip(texts, self._read(texts), strict=True)
        return [_told(*pupil.cutter.cut(text)[1:], told, pupil.head) for text, told in pairs]

    def _read(self, texts: Sequence[str]) -> list[Told]:
        """The answers to sentences; long ones apart from short ones, so that little is padded."""
        self.network.eval()
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        read: dict[int, Told] = {}
        for start in range(0, len(order), AT_ONCE):
            chosen = order[start : start + AT_ONCE]
            read.update(zip(chosen, self._answers([texts[i] for i in chosen]), strict=True))
        return [read[i] for i in range(len(texts))]

    def _answers(self, texts: Sequence[str]) -> Iterator[Told]:
        cut = [self.encoder.cutter.cut(text).ids for text in texts]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            answers = self.network(*padded(cut))
        for b, ids in enumerate(cut):
            n = len(ids)
            parts = (part[b].float().numpy() for part in answers)
            types, modes, statuses, contexts, roles = parts
            yield Told(softmax(types[:n]), modes[:n], statuses[:n], contexts[:n], roles[:, :n, :n])


class Told(NamedTuple):
    """What the teacher says of the pieces of a sentence: shares of types, else logits."""

    types: Floats
    modes: Floats
    statuses: Floats
    contexts: Floats
    roles: Floats

    def act(self, at: list[int], mode_mask: Floats) -> Act:
        """What it says of an event at some pieces."""
        roles = self.roles[:, at].mean(1) - math.log(RARE)  # as if never weighted
        return Act(
            tuple(at),
            sigmoid(self.modes[at].mean(0)),
            mode_mask,
            softmax(self.statuses[at].mean(0)),
            sigmoid(self.contexts[at].mean(0)),
            sigmoid(roles),
        )


def _mixed(example: Example, told: Told, share: float) -> Example:
    """An example whose labels are part the corpus's, part the teacher's."""
    acts = tuple(_mixed_act(act, told, share) for act in example.acts)
    return replace(example, types=_blend(example.types, told.types, share), acts=acts)


def _mixed_act(act: Act, told: Told, share: float) -> Act:
    heard = told.act(list(act.pieces), act.mode_mask)
    return replace(
        act,
        modes=_blend(act.modes, heard.modes, share),
        status=_blend(act.status, heard.status, share),
        contexts=_blend(act.contexts, heard.contexts, share),
        roles=_blend(act.roles, heard.roles, share),
    )


def _told(ids: list[int], owner: list[int | None], told: Told, head: Head) -> Example:
    """An example with the teacher's labels: an event at each word that likely carries one."""
    words: dict[int, list[int]] = {}
    for piece, word in enumerate(owner):
        if word is not None:
            words.setdefault(word, []).append(piece)
    acts = []
    for pieces in words.values():
        shares = told.types[pieces].mean(0)
        if 1 - shares[0] > LIKELY:
            kind = head.types[int(shares[1:].argmax())]
            acts.append(told.act(pieces, mode_mask(head, kind)))
    return Example(tuple(ids), told.types, weights_of(owner), tuple(acts))


def _blend(label: Floats, told: Floats, share: float) -> Floats:
    return np.asarray((1 - share) * label + share * told, np.float32)
