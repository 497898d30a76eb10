"""Coreference over the whole article: names and nouns, then pronouns, mention by mention."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import ActorCode, MentionKind
from dragoman.stages.entities.clusters import Cluster, Registry, Scene
from dragoman.stages.entities.descriptions import Descriptions
from dragoman.stages.entities.nouns import Nouns
from dragoman.stages.entities.pronouns import Pronouns


def find_clusters(
    scene: Scene, codes: Sequence[ActorCode | None], home: str | None
) -> list[Cluster]:
    """The clusters of a document; every mention is in exactly one, in order of first mention.

    ``home`` is the country the article is about, if there is one.
    """
    registry = Registry()
    nouns = Nouns(scene, codes, registry, Descriptions(scene, codes, registry, home))
    pronouns = Pronouns(scene, registry)
    for mention in scene.mentions:
        is_pronoun = mention.kind is MentionKind.PRONOUN
        cluster = pronouns.cluster(mention) if is_pronoun else nouns.cluster(mention)
        registry.join(mention, cluster or registry.new(f"mention:{mention.i}", None, "other"))
    pronouns.settle()
    return [cluster for cluster in registry.all if cluster.mentions]
