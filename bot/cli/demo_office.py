"""The people the demo knows from the start: the office with its grants, and neighbours who live somewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.playground import Playground
from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.role import Grant, Role
from models.services import areas, people, subscriptions
from models.services.people import Known, Sender
from models.subscription import NO_QUIET

_IN_OFFICE = timedelta(days=90)  # they have met and decided before
_FIRST_ID = 7_099_999_000  # below the residents' ids: nobody who is added ever gets one of these


@dataclass(frozen=True)
class Persona:
    """Somebody of the office; no area means the whole city."""

    number: int
    name: str
    role: Role
    area: str | None = None

    @property
    def id(self) -> int:
        """Their user id, and that of their chat."""
        return _FIRST_ID + self.number


@dataclass(frozen=True)
class Neighbour:
    """Somebody who lives in a neighbourhood, and may follow another beside it."""

    number: int
    name: str
    home: str
    follows: str | None = None

    @property
    def id(self) -> int:
        """Their user id, and that of their chat."""
        return _FIRST_ID + self.number


OFFICE = (
    Persona(1, "زهرا (دبیرخانه)", Role.SECRETARIAT),
    Persona(2, "منصور (شهردار منطقهٔ ۱)", Role.MANAGER, "منطقهٔ ۱"),
    Persona(3, "سارا (شورای گلسار)", Role.COUNCIL, "گلسار"),
    Persona(4, "رضا (شورای گلسار)", Role.COUNCIL, "گلسار"),
)
NEIGHBOURS = (
    Neighbour(51, "نرگس (ساکن گلسار)", "گلسار"),
    Neighbour(52, "بهرام (پیگیر گلسار)", "باغ شاه", follows="گلسار"),
)


def seat_personas(playground: Playground) -> None:
    """Give each of them a chat, unless they have one from an earlier trial."""
    known = {person.id for person in playground.people}
    for persona in (*OFFICE, *NEIGHBOURS):
        if persona.id not in known:
            playground.add_person(persona.name, language_code="fa", person_id=persona.id)


async def settle_personas(session: AsyncSession, *, bot_id: int, platform: str, now: datetime) -> None:
    """Give the office its grants and the neighbours their homes, unless they had them: what a trial changed stays.

    Raises:
        LookupError: the sample city lacks an area of theirs.
    """
    tree = await areas.load_tree(session=session)
    for persona in (*OFFICE, *NEIGHBOURS):
        sender = Sender(platform=platform, user_id=persona.id, name=persona.name, username=None, language="fa")
        known = await people.recognise(session=session, sender=sender, bot_id=bot_id, chat_id=persona.id, now=now)
        if not known.is_new:
            continue
        if isinstance(persona, Persona):
            await _appoint(session, persona, known, tree, now)
        else:
            await _house(session, persona, known, tree, now)


async def _appoint(session: AsyncSession, persona: Persona, known: Known, tree: AreaTree, now: datetime) -> None:
    values = {
        "person_id": known.person.id,
        "role": persona.role.value,
        "area_id": None if persona.area is None else _area(tree, persona.area),
        "starts_at": now - _IN_OFFICE,
        "created_at": now,
    }
    await session.execute(insert(table_of(Grant)).values(values))


async def _house(session: AsyncSession, neighbour: Neighbour, known: Known, tree: AreaTree, now: datetime) -> None:
    await people.choose_area(session=session, person=known.person, area_id=_area(tree, neighbour.home))
    # Who tries notices at midnight wants to see them come.
    await subscriptions.choose_quiet(session=session, person_id=known.person.id, quiet=NO_QUIET, now=now)
    if neighbour.follows is not None:
        area_id = _area(tree, neighbour.follows)
        await subscriptions.follow(session=session, person=known.person, area_id=area_id, now=now)


def _area(tree: AreaTree, name: str) -> int:
    for place in tree.places.values():
        if place.name == name:
            return place.id
    raise LookupError(f"there is no area «{name}»: load bot/sample_city.csv first")
