"""What a translation must keep to; each rule gives the reasons why a text breaks it."""

import re
import string
from collections import Counter
from collections.abc import Iterator

TELEGRAM_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
TAG = re.compile(r"<(/?)([a-z-]+)([^<>]*)>")
LETTER = "آ-یءأؤئۀ"

# Emoji that carry a picture; the small squares of a list (▫) are punctuation.
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")

# Where typing loses the half-space (U+200C): a pattern, and what is wrong.
LOST_HALF_SPACES = [
    (
        re.compile(rf"(?<![{LETTER}\u200c])(?:ن?می) (?=[{LETTER}])"),
        "«می» and its verb are joined by a half-space",
    ),
    (
        re.compile(rf"[{LETTER}] (?:های?|های(?:ی|م|تان|مان|شان)|تر|ترین|ام|اید|ایم|اند|ای|ی)(?![{LETTER}\u200c])"),
        "an ending stands alone",
    ),
    (
        re.compile(r"(?<![آ-ی])ن?می(?:شو|کن|توان|خواه|رس|گوی|فرست|بین|نویس|گیر|پذیر|ماند|دهد|دهی|دهن|آی)"),
        "«می» is glued to its verb",
    ),
    (re.compile(rf"[{LETTER}]{{3,}}های(?:ی|تان|مان|شان|م)?(?![{LETTER}])"), "«ها» is glued to its noun"),
    (re.compile("\u200c(?:[^آ-ی]|$)|(?:^|[^آ-ی])\u200c"), "a half-space has no letter beside it"),
]
# Words in which «های» is no plural, or by custom is written joined.
WORDS_WITH_HAY = re.compile("انتهای|منتهای|آنهای|اینهای|تنهای")


def placeholders(text: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def words_only(text: str) -> str:
    """The text without placeholders (a letter stands for each), tags, commands, addresses and Latin words."""
    text = re.sub(r"\{[^{}]*\}", "…", TAG.sub("", text))
    return re.sub(r"https?://\S+|[/@#][A-Za-z]\w*|[A-Za-z][A-Za-z0-9._-]*", "…", text)


def tag_problems(text: str) -> Iterator[str]:
    """Tags are closed in the right order and known to the messenger; nothing else has angle brackets."""
    if set(TAG.sub("", text)) & set("<>"):
        yield "a stray angle bracket"
    stack: list[str] = []
    for closing, name, _ in TAG.findall(text):
        if name not in TELEGRAM_TAGS:
            yield f"<{name}> is unknown"
        if not closing:
            stack.append(name)
        elif not stack or stack.pop() != name:
            yield f"</{name}> closes nothing"
    if stack:
        yield f"<{stack[-1]}> stays open"


def tags(text: str) -> Counter[str]:
    """How often each tag is opened."""
    return Counter(name for closing, name, _ in TAG.findall(text) if not closing)


def ends(text: str) -> tuple[str, str]:
    """The blanks before and after the words."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def tone_problems(text: str) -> Iterator[str]:
    """At most one emoji and one exclamation mark a message, and it fits a message."""
    if len(EMOJI.findall(text)) > 1:
        yield "more than one emoji"
    if text.count("!") > 1:
        yield "more than one exclamation mark"
    if len(text.encode("utf-16-le")) // 2 > 4096:
        yield "longer than a message may be"
    if "  " in text:
        yield "two spaces in a row"


def persian_problems(text: str) -> Iterator[str]:
    """Persian letters, digits, quotes, punctuation and half-spaces."""
    words = words_only(text)
    for pattern, problem in (
        (r"[0-9٠-٩]", "digits that are not Persian"),
        (r"[يكىة]", "Arabic letters"),
        (r"[\"'“”‘’]", "quotes other than «»"),
        (r"[,;?%]", "punctuation other than ، ؛ ؟ ٪"),
        (r" [،؛؟!.:»]", "a space before punctuation"),
        (rf"[،؛؟!][{LETTER}]", "no space after punctuation"),
        (r"[\u064a\u0643\ufb50-\ufdff\ufe70-\ufefc]", "presentation forms"),
    ):
        if re.search(pattern, words):
            yield problem
    for lost, problem in LOST_HALF_SPACES:
        if lost.search(WORDS_WITH_HAY.sub("…", words)):
            yield problem
