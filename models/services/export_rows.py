"""Reading submissions for a file: a page at a time, each a short read of its own. Blocking: call it in a thread.

One long read would keep SQLite's log from being folded back meanwhile, and PostgreSQL's dead rows from being swept.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Engine, Row, select
from sqlmodel import Session, col

from locales import Translator, mark_label
from models.area import Level
from models.area_tree import AreaTree
from models.database import table_of
from models.documents.submission_archive import attachment_name
from models.documents.submission_row import Attachment, LaterWords, SubmissionRow
from models.export_filter import ExportFilter
from models.export_mark import GivenOut
from models.media import Media
from models.person import Account
from models.pseudonym import Pseudonyms, blur
from models.submission import Addition, Submission
from models.topic import Topics
from models.typed_day import day_begins, day_ends

PAGE: Final = 500
RESIDENT: Final = mark_label("author", "Resident {code}")
ANONYMOUS: Final = mark_label("author", "Anonymous {code}")

_SUBMISSION = table_of(Submission)
_COLUMNS: Final = tuple(
    column
    for column in _SUBMISSION.c
    if column.name not in {"search_key", "text_version", "message_ids", "draft_id", "year", "serial"}
)


def fitting_ids(
    engine: Engine, asked: ExportFilter, *, tree: AreaTree, topics: Topics, zone: ZoneInfo, known: GivenOut
) -> array[int]:
    """The ids of what is asked for, oldest first, without what is `known`: 8 bytes for each."""
    found = select(_SUBMISSION.c.id).where(*_conditions(asked, tree, topics, zone)).order_by(_SUBMISSION.c.id)
    ids = array("q")
    with engine.connect() as connection:
        for number in connection.execution_options(yield_per=10_000).scalars(found):
            if number not in known:
                ids.append(number)
    return ids


def scope_of(asked: ExportFilter) -> list[ColumnElement[bool]]:
    """What there is at all for whoever asks: the conditions of their right, whatever they wish."""
    conditions: list[ColumnElement[bool]] = []
    if asked.allowed_area_ids is not None:
        conditions.append(_SUBMISSION.c.area_id.in_(asked.allowed_area_ids))
    if asked.hidden_about:
        about = _SUBMISSION.c.about_area_id
        conditions.append(about.is_(None) | about.not_in(asked.hidden_about))
    return conditions


def _conditions(asked: ExportFilter, tree: AreaTree, topics: Topics, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    conditions = scope_of(asked)
    if asked.area_ids:
        conditions.append(_SUBMISSION.c.area_id.in_(_with_all_below(asked.area_ids, tree)))
    if asked.kinds:
        conditions.append(_SUBMISSION.c.kind.in_(asked.kinds))
    if asked.statuses:
        conditions.append(_SUBMISSION.c.status.in_(asked.statuses))
    if asked.topics:
        below = [topic.code for code in asked.topics for topic in topics.below(code)]
        conditions.append(_SUBMISSION.c.topic.in_([*asked.topics, *below]))
    if asked.first_day is not None:
        conditions.append(_SUBMISSION.c.created_at >= day_begins(asked.first_day, zone))
    if asked.last_day is not None:
        conditions.append(_SUBMISSION.c.created_at < day_ends(asked.last_day, zone))
    return conditions


def _with_all_below(area_ids: Sequence[int], tree: AreaTree) -> list[int]:
    found, pending = [], list(area_ids)
    while pending:
        area_id = pending.pop()
        found.append(area_id)
        pending += [place.id for place in tree.below(area_id)]
    return found


@dataclass(frozen=True)
class RowReader:
    """Makes the rows of a file from ids. With `with_identity` authors are named, but for the anonymous ones."""

    engine: Engine
    tree: AreaTree
    topics: Topics
    pseudonyms: Pseudonyms
    tr: Translator
    with_identity: bool

    def rows(self, ids: Sequence[int]) -> Iterator[SubmissionRow]:
        """The rows of these ids in their order; one that was deleted meanwhile is left out."""
        for begin in range(0, len(ids), PAGE):
            yield from self._page(ids[begin : begin + PAGE])

    def _page(self, ids: Sequence[int]) -> list[SubmissionRow]:
        with Session(self.engine) as session:
            read = select(*_COLUMNS).where(_SUBMISSION.c.id.in_(ids)).order_by(_SUBMISSION.c.id)
            submissions = session.execute(read).all()
            additions = _by_submission(session, select(table_of(Addition)), col(Addition.submission_id), ids)
            media = _by_submission(session, select(table_of(Media)), col(Media.submission_id), ids)
            names = self._names(session, submissions)
        return [
            self._row(row, names.get(row.person_id), additions.get(row.id, ()), media.get(row.id, ()))
            for row in submissions
        ]

    def _names(self, session: Session, submissions: Sequence[Row[Any]]) -> dict[int, str]:
        if not self.with_identity:
            return {}
        people = {row.person_id for row in submissions if not row.is_anonymous}
        accounts = select(table_of(Account)).where(col(Account.person_id).in_(people)).order_by(col(Account.id))
        names: dict[int, list[str]] = defaultdict(list)
        for account in session.execute(accounts):
            names[account.person_id].append(_full_name(account))
        return {person_id: "; ".join(found) for person_id, found in names.items()}

    def _author(self, row: Row[Any], name: str | None) -> str:
        if row.is_anonymous:  # even for an owner: the resident was promised it
            return self.tr.label("author", ANONYMOUS, code=self.pseudonyms.of_submission(row.id))
        return name or self.tr.label("author", RESIDENT, code=self.pseudonyms.of_person(row.person_id))

    def _row(
        self, row: Row[Any], name: str | None, additions: Sequence[Row[Any]], media: Sequence[Row[Any]]
    ) -> SubmissionRow:
        latitude, longitude = _pin(row)
        return SubmissionRow(
            code=row.code,
            kind=row.kind,
            status=row.status,
            status_since=row.status_at or row.created_at,
            district=self.tree.above(row.area_id, Level.DISTRICT),
            zone=self.tree.above(row.area_id, Level.ZONE),
            neighbourhood=self.tree.above(row.area_id, Level.NEIGHBOURHOOD),
            needs_placing=row.needs_placing,
            topic=row.topic,
            topic_name=self._topic_name(row.topic),
            visibility=row.visibility,
            text=row.text,
            normalized=row.normalized,
            additions=tuple(LaterWords(later.text, later.created_at) for later in additions),
            attachments=tuple(_attachment(row.code, number, file) for number, file in enumerate(media, start=1)),
            latitude=latitude,
            longitude=longitude,
            letter_number=row.letter_number,
            letter_date=row.letter_date,
            author=self._author(row, name),
            is_anonymous=row.is_anonymous,
            created=row.created_at,
            version=row.version,
        )

    def _topic_name(self, code: str | None) -> str | None:
        topic = self.topics.get(code)
        if topic is None:
            return None
        steps = [self.topics.name(step, self.tr.language) for step in (topic.parent_code, topic.code)]
        return " / ".join(step for step in steps if step)


def _by_submission(session: Session, read: Any, submission_id: Any, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(read.where(submission_id.in_(ids)).order_by(read.selected_columns.id)):
        found[row.submission_id].append(row)
    return found


def _full_name(account: Row[Any]) -> str:
    known_as = f"@{account.username}" if account.username else None
    return " · ".join(part for part in (account.name, known_as, f"{account.platform} {account.user_id}") if part)


def _pin(row: Row[Any]) -> tuple[float | None, float | None]:
    if row.latitude is None or row.longitude is None:
        return None, None
    return blur(row.latitude, row.longitude) if row.is_anonymous else (row.latitude, row.longitude)


def _attachment(code: str, number: int, file: Row[Any]) -> Attachment:
    return Attachment(
        kind=file.kind,
        name=attachment_name(code, number, kind=file.kind, file_name=file.file_name, mime_type=file.mime_type),
        state=file.state,
        sha256=file.sha256,
        size=file.stored_size or file.size,
    )
