"""The shape of the code: layers, lengths, names. A failure says which file and line to look at."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

import dragoman

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dragoman"
MODULES = sorted(PACKAGE.rglob("*.py"))

MEDIAN_FUNCTION = 10
LONG_FUNCTION = 40
LONG_SHARE = 0.03
LONGEST_FUNCTION = 60
LONGEST_MODULE = 300

PUBLIC_NAMES = [
    "Article", "Coded", "Coder", "Document", "DragomanError", "Event", "Issue",
    "Quote", "__version__", "code",
]  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef

every_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE))
)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def at(path: Path, node: ast.stmt | ast.expr | ast.ExceptHandler) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


# -- layers -----------------------------------------------------------------------------------


def test_imports_point_inward() -> None:
    """The contracts of pyproject.toml; in a process of its own, as the linter sets up logging."""
    program = "import sys, importlinter.cli as c; sys.exit(c.lint_imports(no_cache=True))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def imported(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            yield node, node.module or ""
        elif isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)


def stage_of(module: str) -> str:
    """The stage a module belongs to; "" for all other modules."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["dragoman", "stages"] and len(parts) > 2 else ""


def test_stages_do_not_import_each_other() -> None:
    wrong = []
    for path in sorted((PACKAGE / "stages").rglob("*.py")):
        own = path.relative_to(PACKAGE / "stages").parts[0].removesuffix(".py")
        wrong += [at(path, n) for n, name in imported(path) if stage_of(name) not in {"", own}]
    assert not wrong, f"stages talk only through the document: {wrong}"


def test_no_relative_imports() -> None:
    nodes = [(p, n) for p in MODULES for n, _ in imported(p)]
    assert not [at(p, n) for p, n in nodes if isinstance(n, ast.ImportFrom) and n.level]


def test_public_names() -> None:
    assert dragoman.__all__ == PUBLIC_NAMES
    assert all(hasattr(dragoman, name) for name in PUBLIC_NAMES)


# -- lengths ----------------------------------------------------------------------------------


def functions(path: Path) -> Iterator[Function]:
    yield from (n for n in ast.walk(tree_of(path)) if isinstance(n, Function))


def length(function: Function) -> int:
    """Lines from def to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return lines
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1)


def test_functions_are_short() -> None:
    lengths = {f"{at(p, f)} {f.name}": length(f) for p in MODULES for f in functions(p)}
    over = {name: n for name, n in lengths.items() if n > LONG_FUNCTION}
    assert median(lengths.values()) <= MEDIAN_FUNCTION
    assert len(over) <= LONG_SHARE * len(lengths), f"too many long functions: {over}"
    assert not {n: size for n, size in over.items() if size > LONGEST_FUNCTION}


def code_lines(path: Path) -> int:
    """Lines that hold code: no blanks, comments or docstrings."""
    documented = [
        n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Module | ast.ClassDef | Function)
    ]
    docstrings = {line for n in documented if ast.get_docstring(n) for line in span_of(n.body[0])}
    skipped = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    lines = {n for t in tokens if t.type not in skipped for n in range(t.start[0], t.end[0] + 1)}
    return len(lines - docstrings)


def span_of(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


@every_module
def test_modules_are_short(path: Path) -> None:
    assert code_lines(path) <= LONGEST_MODULE


# -- habits -----------------------------------------------------------------------------------


@every_module
def test_nothing_prints(path: Path) -> None:
    calls = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)]
    assert not [at(path, c) for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]


@every_module
def test_no_bare_except(path: Path) -> None:
    handlers = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.ExceptHandler)]
    assert not [at(path, h) for h in handlers if h.type is None]


def public(
    body: list[ast.stmt], kinds: type | tuple[type, ...]
) -> Iterator[ast.ClassDef | Function]:
    for node in body:
        if isinstance(node, kinds) and not getattr(node, "name", "_").startswith("_"):
            assert isinstance(node, ast.ClassDef | Function)
            yield node


@every_module
def test_public_things_have_docstrings(path: Path) -> None:
    things = list(public(tree_of(path).body, (ast.ClassDef, *Function.__args__)))
    for thing in list(things):
        if isinstance(thing, ast.ClassDef):
            things += public(thing.body, Function.__args__)
    assert ast.get_docstring(tree_of(path)), "the module has no docstring"
    assert not [f"{at(path, t)} {t.name}" for t in things if not ast.get_docstring(t)]


# -- no module state --------------------------------------------------------------------------

MAKERS = frozenset(
    {"list", "dict", "set", "defaultdict", "Counter", "deque", "OrderedDict", "bytearray"}
)
MUTATORS = frozenset({"append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem",
                      "remove", "discard", "clear", "sort", "reverse"})  # fmt: skip


def mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in MAKERS
    return isinstance(
        value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    )


def module_mutables(path: Path) -> dict[str, str]:
    """Names bound to a list, dict or set at the top of a module, and where."""
    found: dict[str, str] = {}
    for node in tree_of(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and mutable(node.value):
            found |= {t.id: at(path, node) for t in targets if isinstance(t, ast.Name)}
    return found


def changed(path: Path) -> Iterator[tuple[str, str]]:
    """Names that some code of the module changes in place, and where."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            target: ast.expr = node.value
        elif isinstance(node, ast.Attribute) and node.attr in MUTATORS:
            target = node.value
        elif isinstance(node, ast.AugAssign):
            target = node.target
        else:
            continue
        if isinstance(target, ast.Name):
            yield target.id, at(path, target)


@every_module
def test_no_module_state(path: Path) -> None:
    """Lists, dicts and sets at the top of a module are constants: in capitals, never changed."""
    names = module_mutables(path)
    loose = [where for name, where in names.items() if name != name.upper() and name != "__all__"]
    assert not loose, f"name constants in capitals, or use a tuple: {loose}"
    assert not [where for name, where in changed(path) if name in names]
    assert not [at(path, n) for n in ast.walk(tree_of(path)) if isinstance(n, ast.Global)]


# -- the files --------------------------------------------------------------------------------

MACHINE_PATH = re.compile(r"(?<![\w./~:-])/(?:work|tmp|home|root|Users)/")
TEXT = frozenset({".py", ".md", ".toml", ".tsv", ".txt", ".html", ".json", ".jsonl", ".yml"})


def test_no_machine_paths() -> None:
    files = [
        p for folder in ("src", "docs") for p in (ROOT / folder).rglob("*") if p.suffix in TEXT
    ]
    files += [p for p in (ROOT / "README.md", ROOT / "Makefile") if p.exists()]
    assert not [
        str(p.relative_to(ROOT)) for p in files if MACHINE_PATH.search(p.read_text("utf-8"))
    ]
