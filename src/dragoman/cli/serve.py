"""``dragoman serve``: the workbench in a browser."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from dragoman.cli.archive_options import ArchiveArgument
from dragoman.cli.shared import USAGE, DebugOption, fail, guarded, note

TOKEN = "DRAGOMAN_TOKEN"


@guarded
def serve_command(  # noqa: PLR0913  one parameter an option
    archive: ArchiveArgument,
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8420,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME",
                     help="A name by which browsers call this machine; may be repeated."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar=TOKEN, metavar="SECRET",
                     help="What visitors must know; made up where anybody could reach it."),
    ] = None,
    sql: Annotated[bool, typer.Option("--sql", help="Let visitors ask in SQL, read only.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="No judgements.")] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="The longest that a question may take.")
    ] = 10.0,
    debug: DebugOption = False,  # noqa: ARG001  read by guarded
) -> None:  # fmt: skip
    """Open the archive in a browser: overview, events, dyads, map, network, quotes, review."""
    import uvicorn

    from dragoman.web.app import create_app
    from dragoman.web.settings import ServeSettings, is_loopback

    if token is not None and len(token) < 12:
        fail("a token needs at least 12 characters; leave it out to have one made", USAGE)
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(18)
    settings = ServeSettings(
        archive, host, port, tuple(host_name or ()), token, sql, read_only, seconds
    )
    app = create_app(settings)
    place = f"http://{'localhost' if is_loopback(host) else host}:{port}/"
    note(f"{archive} is open at {place}{f'enter?token={token}' if token else ''}")
    note("stop with Ctrl-C")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False,
                server_header=False)  # fmt: skip
