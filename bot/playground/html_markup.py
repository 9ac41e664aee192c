"""Telegram's dialect of HTML, read as TDLib's ``parse_html`` reads it, with the same complaints.

Source: td/telegram/MessageEntity.cpp of github.com/tdlib/td.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import RefusedError, bad_request
from bot.playground.links import checked_link, linked_user
from bot.playground.texts import utf16_length

Entity = dict[str, Any]

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_PRIORITIES = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 10, "code": 20, "text_link": 49, "bold": 90,
    "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,7})|#([0-9]{1,8})|([a-zA-Z]+));?")
_SPECIAL = re.compile(r"[<&]")
_SPACES = " \t\r\n\v\0"  # a NUL stands behind the text and ends every scan
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE_RUN = re.compile(r"[ \t\r\n\v]*")
_BAD_UNICODE = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    piece: int


class _Reader:
    """One pass over one text; ``read`` gives the plain text and its entities."""

    def __init__(self, source: str) -> None:
        self.source = source + "\0"
        self.end = len(source)
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < self.end:
            found = _SPECIAL.search(self.source, self.at, self.end)
            self.take(self.source[self.at : found.start() if found else self.end])
            self.at = found.start() if found else self.end
            if found and found.group() == "&":
                self.read_reference()
            elif found:
                self.read_tag()
        if self.open:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), self.entities

    def take(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def complain(self, what: str, at: int, rest: str = "") -> RefusedError:
        position = len(self.source[:at].encode("utf-8", "surrogatepass"))
        return _refused(f"{what} at byte offset {position}{rest}")

    def read_reference(self) -> None:
        character, self.at = _decode_reference(self.source, self.at)
        self.take(character)

    def read_tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source[self.at] == "/":
            self.read_end(begin)
        else:
            self.read_start(begin)

    def name_until(self, stops: str) -> str:
        begin = self.at
        while self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def skip_spaces(self) -> None:
        found = _SPACE_RUN.match(self.source, self.at)
        self.at = found.end() if found else self.at

    def read_start(self, begin: int) -> None:
        tag = self.name_until(_SPACES + ">").lower()
        if self.at >= self.end:
            raise self.complain("Unclosed start tag", begin)
        if tag not in _TYPES:
            raise self.complain(f'Unsupported start tag "{tag}"', begin)
        argument = self.read_attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise self.complain('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.offset, len(self.pieces)))

    def read_attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self.skip_spaces()
            if self.source[self.at] == ">":
                self.at += 1
                return argument
            name = self.name_until(_SPACES + "=>")
            if not name:
                raise self.complain(f'Empty attribute name in the tag "{tag}"', begin)
            self.skip_spaces()
            value = self.read_value(tag, begin) if self.source[self.at] == "=" else ""
            if self.at >= self.end:
                raise self.complain("Unclosed start tag", begin)
            argument = _argument(tag, name, value, argument)

    def read_value(self, tag: str, begin: int) -> str:
        self.at += 1
        self.skip_spaces()
        if self.at >= self.end:
            raise self.complain(f'Unclosed start tag "{tag}"', begin)
        return self.read_quoted() if self.source[self.at] in "'\"" else self.read_token()

    def read_token(self) -> str:
        begin = self.at
        found = _TOKEN.match(self.source, begin)
        self.at = found.end() if found else begin
        if self.source[self.at] not in _SPACES + ">":
            raise self.complain("Unexpected end of name token", begin)
        return self.source[begin : self.at].lower()

    def read_quoted(self) -> str:
        quote = self.source[self.at]
        close = self.source.find(quote, self.at + 1, self.end)
        if close < 0:
            self.at = self.end
            return ""
        raw = self.source[self.at + 1 : close]
        self.at = close + 1
        return _REFERENCE.sub(_decoded, raw)

    def read_end(self, begin: int) -> None:
        if not self.open:
            raise self.complain("Unexpected end tag", begin)
        self.at += 1
        name = self.name_until(_SPACES + ">").lower()
        self.skip_spaces()
        if self.source[self.at] != ">":
            raise self.complain("Unclosed end tag", begin)
        self.at += 1
        tag = self.open[-1].tag
        if name and name != tag:
            raise self.complain("Unmatched end tag", begin, f', expected "</{tag}>", found "</{name}>"')
        self.close(self.open.pop())

    def close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if length <= 0:
            return
        entity: Entity = {"offset": opened.offset, "length": length, "type": _TYPES[opened.tag]}
        if opened.tag == "a":
            _point(entity, opened.argument or "".join(self.pieces[opened.piece :]))
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit() or int(opened.argument) == 0:
                raise _refused("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag in ("pre", "code") and self.joins_language(entity, opened):
            return
        if entity["type"]:
            self.entities.append(entity)

    def joins_language(self, entity: Entity, opened: _Open) -> bool:
        """``<pre><code class="language-x">`` is one entity; either order of the two tags is accepted."""
        language = opened.argument
        last = self.entities[-1] if self.entities else {}
        same_place = (last.get("offset"), last.get("length")) == (entity["offset"], entity["length"])
        if opened.tag == "pre" and same_place and last["type"] == "code" and last.get("_language"):
            last["type"], last["language"] = "pre", last.pop("_language")
            return True
        if opened.tag == "code" and same_place and last["type"] == "pre" and language:
            last["language"] = language
            return True
        if opened.tag == "code" and language:
            entity["_language"] = language
        return False


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Reads Telegram's HTML.

    Args:
        source: The text as the bot sent it.

    Returns:
        The plain text, and its entities sorted by offset, offsets and lengths in UTF-16 units. A link that
        mentions a user has type ``text_mention`` and a ``user`` with only its ``id``.

    Raises:
        RefusedError: 400 "can't parse entities: …", with byte offsets into the UTF-8 source, as the real one.
    """
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _Reader(source).read()
    if _SURROGATE.search(text):
        raise _refused(_BAD_UNICODE)
    for entity in entities:
        entity.pop("_language", None)
    entities.sort(key=sort_key)
    return text, entities


def sort_key(entity: Entity) -> tuple[int, int, int]:
    """Orders entities as TDLib does: by offset, the longer first, then by kind."""
    return entity["offset"], -entity["length"], _PRIORITIES.get(entity["type"], 50)


def _refused(complaint: str) -> RefusedError:
    return bad_request(f"can't parse entities: {complaint}")


def _decode_reference(source: str, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(source, at)
    character = _character(found) if found else None
    if found is None or character is None:
        return "&", at + 1
    return character, found.end()


def _decoded(found: re.Match[str]) -> str:
    return _character(found) or found.group()


def _character(found: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code <= 0x10FFFF else None


def _argument(tag: str, name: str, value: str, before: str) -> str:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("blockquote", "expandable"):
        return "expandable"
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return before


def _point(entity: Entity, url: str) -> None:
    """Makes the entity a mention, a link, or nothing at all where the address is none."""
    user_id = linked_user(url)
    if user_id is not None:
        entity["type"], entity["user"] = "text_mention", {"id": user_id}
        return
    checked = checked_link(url)
    entity["type"] = "text_link" if checked else ""
    entity["url"] = checked
