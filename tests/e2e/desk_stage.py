"""The stage of the desk's table: everybody who tries, what lies there, what was changed and what was read."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import product

from sqlalchemy import delete, func, insert, select
from telegram.ext import CallbackQueryHandler, ConversationHandler

from bot import app
from handlers.callback_data import ButtonData
from handlers.dialogue import Handlers
from models.answer import Answer
from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.dialogue import Dialogue
from models.entry import Claim, Entry, EntryKind
from models.media import Media, MediaKind, MediaState
from models.role import Grant, Role
from models.submission import About, Kind, Status, StatusEvent, Submission, Visibility
from models.tracking_code import tracking_code
from tests.e2e.harness import Town
from tests.e2e.office import Staff, area_id, hire, person_id
from tests.e2e.resident import Resident, bare

OWNER = 7_000_000_777
GOLSAR, ALIABAD, DISTRICT_1, DISTRICT_2, CITY = "گلسار", "علی‌آباد", "منطقهٔ ۱", "منطقهٔ ۲", "ایزدشهر"
AUTHOR = "قمرالملوک"  # a name that stands nowhere else
_LEVELS = {CITY: Level.CITY, DISTRICT_1: Level.DISTRICT, DISTRICT_2: Level.DISTRICT}
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
_MARK = re.compile(r"zq(\d+)qz|1405-(\d{6})-\d")
_KEPT = (StatusEvent, Entry, Audit, Delivery)
_WHOLE = "[a-z_]{1,16}"


class Who(StrEnum):
    """Everybody who presses."""

    OWNER = "owner"
    SECRETARIAT = "secretariat"
    MANAGER = "manager"  # of the first district
    ANOTHER_MANAGER = "another manager"  # of the second
    COUNCIL = "council"  # of Golsar
    EXPERT = "expert"
    RESIDENT = "resident"
    ENDED = "ended"
    REVOKED = "revoked"
    FUTURE = "future"


@dataclass(frozen=True)
class Case:
    """What a submission is: where, at which status, and whom it complains of."""

    area: str | None
    status: Status
    about: About | None

    @property
    def body(self) -> str | None:
        """The area of the body that it complains of, as docs/ARCHITECTURE.md says it."""
        if self.about is None:
            return None
        if self.area is None:
            return CITY
        return self.area if self.about is About.COUNCIL else {GOLSAR: DISTRICT_1, ALIABAD: DISTRICT_2}[self.area]

    def is_for(self, who: Who) -> bool:
        """Whether somebody may see it: written down a second time, by hand."""
        return {
            Who.OWNER: True,
            Who.SECRETARIAT: self.body != CITY,
            Who.MANAGER: self.area == GOLSAR and self.body != DISTRICT_1,
            Who.ANOTHER_MANAGER: self.area == ALIABAD and self.body != DISTRICT_2,
            Who.COUNCIL: self.area == GOLSAR and self.body is None,
        }.get(who, False)


CASES = [Case(*one) for one in product((GOLSAR, ALIABAD, None), Status, (None, *About))]


@dataclass(frozen=True)
class Trace:
    """What there is of a submission, or of all of them (the sums of their versions and claims)."""

    version: int
    claims: int
    events: int
    entries: int
    audits: int
    deliveries: int


def button(noun: str, action: str, number: int = 0, version: int = 0) -> str:
    """What a button would carry."""
    return ButtonData(noun, action, number, version).pack()


def every_button() -> dict[str, list[str]]:
    """The actions of each noun that any handler takes, read from the handlers themselves."""
    found: dict[str, list[str]] = {}
    for pattern in _patterns(app._in_order()):  # the one list of all handlers
        match = re.match(r"1:([a-z_]+):\((.*?)\):", pattern)
        if match is not None:
            actions = ["choose", "open", "page", "back"] if match[2] == _WHOLE else match[2].split("|")
            found.setdefault(match[1], []).extend(action for action in actions if action not in found.get(match[1], ()))
    return found


def _patterns(handlers: Handlers) -> Iterator[str]:
    for handler in handlers:
        if isinstance(handler, ConversationHandler):
            yield from _patterns([*handler.entry_points, *handler.fallbacks])
        elif isinstance(handler, CallbackQueryHandler) and isinstance(handler.pattern, re.Pattern):
            yield handler.pattern.pattern


class Stage:
    """A town with everybody in it. `cases` says what each submission was when it was put there, by its id."""

    def __init__(self, town: Town, people: dict[Who, Resident], author: Resident, file_id: str) -> None:
        self.town, self.people, self.author = town, people, author
        self.cases: dict[int, Case] = {}
        self._file_id = file_id

    @classmethod
    async def open(cls, town: Town) -> "Stage":
        """Everybody says a word, and holds the office that they hold."""
        author = town.person(AUTHOR)
        file_id = author.phone.send_photo(b"lamp").api["photo"][-1]["file_id"]
        first, second = area_id(town, DISTRICT_1, Level.DISTRICT), area_id(town, DISTRICT_2, Level.DISTRICT)
        people: dict[Who, Resident] = {
            Who.OWNER: town.person("مدیر", person_id=OWNER),
            Who.SECRETARIAT: await hire(town, "زهرا", Role.SECRETARIAT, None),
            Who.MANAGER: await hire(town, "علی", Role.MANAGER, first),
            Who.ANOTHER_MANAGER: await hire(town, "رضا", Role.MANAGER, second),
            Who.COUNCIL: await hire(town, "نرگس", Role.COUNCIL, area_id(town, GOLSAR)),
            Who.EXPERT: await hire(town, "پروین", Role.EXPERT, None),
            Who.RESIDENT: await hire(town, "همسایه", Role.EXPERT),
            Who.ENDED: await _once(town, "پیشین", starts=-60, ends=-1),
            Who.REVOKED: await _once(town, "برکنار", starts=-60, revoked=-1),
            Who.FUTURE: await _once(town, "آینده", starts=1),
        }
        await people[Who.OWNER].says("/help")
        await town.quiet()
        return cls(town, people, author, file_id)

    async def lay(self, case: Case, *, is_anonymous: bool = False) -> int:
        """Put a submission there, with a secret word, a pin, a photo, a note and a question; return its id."""
        number, now = len(self.cases) + 1, datetime.now(UTC)
        author = person_id(self.town, self.author)
        values = {
            "code": tracking_code(1405, number), "year": 1405, "serial": number, "topic": None, "needs_placing": False,
            "kind": (Kind.REPORT if case.about is None else Kind.COMPLAINT).value, "status": case.status.value,
            "visibility": Visibility.STAFF_ONLY.value, "person_id": author, "is_anonymous": is_anonymous,
            "status_at": now, "area_id": self.area(case.area), "about_area_id": self.area(case.body),
            "about": None if case.about is None else case.about.value, "latitude": 36.65, "longitude": 51.42,
            "text": f"zq{number}qz", "message_ids": [], "created_at": now, "updated_at": now, "version": 3,
        }  # fmt: skip
        await self.town.change(insert(table_of(Submission)).values(values))
        for kind in (EntryKind.NOTE, EntryKind.QUESTION):
            said = {"kind": kind.value, "text": f"zq{number}qz", "created_at": now}
            await self.town.change(insert(table_of(Entry)).values(submission_id=number, **said))
        photo = {"file_id": self._file_id, "file_unique_id": "u", "kind": MediaKind.PHOTO.value, "message_id": 1}
        stored = {"state": MediaState.TOO_LARGE.value, "created_at": now, "next_try_at": now, "bot_id": 42}
        await self.town.change(insert(table_of(Media)).values(submission_id=number, **photo, **stored))
        self.cases[number] = case
        return number

    @property
    def elsewhere(self) -> int:
        """The id of a neighbourhood of the first district in which nothing lies."""
        return area_id(self.town, "باغ شاه")

    def area(self, name: str | None) -> int | None:
        """The id of an area of this city."""
        return None if name is None else area_id(self.town, name, _LEVELS.get(name, Level.NEIGHBOURHOOD))

    def question(self, number: int) -> int:
        """The id of the question that was put into a submission's file."""
        (entry,) = self.town.rows(Entry, Entry.submission_id == number, Entry.kind == "question")[:1]
        return entry.id or 0

    def trace(self, number: int | None = None) -> Trace:
        """What there is now of one submission, or of all."""
        own, held = table_of(Submission).c, table_of(Claim).c
        asked = [select(func.sum(own.version)), select(func.sum(held.submission_id * 1000 + held.person_id))]
        asked += [select(func.count()).select_from(table_of(table)) for table in _KEPT]
        asked[-1] = asked[-1].where(table_of(Delivery).c.kind != DeliveryKind.MORNING.value)  # a timer's, of the day
        if number is not None:
            events, entries, audits, told = (table_of(table).c for table in _KEPT)
            on = [own.id, held.submission_id, events.submission_id, entries.submission_id, audits.object_id]
            asked = [one.where(key == number) for one, key in zip(asked, [*on, told.source_id], strict=True)]
        with self.town.engine.connect() as connection:
            return Trace(*(connection.execute(one).scalar_one() or 0 for one in asked))

    def holder(self, number: int) -> int | None:
        """Who works on it."""
        return next((one.person_id for one in self.town.rows(Claim, Claim.submission_id == number)), None)

    async def presses(self, who: Resident, data: Sequence[str]) -> list[tuple[str, str]]:
        """Somebody does these, as `does`; return the calls that it led to, as (method, words)."""
        last = self.last_answer()
        await self.does(who, data)
        await self.town.quiet(30 + len(data))
        return self.answers(who, last)

    async def does(self, who: Resident, steps: Sequence[str]) -> None:
        """Press what is a button's data, write what is none; the answers come later."""
        anchor = next(one.id for one in reversed(who.messages) if one.sender == "bot" and one.kind == "text")
        for step in steps:
            if step.startswith("1:"):
                who.phone.press(data=step, message_id=anchor)
            else:
                await who.says(step)

    def last_answer(self) -> int:
        """The newest of all the bot's answers."""
        with self.town.engine.connect() as connection:
            return connection.execute(select(func.max(table_of(Answer).c.id))).scalar_one() or 0

    def answers(self, who: Resident, after: int = 0) -> list[tuple[str, str]]:
        """(method, words) of what the bot said or showed to somebody, buttons and all, as it was told to say it."""
        kept = table_of(Answer).c
        asked = select(kept.method, kept.parameters).where(kept.chat_id == who.id, kept.id > after).order_by(kept.id)
        with self.town.engine.connect() as connection:
            rows = connection.execute(asked).all()
        return [(method, _plain(json.dumps(parameters, ensure_ascii=False))) for method, parameters in rows]

    async def forget_dialogues(self, who: Resident) -> None:
        """Nothing is begun: what is tried next has nothing to do with what was tried before."""
        await self.town.change(delete(table_of(Dialogue)).where(table_of(Dialogue).c.chat_id == who.id))

    async def let_go(self) -> None:
        """Nobody works on anything."""
        await self.town.change(delete(table_of(Claim)))


def named(calls: Sequence[tuple[str, str]]) -> set[int]:
    """The submissions of which the secret word or the code stands in these."""
    return {int(match[1] or match[2]) for _, words in calls for match in _MARK.finditer(words)}


def _plain(words: str) -> str:
    return bare(words).translate(_LATIN)


async def _once(town: Town, name: str, *, starts: int, ends: int | None = None, revoked: int | None = None) -> Staff:
    """Somebody of the secretariat in another time, in days from now; nothing is left to settle of it."""
    staff = await hire(town, name, Role.SECRETARIAT)
    now = datetime.now(UTC)

    def day(number: int | None) -> datetime | None:
        return None if number is None else now + timedelta(days=number)

    values = {"starts_at": day(starts), "ends_at": day(ends), "revoked_at": day(revoked), "created_at": now}
    over = {"settled_at": None if ends is None and revoked is None else now}
    person = {"person_id": person_id(town, staff), "role": Role.SECRETARIAT.value, "area_id": None}
    await town.change(insert(table_of(Grant)).values(**person, **values, **over))
    return staff
