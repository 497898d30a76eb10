"""``dragoman tables``: checks of the data tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.shared import FAILED, DebugOption, ParserOption, guarded

if TYPE_CHECKING:
    from dragoman.bench.lexicon_check import Failure

tables_app = typer.Typer(help="The data tables: checks.", no_args_is_help=True)


@tables_app.callback()
def _tables() -> None:
    """Keeps ``check`` a command of its own."""


@tables_app.command("check")
@guarded
def check_command(
    failures: Annotated[int, typer.Option("--failures", metavar="N", help="Show N at most.")] = 50,
    parser: ParserOption = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Load all tables and let each row of the lexicon code its own example."""
    from dragoman.bench.lexicon_check import check_lexicon
    from dragoman.cli.shared import make_coder

    coder = make_coder(parser)
    results = [failure for _, failure in check_lexicon(coder.tables, coder.parser)]
    failed = [failure for failure in results if failure is not None]
    for failure in failed[:failures]:
        _show(failure)
    if len(failed) > failures:
        typer.echo(f"... and {len(failed) - failures} more; see them with --failures {len(failed)}")
    good = len(results) - len(failed)
    typer.echo(
        f"{good} of {len(results)} rows code their example ({good / max(1, len(results)):.1%})"
    )
    if failed:
        raise typer.Exit(FAILED)


def _show(failure: Failure) -> None:
    typer.echo(f"{failure.row}: {failure.problem}")
    typer.echo(f"    {failure.example}")
    typer.echo(f"    fix: {failure.fix}")
