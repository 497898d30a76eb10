"""Coreference over the whole article: names and nouns, then pronouns, mention by mention."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import ActorCode, MentionKind
from dragoman.stages.entities.clusters import Cluster, Registry, Scene
from dragoman.stages.entities.nouns import Nouns
from dragoman.stages.entities.pronouns import Pronouns


def find_clusters(scene: Scene, codes: Sequence[ActorCode | None]) -> list[Cluster]:
    """The clusters of a document; every mention is in exactly one, in order of first mention."""
    registry = Registry()
    nouns = Nouns(scene, codes, registry)
    pronouns = Pronouns(scene, registry)
    for mention in scene.mentions:
        is_pronoun = mention.kind is MentionKind.PRONOUN
        cluster = pronouns.cluster(mention) if is_pronoun else nouns.cluster(mention)
        registry.join(mention, cluster or registry.new(f"mention:{mention.i}", None, "other"))
    pronouns.speakers()
    return [cluster for cluster in registry.all if cluster.mentions]
