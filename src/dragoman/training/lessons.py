"""What the network reads in an epoch: every sentence once, some with other names in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.training.corpus import Sample
from dragoman.training.examples import Encoder, Example
from dragoman.training.names import load_swapper
from dragoman.training.rewording import Rewording
from dragoman.training.teacher import Teacher


@dataclass(frozen=True, slots=True)
class Lessons:
    """``epoch`` gives the examples of one epoch, ``count`` of them."""

    count: int
    epoch: Callable[[random.Random], Sequence[Example]]


def lessons(samples: Sequence[Sample], encoder: Encoder, swapped: float) -> Lessons:
    """The labels as they are; ``swapped`` is the share of sentences with other names."""
    swapper = load_swapper()

    def epoch(dice: random.Random) -> list[Example]:
        chosen = (swapper.swap(s, dice) if dice.random() < swapped else s for s in samples)
        return [encoder.example(sample) for sample in chosen]

    return Lessons(len(samples), epoch)


@dataclass(frozen=True, slots=True)
class Material:
    """What a teacher prepares: labelled sentences, plain ones, and how to reword them."""

    samples: Sequence[Sample]
    plain: Sequence[str]
    rewording: Rewording
    copies: int


def taught_lessons(
    material: Material, encoder: Encoder, teacher: Teacher, dice: random.Random
) -> Lessons:
    """Labels with the teacher's word in them. Of each sentence there are ``copies`` with other
    names, and as many in other words, which only the teacher labels; of these versions an epoch
    has one. Of the plain sentences an epoch has half."""
    swapper, rewording = load_swapper(), material.rewording
    versions = [teacher.soften(material.samples, encoder)]
    for _ in range(material.copies):
        swapped = [swapper.swap(sample, dice) for sample in material.samples]
        versions.append(teacher.soften(swapped, encoder))
        reworded = [rewording.reword(sample.text, dice) for sample in swapped]
        versions.append(teacher.label(reworded, encoder))
    plain = teacher.label(material.plain, encoder)
    half = len(plain) // 2

    def epoch(dice: random.Random) -> list[Example]:
        chosen = [dice.choice(versions)[i] for i in range(len(material.samples))]
        return chosen + dice.sample(plain, half)

    return Lessons(len(material.samples) + half, epoch)
