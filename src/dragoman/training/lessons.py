"""What the network reads in an epoch: every sentence once, some with other names in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from dragoman.training.corpus import Sample
from dragoman.training.examples import Encoder, Example
from dragoman.training.names import load_swapper
from dragoman.training.teacher import Teacher

Lessons = Callable[[random.Random], Sequence[Example]]


def lessons(samples: Sequence[Sample], encoder: Encoder, swapped: float) -> Lessons:
    """The labels as they are; ``swapped`` is the share of sentences with other names."""
    swapper = load_swapper()

    def epoch(dice: random.Random) -> list[Example]:
        chosen = (swapper.swap(s, dice) if dice.random() < swapped else s for s in samples)
        return [encoder.example(sample) for sample in chosen]

    return epoch


def taught_lessons(
    samples: Sequence[Sample],
    encoder: Encoder,
    swapped: float,
    teacher: Teacher,
    copies: int,
    dice: random.Random,
) -> Lessons:
    """Labels with the teacher's word in them. A sentence has ``copies`` with other names, made
    beforehand, as the teacher is slow."""
    swapper = load_swapper()
    plain = teacher.soften(samples, encoder)
    others = [
        teacher.soften([swapper.swap(s, dice) for s in samples], encoder) for _ in range(copies)
    ]

    def epoch(dice: random.Random) -> list[Example]:
        return [
            dice.choice(others)[i] if others and dice.random() < swapped else plain[i]
            for i in range(len(samples))
        ]

    return epoch
