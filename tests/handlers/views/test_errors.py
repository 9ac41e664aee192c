from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from handlers.views.errors import SENTENCES, error_view, owner_alert
from locales import LANGUAGES, translator
from models import errors
from models.errors import (
    AgendaFull,
    AreaImportFailed,
    BadGoalFact,
    BadGoalText,
    BadMeetingFact,
    BadQuestion,
    DomainError,
    GoalUnready,
    HeldByAnother,
    MeetingUnready,
    NoticeTooLong,
    NoticeTooManyFiles,
    ResolutionUnready,
    RowProblem,
    TextTooLong,
    TooManyFiles,
    TooManyFollowed,
    TooManyQuestions,
    UnknownAmountError,
)
from tests.handlers.views.limits import check_fits


def _leaves(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    below = kind.__subclasses__()
    if not below:
        yield kind
    for one in below:
        yield from _leaves(one)


_VALUES: dict[type[DomainError], tuple[object, ...]] = {
    AgendaFull: (100,),
    TooManyQuestions: (20,),
    TextTooLong: (40_960,),
    TooManyFiles: (50,),
    HeldByAnother: (datetime(2026, 12, 1, tzinfo=UTC),),
    NoticeTooLong: (12,),
    NoticeTooManyFiles: (10,),
    BadQuestion: (6, 40),
    TooManyFollowed: (10,),
    MeetingUnready: (("title", "sessions", "place"),),
    BadMeetingFact: ("title", 120),
    ResolutionUnready: (("text", "responsible"),),
    GoalUnready: (("title",),),
    BadGoalFact: ("title", 200),
    BadGoalText: ("no_list", 0),
    UnknownAmountError: ("unclear",),
    AreaImportFailed: ([RowProblem(3, "no level")],),
}


def test_every_domain_error_has_its_sentence() -> None:
    """Whatever a service may refuse, there are words for it, and no sentence is for an error that is gone."""
    assert set(_leaves()) == set(SENTENCES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SENTENCES, ids=lambda kind: kind.__name__)
def test_sentences_can_be_said(kind: type[DomainError], language: str) -> None:
    """Each sentence fits and takes its error's values."""
    check_fits(error_view(kind(*_VALUES.get(kind, ())), translator(language)))


def test_the_tree_in_the_docstring_is_whole() -> None:
    """models/errors.py opens with a drawing of every error there is."""
    assert errors.__doc__ is not None
    for kind in _leaves():
        assert kind.__name__ in errors.__doc__


def test_an_alert_says_how_often() -> None:
    """An owner reads the number, in their own digits, and the newest reason."""
    assert "۱٬۲۰۰ بار" in owner_alert("x", 1200, translator("fa")).text
    assert "went wrong 1 time: " in owner_alert("x", 1, translator("en")).text
