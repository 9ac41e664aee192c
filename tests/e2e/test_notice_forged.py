from typing import Any

from models.area import Level
from models.audit import Audit
from models.broadcast import Broadcast
from models.delivery import Delivery, DeliveryKind
from models.notice import Notice, NoticeRevision, NoticeState
from models.role import Role
from tests.e2e.harness import Town
from tests.e2e.notice_town import OWNER, TEXT, Council, Timers, council, timers
from tests.e2e.office import area_id
from tests.e2e.resident import Resident

__all__ = ["timers"]
_OF_NOTICES = ("open", "card", "go_on", "change", "preview", "result", "take")
_AMENDING = ("amend", "with", "apply", "again", "back", "withdraw", "withdrawn")
_SENDING = ("pause", "resume", "stop", "stopped", "back", "again")
_TABS = ("drafts", "waiting", "scheduled", "sent", "nothing")


def every_button(notice: Notice, broadcast_id: int | None) -> list[str]:
    """Everything that can be pressed about a notice, with its present version and with others."""
    versions = (notice.version, notice.version + 1, 0)
    return [
        *(f"1:notices:{action}:{notice.id}:{version}" for action in _OF_NOTICES for version in versions),
        *(f"1:amending:{action}:{notice.id}:{version}" for action in _AMENDING for version in versions),
        *(f"1:approval:{action}:{notice.id}:{number}" for action in ("approve", "return", "back") for number in (1, 0)),
        *(f"1:sending:{action}:{broadcast_id or 1}:0" for action in _SENDING),
    ]


def rows_of(town: Town) -> list[Any]:
    """All that a press could change."""
    kinds = (DeliveryKind.NOTICE.value, DeliveryKind.NOTICE_APPROVAL.value, DeliveryKind.NOTICE_NEWS.value)
    copies = [(one.kind, one.person_id, one.state) for one in town.rows(Delivery) if one.kind in kinds]
    tables = (Notice, NoticeRevision, Audit)
    states = [(one.state, one.revision, one.is_withdrawn) for one in town.rows(Broadcast)]
    return [[row.model_dump() for row in town.rows(table)] for table in tables] + [sorted(copies), states]


async def presses(person: Resident, buttons: list[str]) -> None:
    """Press all of them, one after another."""
    message = person.last.id
    for data in buttons:
        person.phone.press(data=data, message_id=message)
    await person.town.quiet(60)


async def those_without_a_right(there: Council) -> list[Resident]:
    """A resident, another's neighbour, an expert, members and managers of other places."""
    town = there.town
    elsewhere = area_id(town, "منطقهٔ ۲", Level.DISTRICT)
    return [
        there.maryam,
        there.reza,
        await there.member("فرهاد", Role.EXPERT, None),
        await there.member("جمشید", Role.COUNCIL, area_id(town, "باغ شاه")),
        await there.member("شیرین", Role.MANAGER, elsewhere),
        await there.member("بهمن", Role.SECRETARIAT, elsewhere),
    ]


async def test_others_change_and_see_nothing(sqlite_url: str, timers: Timers) -> None:
    """Every button about a notice, pressed by whoever has no right there: “not found”, and no row changes."""
    async with council(sqlite_url, timers) as there:
        others = await those_without_a_right(there)
        await there.sends(there.sara)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        before, buttons = rows_of(there.town), every_button(there.notice, there.broadcast.id)
        for person in others:
            had = len(person.heard(TEXT))
            await presses(person, buttons)
            assert rows_of(there.town) == before, person.phone.name
            assert len(person.heard(TEXT)) == had, person.phone.name
            assert len(person.heard("پیدا نشد")) >= len(buttons) - 2  # but for «back», which says that nothing was said


async def test_what_waits_is_not_theirs_either(sqlite_url: str, timers: Timers) -> None:
    """As above for one that waits for its time, and for a draft: of that, not even colleagues see anything."""
    async with council(sqlite_url, timers, delay=3600) as there:
        others = await those_without_a_right(there)
        await there.composes(there.sara)
        for people in ([*others, there.ali], others):
            before, buttons = rows_of(there.town), every_button(there.notice, None)
            for person in people:
                await presses(person, buttons)
                assert rows_of(there.town) == before, person.phone.name
                assert person.heard("فردا از ۸") == [], person.phone.name
            if there.notice.state == NoticeState.DRAFT:
                await there.sara.chooses("فرستادن به ۱ نفر")


async def test_made_up_buttons_break_nothing(sqlite_url: str, timers: Timers) -> None:
    """Ids and versions that there are not, in the hands of those who may: nothing is set aside, and nothing changes."""
    async with council(sqlite_url, timers) as there:
        owner = there.town.person("مدیر", person_id=OWNER)
        await owner.says_and_sees("/help", "راهنما")
        await there.sends(there.sara)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.over()
        await there.town.quiet()
        number = there.notice.id
        made_up = [
            *(f"1:{noun}:{action}:{one}:{version}"
              for noun, actions in (("notices", _OF_NOTICES), ("amending", _AMENDING), ("sending", _SENDING))
              for action in actions for one in ("0", "-1", "zzzzzzzzzzzz") for version in "0z"),
            *(f"1:amending:{action}:{number}:zzz" for action in _AMENDING),
            *(f"1:notices:tab_{tab}:{page}:0" for tab in _TABS for page in ("0", "-1", "zzzzzzzzzzzz")),
        ]  # fmt: skip
        before = rows_of(there.town)
        for person in (owner, there.sara):
            await presses(person, made_up)
        assert rows_of(there.town) == before
        await there.sara.says_and_sees("/notices", "اطلاعیه‌ها")


async def test_a_colleague_may_do_what_its_sender_may(database_url: str, timers: Timers) -> None:
    """Another member of that council, and the district's manager, see it in their list and may take it back."""
    async with council(database_url, timers) as there:
        kaveh = await there.member("کاوه", Role.MANAGER, there.district())
        await there.sends(there.sara)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.ali.says_and_sees("/notices", "فرستاده‌شده")
        await there.town.quiet()
        await there.ali.taps_and_sees("فردا از ۸ تا ۱۴ آب محله قطع است.", "۱ رسید")
        await kaveh.says_and_sees("/notices", "فرستاده‌شده")
        await kaveh.chooses("فردا از ۸ تا ۱۴ آب محله قطع است.", "لغو اطلاعیه", "بله، لغو شود")
        await there.sara.sees("کاوه اطلاعیهٔ شما را لغو کرد")
        await kaveh.sees("لغو شد.")
        await there.town.quiet()
        assert there.got(there.maryam) == 0
        message, data = there.ali.data_on_card("لغو اطلاعیه")
        there.ali.phone.press(data=data, message_id=message)
        await there.ali.sees_toast("این دکمه قدیمی بود")
        await there.town.quiet()
