"""A notice as its readers see it: the calls that show it, change what was delivered, and take it back.

Pure: what is delivered, what a preview shows and what an amendment leaves behind all come from here, so that they
cannot differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.calls import METHODS, Call, File, file_calls
from handlers.keyboards import CAPTION_LIMIT, TEXT_LIMIT, View, shown_length
from handlers.views.notice_buttons import reader_rows
from locales import Translator
from models.media import MediaItem, MediaKind
from models.notice_content import NoticeContent

_CAPTIONED = frozenset(
    {MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.DOCUMENT, MediaKind.VOICE, MediaKind.AUDIO, MediaKind.ANIMATION}
)  # a round video carries no words
_CHANGEABLE = _CAPTIONED - {MediaKind.VOICE}  # https://core.telegram.org/bots/api#editmessagemedia


class _Part(StrEnum):
    """What one call of a notice shows."""

    FILES = "files"
    CAPTIONED = "captioned"  # one file, with the words below it if there are any
    LOCATION = "location"
    WORDS = "words"


type _Plan = list[tuple[_Part, Call]]


@dataclass(frozen=True)
class NoticeMessage:
    """One revision of a notice, for readers of one language.

    `closing` is the last line, that says whose notice it is; `amended_at` (aware) marks the words as changed since.
    """

    content: NoticeContent
    notice_id: int
    amended_at: datetime | None
    zone: ZoneInfo
    tr: Translator
    closing: Markup | None = None

    def calls(self) -> list[Call]:
        """Every call that shows it, in order; the last one is marked as such."""
        calls = [call for _, call in self._plan()]
        return [*calls[:-1], replace(calls[-1], is_last=True)]

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """The call to make next.

        Args:
            sent: how many messages of it have left.
            without_files: the messenger refused one of them; the words are what matters.
        """
        calls = self.calls()
        if without_files:
            return self._words_call(is_last=True)
        for call in calls:
            if sent < call.messages:
                return call
            sent -= call.messages
        return calls[-1]

    def edit_calls(self, message_ids: Sequence[int], shown: NoticeContent | None = None) -> list[Call]:
        """What turns delivered messages into this revision, as far as the messenger lets messages change.

        Args:
            message_ids: of the delivery, in order.
            shown: what they show now; None where that is not known, and only the words are sure to be other ones.
        """
        return list(self._edits(message_ids, shown))

    def delete_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What takes the delivered messages away, one call each: the messenger says of each whether it is gone."""
        return [Call("deleteMessage", {"message_id": message_id}) for message_id in message_ids]

    def withdrawn_calls(self, message_ids: Sequence[int], shown: NoticeContent | None = None) -> list[Call]:
        """What makes a delivered notice say that it was withdrawn, where it cannot be deleted any more."""
        line = View(self.tr.text("This notice was withdrawn."))
        part, message_id = self._last(message_ids, shown)
        if message_id is None:
            return []
        if part is _Part.WORDS:
            return [Call("editMessageText", {"message_id": message_id, **line.to_parameters()}, is_last=True)]
        if part is _Part.LOCATION:
            return [Call("editMessageReplyMarkup", _without_buttons(message_id), is_last=True)]
        return [Call("editMessageCaption", {"message_id": message_id, **_as_caption(line)}, is_last=True)]

    @property
    def view(self) -> View:
        """The words and what readers can press."""
        return View(self._words(), reader_rows(self.content, self.notice_id, self.tr))

    def caption_surplus(self, shown: NoticeContent) -> int:
        """By how many UTF-16 units its words are too long where those of `shown` were delivered; 0 if they fit."""
        part = replace(self, content=shown)._plan()[-1][0]  # noqa: SLF001  # another one of its own kind
        limit = TEXT_LIMIT if part is _Part.WORDS else CAPTION_LIMIT
        return max(0, shown_length(self._words()) - limit)

    def _plan(self) -> _Plan:
        files, has_words = self.content.files, bool(self._words())
        plan: _Plan = []
        if len(files) == 1 and self.content.location is None and self._fits_below(files[0]):
            return [(_Part.CAPTIONED, self._captioned(files[0]))]
        plan += [(_Part.FILES, call) for call in file_calls([File(one.kind, one.file_id) for one in files])]
        if self.content.location is not None:
            plan.append((_Part.LOCATION, self._location_call(with_buttons=not has_words)))
            return [*plan, (_Part.WORDS, self._words_call())] if has_words else plan
        if has_words or self.content.has_buttons or not plan:
            plan.append((_Part.WORDS, self._words_call()))
        return plan

    def _fits_below(self, file: MediaItem) -> bool:
        words = self._words()
        return not words or (file.kind in _CAPTIONED and shown_length(words) <= CAPTION_LIMIT)

    def _captioned(self, file: MediaItem) -> Call:
        parameters = {file.kind.value: file.file_id, **_as_caption(self.view)}
        return Call(METHODS[file.kind], parameters, has_files=True)

    def _location_call(self, *, with_buttons: bool) -> Call:
        pin = self.content.location
        assert pin is not None  # noqa: S101  # its callers ask first
        parameters: dict[str, Any] = {"latitude": pin.latitude, "longitude": pin.longitude}
        if with_buttons:
            parameters["reply_markup"] = self.view.to_parameters()["reply_markup"]
        return Call("sendLocation", parameters)

    def _words_call(self, *, is_last: bool = False) -> Call:
        """A message is never empty: buttons below files without words have the closing line to stand under."""
        view = self.view
        if not view.text:
            view = replace(view, text=self.closing or self.tr.text("A notice for you"))
        return Call("sendMessage", view.to_parameters(), is_last=is_last)

    def _words(self) -> Markup:
        """All that is written; empty for files or a pin alone, which need no line of ours."""
        content, question = self.content, self.content.question
        said = [Markup(content.html)] if content.html else []  # noqa: S704  # of our own making: handlers.markup
        if question is not None:
            said.append(Markup("<b>{}</b>").format(question.text))
        if said and self.closing is not None:
            said.append(self.closing)
        if self.amended_at is not None:
            day = self.tr.date(self.amended_at, self.zone, year=True)
            said.insert(0, self.tr.text("<i>✏️ Amended on {day}</i>", day=day))
        return Markup("\n\n").join(said)

    def _last(self, message_ids: Sequence[int], shown: NoticeContent | None) -> tuple[_Part, int | None]:
        """Which part of what was delivered carries words and buttons, and its message."""
        plan = replace(self, content=shown or self.content, amended_at=None)._plan()  # noqa: SLF001  # as above
        part, call = plan[-1]
        if not message_ids:
            return part, None
        if len(message_ids) < sum(one.messages for _, one in plan):  # its files were refused: the words went alone
            return _Part.WORDS, message_ids[-1]
        return part, message_ids[-call.messages]

    def _edits(self, message_ids: Sequence[int], shown: NoticeContent | None) -> Iterator[Call]:
        part, message_id = self._last(message_ids, shown)
        if message_id is None:
            return
        file = self.content.files[0] if len(self.content.files) == 1 else None
        has_changed = file is not None and (shown is None or not _is_same_file(shown, file))
        if part is _Part.WORDS:
            if has_changed and file is not None and shown is not None and len(message_ids) > 1 == len(shown.files):
                yield from _media_call(message_ids[0], file, {})
            yield self._changed("editMessageText", message_id, self._words_call().parameters)
        elif part is _Part.LOCATION:
            yield self._changed("editMessageReplyMarkup", message_id, {"reply_markup": self._markup()})
        elif part is _Part.CAPTIONED and has_changed and file is not None and file.kind in _CHANGEABLE:
            yield from _media_call(message_id, file, _as_caption(self.view), is_last=True)
        elif part is _Part.CAPTIONED:
            yield self._changed("editMessageCaption", message_id, _as_caption(self.view))
        else:  # an album has no buttons
            words = {name: value for name, value in _as_caption(self.view).items() if name != "reply_markup"}
            yield self._changed("editMessageCaption", message_id, words)

    def _markup(self) -> dict[str, Any]:
        markup: dict[str, Any] = self.view.to_parameters()["reply_markup"]
        return markup

    @staticmethod
    def _changed(method: str, message_id: int, parameters: dict[str, Any]) -> Call:
        return Call(method, {"message_id": message_id, **parameters}, is_last=True)


def _as_caption(view: View) -> dict[str, Any]:
    words = view.to_parameters()
    caption = {"caption": words["text"], "parse_mode": words["parse_mode"]} if words["text"] else {}
    return {**caption, "reply_markup": words["reply_markup"]}


def _without_buttons(message_id: int) -> dict[str, Any]:
    return {"message_id": message_id, "reply_markup": {"inline_keyboard": []}}


def _is_same_file(shown: NoticeContent, file: MediaItem) -> bool:
    return len(shown.files) == 1 and shown.files[0].file_unique_id == file.file_unique_id


def _media_call(message_id: int, file: MediaItem, words: dict[str, Any], *, is_last: bool = False) -> Iterator[Call]:
    """The file of a message replaced, with the words below it; nothing for a kind that cannot take another's place."""
    if file.kind not in _CHANGEABLE:
        return
    media = {"type": file.kind.value, "media": file.file_id}
    media |= {name: value for name, value in words.items() if name != "reply_markup"}
    markup = {"reply_markup": words["reply_markup"]} if "reply_markup" in words else {}
    parameters = {"message_id": message_id, "media": media, **markup}
    yield Call("editMessageMedia", parameters, has_files=True, is_last=is_last)
