"""The command line. Data goes to standard output, everything else to standard error; heavy modules load inside commands."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from detente import __version__
from detente.model.errors import DetenteError, UsageError

app = typer.Typer(
    name="detente",
    help="Watches how states get on: news in, sourced briefings out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
import_app = typer.Typer(help="Take in news: JSON Lines files, feeds.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(import_app, name="import")

DataOption = Annotated[Path | None, typer.Option("--data", help="Data folder (default: DETENTE_DATA, else ./detente-data).")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsOfOption = Annotated[int | None, typer.Option("--as-of", help="Answer from this version of the log, not the newest.")]
SinceOption = Annotated[str, typer.Option("--since", help="First day, as 2024-12-01.")]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port of the site.")]


def main() -> None:
    """Run the command line; an error raised on purpose ends with one line and its exit code."""
    try:
        app()
    except DetenteError as error:
        sys.stderr.write(f"detente: {error}\n")
        raise SystemExit(error.exit_code) from None


def data_folder(given: Path | None) -> Path:
    """The data folder that a command uses."""
    return given or Path(os.environ.get("DETENTE_DATA") or "detente-data")


def _day(text: str, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{option} {text!r} is no date", "Write it as 2024-12-01.") from None


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    del version


@app.command()
def demo(
    data: DataOption = None,
    serve: Annotated[bool, typer.Option(help="Serve the site after printing the briefing.")] = True,
    port: PortOption = 8470,
) -> None:
    """Build the worked example (Azerbaijan and Russia, 2024-25), print its briefing, serve the site."""
    from detente.surfaces.cli.commands import run_demo

    run_demo(data_folder(data), serve, port)


@import_app.command("jsonl")
def import_jsonl(files: list[Path], data: DataOption = None, json: JsonOption = False) -> None:
    """Import news from JSON Lines files, plain or gzip (fields: id or url, title, text or description, date, publisher)."""
    from detente.surfaces.cli.commands import import_files

    import_files(data_folder(data), files, json)


@import_app.command("feed")
def import_feed(
    addresses: Annotated[list[str], typer.Argument(metavar="URL_OR_FILE...")],
    data: DataOption = None,
    allow_private: Annotated[bool, typer.Option(help="Also fetch from loopback and private addresses.")] = False,
    json: JsonOption = False,
) -> None:
    """Import the entries of RSS or Atom feeds, by address or from files."""
    from detente.surfaces.cli.commands import import_feeds

    import_feeds(data_folder(data), addresses, allow_private, json)


@app.command()
def code(
    file: Annotated[str, typer.Argument(help="Text file, or - for standard input.")] = "-",
    day: Annotated[str, typer.Option("--date", help="Date of the text, which decides who was in office (default: today).")] = "",
    json: JsonOption = False,
) -> None:
    """Code text into events: who did what to whom, and which words say so. One paragraph a line."""
    from detente.surfaces.cli.commands import code_text

    code_text(file, _day(day, "--date"), json)


@app.command()
def dyad(
    states: Annotated[list[str], typer.Argument(metavar="STATE STATE", help="Two states by name or code, or a pair such as AZE-RUS.")],
    why: Annotated[bool, typer.Option("--why", help="Show what drove the turns.")] = False,
    since: SinceOption = "",
    data: DataOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """How two states get on: level, turns, standing acts, last acts."""
    from detente.surfaces.cli.commands import show_dyad

    show_dyad(data_folder(data), states, why, _day(since, "--since"), as_of, json)


@app.command()
def changes(
    since: Annotated[str, typer.Option("--since", help="First day (default: 30 days before the end of the data).")] = "",
    state: Annotated[str, typer.Option("--state", help="Only pairs of this state.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many turns at most in each direction.")] = 20,
    data: DataOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """Which relations turned, and what drove it: the strongest first."""
    from detente.surfaces.cli.commands import show_changes

    show_changes(data_folder(data), _day(since, "--since"), state, limit, as_of, json)


@app.command()
def brief(
    states: Annotated[list[str], typer.Argument(metavar="STATE STATE", help="Two states by name or code, or a pair such as AZE-RUS.")],
    since: Annotated[str, typer.Option("--since", help="First day covered (default: a year before the end of the data).")] = "",
    data: DataOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
) -> None:
    """Write the sourced briefing on two states, as Markdown."""
    from detente.surfaces.cli.commands import show_brief

    show_brief(data_folder(data), states, _day(since, "--since"), as_of, json)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; only loopback is open without a password.")] = "127.0.0.1",
    port: PortOption = 8470,
    data: DataOption = None,
) -> None:
    """Serve the site: what moved, pairs, acts, briefings."""
    from detente.surfaces.cli.commands import serve_site

    serve_site(data_folder(data), host, port)


@app.command()
def doctor(data: DataOption = None, json: JsonOption = False) -> None:
    """Check the installation and the data folder, and say how to mend what is wrong."""
    from detente.surfaces.cli.commands import run_doctor

    run_doctor(data_folder(data), json)
