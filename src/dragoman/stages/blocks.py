"""Blocks: what each paragraph of a scraped article is, from the text alone.

A line is judged by itself, its direct neighbours and cues before it, so that residue put between
paragraphs, or taken out, does not change what the paragraphs are. Nothing is deleted.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Block, BlockKind, Dateline, Document, Step
from dragoman.tables.block_cues import BlockCues, Cue
from dragoman.text.datelines import parse_dateline
from dragoman.text.lines import (
    Line,
    ends_with_stop,
    is_bare_name,
    is_repeat,
    is_shouted,
    split_lines,
)
from dragoman.text.scenes import is_scene, names_full_date
from dragoman.text.shapes import (
    HEADING_WORDS,
    TITLE_WORDS,
    is_byline,
    is_headline,
    is_pictured,
    is_post,
    is_question,
    is_stamp,
    is_title,
    years_in,
)

STEP = Step("blocks", "1")

SHOUTED_LINK_WORDS = 8
PAIR_HEADLINE_WORDS = 25
# A line of more words than this is prose, whatever stands in it.
RESIDUE_WORDS = 110
RESIDUE_LENGTH = 2000
# A caption may go on in prose after its first sentence; a longer one needs its mark at the end.
SCENE_WORDS = 70
# A headline of another story shares fewer than this share of its content words with the body.
FOREIGN_SHARE = 0.2
FOREIGN_WORDS = 5
STORY_STEMS = 60
BARE_DATELINES_WITHIN = 3

PICTURE_CUES = frozenset({"photo", "photograph", "picture", "pictures", "image", "images"})
LISTS = frozenset({BlockKind.SUMMARY, BlockKind.DIGEST})
RESIDUE = LISTS | {BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.TEASER, BlockKind.BOILERPLATE,
                   BlockKind.DESK}  # fmt: skip
YEARS = tuple(f"{year}:" for year in range(1900, 2100))
BULLETS = ("- ", "– ", "— ", "• ", "* ", "· ")
_LATER = frozenset({"will", "by", "until", "for", "to", "ahead", "before", "bid", "plan", "plans"})

Verdict = tuple[BlockKind, str]


@dataclass(slots=True)
class _Page:
    """The lines of one article with the verdicts found so far."""

    lines: tuple[Line, ...]
    verdicts: list[Verdict | None]
    cues: BlockCues

    def give(self, at: int, kind: BlockKind, reason: str) -> None:
        if self.verdicts[at] is None:
            self.verdicts[at] = (kind, reason)

    def kind(self, at: int) -> BlockKind | None:
        verdict = self.verdicts[at]
        return verdict[0] if verdict else None


def segment_blocks(doc: Document, cues: BlockCues) -> Document:
    """Label every non-empty line and read the dateline: writes ``blocks`` and ``dateline``."""
    lines = split_lines(doc.text)
    found = [cues.find(line) for line in lines]
    alone = [_alone(line, cue, cues) for line, cue in zip(lines, found, strict=True)]
    page = _Page(lines, alone, cues)
    _judge_pairs(page)
    _judge_cued(page, found)
    _judge_title(page, doc.article.title)
    year = doc.article.date.year if doc.article.date else None
    _judge_rest(page, year)
    blocks = tuple(
        Block(line.span, *(verdict or (BlockKind.BODY, "prose")))
        for line, verdict in zip(lines, page.verdicts, strict=True)
    )
    return doc.add(STEP, blocks=blocks, dateline=_datelines(doc.text, blocks, cues))


def _alone(line: Line, cue: Cue | None, cues: BlockCues) -> Verdict | None:
    """What the line says of itself; None leaves it to its neighbours."""
    if len(line.words) > RESIDUE_WORDS or len(line.text) > RESIDUE_LENGTH:
        return BlockKind.BODY, "long"
    if not line.words:
        return BlockKind.BOILERPLATE, "no-words"
    if cue:
        return _cue_verdict(line, cue, cues)
    if is_stamp(line):
        return BlockKind.BOILERPLATE, "timestamp"
    if cues.marks.is_only_credit(line.text):
        return BlockKind.CREDIT, "agency"
    if is_byline(line, cues.agencies):
        return BlockKind.BYLINE, "name"
    if is_post(line):
        return BlockKind.TWEET, "embed"
    return _dateline_verdict(line, cues) or _caption_verdict(line, cues)


def _cue_verdict(line: Line, cue: Cue, cues: BlockCues) -> Verdict:
    """A cue before a description ("Photo: Dockers rest at ...") opens a caption."""
    described = len(line.words) > 9 and not cues.marks.is_only_credit(line.text)
    pictured = cue.kind is BlockKind.CREDIT and cue.id in PICTURE_CUES and "&" not in line.text
    shared = cue.kind is BlockKind.BOILERPLATE and cue.form == "start"
    if described and (pictured or (shared and cues.marks.strength(line.text) == 2)):
        return BlockKind.CAPTION, f"cue:{cue.id}"
    return cue.kind, f"cue:{cue.id}"


def _dateline_verdict(line: Line, cues: BlockCues) -> Verdict | None:
    dateline = _dateline(line.text, 0, cues) if len(line.words) <= 9 else None
    if dateline and dateline.span.end == len(line.text):
        return BlockKind.DATELINE, "place-and-day"
    return None


def _caption_verdict(line: Line, cues: BlockCues) -> Verdict | None:
    strength = cues.marks.strength(line.text)
    if strength == 2:
        return BlockKind.CAPTION, "credit-mark"
    if len(line.words) <= SCENE_WORDS and _dateline(line.text, 0, cues) is None:
        if is_scene(line.text, cues.scenes, credited=strength == 1):
            return BlockKind.CAPTION, "scene"
        if is_pictured(line):
            return BlockKind.CAPTION, "pictured"
    return None


def _judge_pairs(page: _Page) -> None:
    """Neighbours that say the same are the picture's two texts or a linked headline."""
    for at in range(len(page.lines) - 1):
        one, two = page.lines[at], page.lines[at + 1]
        if max(len(one.text), len(two.text)) > RESIDUE_LENGTH or not is_repeat(one, two):
            continue
        verdict = _pair_verdict(page, at)
        if verdict and at == 0 and verdict[0] is BlockKind.TEASER and page.kind(0) is None:
            verdict = BlockKind.TITLE, "pair"
        if verdict:
            page.verdicts[at] = page.verdicts[at + 1] = verdict


def _pair_verdict(page: _Page, at: int) -> Verdict | None:
    one, two = page.lines[at], page.lines[at + 1]
    for kind in (BlockKind.CAPTION, BlockKind.TEASER, BlockKind.BOILERPLATE):
        if kind in (page.kind(at), page.kind(at + 1)):
            return kind, "pair"
    if any(page.cues.marks.strength(line.text) for line in (one, two)):
        return BlockKind.CAPTION, "pair"
    if any(is_scene(line.text, page.cues.scenes, credited=True) for line in (one, two)):
        return BlockKind.CAPTION, "pair"
    if names_full_date(one.text) and names_full_date(two.text):
        return BlockKind.CAPTION, "pair"
    open_ends = not ends_with_stop(one.text) and not ends_with_stop(two.text)
    if open_ends and len(two.words) <= PAIR_HEADLINE_WORDS:
        return BlockKind.TEASER, "pair"
    return None


def _judge_cued(page: _Page, found: list[Cue | None]) -> None:
    """A cue such as "Read more:" also labels the headlines that follow it."""
    for at, cue in enumerate(found):
        if cue is not None and cue.kind in LISTS:
            _judge_list(page, at, cue)
            continue
        if cue is None or cue.scope == "line" or not _is_cue_alone(page.lines[at], cue):
            continue
        reach = 1 if cue.scope == "next" else len(page.lines)
        colon = page.lines[at].text.endswith(":")
        for later in range(at + 1, min(at + 1 + reach, len(page.lines))):
            line = page.lines[later]
            tied = not line.apart or (colon and later == at + 1)
            if page.kind(later) is not None or not tied or not is_headline(line, TITLE_WORDS):
                break
            page.give(later, BlockKind.TEASER, f"after:{cue.id}")


def _judge_list(page: _Page, at: int, cue: Cue) -> None:
    """The points below "Summary" or "In brief" tell again, or tell of something else; what stands
    there without points is the story."""
    later = at + 1
    while later < len(page.lines) and page.lines[later].text.startswith((*BULLETS, *YEARS)):
        page.verdicts[later] = cue.kind, f"after:{cue.id}"
        later += 1


def _is_cue_alone(line: Line, cue: Cue) -> bool:
    """Does the line hold the cue and nothing else, so that its headline must come below?"""
    return len(line.words) <= len(cue.phrase.split()) + (3 if "*" in cue.phrase else 0)


def _judge_title(page: _Page, known: str | None) -> None:
    """The first line that is no residue is the title if it looks like one and a story follows."""
    order = [at for at in range(len(page.lines)) if page.kind(at) not in RESIDUE]
    if len(order) < 2:
        for only in order:
            page.give(only, BlockKind.BODY, "only-line")
        return
    first = order[0]
    if page.kind(first) is not None or not is_title(page.lines[first], known):
        return
    second = order[1]
    if _is_signature(page, first, second):
        page.give(first, BlockKind.BYLINE, "name-and-outlet")
        page.give(second, BlockKind.BYLINE, "name-and-outlet")
        return
    page.give(first, BlockKind.TITLE, "first-line")
    if page.kind(second) is None and is_bare_name(page.lines[second].text):
        page.give(second, BlockKind.BYLINE, "name-after-title")


def _is_signature(page: _Page, first: int, second: int) -> bool:
    outlet = page.lines[second].text.casefold() in page.cues.agencies
    return outlet and is_bare_name(page.lines[first].text)


def _judge_rest(page: _Page, year: int | None) -> None:
    stems: frozenset[str] | None = None
    for at, line in enumerate(page.lines):
        if page.kind(at) is not None:
            continue
        if is_headline(line, HEADING_WORDS):
            stems = _story_stems(page) if stems is None else stems
            page.give(at, *_headline_verdict(line, page.cues, stems, year))
        elif is_headline(line, TITLE_WORDS) and is_shouted(line.text):
            page.give(at, BlockKind.TEASER, "shouted")
        elif is_question(line):
            page.give(at, BlockKind.HEADING, "question")
        elif _is_point(page, at):
            stems = _story_stems(page) if stems is None else stems
            verdict = _headline_verdict(line, page.cues, stems, year)
            last = all(one.text.startswith(BULLETS) for one in page.lines[at:])
            if last or verdict[0] is BlockKind.TEASER:
                page.give(at, BlockKind.TEASER, "points-at-the-end" if last else verdict[1])


def _is_point(page: _Page, at: int) -> bool:
    """Is a line one of several points without a full stop, as lists of links have them?"""
    near = page.lines[max(0, at - 1) : at + 2]
    points = [one for one in near if one.text.startswith(BULLETS) and not ends_with_stop(one.text)]
    return page.lines[at] in points and len(points) > 1


def _headline_verdict(
    line: Line, cues: BlockCues, stems: frozenset[str], year: int | None
) -> Verdict:
    if is_shouted(line.text) and len(line.words) >= SHOUTED_LINK_WORDS:
        return BlockKind.TEASER, "shouted"
    if year and _is_from_later(line, cues, year):
        return BlockKind.TEASER, "later-year"
    content = [word for word in line.words if word not in cues.words["function"] and len(word) > 1]
    shared = sum(_stem(word) in stems for word in content)
    told = cues.words["headline"].intersection(line.words)
    foreign = len(content) >= FOREIGN_WORDS and shared < FOREIGN_SHARE * len(content)
    if foreign and told and len(stems) >= STORY_STEMS:
        return BlockKind.TEASER, "other-story"
    return BlockKind.HEADING, "headline"


def _is_from_later(line: Line, cues: BlockCues, year: int) -> bool:
    """Does the headline look back on a year that the article could not know?"""
    past = any(word.endswith("ed") or word in cues.words["headline"] for word in line.words)
    years = years_in(line.text)
    return past and any(found > year for found in years) and not _LATER.intersection(line.words)


def _story_stems(page: _Page) -> frozenset[str]:
    """What the story's own paragraphs talk about."""
    return frozenset(
        _stem(word)
        for at, line in enumerate(page.lines)
        if page.kind(at) in (None, BlockKind.BODY) and ends_with_stop(line.text)
        for word in line.words
    )


def _stem(word: str) -> str:
    return word.removesuffix("'s")[:5]


def _dateline(text: str, offset: int, cues: BlockCues) -> Dateline | None:
    return parse_dateline(text, offset, agencies=cues.agencies, not_places=cues.words["notplace"])


def _datelines(text: str, blocks: tuple[Block, ...], cues: BlockCues) -> tuple[Dateline, ...]:
    """Those of the first paragraphs; further down only with an agency, where a digest has them."""
    told = [block.span for block in blocks if block.kind in (BlockKind.BODY, BlockKind.DATELINE)]
    read = [_dateline(span.of(text), span.start, cues) for span in told]
    # Several paragraphs that open with "NAME:" are the speakers of a transcript.
    transcript = sum(_ends_in_colon(one, text) for one in read if one) > 1
    found: list[Dateline] = []
    for at, one in enumerate(read):
        if one is None or (transcript and _ends_in_colon(one, text)):
            continue
        if one.agency or (at < BARE_DATELINES_WITHIN and not found):
            found.append(one)
    return tuple(found)


def _ends_in_colon(dateline: Dateline, text: str) -> bool:
    return dateline.span.of(text).endswith(":")
