"""`mahalleyar goals import`: what a published text holds is shown, and stored as a whole or not at all."""

import io
import sys
from pathlib import Path
from typing import override

import pytest
from sqlmodel import Session, select

from models.audit import Audit
from models.database import Database
from models.goal import Goal
from tests.bot.cli.conftest import CommandLine
from tests.models.goal_texts import IZADSHAHR

TOKEN = "42:token"  # noqa: S105  (no secret: nothing is called with it)


@pytest.fixture
def url(sqlite_url: str, mahalleyar: CommandLine, tmp_path: Path) -> str:
    """The address of a database with a city and two neighbourhoods."""
    areas = tmp_path / "areas.csv"
    areas.write_text(
        "level,name,parent\ncity,ایزدشهر,\nneighbourhood,گلسار,ایزدشهر\nneighbourhood,ساحلی,ایزدشهر\n", encoding="utf-8"
    )
    assert mahalleyar("areas", "import", str(areas), database_url=sqlite_url, bot_token=TOKEN).code == 0
    return sqlite_url


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))


def _goals(url: str) -> list[Goal]:
    engine = Database(url).open_reading_engine()
    with Session(engine) as session:
        found = list(session.exec(select(Goal).order_by(Goal.position)).all())  # type: ignore[arg-type]  # a column
    engine.dispose()
    return found


def test_dry_run(mahalleyar: CommandLine, url: str) -> None:
    """Twenty goals, the line without a number and the double are shown; nothing is stored, no decision is needed."""
    said = mahalleyar("goals", "import", str(IZADSHAHR), "--dry-run", database_url=url, bot_token=TOKEN)
    assert said.code == 0
    assert "20 goals, 1 line without a number" in said.out
    assert "?  ساماندهی آبهای روان و قابل استفاده در سطح منطقه   [without a number]" in said.out
    (twentieth,) = (line for line in said.out.splitlines() if line.lstrip().startswith("20 "))
    assert "[says nearly the same as 4]" in twentieth
    assert "Nothing was stored" in said.out
    assert _goals(url) == []


def test_dry_run_needs_no_settings(mahalleyar: CommandLine) -> None:
    """Neither a token nor a database: it only reads the file."""
    assert "20 goals" in mahalleyar("goals", "import", str(IZADSHAHR), "--dry-run").out


def test_without_a_decision(mahalleyar: CommandLine, url: str) -> None:
    """Nobody at a terminal, and no option: said what to do; nothing is stored."""
    said = mahalleyar("goals", "import", str(IZADSHAHR), database_url=url, bot_token=TOKEN)
    assert said.code == 1
    assert "--stray join" in said.err
    assert "Nothing was stored" in said.err
    assert _goals(url) == []


@pytest.mark.parametrize(("stray", "count", "fourth"), [("join", 20, True), ("own", 21, False), ("drop", 20, False)])
def test_stored(mahalleyar: CommandLine, url: str, stray: str, count: int, fourth: bool) -> None:
    """With a decision all are the city's goals, published, in order, with the file's name; the trail names the user."""
    said = mahalleyar("goals", "import", str(IZADSHAHR), "--stray", stray, database_url=url, bot_token=TOKEN)
    assert said.code == 0, said.err
    assert f"{count} goals of ایزدشهر are stored and published" in said.out
    found = _goals(url)
    assert len(found) == count
    assert [one.number for one in found if one.number <= 20] == list(range(1, 21))
    assert all(one.published_at is not None and "izadshahr-goals.txt" in one.description for one in found)
    assert ("ساماندهی آبهای روان" in found[3].description) == fourth
    if stray == "own":
        assert (found[4].number, found[4].title) == (21, "ساماندهی آبهای روان و قابل استفاده در سطح منطقه")
    engine = Database(url).open_reading_engine()
    with Session(engine) as session:
        (trail,) = session.exec(select(Audit).where(Audit.action == "goal.import")).all()
    engine.dispose()
    assert trail.actor.startswith("cli:")
    assert trail.after["goals"] == count


def test_of_an_area(mahalleyar: CommandLine, url: str) -> None:
    """Named with --area; one that is not there is said."""
    given = ("goals", "import", str(IZADSHAHR), "--stray", "drop")
    assert mahalleyar(*given, "--area", "گلسار", database_url=url, bot_token=TOKEN).code == 0
    assert len({one.area_id for one in _goals(url)}) == 1
    said = mahalleyar(*given, "--area", "ناکجا", database_url=url, bot_token=TOKEN)
    assert said.code == 1
    assert "ناکجا" in said.err


def test_twice(mahalleyar: CommandLine, url: str) -> None:
    """The numbers are taken the second time: said; with --renumber they get the next ones."""
    given = ("goals", "import", str(IZADSHAHR), "--stray", "join")
    mahalleyar(*given, database_url=url, bot_token=TOKEN)
    said = mahalleyar(*given, database_url=url, bot_token=TOKEN)
    assert said.code == 1
    assert "20 goals have numbers that others have already" in said.err
    assert len(_goals(url)) == 20
    assert mahalleyar(*given, "--renumber", database_url=url, bot_token=TOKEN).code == 0
    assert [one.number for one in _goals(url)] == list(range(1, 41))


class Terminal(io.StringIO):
    """Somebody who types."""

    @override
    def isatty(self) -> bool:
        return True


def test_asked_at_a_terminal(mahalleyar: CommandLine, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line without a number is asked about, until the answer is one; then Enter stores all of it."""
    monkeypatch.setattr(sys, "stdin", Terminal("what\njoin\n\n"))
    said = mahalleyar("goals", "import", str(IZADSHAHR), database_url=url, bot_token=TOKEN)
    assert said.code == 0, said.err
    assert "ساماندهی آبهای روان" in _goals(url)[3].description


_FIVE = "۱- کتاب و هنر\n۲- پارک تازه\n۳- آب\n۴- توسعهٔ فضای سبز\n۵- توسعهٔ فضای سبز شهر\n"


def test_every_line_can_be_changed(
    mahalleyar: CommandLine, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Joined, split, reworded, left out, taken back, kept; what cannot be done is said, and changes nothing."""
    text = tmp_path / "goals.txt"
    text.write_text(_FIVE, encoding="utf-8")
    typed = (
        *("1 split هنر", "1 split نیست", "1 join", "2 reword پارک ساحلی", "2 reword", "3 drop", "3 back", "3 join"),
        *("5 keep", "4 drop", "99 drop", "چه", "2 paint", "", ""),
    )
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(typed)))
    said = mahalleyar("goals", "import", str(text), database_url=url, bot_token=TOKEN)
    assert said.code == 0, said.err
    stored = [(one.number, one.title, "آب" in one.description) for one in _goals(url)]
    assert stored == [
        (1, "کتاب", False),
        (6, "هنر", False),
        (2, "پارک ساحلی", True),
        (5, "توسعهٔ فضای سبز شهر", False),
    ]
    for words in ("توسعهٔ فضای سبز شهر   [says nearly the same as [4]]", "does not have these words"):
        assert words in said.out
    for words in (
        "No goal stands above line [1].",
        "With what words?",
        "There is no line [99].",
        "What about line [2]?",
    ):
        assert words in said.out


def test_stopped_at_the_terminal(mahalleyar: CommandLine, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever goes away before Enter has stored nothing."""
    monkeypatch.setattr(sys, "stdin", Terminal("join\n1 drop\n"))
    assert mahalleyar("goals", "import", str(IZADSHAHR), database_url=url, bot_token=TOKEN).code != 0
    assert _goals(url) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no words"),
        ("شهر ما سبز است.".encode(), "no list was found"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no text"),
        (b"%PDF-1.4 ...", "PDF or Word"),
        ("۱- هدف\n".encode() * 1_000_000, "more than 1,000,000 bytes"),
        ("\n".join(f"{number}. هدف شهر" for number in range(1, 501)).encode(), "more than 200 goals"),
        ("توسعه\nهنر\nورزش".encode(), "--stray own"),
        (("۱- " + "شهر سبز " * 400 + "\n۲- هنر").encode(), "more than 1500 letters"),
    ],
    ids=["empty", "no list", "picture", "pdf", "10 MB", "500 lines", "no numbers", "too long"],
)
def test_bad_files(mahalleyar: CommandLine, url: str, tmp_path: Path, content: bytes, words: str) -> None:
    """One clear sentence each, and nothing is stored."""
    file = tmp_path / "goals.txt"
    file.write_bytes(content)
    said = mahalleyar("goals", "import", str(file), database_url=url, bot_token=TOKEN)
    assert said.code == 1
    assert words in said.err
    assert "Nothing was stored" in said.err
    assert "Traceback" not in said.err
    assert _goals(url) == []


def test_no_numbers_at_all(mahalleyar: CommandLine, url: str, tmp_path: Path) -> None:
    """With --stray own each line is a goal."""
    file = tmp_path / "goals.txt"
    file.write_text("اهداف شهر:\n• توسعه\n• هنر\n• ورزش\n", encoding="utf-8")
    said = mahalleyar("goals", "import", str(file), "--stray", "own", database_url=url, bot_token=TOKEN)
    assert said.code == 0, said.err
    assert "no line of it begins with a number" in said.out
    assert [(one.number, one.title) for one in _goals(url)] == [(1, "توسعه"), (2, "هنر"), (3, "ورزش")]


def test_nothing_above_to_join_to(mahalleyar: CommandLine, url: str, tmp_path: Path) -> None:
    """--stray join where no goal stands above: said; nothing is stored."""
    file = tmp_path / "goals.txt"
    file.write_text("توسعهٔ شهر\n۲- هنر\n۳- ورزش\n", encoding="utf-8")
    said = mahalleyar("goals", "import", str(file), "--stray", "join", database_url=url, bot_token=TOKEN)
    assert said.code == 1
    assert "no goal stands above" in said.err
    assert _goals(url) == []


@pytest.mark.parametrize(("name", "words"), [("missing.txt", "No such file"), (".", "directory")])
def test_no_file(mahalleyar: CommandLine, url: str, name: str, words: str) -> None:
    """A file that is not there, or a folder."""
    said = mahalleyar("goals", "import", name, database_url=url, bot_token=TOKEN)
    assert said.code == 1
    assert words in said.err


def test_a_wrong_word_for_stray(mahalleyar: CommandLine) -> None:
    """The three that there are, are named."""
    said = mahalleyar("goals", "import", str(IZADSHAHR), "--stray", "keep")
    assert said.code == 1
    assert "join, own, drop" in said.err
