"""The command line: `mahalleyar …`. Every import that takes time waits until its command is really run."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="mahalleyar",
    help="Mahalleyar: residents and their neighbourhood council, in one chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would print local variables, and the token is one
)
areas = typer.Typer(help="The city's areas.", no_args_is_help=True)
database = typer.Typer(help="The database's tables.", no_args_is_help=True)
app.add_typer(areas, name="areas")
app.add_typer(database, name="db")


def main() -> None:
    """Run the command line; what an operator can mend is one clear sentence, never a traceback."""
    try:
        app()
    except Exception as error:
        sentence = _explain(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(1)


def _explain(error: Exception) -> str | None:
    from bot.cli.explain import explain  # noqa: PLC0415  (only where something went wrong)

    return explain(error)


@app.command()
def run() -> None:
    """Serve residents through the messenger, with the settings of the environment and of .env."""
    from bot.cli.run import run_service  # noqa: PLC0415

    run_service()


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes any free one.")] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page by itself.")] = False,
    keep: Annotated[Path | None, typer.Option(help="Keep the trial's data in this folder, for the next time.")] = None,
) -> None:
    """Try everything on this machine: no token, no account, nothing leaves it."""
    from bot.cli.demo import run_demo  # noqa: PLC0415

    run_demo(port=port, opens_browser=not no_browser, keep=keep)


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="The file to write; its ending says how: .csv, .json or .xlsx.")],
    language: Annotated[str, typer.Option(help="Language of headers and labels: fa or en.")] = "fa",
) -> None:
    """Write every submission into a file the office can work with."""
    from bot.cli.office import export_submissions  # noqa: PLC0415

    export_submissions(out, language)


@areas.command("import")
def import_areas(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns level, name, parent.")],
) -> None:
    """Create or update the city's areas from a list; a bad row is named, and then nothing is stored."""
    from bot.cli.office import import_area_file  # noqa: PLC0415

    import_area_file(file)


@areas.command("list")
def list_areas() -> None:
    """Print the tree of areas."""
    from bot.cli.office import print_areas  # noqa: PLC0415

    print_areas()


@database.command("upgrade")
def upgrade() -> None:
    """Bring the tables to the newest version (`run` and `demo` do it by themselves)."""
    from bot.cli.office import upgrade_database  # noqa: PLC0415

    upgrade_database()


@database.command("current")
def current() -> None:
    """Print which version the tables are at, and the newest."""
    from bot.cli.office import print_revision  # noqa: PLC0415

    print_revision()


__all__ = ["app", "main"]
