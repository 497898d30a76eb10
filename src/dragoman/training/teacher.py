"""A teacher: a larger network, trained first, whose word joins the labels of the small one.

Labels say yes or no; the teacher also says how near the other answers are (Hinton, Vinyals and
Dean, Distilling the Knowledge in a Neural Network, 2015).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from dragoman.engines.reading import sigmoid, softmax
from dragoman.training.corpus import Sample
from dragoman.training.examples import Act, Encoder, Example, Floats
from dragoman.training.fit import RARE, make_batch
from dragoman.training.network import Answers, EventNetwork

AT_ONCE = 32  # sentences


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
        self.network.eval()
        order = sorted(range(len(samples)), key=lambda i: len(samples[i].text))
        softened: dict[int, Example] = {}
        for start in range(0, len(order), AT_ONCE):
            chosen = order[start : start + AT_ONCE]
            some = [samples[i] for i in chosen]
            pairs = zip(some, self._answers(some), strict=True)
            told = (_mixed(pupil.example(s), answer, self.share) for s, answer in pairs)
            softened.update(zip(chosen, told, strict=True))
        return [softened[i] for i in range(len(samples))]

    def _answers(self, samples: Sequence[Sample]) -> Iterator[Answers]:
        batch = make_batch([self.encoder.example(sample) for sample in samples])
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            answers = self.network(batch.ids, batch.mask)
        for b in range(len(samples)):
            yield Answers(*(part[b].float() for part in answers))


def _mixed(example: Example, answers: Answers, share: float) -> Example:
    """An example whose labels are part the corpus's, part the teacher's."""
    length = len(example.ids)
    types = _blend(example.types, softmax(answers.types[:length].numpy()), share)
    acts = tuple(_mixed_act(act, answers, length, share) for act in example.acts)
    return replace(example, types=types, acts=acts)


def _mixed_act(act: Act, answers: Answers, length: int, share: float) -> Act:
    at = list(act.pieces)
    roles = answers.roles[:, at, :length].mean(1).numpy() - math.log(RARE)  # as if never weighted
    return replace(
        act,
        modes=_blend(act.modes, sigmoid(answers.modes[at].mean(0).numpy()), share),
        status=_blend(act.status, softmax(answers.statuses[at].mean(0).numpy()), share),
        contexts=_blend(act.contexts, sigmoid(answers.contexts[at].mean(0).numpy()), share),
        roles=_blend(act.roles, sigmoid(roles), share),
    )


def _blend(label: Floats, told: Floats, share: float) -> Floats:
    return np.asarray((1 - share) * label + share * told, np.float32)
