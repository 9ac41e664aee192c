"""The office's people in a town: their grants, and what they do at their desk."""

from datetime import UTC, datetime

from sqlalchemy import insert

from models.area import Area, Level
from models.audit import Audit
from models.database import table_of
from models.delivery import Delivery
from models.entry import Entry
from models.person import Account
from models.role import Grant, Role
from models.submission import Submission
from tests.e2e.harness import Town
from tests.e2e.resident import Resident, bare

DESK = "میز کار"


def area_id(town: Town, name: str, level: Level = Level.NEIGHBOURHOOD) -> int:
    """The id of the first area of that name."""
    return town.rows(Area, Area.name == name, Area.level == level.value)[0].id or 0


def person_id(town: Town, resident: Resident) -> int:
    """Who somebody is in the database; they have written before."""
    return town.row(Account, Account.user_id == resident.id).person_id


class Staff(Resident):
    """Somebody of the office with a phone."""

    async def opens_desk(self) -> None:
        """Writes /desk and sees the overview."""
        await self.says_and_sees("/desk", DESK)

    async def opens(self, submission: Submission) -> None:
        """Writes the tracking code, and gets the card with its buttons."""
        await self.town.quiet()
        await self.says_and_sees(submission.code, "📄")
        await self.town.quiet()

    async def chooses(self, *labels: str) -> None:
        """Presses these buttons, one after another, each once the answer to the last one is there."""
        for label in labels:
            await self.taps(label)
            await self.town.quiet()

    def data_on_card(self, label: str) -> tuple[int, str]:
        """(message id, data) of the newest button of this label, for pressing it again later."""
        found = self.phone.find_button(label, None, None)
        assert found is not None, self.phone.transcript()
        message, button = found
        return message.id, button.data or ""

    @property
    def card(self) -> str:
        """The newest card, as it reads."""
        cards = [bare(one.text) for one in self.messages if one.sender == "bot" and "📄" in one.text]
        return cards[-1]


async def hire(town: Town, name: str, role: Role, *areas: int | None, language: str = "fa") -> Staff:
    """Somebody new who holds that office in these areas (None: the whole city)."""
    staff = Staff(town, town.playground.add_person(name, language_code=language))
    await staff.says_and_sees("/help", "راهنما" if language == "fa" else "How to use me")
    await town.quiet()
    for area in areas:
        await town.change(
            insert(table_of(Grant)).values(
                person_id=person_id(town, staff),
                role=role.value,
                area_id=area,
                starts_at=datetime(2026, 1, 1, tzinfo=UTC),
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
    return staff


async def settled(town: Town, name: str, where: str = "گلسار") -> Resident:
    """A resident who lives there."""
    resident = town.person(name)
    await resident.settles(where)
    await town.quiet()
    return resident


async def open_case(town: Town, text: str = "چراغ کوچه سوخته است") -> tuple[Resident, Staff]:
    """A registered submission: its author, and somebody of the secretariat with its card open."""
    maryam = await settled(town, "مریم")
    await maryam.registers(text)
    zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
    await zahra.opens(town.submission)
    return maryam, zahra


def entries_of(town: Town) -> list[tuple[str, str]]:
    """(kind, words) of everything in the files."""
    return [(entry.kind, entry.text) for entry in town.rows(Entry)]


def told_to_author(town: Town) -> list[str]:
    """The kinds of the deliveries to the first submission's author."""
    return [
        delivery.kind for delivery in town.rows(Delivery) if delivery.person_id == town.rows(Submission)[0].person_id
    ]


def actions_on(town: Town) -> list[str]:
    """The audited actions on submissions."""
    return [row.action for row in town.rows(Audit) if row.object_kind == "submission"]
