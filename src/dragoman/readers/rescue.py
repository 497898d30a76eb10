"""The paragraphs of a web page whose structure no tree can hold: nested without end, or broken."""

from __future__ import annotations

from html.parser import HTMLParser

SHORTEST = 40  # characters of a paragraph of prose
FEWEST = 2
SILENT = frozenset({"script", "style", "noscript", "template", "nav", "footer", "form", "aside"})


def paragraphs(page: str) -> str:
    """The text of all <p> elements long enough for prose; "" when there are hardly any."""
    collector = _Collector()
    try:
        collector.feed(page)
        collector.close()
    except (ValueError, AssertionError, RecursionError):
        return ""
    long = [p for p in (" ".join(p.split()) for p in collector.found) if len(p) >= SHORTEST]
    return "\n\n".join(long) if len(long) >= FEWEST else ""


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  its signature
        if tag in SILENT:
            self.silent.append(tag)
        elif tag == "p":
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        elif tag == "p":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent:
            self.found[-1] += data
