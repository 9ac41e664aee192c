"""The people of the demo's office: each with a chat of their own, and their grants from the start."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from bot.playground import Playground
from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.role import Grant, Role
from models.services import areas, people
from models.services.people import Sender

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


OFFICE = (
    Persona(1, "زهرا (دبیرخانه)", Role.SECRETARIAT),
    Persona(2, "منصور (شهردار منطقهٔ ۱)", Role.MANAGER, "منطقهٔ ۱"),
    Persona(3, "سارا (شورای گلسار)", Role.COUNCIL, "گلسار"),
)


def seat_office(playground: Playground) -> None:
    """Give everybody of the office a chat, unless they have one from an earlier trial."""
    known = {person.id for person in playground.people}
    for persona in OFFICE:
        if persona.id not in known:
            playground.add_person(persona.name, language_code="fa", person_id=persona.id)


async def appoint_office(session: AsyncSession, *, bot_id: int, platform: str, now: datetime) -> None:
    """Give everybody of the office their grant, unless they had one before: what a trial changed stays changed.

    Raises:
        LookupError: the sample city lacks an area of theirs.
    """
    tree = await areas.load_tree(session=session)
    for persona in OFFICE:
        sender = Sender(platform=platform, user_id=persona.id, name=persona.name, username=None, language="fa")
        known = await people.recognise(session=session, sender=sender, bot_id=bot_id, chat_id=persona.id, now=now)
        if known.is_new:
            values = {
                "person_id": known.person.id,
                "role": persona.role.value,
                "area_id": _area(tree, persona.area),
                "starts_at": now,
                "created_at": now,
            }
            await session.execute(insert(table_of(Grant)).values(values))


def _area(tree: AreaTree, name: str | None) -> int | None:
    if name is None:
        return None
    for place in tree.places.values():
        if place.name == name:
            return place.id
    raise LookupError(f"there is no area «{name}»: load bot/sample_city.csv first")
