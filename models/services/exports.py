"""Exports: submissions into a file. Blocking, in constant memory: call it in a thread or a process of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from locales import translator
from models.area import Area
from models.area_tree import AreaTree
from models.documents.submission_archive import writing_archive
from models.documents.submission_file import check_format, write_submissions
from models.documents.submission_row import SubmissionRow
from models.export_filter import ExportFilter, ExportWords
from models.export_mark import GivenOut
from models.pseudonym import Pseudonyms
from models.services.export_marks import given_out, note_given, pseudonym_secret
from models.services.export_rows import RowReader, fitting_ids
from models.topic import Topic, Topics

OFFICE = "office"
type Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ExportOptions:
    """How a file is written.

    Attributes:
        language: of headers and labels.
        zone: the city's clock.
        with_identity: whether authors who are not anonymous are named; whoever asks has the right to it.
        media_dir: where our copies of attached files lie, if a zip of them is wanted.
        purpose: who asks; `new_since_last` is new to them.
    """

    language: str
    zone: ZoneInfo
    with_identity: bool = False
    media_dir: Path | None = None
    purpose: str = OFFICE


@dataclass(frozen=True)
class ExportResult:
    """What came of an export: how many submissions, and beside them the zip with so many files, so many missing."""

    submissions: int
    archive: Path | None = None
    files: int = 0
    missing: int = 0


def understand_words(engine: Engine, words: ExportWords) -> ExportFilter:
    """The filter that somebody typed, with the city's own areas and topics.

    Raises:
        ExportFilterError: a word means nothing, or more than one thing.
    """
    with Session(engine) as session:
        return words.understand(_tree(session), _topics(session).all)


def export_to_file(
    engine: Engine,
    target: Path,
    asked: ExportFilter,
    options: ExportOptions,
    progress: Progress | None = None,
) -> ExportResult:
    """Write the submissions that are asked for, oldest first, and note that they were given out.

    The file takes its place at once when all is written, then the zip (if wanted: `target` with the ending .zip).
    Only then is the mark for `new_since_last` moved: an export that fails loses nothing.

    Args:
        engine: from `Database.open_reading_engine`.
        target: ends in .xlsx, .csv or .json.
        asked: which submissions.
        options: how.
        progress: told of (done, all) now and then, from this thread.

    Raises:
        UnknownFormatError: the target ends otherwise.
        OSError: it cannot be written.
    """
    check_format(target)
    tr = translator(options.language)
    with Session(engine) as session:
        tree, topics = _tree(session), _topics(session)
    purpose = f"{options.purpose} {asked.question()}"
    known = given_out(engine, purpose) if asked.new_since_last else GivenOut()
    ids = fitting_ids(engine, asked, tree=tree, topics=topics, zone=options.zone, known=known)
    reader = RowReader(engine, tree, topics, Pseudonyms(pseudonym_secret(engine)), tr, options.with_identity)
    rows = _told(reader.rows(ids), len(ids), progress)
    zipped = target.with_suffix(".zip") if options.media_dir is not None else None
    with (
        nullcontext()
        if zipped is None or options.media_dir is None
        else writing_archive(zipped, options.media_dir, tr=tr)
    ) as archive:
        written = write_submissions(target, archive.adding(rows) if archive else rows, tr=tr, zone=options.zone)
    for number in ids:
        known.add(number)
    note_given(engine, purpose, known)
    if archive is None:
        return ExportResult(written)
    return ExportResult(written, zipped, archive.files, archive.missing)


_TELL_EVERY = 250  # rows


def _told(rows: Iterable[SubmissionRow], total: int, progress: Progress | None) -> Iterator[SubmissionRow]:
    done = 0
    for done, row in enumerate(rows, start=1):
        yield row
        if progress is not None and done % _TELL_EVERY == 0:
            progress(done, total)
    if progress is not None:
        progress(done, total)


def _tree(session: Session) -> AreaTree:
    return AreaTree.of(session.exec(select(Area)).all())


def _topics(session: Session) -> Topics:
    return Topics(tuple(session.exec(select(Topic).order_by(col(Topic.position))).all()))
