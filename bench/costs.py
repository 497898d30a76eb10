"""What an article costs, stage by stage, in one process.

    python bench/costs.py ../shared/data/news/articles_3000.jsonl.gz [--articles 120]

The articles come as web pages. The first half warms up; the second is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from load import articles, page

from dragoman.store.pool import ONE_THREAD
from dragoman.store.work import Settings, coder_of

T = TypeVar("T")


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def run(self, name: str, what: Callable[[], T]) -> T:
        """What it gives, its time added to the stage's."""
        begun = time.perf_counter()
        found = what()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun
        return found


def on_one_core() -> None:
    """Begin again as workers do: libraries that share their work out read that when they load."""
    if any(os.environ.get(name) != "1" for name in ONE_THREAD):
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
        os.execv(sys.executable, [sys.executable, *sys.argv])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Cost of an article by stage.")
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=120)
    given = parser.parse_args()
    on_one_core()
    found = list(articles(given.source, 3000))[:: max(1, 3000 // given.articles)]
    coder = coder_of(Settings())
    half = len(found) // 2
    measure(coder, [page(one) for one in found[:half]], Clock())
    clock = Clock()
    words = measure(coder, [page(one) for one in found[half:]], clock)
    count = len(found) - half
    whole = sum(clock.seconds.values())
    sys.stdout.write(f"{count} articles of {words / count:.0f} words\n")
    for name, seconds in clock.seconds.items():
        sys.stdout.write(f"{name:34s} {1000 * seconds / count:6.1f} ms {seconds / whole:6.1%}\n")
    sys.stdout.write(f"{'all':34s} {1000 * whole / count:6.1f} ms\n")


def measure(coder: object, pages: list[bytes], clock: Clock) -> int:
    """Take each page all the way; the number of words."""
    from dragoman import Article, Coder
    from dragoman.merge.features import article_features
    from dragoman.pipeline import Begun
    from dragoman.readers import Kind, Raw, extract
    from dragoman.store.columns import event_row, quote_row

    assert isinstance(coder, Coder)
    words = 0
    for number, data in enumerate(pages):
        raw = Raw(f"page-{number}", data, Kind.HTML)
        article = clock.run("web page to article", lambda raw=raw: extract(raw))
        assert isinstance(article, Article)
        words += len(article.text.split())
        clock.run("relevance", lambda a=article: coder.is_relevant(a))
        begun = clock.run("blocks, parser", lambda a=article: coder.begin(a))
        assert begun.heard is not None
        readings = clock.run("event network", lambda b=begun: list(b.heard.readings))
        heard = type(begun.heard)(begun.heard.version, begun.heard.sentences, iter(readings),
                                  begun.heard.dull)  # fmt: skip
        whole = Begun(begun.doc, heard)
        coded = clock.run("actors, quotes, times, places, events", lambda w=whole: coder.finish(w))
        clock.run("signature and terms", lambda a=article: article_features(a.text))
        clock.run("records and rows", lambda c=coded: json.dumps(
            [[event_row(r, "") for r in c.to_plover()], [quote_row(r, "") for r in c.to_quotes()]]))
    return words


if __name__ == "__main__":
    main()
