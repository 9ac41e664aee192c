"""What a notice says: words with their markup, files or a pin, and what readers can press. Pure data."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from models.draft import Location
from models.media import MediaItem

MOST_ANSWERS = 6
MOST_FILES = 10  # one album: https://core.telegram.org/bots/api#sendmediagroup
TEXT_LIMIT = 4096  # UTF-16 units after entities are parsed: https://core.telegram.org/bots/api#sendmessage
ANSWER_LIMIT = 40  # letters on a button that old phones show whole
QUESTION_LIMIT = 300


@dataclass(frozen=True)
class Link:
    """A button that opens a web page."""

    label: str
    url: str


@dataclass(frozen=True)
class Question:
    """A question with answers of one tap. `shows_results`: who answered sees how many answered what."""

    text: str
    answers: tuple[str, ...]
    shows_results: bool = False


@dataclass(frozen=True)
class NoticeContent:
    """One revision. `html` is of the messenger's few tags; `files` are in the order in which they are shown.

    `asks_ideas`: it is a call for ideas (`models.goal.GoalCall`), and readers can say that they have one.
    """

    html: str = ""
    files: tuple[MediaItem, ...] = field(default=())
    location: Location | None = None
    link: Link | None = None
    asks_read: bool = False
    question: Question | None = None
    asks_ideas: bool = False

    @property
    def has_buttons(self) -> bool:
        """Whether readers can press anything."""
        return self.link is not None or self.asks_read or self.question is not None or self.asks_ideas

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.html and not self.files and self.location is None

    def without_words(self) -> "NoticeContent":
        """The same files and buttons, for the words to be written anew."""
        return replace(self, html="")

    def to_data(self) -> dict[str, Any]:
        """As JSON; what is not there is left out."""
        data: dict[str, Any] = {"html": self.html}
        if self.files:
            data["files"] = [item.to_data() for item in self.files]
        if self.location is not None:
            data["location"] = [self.location.latitude, self.location.longitude]
        if self.link is not None:
            data["link"] = [self.link.label, self.link.url]
        if self.asks_read:
            data["asks_read"] = True
        if self.question is not None:
            data["question"] = [self.question.text, list(self.question.answers), self.question.shows_results]
        if self.asks_ideas:
            data["asks_ideas"] = True
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        location, link, question = data.get("location"), data.get("link"), data.get("question")
        return cls(
            html=data["html"],
            files=tuple(MediaItem.from_data(item) for item in data.get("files", ())),
            location=Location(*location) if location is not None else None,
            link=Link(*link) if link is not None else None,
            asks_read=data.get("asks_read", False),
            question=Question(question[0], tuple(question[1]), question[2]) if question is not None else None,
            asks_ideas=data.get("asks_ideas", False),
        )
