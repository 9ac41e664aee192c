"""What people, and servers out of order, might send: plain data drawn by hypothesis; fuzz_stage.py plays it."""

from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

from handlers.callback_data import LIMIT_BYTES
from tests.e2e.fuzz_buttons import ACTIONS, BUTTONS, NOUNS, OFFICE, OFFICE_WAYS, READING, WAYS


@dataclass(frozen=True)
class Says:
    """Writes a text; perhaps forwarded, as a reply, or so many seconds ago."""

    text: str
    is_forwarded: bool = False
    is_reply: bool = False
    age: int = 0


@dataclass(frozen=True)
class SaysCode:
    """Writes a tracking code: of an own submission, of somebody else's, or one that nobody has."""

    whose: Literal["own", "other", "wrong"]
    form: str  # one of _FORMS


@dataclass(frozen=True)
class Sends:
    """Sends something else than text; `album` numbers the albums of the example."""

    kind: str
    caption: str | None = None
    album: int | None = None


@dataclass(frozen=True)
class Edits:
    """Changes the words of an own message; 0 is the newest."""

    nth: int
    text: str


@dataclass(frozen=True)
class Presses:
    """Presses a button that is or was on screen; 0 is the newest."""

    nth: int


@dataclass(frozen=True)
class PressesNamed:
    """Presses the newest button of a noun and action, if there ever was one."""

    noun: str
    action: str


@dataclass(frozen=True)
class Forges:
    """Presses a button that was never drawn: made up, or another person's newest (`data` is None)."""

    data: str | None
    shape: Literal["shown", "inaccessible", "inline", "game"]


@dataclass(frozen=True)
class Garbles:
    """An update of this person arrives with something wrong in it; `seed` says what."""

    seed: int


@dataclass(frozen=True)
class Pushes:
    """An update of a kind that the bot did not ask for."""

    kind: str


@dataclass(frozen=True)
class Does:
    """Blocks, unblocks, changes the app's language, or something of a group's."""

    what: str


type Step = Says | SaysCode | Sends | Edits | Presses | PressesNamed | Forges | Garbles | Pushes | Does


@dataclass(frozen=True)
class Move:
    """Somebody does something, and perhaps everybody waits for what the bot says to it.

    `who` is counted modulo the cast; -1 is the owner, where there is one.
    """

    who: int
    step: Step
    looks: bool


@dataclass(frozen=True)
class Script:
    """One example: so many residents, perhaps an owner, and what they do in order."""

    residents: int
    has_owner: bool
    moves: tuple[Move, ...]


_FORMS = ("whole", "persian", "short", "bare")
COMMANDS = (
    "/start", "/start group", "/start a_1-B", "/new", "/new چراغ کوچه سوخته است", "/new\nچراغ کوچه سوخته است",
    "/new@mahalleyar_bot نیمکت شکسته", "/my", "/area", "/language", "/help", "/privacy", "/cancel", "/export",
    "/my@mahalleyar_bot", "/start@mahalleyar_bot", "/START", "/new@other_bot سلام", "/unknown", "/گزارش", "/", "//",
    "/cancel@mahalleyar_bot", "/export@mahalleyar_bot", "/settings and more", "/my /new /start",
    "/subscriptions", "/meetings", "/start meet_1_1_aaaaaaaaaaaaaaaa", "/start guest_1_aaaaaaaaaaaaaaaa",
    "/meeting", "/meeting پنجشنبه ۱۷", "/meeting کلاس", "/resolutions", "/resolutions چراغ %_ \\", "/resolutions ۱۴۰۵",
    "/goals", "/goals چراغ %_ \\", "/goals ۱۲", "/start goal_1", "/start goal_", "/start goal_zzzzzzzzzzzzz",
    "/start meet_", "/start guest_", "/start meet_zzzzzzzzzzzz_99_aaaaaaaaaaaaaaaa", "/start meet_-1_0_aaaa",
    "/start guest_1", "/start meet_1_1_AAAAAAAAAAAAAAAA extra", "/meeting@mahalleyar_bot",
)  # fmt: skip
WISHES = ("ثبت", "ثبت.", "تمام", "همین", "register", "انصراف", "لغو", "نه", "بله", "Yes", "no", "خیر", "آره!")
KEYS = (
    "درخواست تازه", "درخواست‌های من", "محلهٔ من", "راهنما", "New submission", "My submissions", "My neighbourhood",
    "Help", "محله من", "درخواستهای من",
)  # fmt: skip
PLACES = ("گلسار", "ساحلی", "محلهٔ باغ شاه", "علی آباد", "علي‌آباد", "گلصار", "منطقهٔ ۱", "ناکجا", "ایزدشهر")
SENTENCES = (
    "چراغ کوچه سوخته است و شب‌ها تاریک است", "کوچمون خیلی تاریکه شبا نمیشه رد شد", "پیشنهاد می‌کنم نیمکت بگذارید",
    "از کارمند ناحیه شکایت دارم", "از رفتگر محله ممنونم", "بوی گاز می‌آید و آتش گرفته", "چاله", "سلام",
    "کوچه‌ها تاریکدی، چیراق یوخدور", "الشارع مظلم ولا توجد إنارة", "کۆڵانەکەمان تاریکە، چرا نییە",
    "The street lamp is broken", "شماره‌ام 0912-345-6789 است، کارت 6037 9911 1111 1116", "t.me/x?start=a_1 #منطقه۵",
    "۱۲۳-۷", "5-3", "در محلهٔ گلسار چراغ خراب است",
)  # fmt: skip
_MARKUP = (
    "<b>", "</b>", "<script>alert(1)</script>", "&amp;", "&", "<", ">", '<a href="x">', "</a>", "<!--", "&#x202e;",
    "```", "*_[", "{0}", "{code}", "%s", "%(x)s", "\\",
)  # fmt: skip
_CONTROLS = "\x00\x01\x07\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202e\u2066\u2067\u2069\ufeff\u00ad\u2028\r\n\t "
_LETTERS = "ابپتیكکيةۀ۰۱٢٣12abz!؟.,ـ"
_EMOJI = "🙂👨‍👩‍👧🇮🇷👍🏽𝕏𠀀"
_HALVES = "\ud83d\ude00\ud800\udfff"

_strange = st.text(st.sampled_from(_CONTROLS + _LETTERS + _EMOJI + _HALVES), min_size=1, max_size=40)
_markup = st.lists(st.sampled_from((*_MARKUP, "سلام", " ", "\n")), min_size=1, max_size=8).map("".join)
_any_text = st.text(st.characters(), min_size=1, max_size=30)
_fragments = st.sampled_from(("م", "چراغ کوچه ", "اب", "🙂", "<b>", "&", "a", "خیلیییییی ", "\u200c", "\ud800", "ﷺ"))


def _filled(fragment: str, units: int) -> str:
    """The fragment again and again, at most so many UTF-16 units: what one message holds."""
    length = len(fragment.encode("utf-16-le", "surrogatepass")) // 2
    return fragment * max(1, units // length)


_long = st.builds(_filled, _fragments, st.sampled_from((600, 1024, 3000, 4095, 4096)))


def _weighted[Value](**choices: tuple[int, st.SearchStrategy[Value]]) -> st.SearchStrategy[Value]:
    """One of these, each as often as its number says (`one_of` would count equal strategies once)."""
    names = [name for name, (weight, _) in choices.items() for _ in range(weight)]
    return st.sampled_from(names).flatmap(lambda name: choices[name][1])


texts = _weighted(
    sentence=(6, st.sampled_from(SENTENCES)),
    command=(5, st.sampled_from(COMMANDS)),
    wish=(4, st.sampled_from(WISHES)),
    key=(2, st.sampled_from(KEYS)),
    place=(3, st.sampled_from(PLACES)),
    strange=(2, _strange),
    markup=(2, _markup),
    anything=(1, _any_text),
    long=(2, _long),
)

ATTACHMENTS = ("photo", "voice", "video", "video_note", "audio", "document", "large document", "animation")
OTHERS = (
    "sticker",
    "sticker",
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
    "story",
    "new_chat_title",
    "pinned_message",
    "hologram",
)
UNASKED = (
    "inline_query", "poll", "poll_answer", "message_reaction", "chat_join_request", "channel_post", "business_message",
    "chat_boost", "hologram", "chosen_inline_result", "edited_channel_post", "nothing",
)  # fmt: skip
DEEDS = (
    "block", "unblock", "block", "unblock", "speak en", "speak ar", "speak none", "speak xx-Latn", "group start",
    "group talk", "group mention", "group command", "group press", "group remove", "group add", "group photo", "leave",
)  # fmt: skip

_numbers = st.sampled_from(("0", "1", "2", "a", "zz", "-1", "-z", "zzzzzzz", "zzzzzzzzzzzz", "99999999999999", "", "A"))
_shaped = st.builds("1:{}:{}:{}:{}".format, *map(st.sampled_from, (NOUNS, sorted(ACTIONS))), _numbers, _numbers)


def _fitting(data: str) -> str:
    return data.encode("utf-8", "replace")[:LIMIT_BYTES].decode("utf-8", "ignore")


_forged = st.one_of(st.none(), _shaped, st.text(max_size=LIMIT_BYTES).map(_fitting))
_nth = st.one_of(st.integers(0, 9), st.integers(0, 300))
_rarely = st.integers(0, 7).map(lambda number: number == 7)

_steps: st.SearchStrategy[Step] = _weighted(
    says=(8, st.builds(Says, texts)),
    says_otherwise=(2, st.builds(Says, texts, _rarely, _rarely, st.sampled_from((0, 400, 90_000)))),
    says_code=(1, st.builds(SaysCode, st.sampled_from(("own", "own", "other", "wrong")), st.sampled_from(_FORMS))),
    attaches=(3, st.builds(Sends, st.sampled_from(ATTACHMENTS), st.none() | texts, st.none() | st.integers(0, 1))),
    sends=(2, st.builds(Sends, st.sampled_from(OTHERS), st.none())),
    edits=(2, st.builds(Edits, st.integers(0, 6), texts)),
    presses=(4, st.builds(Presses, _nth)),
    presses_office=(2, st.sampled_from(OFFICE).map(lambda button: PressesNamed(*button.split(":")))),
    presses_named=(10, st.sampled_from(BUTTONS).map(lambda button: PressesNamed(*button.split(":")))),
    forges=(2, st.builds(Forges, _forged, st.sampled_from(("shown", "shown", "inaccessible", "inline", "game")))),
    garbles=(3, st.builds(Garbles, st.integers(0, 2**32))),
    pushes=(1, st.builds(Pushes, st.sampled_from(UNASKED))),
    does=(2, st.builds(Does, st.sampled_from(DEEDS))),
)
_WORDS: dict[str, Step] = {
    "photo": Sends("photo", "عکس کوچه", 0),
    "start": Says("/start"),
    "name": Says("ناکجا"),
    "call": Says("/meeting پنجشنبه ۱۷"),
    "meeting": Says("/meeting"),
    "meetings": Says("/meetings"),
    "resolutions": Says("/resolutions"),
    "goals": Says("/goals"),
}


def _way(who: int, way: str, text: str, afterwards: list[Step]) -> tuple[Move, ...]:
    """The moves of a person on a way, each looked at; `text` is what they say on it."""
    steps = [
        _WORDS.get(word) or (PressesNamed(*word.split(":")) if ":" in word else Says(text)) for word in way.split()
    ]
    return tuple(Move(who, step, looks=True) for step in [*steps, *afterwards])


_who = st.sampled_from((0, 0, 0, 1, 2))
_whatever: st.SearchStrategy[Step] = _weighted(
    anything=(1, _steps),
    sends=(2, st.builds(Sends, st.sampled_from(OTHERS + ATTACHMENTS))),
    says=(1, st.builds(Says, texts)),
)
_afterwards = st.lists(_whatever, min_size=1, max_size=3)
_scenes = _weighted(
    move=(4, st.builds(Move, _who, _steps, st.booleans()).map(lambda move: (move,))),
    way=(2, st.builds(_way, _who, st.sampled_from(WAYS), st.sampled_from(SENTENCES), _afterwards)),
    reading=(1, st.builds(_way, _who, st.sampled_from(READING), texts, _afterwards)),
    office=(1, st.builds(_way, st.just(-1), st.sampled_from(OFFICE_WAYS), texts, _afterwards)),
)


def scripts() -> st.SearchStrategy[Script]:
    """An example: one or two residents, now and then an owner, and what they do, in up to ten scenes."""
    scenes = st.integers(1, 10).flatmap(lambda count: st.lists(_scenes, min_size=count, max_size=count))
    moves = scenes.map(lambda found: tuple(move for scene in found for move in scene))
    return st.builds(Script, st.integers(1, 2), st.integers(0, 2).map(lambda number: number == 2), moves)
