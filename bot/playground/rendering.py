"""Safe HTML for the chat page, made from a text and its entities."""

from html import escape
from typing import Any

from bot.playground.texts import utf16_offsets

Entity = dict[str, Any]

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_LINKS = ("http://", "https://", "mailto:", "tg://")


def to_html(text: str, entities: list[Entity]) -> str:
    """Returns HTML that shows the text as Telegram would; line breaks stay as they are.

    Tags are always well nested: where two entities cross, the inner one is closed and opened again.
    """
    if not entities:
        return escape(text)
    starts, ends = _boundaries(text, entities)
    pieces: list[str] = []
    stack: list[int] = []
    before = 0
    for position in sorted({*starts, *ends}):
        pieces.append(escape(text[before:position]))
        before = position
        _close(pieces, stack, ends.get(position, set()), entities, text)
        for index in starts.get(position, ()):
            pieces.append(_opening(entities[index], text))
            stack.append(index)
    pieces.append(escape(text[before:]))
    return "".join(pieces)


def _boundaries(text: str, entities: list[Entity]) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
    """Returns which entities start and which end at every character index."""
    offsets = utf16_offsets(text)
    index_of = {offset: index for index, offset in enumerate(offsets)} if offsets else None
    starts: dict[int, list[int]] = {}
    ends: dict[int, set[int]] = {}
    for number in sorted(range(len(entities)), key=lambda n: (entities[n]["offset"], -entities[n]["length"])):
        first = entities[number]["offset"]
        last = first + entities[number]["length"]
        if index_of is not None:
            first, last = index_of.get(first, 0), index_of.get(last, len(text))
        starts.setdefault(first, []).append(number)
        ends.setdefault(last, set()).add(number)
    return starts, ends


def _close(pieces: list[str], stack: list[int], ending: set[int], entities: list[Entity], text: str) -> None:
    again: list[int] = []
    left = len(ending.intersection(stack))
    while left:
        index = stack.pop()
        pieces.append(_closing(entities[index], text))
        if index in ending:
            left -= 1
        else:
            again.append(index)
    for index in reversed(again):
        pieces.append(_opening(entities[index], text))
        stack.append(index)


def _opening(entity: Entity, text: str) -> str:
    kind = entity["type"]
    address = _address(entity, text)
    if address:
        return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">'
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>"
    return f'<span class="{escape(kind)}">'


def _closing(entity: Entity, text: str) -> str:
    if _address(entity, text):
        return "</a>"
    return f"</{_TAGS.get(entity['type'], 'span')}>"


def _address(entity: Entity, text: str) -> str:
    if entity["type"] == "text_link":
        address = str(entity["url"])
    elif entity["type"] in ("url", "email"):
        inside = text.encode("utf-16-le", "surrogatepass")[entity["offset"] * 2 :][: entity["length"] * 2]
        shown = inside.decode("utf-16-le", "replace")
        prefix = "mailto:" if entity["type"] == "email" else "" if "://" in shown else "http://"
        address = prefix + shown
    else:
        return ""
    return address if address.startswith(_LINKS) else ""
