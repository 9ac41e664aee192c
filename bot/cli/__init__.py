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
audit = typer.Typer(help="The audit trail: who did what, and when.", no_args_is_help=True)
goals = typer.Typer(help="What the city promised to reach.", no_args_is_help=True)
submissions = typer.Typer(help="What residents have sent.", no_args_is_help=True)
app.add_typer(areas, name="areas")
app.add_typer(submissions, name="submissions")
app.add_typer(goals, name="goals")
app.add_typer(audit, name="audit")
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
def export(  # noqa: PLR0913, PLR0917  (one parameter an option is how typer reads them)
    out: Annotated[Path, typer.Option(help="The file to write; its ending says how: .xlsx, .csv or .json.")],
    area: Annotated[
        list[str] | None,
        typer.Option(help="Only this area and all below it: a name, or a path such as منطقه ۱/ناحیه ۲."),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind: report, or گزارش مشکل …")] = None,
    topic: Annotated[
        list[str] | None, typer.Option(help="Only this topic and those below it: a code or a name.")
    ] = None,
    status: Annotated[list[str] | None, typer.Option(help="Only this status: registered, or ثبت‌شده …")] = None,
    first_day: Annotated[
        str | None,
        typer.Option("--from", help="Only what was registered on this day or later: 1405/09/01, 2026-11-22."),
    ] = None,
    last_day: Annotated[str | None, typer.Option("--to", help="Only what was registered until this day's end.")] = None,
    new_since_last: Annotated[
        bool, typer.Option("--new-since-last", help="Only what no earlier export with the same filters gave out.")
    ] = False,
    with_identity: Annotated[
        bool, typer.Option("--with-identity", help="Name the authors, but for the anonymous ones.")
    ] = False,
    files: Annotated[bool, typer.Option("--files", help="Put the attached files into a zip beside it.")] = False,
    language: Annotated[str, typer.Option(help="Language of headers and labels: fa or en.")] = "fa",
) -> None:
    """Write submissions into a file the office can work with; filters may be given more than once, or with commas."""
    from bot.cli.office import export_submissions  # noqa: PLC0415
    from models.export_filter import ExportWords  # noqa: PLC0415

    words = ExportWords(
        areas=area or (),
        kinds=kind or (),
        topics=topic or (),
        statuses=status or (),
        first_day=first_day,
        last_day=last_day,
        new_since_last=new_since_last,
    )
    export_submissions(out, words, language=language, with_identity=with_identity, with_files=files)


@app.command()
def doctor() -> None:
    """Look whether everything the bot needs is there, and say how to mend what is not; nothing is changed."""
    from bot.cli.doctor import run_doctor  # noqa: PLC0415

    run_doctor()


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs; times are in UTC.")] = False,
) -> None:
    """Which process serves the bot, what waits, what is being told to many, and what comes next."""
    from bot.cli.status import print_status  # noqa: PLC0415

    print_status(as_json=as_json)


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


@audit.command("export")
def export_audit(
    file: Annotated[Path, typer.Argument(help="The file to write; its ending says how: .csv or .json.")],
    first_day: Annotated[
        str | None, typer.Option("--from", help="Only what happened on this day or later: 1405/09/01, 2026-11-22.")
    ] = None,
    last_day: Annotated[str | None, typer.Option("--to", help="Only what happened until this day's end.")] = None,
) -> None:
    """Write the audit trail into a file, oldest first; people are named by their numbers alone."""
    from bot.cli.audit import export_audit as write  # noqa: PLC0415

    write(file, first_day, last_day)


@goals.command("import")
def import_goals(
    file: Annotated[Path, typer.Argument(help="A text file with a numbered list, as it was published.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what is read; nothing is stored.")] = False,
    area: Annotated[
        str | None,
        typer.Option(help="Whose goals they are: a name, or a path such as منطقه ۱/ناحیه ۲; else the city's."),
    ] = None,
    stray: Annotated[
        str | None,
        typer.Option(help="What lines without a number are: join (to the goal above), own (goals), drop. Else asked."),
    ] = None,
    renumber: Annotated[
        bool, typer.Option("--renumber", help="Give new numbers to goals whose number another one has.")
    ] = False,
) -> None:
    """Read goals out of a published text, show them, and publish all of them, or none."""
    from bot.cli.goals import import_goals as read_and_store  # noqa: PLC0415

    read_and_store(file, is_dry=dry_run, area=area, stray=stray, renumbers=renumber)


@submissions.command("update")
def update_submissions(
    file: Annotated[Path, typer.Argument(help="An exported .xlsx or .csv in which the office wrote its answers.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before it begins.")] = False,
) -> None:
    """Take an exported sheet back: new status, answer and note of each row; authors are told of what changes for them.

    What would be done is shown first, and every row that cannot be done, by its number. Exit code 1: some cannot.
    """
    from bot.cli.submissions import update_from_sheet  # noqa: PLC0415

    update_from_sheet(file, asks=not yes)


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
