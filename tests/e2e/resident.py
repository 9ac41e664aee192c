"""Residents: what they do, and the words they get."""

from typing import TYPE_CHECKING

from bot.playground.messages import Message
from bot.playground.person import Person, Toast

if TYPE_CHECKING:
    from tests.e2e.harness import Town

CONFIRM = ":draft:confirm:"  # in the data of the button that makes a card a live one
_ISOLATES = dict.fromkeys([0x200E, 0x200F, *range(0x2066, 0x206A)])


def bare(text: str) -> str:
    """The words alone: without the marks U+200E, U+200F and the isolates U+2066…2069."""
    return text.translate(_ISOLATES)


class Resident:
    """Somebody with a phone, as a transcript tells of them."""

    def __init__(self, town: "Town", phone: Person) -> None:
        self.town = town
        self.phone = phone
        self.id = phone.id

    async def says(self, *texts: str) -> Message:
        """Writes one or several messages; the last one is returned."""
        for text in texts:
            message = self.phone.send(text)
        return message

    async def taps(self, label: str) -> None:
        """Presses the newest button of this label."""
        self.phone.press(label)

    async def sees(self, *parts: str) -> Message:
        """Gets a message, newer than what they last did, that holds all these words."""
        return await self.phone.wait_for(lambda message: all(part in bare(message.text) for part in parts))

    async def says_and_sees(self, text: str, *parts: str) -> Message:
        """Writes, and gets an answer that holds these words."""
        await self.says(text)
        return await self.sees(*parts)

    async def taps_and_sees(self, label: str, *parts: str) -> Message:
        """Presses, and gets an answer that holds these words."""
        await self.taps(label)
        return await self.sees(*parts)

    async def sees_toast(self, text: str) -> Toast:
        """Gets a word over the chat."""
        return await self.phone.wait_for_toast(text)

    async def registers(self, text: str) -> str:
        """Writes, taps «ثبت», and gets the tracking code; what was registered just before is something else."""
        await self.says(text)
        answer = await self.phone.wait_for(
            lambda message: any(words in bare(message.text) for words in ("پیش‌نویس شما:", "اضافه شود؟"))
        )
        if "اضافه شود؟" in bare(answer.text):
            await self.taps_and_sees("نه، جداست", "پیش‌نویس شما:")
        await self.town.quiet()
        await self.taps("ثبت")
        return code_in(await self.sees("ثبت شد. کد رهگیری:"))

    async def settles(self, name: str) -> None:
        """Says where they live; the name must be of one place only."""
        await self.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await self.says_and_sees(name, f"محلهٔ {name} یادداشت شد")

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        return self.phone.last

    @property
    def messages(self) -> list[Message]:
        """The whole chat as it looks now."""
        return self.phone.messages

    @property
    def live_cards(self) -> list[Message]:
        """The messages whose button would register a draft."""
        return [
            message
            for message in self.phone.messages
            if any(button.data and CONFIRM in button.data for row in message.buttons for button in row)
        ]

    def check_card_is_last(self) -> Message:
        """There is one card, and nothing is below it."""
        (card,) = self.live_cards
        assert self.messages[-1].id == card.id, self.phone.transcript()
        return card

    def data_of(self, label: str) -> str:
        """What the newest button of this label carries."""
        found = self.phone.find_button(label, None, None)
        assert found is not None, self.phone.transcript()
        data = found[1].data
        assert data is not None
        return data

    def heard(self, words: str) -> list[Message]:
        """The bot's messages that hold these words, as they are now."""
        return [one for one in self.phone.messages if one.sender == "bot" and words in bare(one.text)]


_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def code_in(message: Message) -> str:
    """The tracking code in a message, in ASCII digits."""
    words = bare(message.text).translate(_LATIN)
    (code,) = {word for word in words.replace("\n", " ").split() if word.count("-") == 2}
    return code
