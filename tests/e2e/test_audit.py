import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from bot.playground.messages import Message
from models.area import Area
from models.audit import Audit
from models.database import table_of
from models.job import Job
from models.submission import Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident, bare
from tests.e2e.test_roles import invited

OWNER = 7_900_000_001


async def member(town: Town, owner: Resident, name: str, role: str, *path: str) -> Resident:
    """Somebody who took an office."""
    person = town.person(name)
    await person.says_and_sees(f"/start {await invited(town, owner, role, *path)}", "خوش آمدید")
    return person


async def test_an_owner_reads_what_was_done(database_url: str) -> None:
    """When, who in which role, what, on what, and from what to what: in words, newest first; looking leaves no row."""
    async with running_bot(database_url, owner_ids=(OWNER,)) as town:
        owner = town.person("مدیر", person_id=OWNER)
        await owner.says_and_sees("/audit", "هنوز چیزی ثبت نشده است")
        await member(town, owner, "زهرا", "عضو شورای محله", "منطقهٔ ۱", "گلسار")
        await owner.says_and_sees("/roles", "نقش واگذار شده است", "زهرا")
        await owner.taps_and_sees("۱", "\nاز ")
        await owner.taps_and_sees("تغییر محدوده", "برای کدام محدوده؟")
        await owner.says_and_sees("باغ شاه", "زهرا", "باغ شاه")
        await owner.says("/audit")
        page = bare((await owner.sees("رویداد ثبت شده است")).text)
        assert page.startswith("۳ رویداد ثبت شده است")
        assert page.index("تغییر نقش") < page.index("پذیرفتن نقش") < page.index("دعوت به نقش")
        assert "مدیر · مدیر سامانه، همهٔ شهر" in page
        assert "زهرا · عضو شورای محله" in page
        assert "محدوده: از گلسار، منطقهٔ ۱ به باغ شاه، منطقهٔ ۱" in page
        assert len(town.rows(Audit)) == 3


async def test_every_page_of_a_long_trail(sqlite_url: str) -> None:
    """Twenty rows of every shape: pages go back and forth, the code of a submission and the command line are named."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, maryam = town.person("مدیر", person_id=OWNER), town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.registers("چراغ کوچه سوخته است")
        row = {"person_id": None, "object_kind": "submission", "object_id": town.submission.id}
        change = {"before": json.dumps({"status": "registered"}), "after": json.dumps({"status": "in_progress"})}
        for number in range(20):
            actor = "timer" if number % 2 else "cli:alireza"
            one = {**row, "actor": actor, "action": "submission.move" if number else "new.thing"}
            await town.change(
                insert(table_of(Audit)).values(
                    at=datetime.now(UTC), **one, **{name: json.loads(value) for name, value in change.items()}
                )
            )
        await owner.says_and_sees("/audit", "۲۰ رویداد", "تغییر وضعیت", "خودکار", "از خط فرمان: alireza")
        page = bare(owner.last.text)
        assert town.submission.code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in page
        assert "وضعیت: از ثبت‌شده به در دست اقدام" in page
        for _ in range(3):
            await town.quiet()
            await owner.taps("قدیمی‌تر ›")
        await owner.sees("new.thing")  # an action that this version has no word for is shown as it is
        assert "قدیمی‌تر ›" not in owner.last.labels
        await owner.taps_and_sees("‹ تازه‌تر", "تغییر وضعیت")


async def test_the_database_refuses_to_change_the_trail(database_url: str) -> None:
    """No statement of the program, nor of anybody who uses its connection, changes or deletes a row."""
    async with running_bot(database_url, owner_ids=(OWNER,)) as town:
        owner = town.person("مدیر", person_id=OWNER)
        await invited(town, owner, "دبیرخانه", "همهٔ شهر")
        before = town.row(Audit).model_dump()
        for statement in (update(Audit).values(action="nothing"), table_of(Audit).delete()):
            with pytest.raises(DBAPIError, match="never changed"):
                await town.change(statement)
        assert town.row(Audit).model_dump() == before


@pytest.mark.parametrize("role", [None, "عضو شورای محله", "دبیرخانه", "صاحب‌نظر", "مدیر سامانه"])
async def test_the_trail_is_for_owners(sqlite_url: str, role: str | None) -> None:
    """For everybody else, an owner of a district too, /audit and its buttons are not there."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, person = town.person("مدیر", person_id=OWNER), town.person("زهرا")
        if role is not None:
            payload = await invited(town, owner, role, "منطقهٔ ۱", "همهٔ منطقهٔ ۱")
            await person.says_and_sees(f"/start {payload}", "خوش آمدید")
        answer = await person.says_and_sees("/audit", "پیدا نشد")
        person.phone.press(data="1:audit:page:0:0", message_id=answer.id)
        await person.sees("پیدا نشد")


async def _file(town: Town, person: Resident) -> tuple[Message, str]:
    message = await person.phone.wait_for(lambda message: message.kind == "document", timeout=60)
    file = town.playground.state.files.by_id(message.api["document"]["file_id"])
    assert file is not None
    return message, file.content.decode()


async def test_a_file_holds_the_areas_of_whoever_asks(database_url: str, tmp_path: Path) -> None:
    """A council member's file: their neighbourhood, without the complaint about them, without names, and on record."""
    async with running_bot(database_url, owner_ids=(OWNER,), media_dir=tmp_path) as town:
        owner, maryam = town.person("مدیر", person_id=OWNER), town.person("مریم")
        zahra = await member(town, owner, "زهرا", "عضو شورای محله", "منطقهٔ ۱", "گلسار")
        golsar = next(area.id for area in town.rows(Area) if area.name == "گلسار")
        await maryam.settles("گلسار")
        for words, changes in (
            ("چراغ کوچه سوخته است", {"area_id": golsar}),
            ("عضو شورا جواب نمی‌دهد", {"area_id": golsar, "about_area_id": golsar}),
            ("جوی آب گرفته است", {"area_id": None}),
        ):
            await maryam.registers(words)
            await town.change(update(Submission).where(Submission.id == town.newest().id).values(**changes))  # type: ignore[arg-type]  # a column
        question = await zahra.says_and_sees("/export", "کدام درخواست‌ها و چه فایلی؟")
        assert "با نام‌ها" not in question.labels
        data = zahra.data_of("JSON")
        zahra.phone.press(data=data.replace(":json:", ":named:"), message_id=question.id)
        await town.quiet()
        await zahra.taps_and_sees("JSON", "دارم فایل را می‌سازم")
        _, content = await _file(town, zahra)
        assert [one["text"] for one in json.loads(content)] == ["چراغ کوچه سوخته است"]
        assert "مریم" not in content
        row = town.rows(Audit)[-1]
        assert (row.action, row.after) == ("export.made", {"filter": {}, "format": "json"})


async def test_names_in_a_file_are_a_row_of_their_own(sqlite_url: str, tmp_path: Path) -> None:
    """An owner takes a file with names: that it was made, and that names were taken."""
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        owner = town.person("مدیر", person_id=OWNER)
        await owner.says_and_sees("/export", "کدام درخواست‌ها")
        await owner.taps("با نام‌ها")
        await owner.phone.wait_for(lambda message: "✓ با نام‌ها" in message.labels)
        await owner.taps_and_sees("CSV", "دارم فایل را می‌سازم")
        await _file(town, owner)
        assert [row.action for row in town.rows(Audit)] == ["export.made", "identity.export"]


async def test_an_expert_has_no_file(sqlite_url: str) -> None:
    """A role without the right is told «not found», by the command and by made-up buttons."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner = town.person("مدیر", person_id=OWNER)
        reza = await member(town, owner, "رضا", "صاحب‌نظر", "همهٔ شهر")
        answer = await reza.says_and_sees("/export", "پیدا نشد")
        for action in ("xlsx", "named", "nonsense"):
            reza.phone.press(data=f"1:export:{action}:0:1", message_id=answer.id)
            await reza.sees("پیدا نشد")
        assert town.rows(Job) == []
        assert {row.action for row in town.rows(Audit)} == {"invitation.make", "grant.begin"}
