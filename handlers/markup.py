"""The markup of a message as the messenger's HTML, whatever its entities are like: for words that are shown again.

PTB's own makes mistakes here: it leaves the address of a link unescaped, and repeats words where entities cross.
"""

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from telegram import Message, MessageEntity

from models.types import storable

_TAGS = {
    MessageEntity.BOLD: "b",
    MessageEntity.ITALIC: "i",
    MessageEntity.UNDERLINE: "u",
    MessageEntity.STRIKETHROUGH: "s",
    MessageEntity.CODE: "code",
    MessageEntity.SPOILER: "tg-spoiler",
    MessageEntity.BLOCKQUOTE: "blockquote",
    MessageEntity.EXPANDABLE_BLOCKQUOTE: "blockquote expandable",
    MessageEntity.PRE: "pre",
}
_MOST = 100  # entities of one message: https://core.telegram.org/api/entities


@dataclass(frozen=True)
class _Span:
    """What stands from one UTF-16 unit to before another, and how it begins and ends."""

    begin: int
    end: int
    opens: str
    closes: str


def html_of(message: Message, *, after: str = "") -> str | None:
    """The text or caption of a message as HTML; None where it has no markup that matters, or no words.

    Args:
        message: of any shape: what an entity says that cannot be is left out.
        after: with which the words begin, and which is left out: a command and the blank behind it.
    """
    words = message.text or message.caption
    entities = message.entities if message.text else message.caption_entities
    if not words or not entities:
        return None
    return _marked_up(words, entities, _length(after))


def escaped(words: str) -> str:
    """Words without any markup as HTML."""
    return html.escape(words, quote=False)


def _length(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def _marked_up(words: str, entities: Iterable[MessageEntity], begins: int) -> str | None:
    units = words.encode("utf-16-le", "surrogatepass")
    spans = _spans(entities, begins, len(units) // 2)
    if not spans:
        return None
    return storable(_written(spans, lambda begin, end: _escaped(units, begin, end), begins, len(units) // 2))


def _spans(entities: Iterable[MessageEntity], begins: int, length: int) -> list[_Span]:
    """Those that fit the text, one within another or one after another: what crosses another is cut at its end."""
    known = (_span(entity, begins, length) for entity in list(entities)[:_MOST])
    ordered = sorted((one for one in known if one is not None), key=lambda one: (one.begin, -one.end))
    spans: list[_Span] = []
    open_ends: list[tuple[int, bool]] = []
    for span in ordered:
        while open_ends and open_ends[-1][0] <= span.begin:
            open_ends.pop()
        if any(is_alone for _, is_alone in open_ends):
            continue
        end = min(span.end, open_ends[-1][0]) if open_ends else span.end
        spans.append(_Span(span.begin, end, span.opens, span.closes))
        open_ends.append((end, span.closes in {"</code>", "</pre>"}))
    return spans


def _span(entity: MessageEntity, begins: int, length: int) -> _Span | None:
    begin: object = entity.offset  # PTB checks no types
    size: object = entity.length
    if not isinstance(begin, int) or not isinstance(size, int):
        return None
    if begin < begins or size <= 0 or begin + size > length:
        return None
    if entity.type == MessageEntity.TEXT_LINK and isinstance(entity.url, str) and entity.url:
        return _Span(begin, begin + size, f'<a href="{html.escape(entity.url)}">', "</a>")
    tag = _TAGS.get(entity.type)
    return None if tag is None else _Span(begin, begin + size, f"<{tag}>", f"</{tag.split()[0]}>")


def _written(spans: Sequence[_Span], cut: Callable[[int, int], str], at: int, length: int) -> str:
    pieces: list[str] = []
    stack: list[_Span] = []
    for span in spans:
        while stack and stack[-1].end <= span.begin:
            at = _close(stack.pop(), at, cut, pieces)
        pieces += (cut(at, span.begin), span.opens)
        at = span.begin
        stack.append(span)
    while stack:
        at = _close(stack.pop(), at, cut, pieces)
    return "".join((*pieces, cut(at, length)))


def _close(span: _Span, at: int, cut: Callable[[int, int], str], pieces: list[str]) -> int:
    pieces += (cut(at, span.end), span.closes)
    return span.end


def _escaped(units: bytes, begin: int, end: int) -> str:
    return escaped(units[begin * 2 : end * 2].decode("utf-16-le", "surrogatepass"))
