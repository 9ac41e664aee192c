"""Entities of a message: those its sender gave, and those every Telegram server finds by itself."""

import re
from collections.abc import Iterable
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.html_markup import parse_html, sort_key
from bot.playground.texts import clean, is_blank, utf16_length, utf16_offsets

Entity = dict[str, Any]

_FOUND = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"«»]+"
    r"|(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|net|ir|io|me|info|gov|edu|co)(?:/[^\s<>\"«»]*)?(?![\w@]))"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w))"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<hashtag>(?<![\w#&])#(?=\w*[^\W\d_])[\w\u200c]{1,256})",
    re.IGNORECASE,
)
_TRIGGERS = re.compile(r"[/@#.]")
_NO_FINDING = frozenset({"code", "pre", "text_link", "text_mention", "url", "email", "mention", "bot_command"})
_KNOWN = _NO_FINDING | {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "hashtag", "cashtag", "phone_number", "custom_emoji", "date_time",
}  # fmt: skip
MAX_ENTITIES = 100
"""More entities than this are dropped by Telegram's servers."""


def find_entities(text: str, taken: Iterable[Entity] = ()) -> list[Entity]:
    """Returns the commands, links, addresses, mentions and hashtags in a text that are outside ``taken``.

    Offsets and lengths are in UTF-16 units.
    """
    if not _TRIGGERS.search(text):
        return []
    offsets = utf16_offsets(text)
    blocked = [(e["offset"], e["offset"] + e["length"]) for e in taken if e["type"] in _NO_FINDING]
    found = []
    for match in _FOUND.finditer(text):
        begin, end = match.span()
        if match.lastgroup == "url":
            end = begin + len(match.group().rstrip(".,;:!?)،؛؟"))
        first, last = (offsets[begin], offsets[end]) if offsets else (begin, end)
        if not any(first < until and since < last for since, until in blocked):
            found.append({"offset": first, "length": last - first, "type": match.lastgroup})
    return found


def read_formatted(text: str, parse_mode: str | None, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Reads a text of the bot with its markup.

    Args:
        text: As the bot sent it.
        parse_mode: ``HTML`` in any case, or None or "" for none.
        given: The ``entities`` parameter; ignored when a parse mode is given, as the API does.

    Returns:
        The text as the person sees it, trimmed, and its entities, sorted; both "" and [] for a blank text.

    Raises:
        RefusedError: 400 for bad markup or entities.
    """
    cleaned = clean(text)
    entities: list[Entity] = []
    mode = (parse_mode or "").lower()
    if mode == "html":
        cleaned, entities = parse_html(cleaned)
    elif mode in ("markdown", "markdownv2"):
        raise bad_request("the playground reads parse_mode HTML only")
    elif mode:
        raise bad_request("unsupported parse_mode")
    elif given:
        entities = _checked(given, utf16_length(cleaned))
    if is_blank(cleaned):
        return "", []
    trimmed, entities = _trim(cleaned, _without_nested_in_code(entities))
    return trimmed, merge(entities, find_entities(trimmed, entities))


def merge(given: list[Entity], found: list[Entity]) -> list[Entity]:
    """Returns both lists as one, sorted as Telegram sorts them: by offset, the longer first."""
    if not found:
        return given[:MAX_ENTITIES]
    together = [*given, *found]
    together.sort(key=sort_key)
    return together[:MAX_ENTITIES]


def _checked(given: list[Entity], length: int) -> list[Entity]:
    kept = []
    for entity in given:
        kind, offset, size = entity["type"], entity["offset"], entity["length"]
        if kind not in _KNOWN:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if offset < 0 or size < 0 or offset > length or offset + size > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + size}"
            )
        if size:
            kept.append(dict(entity))
    kept.sort(key=sort_key)
    return kept


def _without_nested_in_code(entities: list[Entity]) -> list[Entity]:
    """Drops what stands inside code, where Telegram shows nothing else."""
    kept: list[Entity] = []
    until = -1
    for entity in entities:
        if entity["offset"] >= until:
            kept.append(entity)
            if entity["type"] in ("pre", "code"):
                until = entity["offset"] + entity["length"]
    return kept


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cuts white space off both ends, as TDLib does, and moves the entities along."""
    trimmed = text.rstrip()
    ahead = len(trimmed) - len(trimmed.lstrip())
    trimmed = trimmed.lstrip()
    if len(trimmed) == len(text):
        return text, entities
    length = utf16_length(trimmed)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - ahead, 0)
        last = min(entity["offset"] + entity["length"] - ahead, length)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return trimmed, kept
