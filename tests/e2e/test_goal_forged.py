"""Every button of goals, made up by people who may not: nothing is told, nothing changes."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.playground.calls import Call
from models.answer import Answer
from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.goal import (
    Goal,
    GoalCall,
    GoalFollow,
    GoalImport,
    GoalMeeting,
    GoalResolution,
    GoalSubmission,
    GoalTopic,
    GoalUpdate,
)
from models.notice import Notice
from models.role import Role
from models.submission import Kind, Status, Submission, Visibility
from tests.e2e import goal_city
from tests.e2e.desk_stage import button, every_button
from tests.e2e.harness import running_bot
from tests.e2e.meeting_village import DAY, Village
from tests.e2e.office import area_id, hire, person_id, settled
from tests.e2e.resident import Resident, bare

_BEGINS = {("gimport", "begin"), ("gimport", "area"), ("gedit", "new"), ("gedit", "new_area")}  # goals of their own
_TABLES: tuple[type[Any], ...] = (
    *(Goal, GoalUpdate, GoalTopic, GoalSubmission, GoalResolution, GoalMeeting, GoalCall, GoalImport, Notice),
)
_HIDDEN, _PUBLIC = 1, 2
_IDS = range(1, 8)
_REASONS: tuple[dict[str, str], ...] = (
    {"visibility": Visibility.STAFF_ONLY.value},
    {"kind": Kind.COMPLAINT.value},
    {"status": Status.WITHDRAWN.value},
    {"status": Status.MERGED.value},
)
_PHONE = "09121234567"
_PHONES = (_PHONE, "۰۹۱۲۱۲۳۴۵۶۷", "9121234567")
_seeded = random.Random(1405)


def _buttons() -> list[tuple[str, str]]:
    """Every (noun, action) of this issue that any handler takes."""
    found = every_button()
    nouns = [noun for noun in found if noun in {"goal", "goals"} or noun.startswith(("g", "goal"))]
    return [(noun, action) for noun in nouns for action in found[noun] if (noun, action) not in _BEGINS]


def _words(what: str) -> str:
    """What lies there: the secret word, and signs that would be markup, or a place for a value, if nobody looked."""
    return f"zq{what} <b>&amp;</i>{{0}}%s #text[x] \u202eba"


_OFFICE = {"zqtitle", "zqunit", "zqbody", "zqbefore", "zqquestion", "zqresult", "zqread", "zqfile"}
_STAFF = {f"zqsent{number}" for number in range(len(_REASONS))}
_ALL = {*_OFFICE, *_STAFF, "zqremoved"}


@dataclass
class Kept:
    """What lies in the village that is not for everybody; each part of it says its own secret word."""

    there: Village

    async def lay(self) -> None:
        """A goal that nobody published, and a public one with what of it nobody may read."""
        town = self.there.town
        golsar = area_id(town, "گلسار")
        said = {"unit": _words("unit"), "baseline": 0.0, "target": 9.0, "owner_body": _words("body")}
        assert await goal_city.unpublished(town, _words("title"), where=golsar, **said) == _HIDDEN
        assert await goal_city.measured(town, where=golsar) == _PUBLIC
        moment: dict[str, Any] = {"removed_at": goal_city.NOW, "told_at": None}
        await goal_city.report(town, _PUBLIC, _words("removed"), **moment)
        await goal_city.report(town, _HIDDEN, _words("before"))
        await self._sent()
        await self._asked()
        await self._read()

    async def _sent(self) -> None:
        """Behind the public goal, and named by reports on it: what everybody may not read, and what everybody may."""
        town, rows = self.there.town, table_of(Submission)
        await self.there.maryam.says("چراغ کوچهٔ ما خاموش است و شب‌ها تاریک")
        await town.quiet()
        await self.there.maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        first = town.rows(Submission)[0].model_dump(exclude={"id", "draft_id"})
        for number, hidden in enumerate((*_REASONS, {})):
            words = _words(f"sent{number}") if hidden else f"zqopen تلفن من {_PHONE} است"
            code = {"code": f"1405-9{number:05}-1", "serial": 900_000 + number}
            await town.change(insert(rows).values({**first, **code, "text": words, **hidden}))
            sent_id = town.rows(Submission)[-1].id or 0
            await goal_city.stands_behind(town, _PUBLIC, sent_id)
            said = {"submission_id": sent_id, "value": float(number)}
            await goal_city.report(town, _PUBLIC, f"گزارش {number}", date(2026, 11, 21), **said)

    async def _asked(self) -> None:
        """A call whose notice has not left."""
        town, now = self.there.town, datetime.now(UTC)
        bot_id, sara = goal_city.bot_id(town), person_id(town, self.there.sara)
        notice = {"bot_id": bot_id, "author_id": sara, "holder_id": sara, "audience": {}, "state": "draft"}
        moments = {"created_at": now, "updated_at": now}
        await town.change(insert(table_of(Notice)).values(**notice, **moments))
        call = {"bot_id": bot_id, "goal_id": _PUBLIC, "notice_id": town.rows(Notice)[-1].id, "opened_by": sara}
        days = {"closes_on": (now + 9 * DAY).date(), "closes_at": now + 9 * DAY, "opened_at": now}
        said = {"question": _words("question"), "result": _words("result"), "state": "open", "version": 1}
        await town.change(insert(table_of(GoalCall)).values(**call, **days, **said))

    async def _read(self) -> None:
        """A text that the secretariat reads."""
        town, now = self.there.town, datetime.now(UTC)
        line = {"key": 1, "part": "goal", "text": _words("read"), "number": 1}
        row = {"bot_id": goal_city.bot_id(town), "person_id": person_id(town, self.there.sara), "entries": [line]}
        row |= {"area_id": area_id(town, "گلسار"), "source_name": _words("file"), "state": "open", "version": 1}
        await town.change(insert(table_of(GoalImport)).values(**row, created_at=now, updated_at=now))

    def rows(self) -> list[Any]:
        """All that a press could change."""
        town = self.there.town
        found = [[row.model_dump() for row in town.rows(table)] for table in _TABLES]
        trail = [row.model_dump() for row in town.rows(Audit) if row.object_kind in {"goal", "goal_import"}]
        news = {DeliveryKind.GOAL_NEWS, DeliveryKind.CALL_NEWS, DeliveryKind.CHANGE}
        told = [row.id for row in town.rows(Delivery) if row.kind in news]
        theirs = person_id(town, self.there.maryam)  # others may register what they wrote while this goes on
        sent = [
            (row.text, row.status, row.kind, row.visibility, row.version)
            for row in town.rows(Submission)
            if row.person_id == theirs
        ]
        return [
            *found,
            trail,
            told,
            sent,
            [row.model_dump() for row in town.rows(GoalFollow) if row.goal_id == _HIDDEN],
        ]

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


def _some(count: int | None) -> list[str]:
    """Every button for a goal, report, call, text or submission of these ids; some of them."""
    every = [button(noun, action, number, 1) for noun, action in _buttons() for number in _IDS]
    every += [button(noun, action, _PUBLIC, number) for noun, action in _buttons() for number in (0, 2, 3, 4, 5)]
    return every if count is None else _seeded.sample(every, count)


async def _settle(town: Any) -> Village:
    maryam, reza = await settled(town, "مریم"), await settled(town, "رضا", "باغ شاه")
    return Village(town, maryam, reza, await hire(town, "سارا", Role.SECRETARIAT, area_id(town, "گلسار")))


async def _outsiders(there: Village) -> list[Resident]:
    """A resident, another neighbourhood's member, another district's secretariat, an expert."""
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
    """No word of what is prepared, taken back or written to staff alone reaches anybody, and no row changes."""
    async with running_bot(sqlite_url) as town:
        there = await _settle(town)
        kept, people = Kept(there), await _outsiders(there)
        await kept.lay()
        before = kept.rows()
        for who in people:
            await _press(kept, who, _some(count))
            for said in ("/cancel", "/goals", "/goals zq", "/start goal_1", "/start goal_2", "/goals ۱"):
                await who.says(said)
            await town.quiet()
            heard = kept.heard(who)
            assert {mark for mark in _ALL if mark in heard} == set(), who.phone.name
            assert not any(phone in heard for phone in _PHONES), who.phone.name
            assert kept.rows() == before, who.phone.name


@pytest.mark.parametrize("count", _SOME)
async def test_those_who_see_part_of_it(sqlite_url: str, count: int | None) -> None:
    """Members and managers of the place report on public goals: they hear of none that is prepared."""
    async with running_bot(sqlite_url) as town:
        there = await _settle(town)
        kept = Kept(there)
        await kept.lay()
        ali = await hire(town, "علی", Role.COUNCIL, area_id(town, "گلسار"))
        kaveh = await hire(town, "کاوه", Role.MANAGER, area_id(town, "منطقهٔ ۱", Level.DISTRICT))
        hidden = [one.model_dump() for one in town.rows(Goal) if one.id == _HIDDEN]
        for who in (ali, kaveh):
            await _press(kept, who, [one for one in _some(count) if not one.startswith("1:goal:follow")])
            heard = kept.heard(who)
            assert {mark for mark in _OFFICE | _STAFF if mark in heard} == set(), who.phone.name
        assert [one.model_dump() for one in town.rows(Goal) if one.id == _HIDDEN] == hidden
        assert [row for row in town.rows(GoalFollow) if row.goal_id == _HIDDEN] == []


async def test_made_up_numbers_break_nothing(sqlite_url: str) -> None:
    """Ids and versions that there are not, in the hands of the secretariat: each is answered, nothing changes."""
    async with running_bot(sqlite_url) as town:
        there = await _settle(town)
        kept = Kept(there)
        await kept.lay()
        before = kept.rows()
        numbers = ("0:1", "-1:1", "zzzzzzzzzzzz:zzzzzzz", "-zzzzzzzzzzzz:0", "zz:zzzzzzz")
        every = [f"1:{noun}:{action}:{number}" for noun, action in _buttons() for number in numbers]
        every = [one for one in every if not one.startswith("1:gimport")]  # her own text, of which version 1 there is
        every += [f"1:goal:{action}:2:zzzzzzz" for action in every_button()["goal"] if "follow" not in action]
        every += [f"1:gcall:ideas:1:{number}" for number in ("zzzzzzz", "0", "zzzz")]
        await _press(kept, there.sara, _seeded.sample(every, min(len(every), 260)))
        assert kept.rows() == before


async def test_links_that_nobody_gave_out(sqlite_url: str) -> None:
    """Of a goal that is prepared, cut, of none, endless: nothing is said of any goal but the public one."""
    async with running_bot(sqlite_url) as town:
        there = await _settle(town)
        kept = Kept(there)
        await kept.lay()
        before = kept.rows()
        for payload in (
            "goal_1",
            "goal_0",
            "goal_-1",
            "goal_",
            "goal_zzzzzzzzzzzz",
            "goal_" + "z" * 50,
            "goal_01",
            "GOAL_1",
        ):
            await there.reza.says(f"/start {payload}")
            await there.reza.says(f"https://t.me/mahalleyar_bot?start={payload}")
        await town.quiet(60)
        assert town.set_aside() == []
        assert kept.rows() == before
        assert {mark for mark in _ALL if mark in kept.heard(there.reza)} == set()


_LOOKS = (
    *(
        ("goal", "open"),
        ("goal", "whole"),
        ("goal", "history"),
        ("goal", "behind"),
        ("goal", "files"),
        ("goal", "ties"),
    ),
    *(("gchart", "text"), ("gedit", "open"), ("gedit", "title"), ("gedit", "measure"), ("gedit", "body")),
    *(("gupdate", "new"), ("gupdate", "list"), ("gupdate", "value"), ("gtie", "open"), ("glink", "goal")),
    *(("gcall", "goal"), ("gcall", "new"), ("gimport", "go_on"), ("goals", "list"), ("gchart", "season")),
)


async def test_whatever_is_said_is_shown_as_it_was_said(sqlite_url: str) -> None:
    """Titles, units, bodies, questions, results and lines that look like markup arrive whole, on every screen."""
    async with running_bot(sqlite_url) as town:
        there = await _settle(town)
        kept = Kept(there)
        await kept.lay()
        public = {"title": _words("public"), "description": _words("whole"), "published_at": goal_city.NOW}
        await town.change(update(table_of(Goal)).where(table_of(Goal).c.id == _HIDDEN).values(public))
        for number in (_HIDDEN, _PUBLIC):
            for noun, action in _LOOKS:
                for version in (0, 1):
                    await _press(kept, there.sara, [button(noun, action, number, version)])
        await _press(kept, there.sara, [button("gcall", "open", 1)])
        assert town.refused() == []
        heard = kept.heard(there.sara)
        wanted = {"zqpublic", "zqwhole", "zqunit", "zqbody", "zqbefore", "zqquestion", "zqread"}
        assert {mark for mark in wanted if mark not in heard} == set()
        shown = "\n".join(message.text for message in there.sara.messages if message.sender == "bot")
        assert "&lt;" not in shown
        assert "&amp;amp;" not in shown
        for line in shown.splitlines():
            assert _is_closed(line), line


def _is_closed(line: str) -> bool:
    """Whether a sign that turns the direction of letters reaches no further than the isolate in which it stands."""
    return "\u202e" not in line or "\u2068" in line.partition("\u202e")[0]
