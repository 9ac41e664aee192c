"""Sample submissions for `mahalleyar demo`: what residents of a small town by the sea might have sent of late."""

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.cli.sample_history import give_history
from models.area import Level
from models.area_tree import AreaTree
from models.city import City
from models.database import AsyncSession, Database
from models.draft import Draft, Part
from models.services import areas, people, submissions
from models.submission import Kind

SAMPLE_SUBMISSIONS = Path(__file__).parent.parent / "sample_submissions.tsv"
_PLATFORM = "sample"  # nobody's messenger: no bot ever writes to these people
_NAMES = ("زهرا احمدی", "محمد رستمی", "فاطمه یوسفی", "علی رضایی", "سکینه نوری", "حمید گرجی", "نرگس شعبانی")
_ANONYMOUS = 6  # one in so many sends without a name


@dataclass(frozen=True)
class SampleRow:
    """One line of the list. `key` is the same for the same text, wherever in the list it stands."""

    neighbourhood: str
    kind: Kind
    text: str
    days_ago: int

    @property
    def key(self) -> int:
        """A number below 2⁵⁶ that the text alone decides."""
        return int.from_bytes(hashlib.blake2b(self.text.encode(), digest_size=7).digest())


def read_sample_rows(file: Path = SAMPLE_SUBMISSIONS) -> list[SampleRow]:
    """The sample submissions, oldest first; backslash and n in a text are a line break.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line names a kind or a number of days that does not exist.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [
        SampleRow(line["neighbourhood"], Kind(line["kind"]), line["text"].replace("\\n", "\n"), int(line["days_ago"]))
        for line in table
    ]
    return sorted(rows, key=lambda row: -row.days_ago)


async def load_sample_submissions(
    database: Database,
    city: City,
    now: datetime,
    *,
    topic_of: Callable[[str], str | None] = lambda _: None,
    is_worked_on: bool = False,
) -> int:
    """Put the sample submissions on record, as if they had come over the last two months; again changes nothing.

    Args:
        database: migrated, with the areas of `bot/sample_city.csv`.
        city: its clock decides the years of the tracking codes.
        now: aware; the newest one came a little before.
        topic_of: guesses the code of a topic from a text; by default none is guessed.
        is_worked_on: whether an office has done something with most of them already.

    Returns:
        How many there are in the list.

    Raises:
        LookupError: a neighbourhood of the list is not in the database.
    """
    rows = read_sample_rows()
    async with database.transaction() as session:
        tree = await areas.load_tree(session=session)
        for row in rows:
            area_id = _area(tree, row.neighbourhood)
            moment = now - timedelta(days=row.days_ago, minutes=5 + row.key % 300)
            draft = Draft(
                id=-row.key,  # below zero, where no draft of an inbox ever is
                kind=row.kind,
                kind_chosen=True,
                topic=topic_of(row.text),
                area_id=area_id,
                is_anonymous=row.key % _ANONYMOUS == 0,
                parts=(Part(1, row.text),),
            )
            author = await _author(session, row, area_id, moment)
            made = await submissions.register(
                session=session, person_id=author, draft=draft, now=moment, zone=city.zone
            )
            if is_worked_on:
                await give_history(session, made, row.key, now)
    return len(rows)


def _area(tree: AreaTree, name: str) -> int:
    for place in tree.places.values():
        if place.name == name and place.level is Level.NEIGHBOURHOOD:
            return place.id
    raise LookupError(f"there is no neighbourhood «{name}»: load bot/sample_city.csv first")


async def _author(session: AsyncSession, row: SampleRow, area_id: int, now: datetime) -> int:
    """The sample person who sent it: each neighbourhood has some of its own."""
    who = row.key % len(_NAMES)
    user_id = area_id * len(_NAMES) + who + 1
    sender = people.Sender(platform=_PLATFORM, user_id=user_id, name=_NAMES[who], username=None, language="fa")
    known = await people.recognise(session=session, sender=sender, bot_id=0, chat_id=user_id, now=now)
    if known.person.area_id is None:
        await people.choose_area(session=session, person=known.person, area_id=area_id)
    return known.person.id or 0
