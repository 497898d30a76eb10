"""The notebooks of the documents: executed in order, without errors, and still true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dragoman import Coder

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


@every_notebook
def test_all_cells_were_run_in_order(path: Path) -> None:
    found = cells(path)
    assert [cell["execution_count"] for cell in found] == list(range(1, len(found) + 1))
    kinds = {output["output_type"] for cell in found for output in cell["outputs"]}
    assert kinds <= {"stream", "execute_result", "display_data"}


@every_notebook
def test_no_machine_stands_in_it(path: Path) -> None:
    assert not re.search(r"/(?:work|tmp|home|root|Users)/", path.read_text("utf-8"))
    assert path.stat().st_size < 500_000


def test_the_article_is_coded_as_the_notebook_shows(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    names: dict[str, Any] = {}
    for cell in cells(FOLDER / "one-article.ipynb")[:2]:
        source = "".join(cell["source"]).replace("coder = dragoman.Coder()", "")
        names |= {"coder": coder}
        exec(compile(source, "one-article", "exec"), names)
    coded = names["coded"]
    shown = "".join(cells(FOLDER / "one-article.ipynb")[0]["outputs"][0]["data"]["text/plain"])
    assert shown == str((len(coded.events), len(coded.quotes), len(coded.issues)))
