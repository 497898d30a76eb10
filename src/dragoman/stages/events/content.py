"""Acts that are only the content of another: "called for talks", "threatened to attack"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.stages.events.draft import INSIDE, Draft, codes
from dragoman.stages.events.drafting import Drafter
from dragoman.stages.events.skips import Skip
from dragoman.tables.ontology import SPOKEN
from dragoman.text.tree import Tree

# What stands below these is asked for, threatened, promised or refused, not done.
HOLDERS = frozenset({"REQUEST", "THREATEN", "AGREE", "REJECT", "CONCEDE"})
CONTENT = frozenset(
    {"xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "advcl", "attr", "prep", "conj",
     "nsubjpass", "relcl"}
)  # fmt: skip
# What these open stands beside an act and is no part of what it says.
BESIDE = frozenset(
    {"after", "before", "since", "during", "in", "following", "over", "at", "amid", "despite",
     "because", "as"}
)  # fmt: skip


def outside(drafter: Drafter, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts but for those that are only the content of another; the network brings back those
    it clearly hears, marked as such. The others leave an issue."""
    holders = {draft.trigger.head: draft for draft in drafts if draft.event in HOLDERS}
    found = []
    for draft in drafts:
        if not inside_content(drafter.arguments.tree, draft, holders):
            found.append(draft)
        elif drafter.hears(draft, drafter.trust.content):
            found.append(replace(draft, why=(*draft.why, INSIDE)))
        else:
            drafter.skip(draft.trigger, draft.event, Skip.CONTENT)
    return found


def inside_content(tree: Tree, draft: Draft, holders: Mapping[int, Draft]) -> bool:
    """Does the draft's trigger stand in the content of the act of a holder, by the holders' heads,
    and not beside it ("threatened X after it arrested Y")?"""
    below = draft.trigger.head
    path: list[str] = []
    for above in tree.up(draft.trigger.head):
        path.append(tree.tokens[below].dep)
        if above in holders and not _said(draft, holders[above]) and _is_content(path, tree, below):
            return True
        below = above
    return False


def _said(draft: Draft, holder: Draft) -> bool:
    """Is it something another party has said, which the holder only rejects?"""
    others = codes(draft.actor) - codes(holder.actor)
    return holder.event == "REJECT" and draft.event in SPOKEN and bool(others)


def _is_content(path: list[str], tree: Tree, top: int) -> bool:
    """``path`` runs from the act up to the child of the holder; ``top`` is that child."""
    first = path[-1]
    if not set(path) <= CONTENT or "relcl" in path or first == "conj":
        return False
    if first == "advcl":
        return any(tree.tokens[k].tag == "TO" for k in tree.kids(top, "aux"))
    return first != "prep" or tree.tokens[top].lemma not in BESIDE
