"""Words that no database keeps, or that turn what stands beside them, in everything that is said of goals."""

from typing import Any

import pytest

from models.database import AsyncSession
from models.goal_facts import checked
from models.media import MediaItem, MediaKind
from models.services import goal_calls, goal_imports, goal_updates, goals
from models.services.goal_updates import UpdateContent
from tests.models.services.goal_rows import TODAY
from tests.models.services.goal_table import Stage, Stands

ODD = "a\x00b\ud800c\x01\x7f\ufeff😀"
PAPER = MediaItem(1, MediaKind.DOCUMENT, "file", "unique", file_name=ODD)


async def test_whatever_is_typed_is_kept(session: AsyncSession) -> None:
    """Zeros, halves of letters and control signs in every field: nothing breaks, the rest of the words is there."""
    stage = await Stage.settle(session)
    one = await stage.set_up(Stands.OPEN)
    owner = await stage.as_("owner")
    said: Any = {"title": ODD, "description": f"{ODD}\n{ODD}", "owner_body": ODD, "unit": ODD}
    goal = await goals.change(owner, one.id, one.version, said)
    assert (goal.title, goal.unit) == ("abc\ufeff😀",) * 2
    content = UpdateContent(ODD, value=7.0, document=PAPER)
    await goal_updates.publish_update(owner, one.id, goal.version, content)
    goal = await goals.load(session, one.id)
    call = await goal_calls.open_call(owner, one.id, goal.version, ODD, TODAY)
    assert "😀" in call.question


async def test_whatever_is_pasted_is_read(session: AsyncSession) -> None:
    """The same in a published text, and in the name of its file."""
    stage = await Stage.settle(session)
    secretary = await stage.as_("secretary")
    row = await goal_imports.begin(secretary, stage.areas["گلسار"])
    row = await goal_imports.add_piece(secretary, row.id or 0, f"۱. پارک {ODD}\n۲. اتوبوس {ODD}")
    row = await goal_imports.read(secretary, row.id or 0, source_name=ODD)
    made = await goal_imports.finish(secretary, row.id or 0, row.version)
    assert [goal.number for goal in made] == [1, 2]
    assert all("\x00" not in goal.title + goal.description for goal in made)


@pytest.mark.parametrize("name", ["title", "owner_body", "unit", "description"])
def test_signs_that_turn_letters_are_closed(name: str) -> None:
    """What turns the direction of letters, and is not closed, would turn the words and buttons beside it."""
    values: Any = {name: "\u202eپارک\u2066 نو"}
    assert checked(values) == {name: "پارک نو"}
    values = {name: "پارک \u2066GIS\u2069 نو"}
    assert checked(values) == values
