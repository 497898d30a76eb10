"""How far the content of indirect speech goes: the parser often hangs too much below it."""

from __future__ import annotations

from dragoman.stages.quotes.scene import Scene

PAST_MODALS = frozenset({"would", "could", "might", "should"})
DASHES = frozenset({"–", "—", "--"})
CONTRAST = frozenset({"while", "whereas", "although", "though"})


def cut(area: range, hole: range) -> list[range]:
    """What is left of an area on both sides of a hole."""
    left = range(area.start, min(hole.start, area.stop))
    right = range(max(hole.stop, area.start), area.stop)
    return [run for run in (left, right) if len(run) > 0]


def between_semicolons(scene: Scene, i: int) -> range:
    """The part of a sentence that a word stands in, from one semicolon to the next."""
    sentence = scene.sentence(i)
    marks = [k for k in sentence if scene.lower(k) == ";"]
    start = max((k + 1 for k in marks if k < i), default=sentence.start)
    return range(start, min((k for k in marks if k > i), default=sentence.stop))


def within(area: range, part: range, hole: range) -> list[range]:
    """What of an area lies in a part and not in a hole; the rest of the part, where nothing does:
    the parser has hung the hole on the wrong side of a semicolon."""
    kept = range(max(area.start, part.start), min(area.stop, part.stop))
    return cut(kept, hole) or cut(part, hole)


def own_part(scene: Scene, cue: int, content: int) -> range:
    """The words below a content's verb, up to the first clause that is the article's own."""
    area = scene.edges(content)
    if content < cue:
        return area
    clauses = [k for k in (*scene.tree.conjuncts(content)[1:], *scene.tree.kids(content, "advcl"))
               if k > content and _is_foreign(scene, cue, content, k)]  # fmt: skip
    clauses += [i for i in area if ends_sentence(scene, i)]
    stops = [scene.edges(k).start for k in clauses]
    stops += [i for i in area if i > content and scene.lower(i) == ";"]
    dashes = [i for i in area if i > content and scene.lower(i) in DASHES]
    stops += dashes if len(dashes) == 1 else []  # two dashes put words in between
    stop = min(stops, default=area.stop)
    return range(area.start, stop) if stop > content else area


def ends_sentence(scene: Scene, i: int) -> bool:
    """Is it a last ", according to ...", which tells of the whole sentence?"""
    if scene.lower(i) != "according" or i == 0 or scene.lower(i - 1) != ",":
        return False
    rest = range(scene.edges(i).stop, scene.sentence(i).stop)
    return all(scene.tokens[k].pos == "PUNCT" for k in rest)


def _is_foreign(scene: Scene, cue: int, content: int, clause: int) -> bool:
    """ "said she admires him and highlighted ...", "said it is late, while others said ..."."""
    if scene.tokens[clause].dep == "advcl":
        marks = {scene.lower(m) for m in scene.tree.kids(clause, "mark")}
        own = scene.tree.kid(clause, "nsubj") is not None
        return bool(marks & CONTRAST) and own and scene.verb_cue(clause) is not None
    back = is_past(scene, cue) and is_past(scene, content) is False
    return bool(back and is_past(scene, clause))


def is_past(scene: Scene, verb: int) -> bool | None:
    """Is a finite verb of the past? None where it is not finite."""
    for i in (*scene.tree.kids(verb, "aux", "auxpass"), verb):
        tag = scene.tokens[i].tag
        if tag in {"VBD", "VBZ", "VBP"}:
            return tag == "VBD"
        if tag == "MD":
            return scene.lower(i) in PAST_MODALS
    return None
