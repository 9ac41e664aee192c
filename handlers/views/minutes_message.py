"""Published minutes as their readers see them: the calls that show them, and what puts delivered ones right.

Pure: what is delivered, what a preview shows and what a correction leaves behind all come from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.calls import Call, File, file_calls
from handlers.keyboards import TEXT_LIMIT, Button, View, in_pairs, shortened, shown_length
from handlers.views import minutes_words as words
from handlers.views.meeting_words import title_words
from locales import Translator
from models.media import MediaKind
from models.minutes_shown import MinutesShown

NOUN = "minutes"
_ROOM = TEXT_LIMIT - 96  # what is kept free for a line about corrections and the last line
_LIMITS = (2000, 1000, 500, 250, 120)  # UTF-16 units of each thing said, until all of it fits
_NOTE, _NAME = 600, 80
_CHANGEABLE = frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT, MediaKind.VIDEO, MediaKind.AUDIO})
"""https://core.telegram.org/bots/api#editmessagemedia"""


@dataclass(frozen=True)
class MinutesMessage:
    """Minutes for readers of one language. `place` is whose they are, `body` what its resolutions are called."""

    shown: MinutesShown
    place: Markup
    body: str
    zone: ZoneInfo
    tr: Translator

    @property
    def view(self) -> View:
        """The words and what can be pressed."""
        text, is_whole = self._fitted()
        return View(text, self._rows(is_whole=is_whole))

    def calls(self) -> list[Call]:
        """Every call that shows them: the file, if there is one, and the words."""
        file = self.shown.file
        files = list(file_calls([File(file.kind, file.file_id)])) if file is not None else []
        return [*files, Call("sendMessage", self.view.to_parameters(), is_last=True)]

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """The call to make once so many messages of it have left."""
        calls = self.calls()
        return calls[-1] if without_files else calls[min(sent, len(calls) - 1)]

    def edit_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What turns delivered messages into these minutes; a file is replaced where one was delivered."""
        if not message_ids:
            return []
        words_call = {"message_id": message_ids[-1], **self.view.to_parameters()}
        edits = [Call("editMessageText", words_call, is_last=True)]
        file = self.shown.file
        if file is not None and len(message_ids) > 1 and file.kind in _CHANGEABLE:
            media = {"type": file.kind.value, "media": file.file_id}
            edits.insert(0, Call("editMessageMedia", {"message_id": message_ids[0], "media": media}, has_files=True))
        return edits

    def delete_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What takes the delivered messages away, one call each."""
        return [Call("deleteMessage", {"message_id": message_id}) for message_id in message_ids]

    def withdrawn_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What makes delivered messages say that nothing is left of them, where they cannot be deleted any more."""
        line: dict[str, Any] = View(self.tr.text("This message was withdrawn.")).to_parameters()
        edits = [Call("editMessageText", {"message_id": one, **line}, is_last=True) for one in message_ids]
        return edits[-1:]

    def _fitted(self) -> tuple[Markup, bool]:
        """The words, and whether nothing was left out: each is made shorter until all fit, then the last ones go."""
        for limit in _LIMITS:
            blocks = self._blocks(limit)
            text = self._text(blocks, len(blocks))
            if shown_length(text) <= _ROOM:
                return text, self._is_whole(limit)
        count = len(blocks)
        while shown_length(text) > _ROOM and count > 0:
            count -= max(1, count // 8)
            text = self._text(blocks, count)
        return text, False

    def _is_whole(self, limit: int) -> bool:
        shown = self.shown
        said = [text for one in shown.items for text in (one.line.text, one.summary, one.decision) if text]
        said += [one.text for one in shown.resolutions]
        said += [one.resolution.text for one in shown.items if one.resolution is not None]
        return all(shortened(text, limit) == text for text in said) and len(self.shown.note or "") <= _NOTE

    def _blocks(self, limit: int) -> list[Markup]:
        """Each item, and each resolution that came of none."""
        body, zone, tr = self.body, self.zone, self.tr
        said = [words.item_lines(one, limit, tr, body, zone) for one in self.shown.items]
        said += [words.resolution_lines(one, limit, tr, body, zone) for one in self.shown.resolutions]
        return [Markup("\n").join(lines) for lines in said]

    def _text(self, blocks: Sequence[Markup], count: int) -> Markup:
        """The words, with so many of the blocks."""
        shown, tr = self.shown, self.tr
        said = [Markup("\n").join(self._head()), *([tr.quote(shortened(shown.note, _NOTE))] if shown.note else [])]
        said += blocks[:count]
        if (left := len(blocks) - count) > 0:
            said.append(tr.count("and {number} more item", "and {number} more items", left))
        return Markup("\n\n").join([*said, tr.text("<i>Minutes of {place}</i> · /subscriptions", place=self.place)])

    def _head(self) -> list[Markup]:
        shown, tr = self.shown, self.tr
        lines = []
        if shown.corrected_at is not None:
            day = tr.date(shown.corrected_at, self.zone, year=True)
            lines.append(tr.text("<i>✏️ Corrected on {day}</i>", day=day))
        title = title_words(shortened(shown.facts.title, _NAME), tr)
        lines.append(tr.text("📝 <b>Minutes no. {number}</b>: {title}", number=tr.number(shown.number), title=title))
        lines += words.when_lines(shown, self.zone, tr)
        if shown.chair:
            lines.append(tr.text("Chair: {name}", name=tr.quote(shortened(shown.chair, _NAME))))
        return [*lines, *words.attendance_lines(shown.attendance, tr)]

    def _rows(self, *, is_whole: bool) -> list[list[Button]]:
        number, tr = self.shown.meeting_id, self.tr
        keys = [Button(tr.label("minutes", "As a paper (PDF)"), ButtonData("paper", "minutes", number))]
        if not is_whole:
            keys.insert(0, Button(tr.label("minutes", "All of it"), ButtonData("paper", "minutes_text", number)))
        if self.shown.file is not None:
            keys.append(Button(tr.label("minutes", "The file"), ButtonData(NOUN, "file", number)))
        if self.shown.has_resolutions:
            keys.append(Button(tr.label("meeting", "Resolutions"), ButtonData("resolution", "of", number)))
        keys.append(Button(tr.label("minutes", "The meeting"), ButtonData("meet", "open", number)))
        return in_pairs(keys)
