"""All commands under one name."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman._version import __version__
from dragoman.cli.actors import actors_app
from dragoman.cli.analyse import analyse_app, brief_command, plot_command
from dragoman.cli.asking import (
    query_command,
    search_command,
    snapshot_command,
    status_command,
    verify_command,
    withdraw_command,
)
from dragoman.cli.circumstances import places_command, times_command
from dragoman.cli.code import code_command
from dragoman.cli.demo import demo_command
from dragoman.cli.evaluate import evaluate_command
from dragoman.cli.exchange import compare_command, export_command, import_command
from dragoman.cli.explain import explain_command
from dragoman.cli.ingest import ingest_command, recode_command, retry_command
from dragoman.cli.models import models_app
from dragoman.cli.preview import preview_command
from dragoman.cli.quotes import quotes_command
from dragoman.cli.review import review_app
from dragoman.cli.serve import serve_command
from dragoman.cli.show import show_command
from dragoman.cli.tables import tables_app
from dragoman.cli.train import train_command
from dragoman.cli.watch import watch_command

HELP = """Political event data from news text: who did what to whom, when, where, how surely, and
who says so - with the words of the article as evidence.

Start with: dragoman demo"""

# Plain help text: rich would be loaded for --help and cost more than all the rest.
app = typer.Typer(
    help=HELP, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)
app.command("code")(code_command)
app.command("quotes")(quotes_command)
app.command("times")(times_command)
app.command("places")(places_command)
app.command("explain")(explain_command)
app.command("show")(show_command)
app.command("demo")(demo_command)
app.command("preview")(preview_command)
app.command("ingest")(ingest_command)
app.command("watch")(watch_command)
app.command("serve")(serve_command)
app.command("status")(status_command)
app.command("query")(query_command)
app.command("search")(search_command)
app.command("export")(export_command)
app.command("import")(import_command)
app.command("compare")(compare_command)
app.command("plot")(plot_command)
app.command("brief")(brief_command)
app.command("recode")(recode_command)
app.command("retry")(retry_command)
app.command("snapshot")(snapshot_command)
app.command("verify")(verify_command)
app.command("withdraw")(withdraw_command)
app.command("evaluate")(evaluate_command)
app.command("train")(train_command)
app.add_typer(tables_app, name="tables")
app.add_typer(actors_app, name="actors")
app.add_typer(models_app, name="models")
app.add_typer(analyse_app, name="analyse")
app.add_typer(review_app, name="review")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the command."""
