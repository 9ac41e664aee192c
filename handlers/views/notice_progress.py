"""How far a broadcast has come: one message with a bar, which is edited while people are being told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from locales import Translator
from models.broadcast import Broadcast, BroadcastState

NOUN = "sending"  # the noun of the buttons that are about a broadcast: their id is its id
_CELLS = 10


@dataclass(frozen=True)
class Pace:
    """What is known of the time to come: how long it still takes, or when the next may leave (aware), or neither."""

    left: timedelta | None = None
    waits_until: datetime | None = None


def progress_slot(broadcast_id: int) -> str:
    """The name of the message that shows it: there is one in a chat."""
    return f"progress.{broadcast_id}"


def bar(part: int, whole: int) -> str:
    """«▓▓▓▓▓▓░░░░»: full only when everything is there, empty only when nothing is."""
    filled = min(max(part * _CELLS // whole, 1 if part else 0), _CELLS) if whole > 0 else 0
    return "▓" * filled + "░" * (_CELLS - filled)


def percent(part: int, whole: int, tr: Translator) -> Markup:
    """«۶۲٪», rounded down: 100 only when nothing is left."""
    return tr.text("{number}%", number=tr.number(part * 100 // whole if whole > 0 else 0))


def progress_card(broadcast: Broadcast, glimpse: Markup, pace: Pace, *, zone: ZoneInfo, tr: Translator) -> View:
    """Of what it is, how far it has come, how long it takes, and what its sender can do about it."""
    state = BroadcastState(broadcast.state)
    if state is BroadcastState.MENDING:
        return View(Markup("\n").join((glimpse, *_mending_lines(broadcast, tr))))
    lines = [glimpse, _counts(broadcast, pace, tr)]
    if state is BroadcastState.PAUSED:
        lines.append(tr.text("Paused. Nobody more is told until you go on."))
    elif state is BroadcastState.STOPPING:
        lines.append(tr.text("The rest is being cancelled."))
    elif pace.waits_until is not None:
        lines.append(
            tr.text(
                "The others have their quiet hours now; they are told at {time}.", time=tr.time(pace.waits_until, zone)
            )
        )
    return View(Markup("\n").join(lines), _buttons(broadcast, state, tr))


def _counts(broadcast: Broadcast, pace: Pace, tr: Translator) -> Markup:
    done, total = broadcast.settled, broadcast.total
    parts = [Markup("{} {}").format(bar(done, total), percent(done, total, tr)), *count_words(broadcast, tr)]
    if pace.left is not None and broadcast.state == BroadcastState.SENDING:
        parts.append(left_words(pace.left, tr))
    return Markup(" · ").join(parts)


def count_words(broadcast: Broadcast, tr: Translator) -> Sequence[Markup]:
    """«۶٬۰۷۶ رسید», «۴۱ نفر ربات را مسدود کرده‌اند», «۲ نامعلوم»: what is not there is not said."""
    words = [tr.count("{number} delivered", "{number} delivered", broadcast.sent)]
    if broadcast.blocked:
        words.append(tr.count("{number} has blocked the bot", "{number} have blocked the bot", broadcast.blocked))
    if broadcast.failed:
        words.append(tr.count("{number} failed", "{number} failed", broadcast.failed))
    if broadcast.uncertain:
        words.append(tr.count("{number} uncertain", "{number} uncertain", broadcast.uncertain))
    if broadcast.dropped:
        words.append(tr.count("{number} not sent", "{number} not sent", broadcast.dropped))
    return words


def left_words(left: timedelta, tr: Translator) -> Markup:
    """«حدود ۲ دقیقه»."""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return tr.text("less than a minute")
    if minutes < 90:
        return tr.count("about {number} minute", "about {number} minutes", minutes)
    return tr.count("about {number} hour", "about {number} hours", round(minutes / 60))


def _mending_lines(broadcast: Broadcast, tr: Translator) -> list[Markup]:
    done, whole = broadcast.mended + broadcast.unmended, max(broadcast.sent, broadcast.mended + broadcast.unmended)
    line = Markup("{} {}").format(bar(done, whole), percent(done, whole, tr))
    doing = tr.text("It is being taken back.") if broadcast.is_withdrawn else tr.text("The new words are going out.")
    return [line, doing]


def _buttons(broadcast: Broadcast, state: BroadcastState, tr: Translator) -> list[list[Button]]:
    def button(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, ButtonData(NOUN, action, broadcast.id or 0), style=style)

    stop = button(tr.label("sending", "Cancel the rest"), "stop", Style.DANGER)
    if state is BroadcastState.SENDING:
        return [[button(tr.label("sending", "Pause"), "pause"), stop]]
    if state is BroadcastState.PAUSED:
        return [[button(tr.label("sending", "Go on"), "resume", Style.PRIMARY), stop]]
    return []


def progress_over(broadcast: Broadcast, glimpse: Markup, tr: Translator) -> View:
    """What the message becomes when nothing is left to do: the counts, without buttons."""
    counts = Markup(" · ").join(count_words(broadcast, tr))
    return View(Markup("\n").join((glimpse, counts, *mended_lines(broadcast, tr))))


def mended_lines(broadcast: Broadcast, tr: Translator) -> list[Markup]:
    """How far amending or withdrawing came: what could not be done is said."""
    lines, left = [], broadcast.unmended
    if broadcast.is_withdrawn:
        lines.append(tr.text("It was withdrawn."))
        if left:
            lines.append(
                tr.count(
                    "From {number} chat it could not be deleted: it says there that it was withdrawn.",
                    "From {number} chats it could not be deleted: it says there that it was withdrawn.",
                    left,
                )
            )
        return lines
    if broadcast.mended:
        lines.append(tr.count("Amended in {number} chat.", "Amended in {number} chats.", broadcast.mended))
    if left:
        lines.append(
            tr.count(
                "In {number} chat the old words stay: they cannot be changed there any more.",
                "In {number} chats the old words stay: they cannot be changed there any more.",
                left,
            )
        )
    return lines


def stop_question(broadcast: Broadcast, tr: Translator) -> View:
    """«Cancel the rest», asked once more: what left stays where it is."""
    left = max(broadcast.total - broadcast.settled, 0)
    data = ButtonData(NOUN, "stopped", broadcast.id or 0)
    back = ButtonData(NOUN, "back", broadcast.id or 0)
    question = tr.count(
        "Shall {number} person who is still to be told not get it? What was delivered stays.",
        "Shall {number} people who are still to be told not get it? What was delivered stays.",
        left,
    )
    rows = [
        [
            Button(tr.label("sending", "Yes, cancel the rest"), data, style=Style.DANGER),
            Button(tr.label("sending", "No, go on"), back),
        ]
    ]
    return View(question, rows)


def paused_toast(tr: Translator) -> str:
    """A word over the chat after «pause»."""
    return tr.plain("Paused.")


def resumed_toast(tr: Translator) -> str:
    """A word over the chat after «go on»."""
    return tr.plain("It goes on.")


def over_toast(tr: Translator) -> str:
    """It was over before the button was pressed."""
    return tr.plain("It is over already; below you see how it ended.")


def again_toast(number: int, tr: Translator) -> str:
    """After «send again to the uncertain ones»."""
    if not number:
        return over_toast(tr)
    return str(tr.count("{number} person is told once more.", "{number} people are told once more.", number))


def stopped_line(tr: Translator) -> View:
    """In place of the question, after «yes»."""
    return View(tr.text("The rest is being cancelled."))


def goes_on_line(tr: Translator) -> View:
    """In place of the question, after «no»."""
    return View(tr.text("It goes on."))
