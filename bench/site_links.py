"""A hook of mkdocs: links that lead out of docs/ become the path of the file in the sources.

The site holds the pages of docs/ alone; in a checkout the same links lead to the files.
"""

from __future__ import annotations

import re
from typing import Any

OUTWARD = re.compile(r"\[(?P<words>[^\]]+)\]\(\.\./(?P<path>[^)\s#]+)(?:#[^)\s]*)?\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Called by mkdocs for each page."""
    return OUTWARD.sub(as_path, markdown)


def as_path(link: re.Match[str]) -> str:
    """The words of a link, and the path behind it where they do not tell it.

    >>> on_page_markdown("[figures](../bench/README.md), [LICENSE](../LICENSE)")
    'figures (`bench/README.md`), LICENSE'
    """
    words, path = link["words"], link["path"]
    told = words.strip("`") in {path, path.rpartition("/")[2]}
    return words if told else f"{words} (`{path}`)"
