from itertools import product

import pytest
from sqlmodel import select

from models.audit import Audit
from models.city import City
from models.database import AsyncSession
from models.delivery import Delivery
from models.entry import Entry, EntryKind
from models.media import Media, MediaItem, MediaKind
from models.rights import Owners
from models.services import submissions
from models.services.actor import Actor
from models.services.audit import By
from models.services.submission_follow import COUNCIL_MOVES, follow
from models.submission import ENDED, Status
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.desk_rows import Office, staffed

NOTE = "در دستور جلسهٔ پنجشنبه ۱۹ آذر"
PHOTO = MediaItem(message_id=9, kind=MediaKind.PHOTO, file_id="photo", file_unique_id="unique")
_CITY = City(name="ایزدشهر", council_name="شوراها", zone=TEHRAN, default_language="fa", emergency_numbers=())


async def _member(office: Office) -> Actor:
    return Actor(office.session, await office.rights("council"), BOT, _CITY, Owners(), NOW)


@pytest.mark.parametrize(("to", "before"), list(product(COUNCIL_MOVES, Status)))
async def test_every_move(session: AsyncSession, to: Status, before: Status) -> None:
    """It moves exactly where the table leads; its author is told in every case, but of what they took back."""
    office = await staffed(session)
    one = await office.submission(status=before.value)
    is_moved = await follow(await _member(office), one.id or 0, to, NOTE)
    await session.refresh(one)
    told = len((await session.exec(select(Delivery))).all())
    assert is_moved == (before in COUNCIL_MOVES[to])
    assert one.status == (to if is_moved else before)
    assert told == (before not in {Status.WITHDRAWN, Status.MERGED})


def test_what_ended_stays_ended() -> None:
    """No work of the council opens what staff or its author ended; what was said to be done may go on."""
    for to, sources in COUNCIL_MOVES.items():
        assert sources & ENDED <= ({Status.DONE} if to is Status.IN_PROGRESS else set())
        assert to not in sources


async def test_the_history_says_why(session: AsyncSession) -> None:
    """The note stands in the history, under the name of who did it, and the move is in the audit trail."""
    office = await staffed(session)
    one = await office.submission()
    await follow(await _member(office), one.id or 0, Status.ON_AGENDA, NOTE)
    event = (await submissions.history(session=session, submission_id=one.id or 0))[-1]
    assert (event.status_to, event.note, event.person_id) == ("on_agenda", NOTE, office.people["council"])
    row = (await session.exec(select(Audit))).one()
    assert (row.action, row.person_id) == ("submission.move", office.people["council"])
    assert row.after == {"status": "on_agenda", "event": event.id}


async def test_a_timer_is_nobody(session: AsyncSession) -> None:
    """What a timer does stands under nobody's name."""
    office = await staffed(session)
    one = await office.submission()
    await follow(await _member(office), one.id or 0, Status.ON_AGENDA, NOTE, by=By(None, "timer"))
    event = (await submissions.history(session=session, submission_id=one.id or 0))[-1]
    row = (await session.exec(select(Audit))).one()
    assert (event.person_id, row.person_id, row.actor) == (None, None, "timer")


async def test_words_alone_are_an_answer(session: AsyncSession) -> None:
    """Without a move the words go into its file, once, and its author reads them there."""
    office = await staffed(session)
    one = await office.submission(status="in_progress")
    assert not await follow(await _member(office), one.id or 0, None, "تیر برق خریده شد.")
    entry = (await session.exec(select(Entry))).one()
    assert (entry.kind, entry.text) == (EntryKind.ANSWER, "تیر برق خریده شد.")
    told = (await session.exec(select(Delivery))).one()
    assert told.content == {"events": [], "entries": [entry.id]}


async def test_a_photo_comes_in_the_same_message(session: AsyncSession) -> None:
    """A move with a photo is one delivery, with the step and the photo, and the words are not said twice."""
    office = await staffed(session)
    one = await office.submission(status="approved")
    assert await follow(await _member(office), one.id or 0, Status.DONE, "چراغ نصب شد.", file=PHOTO)
    entry, media = (await session.exec(select(Entry))).one(), (await session.exec(select(Media))).one()
    assert (entry.text, media.entry_id, media.file_id) == ("", entry.id, "photo")
    told = (await session.exec(select(Delivery))).one()
    assert (len(told.content["events"]), told.content["entries"]) == (1, [entry.id])


async def test_what_is_not_there(session: AsyncSession) -> None:
    """An id that names nothing moves nothing."""
    office = await staffed(session)
    assert not await follow(await _member(office), 999_999, Status.ON_AGENDA, NOTE)
