import pytest

from bot.playground import FaultKind
from models.answer import Answer, AnswerState
from models.inbox import Inbox
from models.person import Contact
from models.submission import Submission
from tests.e2e.harness import running_bot


async def test_blocking_and_coming_back(database_url: str) -> None:
    """Blocking is noted at once; whoever comes back finds the draft where it was."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        maryam.phone.block()
        await town.quiet()
        assert town.row(Contact).blocked_at is not None
        maryam.phone.unblock()
        await town.quiet()
        assert town.row(Contact).blocked_at is None
        await maryam.says_and_sees("لطفاً درست کنید", "«چراغ کوچه سوخته است", "لطفاً درست کنید»")
        await town.quiet()
        maryam.check_card_is_last()


async def test_blocked_before_the_answer(database_url: str) -> None:
    """A 403 drops what was to be said, marks the contact, and holds nobody else up."""
    async with running_bot(database_url, city=()) as town:
        maryam, hossein = town.person("مریم"), town.person("حسین")
        await maryam.says("چراغ کوچه سوخته است", "لطفاً درست کنید")
        maryam.phone.blocked = True  # the 403 comes first, as where my_chat_member is late or lost
        await hossein.says_and_sees("نیمکت بوستان شکسته است", "پیش‌نویس شما:")
        await town.quiet()
        states = {row.state for row in town.rows(Answer, Answer.chat_id == maryam.id)}
        assert states == {AnswerState.DROPPED.value}
        assert town.row(Contact, Contact.chat_id == maryam.id).blocked_at is not None
        assert town.row(Contact, Contact.chat_id == hossein.id).blocked_at is None
        maryam.phone.blocked = False
        await maryam.says_and_sees("هنوز خراب است", "لطفاً درست کنید", "هنوز خراب است")
        assert town.row(Contact, Contact.chat_id == maryam.id).blocked_at is None


@pytest.mark.parametrize("reason", ["Forbidden: user is deactivated", "Bad Request: chat not found"])
async def test_a_chat_that_is_gone(sqlite_url: str, reason: str) -> None:
    """Somebody who left the messenger is a contact that cannot be reached; no alert, no apology."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        code = 403 if reason.startswith("Forbidden") else 400
        town.playground.faults.add(FaultKind.ERROR, method="sendMessage", code=code, description=reason)
        await maryam.says("چراغ کوچه سوخته است")
        await town.quiet()
        assert town.row(Answer).state == AnswerState.DROPPED.value
        assert town.row(Contact).blocked_at is not None


async def test_a_group_is_left_in_peace(database_url: str) -> None:
    """In a group only /start is answered, with the way into the private chat; talk is not even stored."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        group = town.playground.add_group("همسایه‌ها", [maryam.phone])
        town.playground.state.privacy_mode = False
        for text in ("سلام به همه", "/help", "/my", "/new چراغ سوخته", "/nonsense", "ثبت"):
            group.send(maryam.phone, text)
        await town.quiet()
        assert all(message.sender == "person" for message in group.messages)
        assert len(town.rows(Inbox)) == 4  # the commands
        group.send(maryam.phone, "/start@mahalleyar_bot")
        await town.quiet()
        assert "من در گفت‌وگوی خصوصی پاسخ می‌دهم" in group.last.text
        ((button,),) = group.last.buttons
        assert button.url == "https://t.me/mahalleyar_bot?start=group"
        group.remove_bot(maryam.phone)
        group.add_bot(maryam.phone)
        await town.quiet()
        assert town.rows(Contact) == []
        assert town.rows(Submission) == []


async def test_a_late_answer_says_so_once(database_url: str) -> None:
    """Messages hours old are answered with a word about the delay, above the first answer only."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        now = town.playground.state.clock
        town.playground.state.clock = lambda: now() - 3 * 3600
        await maryam.says("چراغ کوچه سوخته است")
        card = await maryam.sees("شما رسید. ببخشید که پاسخ دیر شد.", "پیش‌نویس شما:")
        assert card.text.startswith("پیام ساعت")
        await maryam.says_and_sees("لطفاً درست کنید", "«چراغ کوچه سوخته است", "لطفاً درست کنید»")
        await town.quiet()
        assert "ببخشید" not in maryam.check_card_is_last().text
        town.playground.state.clock = now
        assert "ببخشید" not in (await maryam.says_and_sees("/help", "راهنما")).text
