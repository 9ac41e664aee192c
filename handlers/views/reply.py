"""An author's reply to a question of the office."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.draft import attachments_line, too_large_note
from locales import Translator
from models.draft import Draft

NOUN = "reply"
_QUESTION = 600  # letters of the question that is answered
_GLIMPSE = 300  # letters of what was gathered so far


def reply_button(entry_id: int, tr: Translator) -> Button:
    """Below a question: the way to answer it."""
    return Button(tr.label("button", "I answer"), ButtonData(NOUN, "write", entry_id), style=Style.PRIMARY)


def reply_asked(code: str, question: str, tr: Translator) -> View:
    """After «write the reply»: the question once more, and how to answer."""
    asked = tr.text("The question about {code}:", code=tr.code(code))
    how = tr.text("Write your reply here in one message, or send a photo, a voice message, a film, a file or a pin.")
    lines = [asked, *_quoted(question, _QUESTION, tr), how]
    return View(Markup("\n").join(lines), [[Button(tr.label("button", "Not now"), ButtonData(NOUN, "later"))]])


def reply_gathered(code: str, draft: Draft, entry_id: int, *, version: int, tr: Translator) -> View:
    """What waits to be sent; more may join it."""
    lines = [tr.text("<b>Your reply about {code}:</b>", code=tr.code(code)), *_quoted(draft.text, _GLIMPSE, tr)]
    attached = attachments_line([one.kind for one in draft.media], has_location=draft.location is not None, tr=tr)
    lines += [attached] if attached is not None else []
    lines += [too_large_note(tr)] if any(one.is_too_large for one in draft.media) else []
    lines.append(tr.text("It is not sent yet. You can add to it, or send it."))
    send = Button(
        tr.label("button", "Send the reply"), ButtonData(NOUN, "send", entry_id, version), style=Style.SUCCESS
    )
    return View(Markup("\n").join(lines), [[send], [Button(tr.label("button", "Not now"), ButtonData(NOUN, "later"))]])


def reply_empty(tr: Translator) -> View:
    """«Done» was typed, and there is nothing to send."""
    return View(
        tr.text("There is nothing to send yet. Write your reply first."),
        [[Button(tr.label("button", "Not now"), ButtonData(NOUN, "later"))]],
    )


def reply_offered(code: str, entry_id: int, *, is_more: bool, version: int, tr: Translator) -> View:
    """Words outside of a dialogue while a question waits, or soon after it was answered: do they belong there?"""
    if is_more:
        text = tr.text("Does this belong to your reply about {code} too?", code=tr.code(code))
    else:
        text = tr.text("Is this the reply to the secretariat's question about {code}?", code=tr.code(code))
    return View(
        text,
        [
            [
                Button(tr.label("button", "Yes"), ButtonData(NOUN, "yes", entry_id, version)),
                Button(tr.label("button", "No, it is separate"), ButtonData(NOUN, "no", entry_id, version)),
            ]
        ],
    )


def reply_done(code: str, submission_id: int, tr: Translator) -> View:
    """The office has it."""
    return View(
        tr.text("✅ Your reply is in the file of {code}.", code=tr.code(code)),
        [[Button(tr.label("button", "Follow it"), ButtonData("mine", "open", submission_id))]],
    )


def reply_later(tr: Translator, *, entry_id: int = 0) -> View:
    """Nothing was sent; with an `entry_id`, what was gathered waits and can be gone on with."""
    if not entry_id:
        return View(tr.text("All right, no reply was sent. /my shows the question at any time."))
    return View(
        tr.text("All right, nothing was sent. What you have sent me for the reply is kept."),
        [[Button(tr.label("button", "Go on with the reply"), ButtonData(NOUN, "write", entry_id))]],
    )


def _quoted(words: str, limit: int, tr: Translator) -> list[Markup]:
    return [tr.text("“{words}”", words=tr.quote(shortened(words, limit)))] if words else []
