"""The documents: examples run and show what the program prints, and nothing is left out.

A fenced block ``console`` holds commands after ``$`` and lines of their output, ``…`` for what is
left out. A block ``python`` is run; a block ``text`` right behind it is what it prints.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest
import typer
from typer.testing import CliRunner

from dragoman import api
from dragoman.cli.app import app
from dragoman.model import Parser
from dragoman.stages.events.skips import Skip
from dragoman.tables import Tables
from dragoman.tables.reading import rows

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dragoman"
DOCS = ROOT / "docs"
COMMANDS = DOCS / "commands.md"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md"), *PACKAGE.rglob("*.md")])
COLUMNS = "109"  # of the terminal in the examples
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
NAMED = re.compile(r"(src|tests|docs|bench)/[\w./-]+")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parser: Parser, tables: Tables) -> Path:
    """An empty working folder; parser and tables are loaded once."""
    monkeypatch.setattr(api, "load_parser", lambda _=None: parser)
    monkeypatch.setattr(api, "load_tables", lambda _=(): tables)
    monkeypatch.setenv("COLUMNS", COLUMNS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page: language and content."""
    return FENCED.findall(page.read_text("utf-8"))


# -- examples ----------------------------------------------------------------------------------


def commands(content: str) -> Iterator[tuple[str, list[str]]]:
    """Commands of a console block, each with the lines shown of its output."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, *shown = part.replace("\\\n", " ").splitlines()
        yield command, [plain(line) for line in shown if plain(line) not in {"", "…"}]


def plain(line: str) -> str:
    """The words of a line, without rules of tables and numbers of rows."""
    return " ".join(re.sub(r"^\s*\d+\s{2,}", "", line).replace("─", "").split())


def run(command: str) -> list[str]:
    """The lines a command prints; what goes into a file is written there."""
    line, _, target = command.partition(" > ")
    if line.startswith("echo "):
        Path(target).write_text(shlex.split(line)[1] + "\n", "utf-8")
        return []
    result = CliRunner().invoke(app, shlex.split(line)[1:])
    assert result.exception is None or isinstance(result.exception, SystemExit), command
    if target:
        Path(target).write_text(result.stdout, "utf-8")
        return []
    return [plain(line) for line in result.output.splitlines()]


def runnable(command: str) -> bool:
    return command.startswith(("dragoman ", "echo ")) and "models install" not in command


with_commands = [p for p in PAGES if any(kind == "console" for kind, _ in blocks(p))]


@pytest.mark.parametrize("page", with_commands, ids=lambda page: page.name)
def test_commands_print_what_the_page_shows(page: Path, folder: Path) -> None:
    assert folder == Path.cwd()
    run("dragoman demo --text > article.txt")
    for content in (content for kind, content in blocks(page) if kind == "console"):
        for command, shown in filter(lambda c: runnable(c[0]), commands(content)):
            printed = run(command)
            rest = iter(printed)
            missing = [line for line in shown if line not in rest]
            told = "\n".join(printed)
            assert not missing, f"{page.name}: {command} does not print {missing[0]!r}, but\n{told}"


with_python = [p for p in PAGES if any(kind == "python" for kind, _ in blocks(p))]


@pytest.mark.parametrize("page", with_python, ids=lambda page: page.name)
def test_python_prints_what_the_page_shows(page: Path, folder: Path) -> None:
    assert folder == Path.cwd()
    run("dragoman demo --text > article.txt")
    names: dict[str, object] = {}
    found = [*blocks(page), ("", "")]
    for (kind, content), (following, output) in pairwise(found):
        if kind != "python":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(content, page.name, "exec"), names)
        assert following == "text", f"{page.name}: show what the example prints in a text block"
        assert printed.getvalue() == output


def rule_table() -> list[tuple[str, list[tuple[str, str]]]]:
    """Sentences of docs/how-it-works.md that show PLOVER's rules: types, modes and statuses."""
    page = (DOCS / "how-it-works.md").read_text("utf-8")
    table = page.partition("### PLOVER's rules")[2].partition("###")[0]
    cells = re.findall(r"^\| ([A-Z].+?\.) \| (.+?) \|", table, flags=re.MULTILINE)
    return [(sentence, re.findall(r"`([\w-]+)`|(historical)", coded)) for sentence, coded in cells]


@pytest.mark.parametrize(("sentence", "shown"), rule_table())
def test_rules_code_their_sentences(
    sentence: str, shown: list[tuple[str, str]], coder: api.Coder
) -> None:
    events = coder.code(sentence, date="2024-05-14").events
    coded = {word for e in events for word in (e.event, *e.mode, str(e.status))}
    assert {word for pair in shown for word in pair if word} <= coded
    assert len(events) == sum(word.isupper() for pair in shown for word in pair)


# -- completeness ------------------------------------------------------------------------------


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    subcommands = getattr(command, "commands", None)
    if not subcommands:
        yield name, command
    for sub, inner in (subcommands or {}).items():
        yield from walk(inner, f"{name} {sub}")


def sections(page: Path) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


ALL = dict(walk(typer.main.get_command(app), "dragoman"))


def test_every_command_has_its_section() -> None:
    titles = {title.strip("`") for title in sections(COMMANDS)}
    assert set(ALL) <= titles
    assert {title for title in titles if title.startswith("dragoman ")} <= set(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_option_is_documented(name: str) -> None:
    section = sections(COMMANDS)[f"`{name}`"]
    documented = set(re.findall(r"^\| `(-{0,2}[\w-]+)", section, flags=re.MULTILINE))
    assert documented == {parameter(p) for p in ALL[name].params}


def parameter(known: click.Parameter) -> str:
    """An option by its long name, an argument by what the help calls it."""
    if known.param_type_name == "option":
        return max(known.opts, key=len)
    return str(known.metavar or known.name).strip("[]").upper()


def told_commands(page: Path) -> Iterator[str]:
    """Command lines on a page: in blocks for the shell, and within sentences."""
    text = page.read_text("utf-8")
    for kind, content in blocks(page):
        if kind == "sh":
            yield from re.findall(r"^dragoman .+$", content, flags=re.MULTILINE)
    yield from re.findall(r"`(dragoman [a-z][^`\n]*)`", FENCED.sub("", text))


@every_page
def test_commands_that_a_page_tells_are_there(page: Path) -> None:
    for line in told_commands(page):
        words = line.partition("#")[0].replace("\\", " ").split()
        names = [" ".join(words[:n]) for n in (3, 2) if " ".join(words[:n]) in ALL]
        group = any(name.startswith(" ".join(words[:2]) + " ") for name in ALL)
        assert names or group or words[1].startswith("-"), f"{page.name}: no command {line!r}"
        known = {o for name in names[:1] for p in ALL[name].params for o in p.opts}
        told = {word.partition("=")[0].strip(",;:)") for word in words if word.startswith("-")}
        assert not names or told - {"--help", "-"} <= known, f"{page.name}: {line!r}"


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in ALL if f"`{name}" not in readme] == []


# -- codes -------------------------------------------------------------------------------------


def trees() -> Iterator[ast.Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ast.parse(path.read_text("utf-8"))


def constants() -> dict[str, str]:
    """Text constants at the top of modules."""
    return {
        target.id: node.value.value
        for tree in trees() for node in tree.body if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name)
        and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }  # fmt: skip


def worked_out(tree: ast.Module) -> Iterator[str]:
    """Codes that a module makes its issues from: texts that it returns or hands to a method."""
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Return) and node.value is not None:
            values = [node.value]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            values = node.args if ast.unparse(node.func).startswith("self._") else []
        for value in values:
            if isinstance(value, ast.Constant) and CODE.fullmatch(str(value.value)):
                yield str(value.value)


def codes(maker: str, place: int) -> set[str]:
    """The codes that calls of ``maker`` carry as their argument number ``place``."""
    found, named = set(), constants()
    for tree in trees():
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name != maker or len(call.args) <= place:
                continue
            value = call.args[place]
            if isinstance(value, ast.Constant):
                found.add(str(value.value))
            elif isinstance(value, ast.Name):
                found |= {named[value.id]} if value.id in named else set(worked_out(tree))
    return found


def issue_codes() -> set[str]:
    """Codes of issues: those that calls name, and the reasons of the events stage."""
    return codes("Issue", 1) | {skip.value for skip in Skip}


def documented(heading: str) -> set[str]:
    table = sections(DOCS / "issues.md")[heading]
    return set(re.findall(r"^\|[^|]*\| `([\w-]+)` \|", table, re.MULTILINE))


def test_every_issue_code_is_documented() -> None:
    issues = issue_codes()
    assert {"no-actor", "no-anchor", "unknown-name", "other-genre"} <= issues
    assert issues == documented("Issues")


def test_every_issue_code_has_its_reason() -> None:
    reasons = {row["code"] for row in rows("explain/reasons.tsv") if row["kind"] == "issue"}
    assert issue_codes() <= reasons
    assert reasons - issue_codes() == documented("Only in `dragoman explain`")


def test_every_rule_has_its_reason() -> None:
    rules = codes("_as", 4)
    assert {"refusal", "announced-force"} <= rules
    reasons = {row["code"] for row in rows("explain/reasons.tsv") if row["kind"] == "why"}
    assert {f"rule:{rule}" for rule in rules} <= reasons


def test_every_rejection_is_documented() -> None:
    assert codes("Rejected", 1) | codes("InputError", 0) == documented("Rejected documents")


# -- links and files ---------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


@every_page
def test_files_named_on_a_page_exist(page: Path) -> None:
    spans = re.findall(r"`([^`\n]+)`", page.read_text("utf-8"))
    named = [word for span in spans for word in span.split() if NAMED.fullmatch(word)]
    assert not [path for path in named if not (ROOT / path).exists()]
