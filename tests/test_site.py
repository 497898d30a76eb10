"""The site of the documents: what mkdocs.yml names, generated pages, links between pages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
CONFIG = (ROOT / "mkdocs.yml").read_text("utf-8")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def named() -> list[str]:
    """The pages of the menu, which is the last part of mkdocs.yml."""
    menu = CONFIG.partition("\nnav:\n")[2]
    return re.findall(r"^ +- .+: (\S+\.md)$", menu, flags=re.MULTILINE)


def test_the_menu_names_every_page_once() -> None:
    assert sorted(named()) == [str(page.relative_to(DOCS)) for page in PAGES]


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert re.search(r"^  font: false\b", CONFIG, flags=re.MULTILINE)
    assert "://" not in CONFIG


def test_hooks_exist() -> None:
    hooks = re.findall(r"^  - (\S+\.py)$", CONFIG, flags=re.MULTILINE)
    assert hooks
    assert all((ROOT / hook).is_file() for hook in hooks)


def test_the_ontology_page_is_current() -> None:
    """If not: python bench/ontology_page.py."""
    program = "import sys; sys.path.insert(0, 'bench'); import ontology_page as o; print(o.page())"
    command = [sys.executable, "-X", "utf8", "-c", program]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert made.stdout == (DOCS / "ontology.md").read_text("utf-8") + "\n"


def links(page: Path) -> Iterator[str]:
    """Relative links of a page, without anchors."""
    text = FENCED.sub("", page.read_text("utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path = link.partition("#")[0]
        if path and not re.match(r"[a-z]+:", link):
            yield path


@every_page
def test_links_go_to_files(page: Path) -> None:
    targets = {link: (page.parent / link).resolve() for link in links(page)}
    assert not [link for link, target in targets.items() if not target.exists()]
    assert all(target.is_relative_to(ROOT) for target in targets.values())


@every_page
def test_a_page_has_one_title(page: Path) -> None:
    text = FENCED.sub("", page.read_text("utf-8"))
    assert len(re.findall(r"^# ", text, flags=re.MULTILINE)) == 1
    assert text.startswith("# ")


def test_the_api_page_names_what_exists() -> None:
    names = re.findall(r"^::: (\S+)$", (DOCS / "api.md").read_text("utf-8"), flags=re.MULTILINE)
    assert names
    for name in names:
        module, _, attribute = name.rpartition(".")
        __import__(module)
        assert hasattr(sys.modules[module], attribute), name
