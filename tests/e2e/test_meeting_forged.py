"""Every button of meetings and resolutions, made up by people who may not: nothing is told, nothing changes."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.playground.calls import Call
from models.answer import Answer
from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.meeting import (
    AgendaItem,
    Attendance,
    Invites,
    Meeting,
    MeetingGuest,
    MeetingQuestion,
    MeetingSeries,
    MeetingState,
    Minutes,
    Rsvp,
)
from models.resolution import Resolution, ResolutionEvent
from models.role import Role
from tests.e2e.desk_stage import button, every_button
from tests.e2e.meeting_village import DAY, HOUR, Village, village
from tests.e2e.office import area_id, hire, person_id
from tests.e2e.resident import Resident, bare

_NOUNS = (
    *("meeting", "mchair", "mguest", "mkind", "mlength", "mseries", "msession", "mtime", "muntil", "meetings", "meet"),
    *("rsvp", "mquestion", "agenda", "aitem", "apick", "minutes", "mitem", "attend", "attendee", "resolve"),
    *("resolve_day", "resolve_due", "resolution", "paper"),
)
_BEGINS = {("meeting", "new"), ("meeting", "area")}  # a meeting of one's own body
_TABLES: tuple[type[Any], ...] = (
    *(Audit, Meeting, MeetingGuest, MeetingQuestion, MeetingSeries, AgendaItem, Attendance, Minutes, Resolution),
    *(ResolutionEvent, Rsvp),
)
_DRAFT, _SCHEDULED, _LISTED, _HELD, _DISCARDED = 1, 2, 3, 4, 5
_IDS = range(1, 6)
_seeded = random.Random(1405)


def _buttons() -> list[tuple[str, str]]:
    """Every (noun, action) of this issue that any handler takes."""
    found = every_button()
    return [(noun, action) for noun in _NOUNS for action in found[noun] if (noun, action) not in _BEGINS]


def _mark(number: int, what: str) -> str:
    return f"zq{number}{what}"


def _words(number: int, what: str) -> str:
    """What lies there: the secret word, and signs that would be markup, or a place for a value, if nobody looked."""
    return f"{_mark(number, what)} <b>&amp;</i>{{0}}%s"


_ALL = {_mark(number, what) for number in _IDS for what in ("title", "item", "said", "guest", "ask", "note", "decided")}


@dataclass
class Kept:
    """What lies in the village that is not for everybody; each part of it says its own secret word."""

    there: Village

    async def lay(self) -> None:
        """A draft, one that waits, one for a list, one that was held with minutes nobody published, one discarded."""
        states = {
            _DRAFT: (MeetingState.DRAFT, 3 * DAY),
            _SCHEDULED: (MeetingState.SCHEDULED, 3 * DAY),
            _LISTED: (MeetingState.ANNOUNCED, 3 * DAY),
            _HELD: (MeetingState.HELD, -2 * HOUR),
            _DISCARDED: (MeetingState.DISCARDED, 3 * DAY),
        }
        for number, (state, starts_in) in states.items():
            title = {"title": _words(number, "title"), "place": _words(number, "title")}
            values: dict[str, Any] = {"state": state.value, "invites": Invites.LIST.value, "facts": title}
            if state in {MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.DISCARDED}:
                values |= {"announced_at": None, "announce_at": datetime.now(UTC) + DAY}
            assert await self.there.calls(starts_in, **values) == number
            await self._fill(number)
        await self._decide()

    async def _fill(self, number: int) -> None:
        town, now = self.there.town, datetime.now(UTC)
        sara = person_id(town, self.there.sara)
        said = {"summary": _words(number, "said"), "decision": _words(number, "said")} if number == _HELD else {}
        item = {"meeting_id": number, "position": 1, "text": _words(number, "item"), "created_at": now}
        await town.change(insert(table_of(AgendaItem)).values(**item, **said))
        came = {"meeting_id": number, "session": 1, "name": _words(number, "guest"), "part": "guest", "noted_at": now}
        await town.change(insert(table_of(Attendance)).values(came))
        asked = {"meeting_id": number, "person_id": sara, "message_id": 1, "text": _words(number, "ask")}
        await town.change(insert(table_of(MeetingQuestion)).values(**asked, created_at=now))

    async def _decide(self) -> None:
        town, now = self.there.town, datetime.now(UTC)
        sara, golsar = person_id(town, self.there.sara), area_id(town, "گلسار")
        moments = dict.fromkeys(("created_at", "updated_at"), now)
        numbered = {"area_id": golsar, "term": 1, "number": 1, "made_by": sara, **moments}
        written = {"meeting_id": _HELD, "chair": _words(_HELD, "note"), "note": _words(_HELD, "note"), "state": "draft"}
        await town.change(insert(table_of(Minutes)).values(**numbered, **written, revision=1, version=1))
        decided = {"text": _words(_HELD, "decided"), "responsible": _words(_HELD, "decided"), "search_key": "zq"}
        more = {"bot_id": town.rows(Meeting)[0].bot_id, "year": 1405, "status": "open", "status_at": now, "version": 1}
        row = {**numbered, **decided, **more, "meeting_id": _HELD, "item_id": _HELD}
        await town.change(insert(table_of(Resolution)).values(row))

    def rows(self) -> list[Any]:
        """All that a press could change."""
        return [[row.model_dump() for row in self.there.town.rows(table)] for table in _TABLES]

    def heard(self, who: Resident) -> str:
        """All that the bot was told to say to somebody, buttons and all, and everything that flashed up."""
        answers = table_of(Answer).c
        asked = select(answers.parameters).where(answers.chat_id == who.id)
        with self.there.town.engine.connect() as connection:
            said = [row[0] for row in connection.execute(asked)]
        return bare(str([*said, *(one.parameters for one in self.toasts())]))

    def toasts(self) -> list[Call]:
        """The answers to every press so far."""
        return self.there.town.playground.calls_of("answerCallbackQuery")


async def _press(kept: Kept, who: Resident, data: Sequence[str]) -> None:
    """All of them, one after another; each is answered, and nothing is set aside."""
    town = kept.there.town
    await who.says("/help")
    await town.quiet()
    message, answered = who.last.id, len(kept.toasts())
    for one in data:
        who.phone.press(data=one, message_id=message)
    await town.quiet(60 + len(data) / 5)
    async with asyncio.timeout(30):
        while len(kept.toasts()) - answered < len(data):  # noqa: ASYNC110  (presses are answered beside the rows)
            await asyncio.sleep(0.02)
    assert town.set_aside() == [], who.phone.name


def _some(ids: Sequence[int], count: int | None) -> list[str]:
    """Every button for a meeting, item or resolution of these ids, for the version they have; some of them."""
    every = [button(noun, action, number, 1) for noun, action in _buttons() for number in ids]
    every += [button("apick", action, 1, number) for action in every_button()["apick"] for number in ids]
    return every if count is None else _seeded.sample(every, count)


async def _outsiders(there: Village) -> list[Resident]:
    """A resident of elsewhere, another neighbourhood's member, another district's secretariat, an expert."""
    town = there.town
    return [
        there.reza,
        await hire(town, "جمشید", Role.COUNCIL, area_id(town, "باغ شاه")),
        await hire(town, "بهمن", Role.SECRETARIAT, area_id(town, "منطقهٔ ۲", Level.DISTRICT)),
        await hire(town, "فرهاد", Role.EXPERT, None),
    ]


_SOME = [60, pytest.param(None, marks=pytest.mark.soak)]


@pytest.mark.parametrize("count", _SOME)
async def test_outsiders_learn_and_change_nothing(sqlite_url: str, count: int | None) -> None:
    """No title, name, word of minutes or question reaches whoever is not concerned, and no row changes."""
    async with village(sqlite_url) as there:
        kept, people = Kept(there), await _outsiders(there)
        await kept.lay()
        before = kept.rows()
        for who in people:
            await _press(kept, who, _some(_IDS, count))
            for command in ("/meeting", "/meetings", "/resolutions", "/resolutions zq"):
                await who.says(command)
            await there.town.quiet()
            assert {mark for mark in _ALL if mark in kept.heard(who)} == set(), who.phone.name
            assert kept.rows() == before, who.phone.name


@pytest.mark.parametrize("count", _SOME)
async def test_those_who_see_part_of_it(sqlite_url: str, count: int | None) -> None:
    """A colleague sees no draft of others; the manager and a guest no draft, no minutes and no names of guests."""
    async with village(sqlite_url) as there:
        town, kept = there.town, Kept(there)
        await kept.lay()
        ali = await hire(town, "علی", Role.COUNCIL, area_id(town, "گلسار"))
        kaveh = await hire(town, "کاوه", Role.MANAGER, area_id(town, "منطقهٔ ۱", Level.DISTRICT))
        listed = {"meeting_id": _LISTED, "person_id": person_id(town, there.maryam), "created_at": datetime.now(UTC)}
        await town.change(insert(table_of(MeetingGuest)).values(listed))
        own = {_mark(_LISTED, "title"), _mark(_LISTED, "item")}
        for who, ids, may_hear in (
            (ali, (_DRAFT, _DISCARDED), _ALL - {mark for mark in _ALL if mark[2] in f"{_DRAFT}{_DISCARDED}"}),
            (kaveh, _IDS, own | {_mark(_HELD, "title"), _mark(_HELD, "item")}),
            (there.maryam, _IDS, own),
        ):
            await _press(kept, who, _some(ids, count))
            assert {mark for mark in _ALL - may_hear if mark in kept.heard(who)} == set(), who.phone.name
        kinds = {(one.id, one.version, one.state) for one in town.rows(Meeting) if one.id in {_DRAFT, _DISCARDED}}
        assert kinds == {(_DRAFT, 1, "draft"), (_DISCARDED, 1, "discarded")}


async def test_made_up_numbers_break_nothing(sqlite_url: str) -> None:
    """Ids and versions that there are not, in the hands of a member: each press is answered, and nothing changes."""
    async with village(sqlite_url) as there:
        kept = Kept(there)
        await kept.lay()
        before = kept.rows()
        numbers = ("0:1", "-1:1", "zzzzzzzzzzzz:zzzzzzz", "-zzzzzzzzzzzz:0", "zz:zzzzzzz")
        every = [f"1:{noun}:{action}:{number}" for noun, action in _buttons() for number in numbers]
        await _press(kept, there.sara, _seeded.sample(every, min(len(every), 260)))
        assert kept.rows() == before


async def test_links_that_nobody_gave_out(sqlite_url: str) -> None:
    """Cut, guessed, of another meeting or another kind: not one of them puts anybody on a list, or says of what."""
    async with village(sqlite_url) as there:
        town, kept = there.town, Kept(there)
        await kept.lay()
        door, guest = await there.door(_LISTED), await there.guest_link(_LISTED)
        token = door.rpartition("_")[2]
        made_up = [
            *(door[:-1], door + "a", door.upper(), door.replace("_1_", "_2_"), f"meet_1_1_{token}", "meet_", "guest_"),
            *(f"guest_3_{token}", f"guest_4_{guest.rpartition('_')[2]}", "meet_zzzzzzzzzzzz_99_" + "a" * 16),
            *("guest_" + "z" * 50, f"meet_3_01_{token}", "guest_3_" + "a" * 16, "meet_-3_1_" + token),
        ]
        before = kept.rows()
        for payload in made_up:
            await there.reza.says(f"/start {payload}")
            await there.reza.says(f"https://t.me/mahalleyar_bot?start={payload}")
        await town.quiet(60)
        assert town.set_aside() == []
        assert kept.rows() == before
        for number in _IDS:  # the true door of what is not open says nothing either
            await there.reza.says(f"/start {await there.door(number)}")
        await town.quiet()
        hidden = _ALL - {_mark(_HELD, "title")}  # at whose door people may still come in
        assert {mark for mark in hidden if mark in kept.heard(there.reza)} == set()


_LOOKS = (
    *(("meeting", "open"), ("meeting", "who"), ("meeting", "questions"), ("meeting", "card"), ("meeting", "preview")),
    *(("agenda", "open"), ("aitem", "open"), ("minutes", "open"), ("minutes", "preview"), ("mitem", "open")),
    *(
        ("attend", "open"),
        ("resolve", "open"),
        ("paper", "minutes_text"),
        ("paper", "calendar"),
        ("paper", "letter_text"),
    ),
    *(
        ("meet", "open"),
        ("meet", "agenda"),
        ("rsvp", "yes"),
        ("meet", "ask"),
        ("meetings", "next"),
        ("meeting", "list"),
    ),
)


async def test_whatever_is_said_is_shown_as_it_was_said(sqlite_url: str) -> None:
    """Titles, places, items, names, questions and minutes that look like markup arrive whole, on every screen."""
    async with village(sqlite_url) as there:
        kept = Kept(there)
        await kept.lay()
        await there.town.change(update(table_of(Resolution)).values(id=_SCHEDULED))
        for number in (_DRAFT, _SCHEDULED, _LISTED, _HELD):
            for noun, action in _LOOKS:
                is_page = noun in {"attend", "paper", "agenda", "minutes", "meet"} or action in {"who", "questions"}
                version = 0 if is_page else 1
                await _press(kept, there.sara, [button(noun, action, number, version)])
        assert there.town.refused() == []
        heard = kept.heard(there.sara)
        wanted = {_mark(number, what) for number in (_DRAFT, _SCHEDULED, _LISTED, _HELD) for what in ("title", "item")}
        wanted |= {_mark(_HELD, what) for what in ("said", "guest", "ask", "note", "decided")}
        assert {mark for mark in wanted if mark not in heard} == set()
        shown = "\n".join(message.text for message in there.sara.messages if message.sender == "bot")
        assert "&lt;" not in shown
        assert "&amp;amp;" not in shown
