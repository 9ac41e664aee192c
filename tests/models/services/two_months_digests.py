"""What digests and news of submissions told of meetings in the two months, by their words; nobody was forgotten."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from handlers.views.meeting_words import when_words
from locales import translator
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.meeting import Invites, Meeting
from models.meeting_facts import Facts
from models.services import agenda_words
from models.subscription import Digest
from tests.models.sample_rows import TEHRAN
from tests.models.services.fast_post import Shown
from tests.models.services.notice_rows import HOUR

if TYPE_CHECKING:
    from tests.models.services.two_months_checks import History

_TR = translator("fa")
_OFF, _MORE = "لغو شد", "خبر دیگر"
_ISOLATES = (0x2068, 0x2069)


def read_digest(
    shown: Shown, meetings: Mapping[int, Meeting], revisions: Mapping[int, Sequence[Any]]
) -> Iterator[Shown]:
    """What it told, meeting by meeting: each as it was in the moment in which it came, in one line."""
    text = shown.text.translate(dict.fromkeys(_ISOLATES))
    lines = [line for line in text.splitlines() if " · " in line and not line.startswith("<")]
    found = []
    for meeting_id, meeting in meetings.items():
        known = [one for one in revisions.get(meeting_id, ()) if one.made_at <= shown.at]
        if known and any(_names(line, Facts.from_data(known[-1].facts), meeting, shown.at) for line in lines):
            found.append(replace(shown, source_id=meeting_id, revision=known[-1].number))
    assert len(found) == len(lines), f"it told what holds no more: {shown.text}"
    yield from found


def _names(line: str, facts: Facts, meeting: Meeting, at: datetime) -> bool:
    is_off = meeting.cancelled_at is not None and meeting.cancelled_at <= at
    title, *parts = line.split(" · ")
    when = str(when_words(facts.sessions[0], TEHRAN, _TR, year=False)).translate(dict.fromkeys(_ISOLATES))
    is_it = title.partition(" ")[2] == facts.title and when in parts
    return is_it and (_OFF in line) == is_off and (is_off or (facts.place or "") in parts)


def read_change(
    shown: Shown, meetings: Mapping[int, Meeting], revisions: Mapping[int, Sequence[Any]]
) -> Iterator[Shown]:
    """The meetings that an author read of in the news of a submission, each by its name and its day of that moment."""
    text = shown.text.translate(dict.fromkeys(_ISOLATES))
    for meeting_id in meetings:
        known = [one for one in revisions.get(meeting_id, ()) if one.made_at <= shown.at]
        if not known:
            continue
        facts = Facts.from_data(known[-1].facts)
        begins = facts.sessions[0].starts_at
        if facts.title in text and f"({_TR.weekday(begins, TEHRAN)} {_TR.date(begins, TEHRAN)})" in text:
            yield replace(shown, source_id=meeting_id, revision=known[-1].number)


async def not_known(
    session: AsyncSession,
    shown: Sequence[Shown],
    meetings: Mapping[int, Meeting],
    revisions: Mapping[int, Sequence[Any]],
) -> set[tuple[int, str, int]]:
    """(person, kind, source) of what a kill cut off, and of all that a digest may have told on a page not turned to."""
    d = table_of(Delivery).c
    told = (DeliveryKind.DIGEST.value, DeliveryKind.CHANGE.value)
    columns = (d.person_id, d.kind, d.source_id, d.occurrence, d.state, d.content)
    asked = select(*columns).where(or_(d.state == "uncertain", d.kind == DeliveryKind.DIGEST.value))
    unread = {(one.person_id, one.occurrence) for one in shown if one.kind is DeliveryKind.DIGEST and _MORE in one.text}
    found = set()
    for row in await session.execute(asked):
        is_cut = row.state == "uncertain"
        if is_cut:
            found.add((row.person_id, row.kind, row.source_id))
        if row.kind in told and (is_cut or (row.person_id, row.occurrence) in unread):
            within = _told_between(row.content, revisions) if row.kind == DeliveryKind.DIGEST else meetings
            for kind, meeting_id in product((DeliveryKind.MEETING, DeliveryKind.MEETING_CHANGE), within):
                found.add((row.person_id, kind.value, meeting_id))
    return found


def _told_between(content: Mapping[str, str], revisions: Mapping[int, Sequence[Any]]) -> list[int]:
    """The meetings of which a digest's time knows something new."""
    since, until = datetime.fromisoformat(content["since"]), datetime.fromisoformat(content["until"])
    return [one for one, found in revisions.items() if any(since < made.made_at <= until for made in found)]


def check_words(history: "History") -> None:
    """What names the time of a meeting names that of the moment in which it came: announcement, change, and news."""
    months, checked = history.months, Counter[DeliveryKind]()
    for one in months.post.shown:
        text = one.text.translate(dict.fromkeys(_ISOLATES))
        if one.kind in {DeliveryKind.MEETING, DeliveryKind.MEETING_CHANGE}:
            facts = history.facts(one.source_id, history.revision_at(one.source_id, one.at))
            assert _bare(when_words(facts.sessions[0], TEHRAN, _TR)) in text, (one.kind, text)
            checked[one.kind] += 1
        elif one.kind is DeliveryKind.CHANGE and _ON_AGENDA in text:
            known = [one_id for one_id, made in history.revisions.items() if made[0].made_at <= one.at]
            said = [Meeting(facts=history.facts(each, history.revision_at(each, one.at)).to_data()) for each in known]
            assert any(_bare(agenda_words.put_on(meeting, months.city)) in text for meeting in said), text
            checked[one.kind] += 1
    assert len(checked) == 3


_ON_AGENDA = _TR.plain("It is on the agenda of the meeting {meeting}.", meeting="|").partition("|")[0]


def _bare(words: str) -> str:
    return str(words).translate(dict.fromkeys(_ISOLATES))


def check_digests(history: "History") -> None:
    """Whoever has news gathered was told of every meeting of theirs while it was to come, by a digest or without."""
    months, told = history.months, 0
    for meeting in history.meetings.values():
        if meeting.announced_at is None or meeting.invites != Invites.AREA or meeting.starts_at is None:
            continue
        for person_id, digest in months.gatherers.items():
            begins = min(meeting.starts_at, history.ends_at(meeting))
            due = _next_due(digest, meeting.announced_at)
            since = due if due + 3 * HOUR <= meeting.starts_at else _last_said(history, meeting)
            if months.reaches(person_id, since, begins):
                is_lost = history.is_lost(person_id, DeliveryKind.MEETING, meeting.id or 0)
                assert is_lost or history.known(person_id, meeting.id or 0), (person_id, meeting.id)
                told += 1
    assert told > 20
    _check_once(history)


def _last_said(history: "History", meeting: Meeting) -> datetime:
    last: datetime = history.revisions[meeting.id or 0][-1].made_at
    return last


def _next_due(digest: Digest, after: datetime) -> datetime:
    """18:00, or 10:00 of a Friday."""
    local = after.astimezone(TEHRAN)
    clock = time(18) if digest is Digest.DAILY else time(10)
    days = (datetime.combine(local.date() + timedelta(days=day), clock, TEHRAN) for day in range(9))
    return next(one for one in days if one > local and (digest is Digest.DAILY or one.weekday() == 4))


def _check_once(history: "History") -> None:
    """Nobody who has news gathered was told the same of a meeting twice: by a digest, a copy, or as a change.

    Whoever answered before they were told of it hears of a change for their answer's sake, and gets the announcement
    as well.
    """
    for (person_id, meeting_id), seen in history.seen.items():
        if person_id not in history.months.gatherers or meeting_id not in history.meetings:
            continue
        answered_at = history.months.first_answers.get((meeting_id, person_id))
        knew_first = answered_at is not None and answered_at < seen[0].at
        if knew_first or history.is_lost(person_id, DeliveryKind.MEETING, meeting_id):
            continue
        told = [one for one in seen if one.kind in {DeliveryKind.DIGEST, DeliveryKind.MEETING}]
        changed = [one for one in seen if one.kind is DeliveryKind.MEETING_CHANGE]
        assert len({one.revision for one in told}) == len(told), (person_id, meeting_id)
        assert not {one.revision for one in told} & {one.revision for one in changed}, (person_id, meeting_id)
