"""What `doctor` looks at on this machine and in the database."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.cli.finding import Finding, broken, doubtful, fine
from bot.settings import Settings
from models.area import Area
from models.database import Database, is_database_trouble, parse_database_url, table_of
from models.schema import current_revision, known_revisions, newest_revision

LEAST_FREE = 100_000_000  # bytes; below this a database soon cannot commit
LITTLE_FREE = 1_000_000_000  # bytes; a few weeks of photos
_PROBE = bytes(65_536)


def check_database(address: str) -> Iterator[Finding]:
    """Whether the database can be reached and written, how old its tables are, and whether it knows the city."""
    url = parse_database_url(address)
    if url.drivername == "sqlite" and url.database and not Path(url.database).exists():
        yield _not_there_yet(Path(url.database))
        return
    database = Database(address)
    engine = database.open_reading_engine()
    try:
        yield from _look_into(engine, database)
    except Exception as error:
        if not is_database_trouble(error):
            raise
        yield broken("database", f"it cannot be used: {_reason(error)}", _database_remedy(database))
    finally:
        engine.dispose()


def _not_there_yet(file: Path) -> Finding:
    folder = _nearest_folder(file.parent)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return broken("database", f"{file} is not there, and {folder} is not writable", "correct DATABASE_URL")
    return doubtful("database", f"there is none yet at {file}", "`mahalleyar run` makes it, as does `db upgrade`")


def _look_into(engine: Engine, database: Database) -> Iterator[Finding]:
    revision, newest = current_revision(database), newest_revision()
    if not database.is_sqlite and (encoding := _encoding(engine)) != "UTF8":
        yield broken(
            "database", f"its encoding is {encoding}", "make one with: createdb --encoding=UTF8 --template=template0 …"
        )
    if revision is None:
        yield doubtful("database", "it has no tables yet", "`mahalleyar db upgrade`, or just `mahalleyar run`")
        return
    with engine.begin() as connection:  # takes the right to write, and changes nothing
        connection.execute(text("UPDATE leadership SET epoch = epoch"))
    yield fine("database", f"{_name(database)} can be read and written")
    if revision not in known_revisions():
        yield broken("tables", f"{revision} is newer than this program ({newest})", "install the newer version")
        return
    if revision != newest:
        yield broken(
            "tables",
            f"they are at {revision}, this program needs {newest}",
            "`mahalleyar db upgrade`, or restart `run`",
        )
        return
    yield fine("tables", f"at the newest revision ({newest})")
    yield _areas(engine)


def _areas(engine: Engine) -> Finding:
    with engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(table_of(Area))).scalar_one()
    if count:
        return fine("areas", f"{count} are known")
    return doubtful("areas", "none are known: nobody is asked where they live", "mahalleyar areas import FILE.csv")


def _encoding(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SHOW server_encoding")).scalar_one())


def _name(database: Database) -> str:
    return str(database.file) if database.file else database.url.render_as_string(hide_password=True)


def _reason(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).strip().splitlines()[0]


def _database_remedy(database: Database) -> str:
    if database.file:
        return f"whoever runs the bot must own {database.file} and its folder, and no other program may hold it"
    return "see that the server runs and that host, user, password and name in DATABASE_URL are right"


def check_disk(settings: Settings) -> Iterator[Finding]:
    """How much room there is for the database (where it is a file) and for what residents send."""
    url = parse_database_url(settings.database_url.get_secret_value())
    places = {"media": settings.media_dir}
    if url.drivername == "sqlite" and url.database:
        places = {"database": Path(url.database).parent, **places}
    for what, place in places.items():
        folder = _nearest_folder(place)
        if folder.is_dir():
            yield _room(what, folder)


def _room(what: str, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    seen = f"{free / 1e9:,.1f} GB free for the {what} ({folder})"
    if free < LEAST_FREE:
        return broken("disk", seen, "free some room, or move it to a larger disk; without room nothing is recorded")
    if free < LITTLE_FREE:
        return doubtful("disk", seen, "free some room soon")
    return fine("disk", seen)


def check_media_folder(folder: Path) -> Finding:
    """Whether files can be written to MEDIA_DIR, or where it is going to be."""
    place = _nearest_folder(folder)
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".mahalleyar-doctor-") as probe:
            probe.write(_PROBE)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return broken(
            "media",
            f"MEDIA_DIR {folder} cannot be written: {error.strerror}",
            "give it to whoever runs the bot (chown), make room, or set MEDIA_DIR to another folder",
        )
    return fine("media", f"{folder} can be written" if place == folder else f"{folder} can be made")


def check_owners(settings: Settings) -> Finding:
    """Whether somebody hears of alerts."""
    if settings.owner_ids:
        return fine("owners", f"{len(settings.owner_ids)} in OWNER_IDS")
    return doubtful("owners", "OWNER_IDS is empty: nobody hears of alerts", "write your user id into OWNER_IDS")


def _nearest_folder(folder: Path) -> Path:
    """The folder itself, or what is there of the way to it."""
    return next((place for place in (folder, *folder.absolute().parents) if place.exists()), Path("/"))
