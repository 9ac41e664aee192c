"""Members of a council in a town, and what they do with notices."""

from sqlalchemy import update

from bot.playground.messages import Message
from models.database import table_of
from models.notice import Notice, NoticeRevision
from models.notice_content import NoticeContent
from models.person import Person
from models.role import Role
from tests.e2e.harness import Town
from tests.e2e.office import Staff, area_id, hire, settled
from tests.e2e.resident import bare

NOTICE_FOR = "اطلاعیه برای گلسار"
ABOVE = "خوانندگان می‌بینند، در بالاست"  # on a notice's card


async def council(town: Town, name: str = "سارا", where: str = "گلسار") -> Staff:
    """Somebody of a neighbourhood's council, who lives there themselves."""
    member = await hire(town, name, Role.COUNCIL, area_id(town, where))
    await member.settles(where)
    await town.quiet()
    return member


async def neighbours(town: Town, count: int, where: str = "گلسار") -> None:
    """So many people more whom a notice for a neighbourhood reaches."""
    for number in range(count):
        await settled(town, f"همسایهٔ {number}", where)


async def composes(member: Staff, words: str = "فردا آب محله قطع است", label: str = NOTICE_FOR) -> Message:
    """Writes a message and turns it into a notice; the card."""
    await member.says_and_sees(words, "پیش‌نویس شما:")
    await member.town.quiet()
    return await presses(member, label)


async def presses(member: Staff, *labels: str) -> Message:
    """Presses these buttons one after another; the newest message after that."""
    await member.chooses(*labels)
    return member.last


def notice_of(town: Town) -> Notice:
    """The newest notice."""
    return town.rows(Notice)[-1]


def content_of(town: Town) -> NoticeContent:
    """What the newest notice says now."""
    notice = notice_of(town)
    row = town.row(NoticeRevision, NoticeRevision.notice_id == notice.id, NoticeRevision.number == notice.revision)
    return NoticeContent.from_data(row.content)


def preview(member: Staff) -> list[Message]:
    """The bot's messages between what was said last and the card, the newest ones."""
    shown = [one for one in member.messages if one.sender == "bot"]
    return shown[:-1]


def is_card(message: Message) -> bool:
    """Whether it is the card of a notice."""
    return ABOVE in bare(message.text)


async def move_to(town: Town, person: int, where: int | None) -> None:
    """Let somebody live elsewhere."""
    await town.change(update(table_of(Person)).where(table_of(Person).c.id == person).values(area_id=where))
