"""Which submissions an export gives out, and what somebody typed to say so."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final, Self

from locales import LANGUAGES, translator
from models.area_tree import AreaTree, Place, name_key
from models.documents.labels import KINDS, STATUSES, kind_label, status_label
from models.rights import Rights
from models.role import Action
from models.topic import Topic
from models.typed_day import UnknownDayError, read_day

_SEPARATORS: Final = re.compile(r"[,،;؛]")
# What the office says beside the labels (GLOSSARY).
_OTHER_KIND_WORDS: Final = {
    "report": ("گزارش", "درخواست رسیدگی", "مشکل"),
    "opinion": ("نظر", "انتقاد"),
    "complaint": ("شکایت",),
    "thanks": ("تقدیر", "تشکر"),
}
_OTHER_STATUS_WORDS: Final = {
    "needs_info": ("منتظر پاسخ شما", "نیاز به تکمیل"),
    "in_progress": ("در دست انجام",),
    "merged": ("ادغام‌شده", "یکی‌شده"),
    "withdrawn": ("پس‌گرفته",),
    "out_of_scope": ("خارج از وظایف",),
}
_SHOWN: Final = 8  # at most so many places are named in a sentence


class ExportFilterError(ValueError):
    """Something that was asked for is not there; the message names it in one sentence and says what would be."""


@dataclass(frozen=True)
class ExportFilter:
    """Which submissions: every condition that is given holds, an empty one lets everything pass.

    `area_ids` and `topics` mean everything below them too. `first_day` and `last_day` are days of the city's calendar
    on which a submission was registered, both included. The last two are no wish but the right of whoever asks: the
    only areas there are for them (exactly these; None for all), and the areas about whose council and staff they may
    read no complaint.
    """

    area_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    new_since_last: bool = False
    allowed_area_ids: tuple[int, ...] | None = None
    hidden_about: tuple[int, ...] = ()

    def limited_to(self, rights: Rights) -> "ExportFilter":
        """The same wish of somebody with these rights: what they may not export is not there."""
        reach = rights.reach(Action.EXPORT)
        return replace(
            self,
            allowed_area_ids=None if reach is None else tuple(sorted(reach)),
            hidden_about=() if rights.is_owner else tuple(sorted(rights.bodies)),
        )

    def question(self) -> str:
        """What is wished, in one canonical form, but for `new_since_last`: two who ask the same have the same."""
        asked = self.to_data()
        for name in ("new_since_last", "allowed_area_ids", "hidden_about"):
            del asked[name]
        kept = {name: sorted(value) if isinstance(value, list) else value for name, value in asked.items() if value}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def wish(self) -> dict[str, Any]:
        """What is wished, for the audit trail: the conditions that are given, as JSON."""
        limits = {"allowed_area_ids", "hidden_about"}
        return {name: value for name, value in self.to_data().items() if value and name not in limits}

    def to_data(self) -> dict[str, Any]:
        """As JSON."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From what `to_data` wrote."""
        first, last = data.get("first_day"), data.get("last_day")
        return cls(
            area_ids=tuple(data.get("area_ids", ())),
            kinds=tuple(data.get("kinds", ())),
            topics=tuple(data.get("topics", ())),
            statuses=tuple(data.get("statuses", ())),
            first_day=date.fromisoformat(first) if first else None,
            last_day=date.fromisoformat(last) if last else None,
            new_since_last=bool(data.get("new_since_last", False)),
            allowed_area_ids=None if data.get("allowed_area_ids") is None else tuple(data["allowed_area_ids"]),
            hidden_about=tuple(data.get("hidden_about", ())),
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class ExportWords:
    """What somebody typed: several values, each maybe several with commas between."""

    areas: Sequence[str] = ()
    kinds: Sequence[str] = ()
    topics: Sequence[str] = ()
    statuses: Sequence[str] = ()
    first_day: str | None = None
    last_day: str | None = None
    new_since_last: bool = False

    def understand(self, tree: AreaTree, topics: Iterable[Topic]) -> ExportFilter:
        """The filter that is meant.

        Raises:
            ExportFilterError: a word means nothing, or more than one thing.
        """
        known = list(topics)
        first, last = _day("--from", self.first_day), _day("--to", self.last_day)
        if first is not None and last is not None and first > last:
            raise ExportFilterError(f"--from ({self.first_day}) is later than --to ({self.last_day})")
        return ExportFilter(
            area_ids=tuple(find_area(words, tree) for words in _each(self.areas)),
            kinds=tuple(find_kind(words) for words in _each(self.kinds)),
            topics=tuple(find_topic(words, known) for words in _each(self.topics)),
            statuses=tuple(find_status(words) for words in _each(self.statuses)),
            first_day=first,
            last_day=last,
            new_since_last=self.new_since_last,
        )


def _each(values: Sequence[str]) -> list[str]:
    parts = [part.strip() for value in values for part in _SEPARATORS.split(value)]
    if not all(parts):
        raise ExportFilterError("a filter is empty: leave it away, or say what it should let pass")
    return list(dict.fromkeys(parts))


def _day(option: str, words: str | None) -> date | None:
    try:
        return None if words is None else read_day(words)
    except UnknownDayError as error:
        raise ExportFilterError(f"{option}: {error}") from None


def find_kind(words: str) -> str:
    """The token of a kind by its token or its word in any language.

    Raises:
        ExportFilterError: there is no such kind.
    """
    labels = {kind: [kind_label(kind, translator(language)) for language in LANGUAGES] for kind in KINDS}
    return _token("kind", words, labels, _OTHER_KIND_WORDS)


def find_status(words: str) -> str:
    """The token of a status by its token or its word in any language.

    Raises:
        ExportFilterError: there is no such status.
    """
    labels = {status: [status_label(status, translator(language)) for language in LANGUAGES] for status in STATUSES}
    return _token("status", words, labels, _OTHER_STATUS_WORDS)


def _token(noun: str, words: str, labels: Mapping[str, Sequence[str]], others: Mapping[str, Sequence[str]]) -> str:
    wanted = name_key(words)
    for token, names in labels.items():
        if wanted in {name_key(name) for name in (token, *names, *others.get(token, ()))}:
            return token
    choices = ", ".join(f"{token} ({names[0]})" for token, names in labels.items())
    raise ExportFilterError(f"there is no {noun} «{words}»; there are: {choices}")


def find_topic(words: str, topics: Sequence[Topic]) -> str:
    """The code of a topic by its code or its name in any language, «parent/name» where names repeat.

    Raises:
        ExportFilterError: there is no such topic, or more than one.
    """
    by_code = {topic.code: topic for topic in topics}
    if words in by_code:
        return words
    *above, wanted = (name_key(step) for step in words.split("/"))
    found = [topic for topic in topics if wanted in _topic_keys(topic)]
    if above:
        found = [topic for topic in found if above[-1] in _topic_keys(by_code.get(topic.parent_code or ""))]
    if len(found) == 1:
        return found[0].code
    if found:
        raise ExportFilterError(f"«{words}» is more than one topic: {', '.join(topic.code for topic in found)}")
    tops = ", ".join(f"{topic.code} ({topic.names.get('fa', '')})" for topic in topics if topic.parent_code is None)
    raise ExportFilterError(f"there is no topic «{words}»; there are: {tops or 'none yet'}")


def _topic_keys(topic: Topic | None) -> set[str]:
    return set() if topic is None else {name_key(topic.code), *(name_key(name) for name in topic.names.values())}


def find_area(words: str, tree: AreaTree) -> int:
    """The id of an area by its name in any spelling, or by its path from the top («منطقه ۱/ناحیه ۲»).

    Raises:
        ExportFilterError: there is no such area, or more than one.
    """
    *path, wanted = (name_key(step) for step in words.strip("/").split("/"))
    named = [place for place in tree.places.values() if place.key == wanted]
    found = [place for place in named if _lies_below(place, path, tree)]
    if not found and not path:
        found = [place for place in tree.find(words) if tree.is_named(place, words)]
    if len(found) == 1:
        return found[0].id
    if found:
        listed = "; ".join(area_path(place, tree) for place in found[:_SHOWN])
        raise ExportFilterError(f"«{words}» is more than one area; write its path: {listed}")
    near = named or tree.find(words)
    hint = f"; did you mean {'; '.join(area_path(p, tree) for p in near[:_SHOWN])}?" if near else ""
    raise ExportFilterError(f"there is no area «{words}»{hint or ' (mahalleyar areas list shows them)'}")


def _lies_below(place: Place, path: Sequence[str], tree: AreaTree) -> bool:
    above = iter(step.key for step in reversed(tree.line(place.id)[1:]))
    return all(step in above for step in path)  # in this order: the iterator goes on where it stopped


def area_path(place: Place, tree: AreaTree) -> str:
    """The names from the top down to a place, as `find_area` takes them."""
    return "/".join(step.name for step in reversed(tree.line(place.id)))
