"""What readers of a notice get when they press something below it, or answer it."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import TOAST_LIMIT, Button, View, shortened
from handlers.views.notice_list import NOUN, glimpse
from locales import Translator
from models.notice_content import NoticeContent, Question

_ANSWER = 30  # letters of an answer in a word over the chat


def read_toast(tr: Translator, *, is_first: bool) -> str:
    """«I have read it»."""
    return tr.plain("Thank you.") if is_first else tr.plain("You have said so already. Thank you.")


def answered_toast(question: Question, choice: int, counts: Sequence[int], tr: Translator) -> str:
    """What they answered; and how all of them have, where whoever asked wants that shown."""
    chosen = shortened(question.answers[choice], _ANSWER)
    if not question.shows_results:
        return tr.plain("Your answer: “{answer}”. Thank you.", answer=chosen)
    thanks = tr.plain("Your answer: “{answer}”. Thank you. So far:", answer=chosen)
    return shortened("\n".join((thanks, *_shares(question, counts, tr))), TOAST_LIMIT)


def _shares(question: Question, counts: Sequence[int], tr: Translator) -> list[str]:
    total = max(sum(counts), 1)
    return [
        tr.plain(
            "{answer}: {number}%", answer=shortened(answer, _ANSWER), number=tr.number(round(number * 100 / total))
        )
        for answer, number in zip(question.answers, counts, strict=False)
    ]


def over_toast(tr: Translator) -> str:
    """It was withdrawn."""
    return tr.plain("This notice was withdrawn.")


def preview_toast(tr: Translator) -> str:
    """Pressed on a preview, or by somebody to whom it never came."""
    return tr.plain("Only the readers of this notice can answer it.")


def cannot_open(tr: Translator) -> View:
    """It is not there any more, or not for them."""
    return View(tr.text("This notice is not there any more."))


def answers_line(content: NoticeContent, tr: Translator) -> Markup:
    """On the draft and on the desk's card: which notice these words answer."""
    return tr.text("About the notice {words}", words=glimpse(content, tr))


def with_notice(view: View, answered: Markup, notice_id: int, tr: Translator) -> View:
    """The desk's card of such words, with the way to the notice."""
    button = Button(tr.label("notices", "Show the notice"), ButtonData(NOUN, "card", notice_id))
    return View(Markup("\n").join((view.text, answered)), [*view.rows, [button]])
