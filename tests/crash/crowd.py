"""Many residents who write at the same time, and what each of them must hold in the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.playground import Playground
from bot.playground.person import Person
from locales.digits import localize_digits
from tests.crash.ledger import Ledger, Recorded

PLACES = ("ساحلی", "علی آباد", "کوي معلم", "شهرک فرهنگیان", "چهار راه کارگر")
_CODE = re.compile(r"[۰-۹]{4}-[۰-۹]{6}-[۰-۹]")
SEPARATE = "نه"  # the answer to the question whether a text soon after registering belongs to it
CONFIRM = "ثبت"


@dataclass
class Resident:
    """One of them, with what they sent for the record."""

    person: Person
    place: str
    texts: list[str] = field(default_factory=list)

    def codes_held(self) -> list[str]:
        """The tracking codes in the chat as it looks now, each once, in the order they first stand there."""
        found = (code for message in self.person.messages for code in _CODE.findall(message.text))
        return list(dict.fromkeys(found))


class Crowd:
    """Residents who each say /start, where they live, and then their submissions, each confirmed by a word.

    From the second one on, the bot asks whether the text belongs to the one before: it does not.
    """

    def __init__(self, playground: Playground, *, people: int, submissions: int, name: str = "شهروند") -> None:
        self._playground = playground
        self.residents = [
            Resident(playground.add_person(f"{name} {number}"), PLACES[number % len(PLACES)])
            for number in range(people)
        ]
        self.submissions = submissions

    @property
    def updates(self) -> int:
        """How many updates they cause."""
        return len(self.residents) * (2 + 3 * self.submissions - 1)

    def write_everything(self) -> None:
        """Everybody's messages at once, interleaved as they would be: nobody waits for an answer."""
        self.say_hello()
        for number in range(self.submissions):
            self.write_one(number)

    def say_hello(self) -> None:
        """Everybody's /start and neighbourhood."""
        for resident in self.residents:
            resident.person.send("/start")
        for resident in self.residents:
            resident.person.send(resident.place)

    def write_one(self, number: int) -> None:
        """Everybody's next submission and its confirmation."""
        for index, resident in enumerate(self.residents):
            text = f"چراغ كوچهٔ {index} خاموشه، بار {number}م!\nبه یاری شما نیاز داریم · {resident.person.id}"
            resident.texts.append(text)
            resident.person.send(text)
            if number:
                resident.person.send(SEPARATE)
        for resident in self.residents:
            resident.person.send(CONFIRM)

    def check(self, ledger: Ledger, *, set_aside: int = 0) -> None:
        """Nothing was lost, nothing is there twice, everybody holds their codes, and so many were set aside."""
        assert len(ledger.set_aside()) == set_aside, ledger.set_aside()
        recorded = ledger.recorded()
        for resident in self.residents:
            self._check_one(resident, recorded.get(resident.person.id, []))
        codes = [one.code for rows in recorded.values() for one in rows]
        assert len(codes) == len(set(codes)), "a code was given twice"
        assert ledger.unfinished() == 0
        assert ledger.answers_by_state().keys() <= {"sent"}
        assert self._playground.unknown_calls == []
        assert self._playground.unknown_parameters == []

    def _check_one(self, resident: Resident, rows: Sequence[Recorded]) -> None:
        chat = resident.person.transcript()
        assert [row.text for row in rows] == resident.texts, f"recorded otherwise than sent:\n{chat}"
        held = resident.codes_held()
        assert held == [localize_digits(row.code, "fa") for row in rows], f"wrong codes in the chat:\n{chat}"
