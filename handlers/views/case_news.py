"""What staff are told without having asked: an author replied, or said that nothing is solved."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.desk import NOUN, place_line
from locales import Translator
from models.area_tree import AreaTree
from models.entry import Entry
from models.submission import Submission
from models.topic import Topics

_SHOWN = 1500  # letters of somebody's words; the file has all of them


def reply_told(submission: Submission, reply: Entry, tr: Translator, *, is_theirs: bool = True) -> View:
    """To whoever asked, or has the asker's office now (`is_theirs` False): what the author replied."""
    code = _code(submission, tr)
    if is_theirs:
        head = tr.text("💬 Your question about {code} has been answered:", code=code)
    else:
        head = tr.text("💬 The office's question about {code} has been answered:", code=code)
    return View(Markup("\n").join([head, *_quoted([reply], tr)]), [[_open(submission, tr)]])


def reopened_told(
    submission: Submission, said: Sequence[Entry], tree: AreaTree, topics: Topics, tr: Translator
) -> View:
    """To the next level: the author says that nothing is solved, and what of it is known so far."""
    where = [place_line(submission, tree, tr)]
    if (topic := topics.name(submission.topic, tr.language)) is not None:
        where.append(tr.quote(topic))
    lines = [
        tr.text("Its author says “not solved”: {code} is open again.", code=_code(submission, tr)),
        Markup(" · ").join(where),
        *(_quoted(said, tr) or _quoted([submission], tr)),
    ]
    return View(Markup("\n").join(lines), [[_open(submission, tr)]])


def _code(submission: Submission, tr: Translator) -> Markup:
    return Markup("<b>{}</b>").format(tr.code(submission.code))


def _quoted(said: Sequence[Entry | Submission], tr: Translator) -> list[Markup]:
    texts = [one.text.strip() for one in said if one.text.strip()]
    return [tr.text("“{words}”", words=tr.quote(shortened(text, _SHOWN // len(texts)))) for text in texts]


def _open(submission: Submission, tr: Translator) -> Button:
    return Button(tr.label("button", "Open"), ButtonData(NOUN, "open", submission.id or 0), style=Style.PRIMARY)
