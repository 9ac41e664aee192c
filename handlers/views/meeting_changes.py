"""What became different about a meeting, and what it was before."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.views.meeting_words import link_words, place_words, sessions_lines, title_words, when_words
from locales import Translator, mark
from models.meeting_facts import Facts, Field, Session, changed

_MOST = 5  # sessions of a course that are named as gone, or as new
_HEADLINES = {
    Field.SESSIONS: mark("<b>The time has changed.</b>"),
    Field.PLACE: mark("<b>The place has changed.</b>"),
    Field.LOCATION: mark("<b>The place on the map has changed.</b>"),
    Field.LINK: mark("<b>The link has changed.</b>"),
    Field.TITLE: mark("<b>The name has changed.</b>"),
}


def change_lines(before: Facts | None, after: Facts, *, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    """What has changed, in one line, and below it what was told until now."""
    found = changed(before, after) if before is not None else frozenset()
    if before is None or not found:  # changed, and changed back before everybody heard of it
        return [tr.text("<b>This is how it stands now.</b>")]
    return [Markup("\n").join([_headline(found, tr), *_was(before, after, found, zone, tr)])]


def _headline(found: frozenset[Field], tr: Translator) -> Markup:
    if Field.SESSIONS in found and found & {Field.PLACE, Field.LOCATION}:
        return tr.text("<b>Time and place have changed.</b>")
    return next(tr.text(words) for name, words in _HEADLINES.items() if name in found)


def _was(before: Facts, after: Facts, found: frozenset[Field], zone: ZoneInfo, tr: Translator) -> list[Markup]:
    lines: list[Markup] = []
    if Field.SESSIONS in found:
        lines += _sessions(before.sessions, after.sessions, zone, tr)
    if Field.PLACE in found and before.place:
        lines.append(tr.text("Place before: {place}", place=place_words(before, tr) or ""))
    if Field.LINK in found and before.link is not None:
        lines.append(tr.text("Link before: {link}", link=link_words(before.link)))
    if Field.TITLE in found:
        lines.append(tr.text("Name before: {title}", title=title_words(before.title, tr)))
    return lines


def _sessions(before: Sequence[Session], after: Sequence[Session], zone: ZoneInfo, tr: Translator) -> list[Markup]:
    if len(before) == 1 == len(after):
        return [tr.text("Time before: {when}", when=when_words(before[0], zone, tr))]
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    lines = [tr.text("Not any more:"), *_some(gone, zone, tr)] if gone else []
    return [*lines, tr.text("New:"), *_some(new, zone, tr)] if new else lines


def _some(sessions: Sequence[Session], zone: ZoneInfo, tr: Translator) -> list[Markup]:
    return sessions_lines(sessions, zone, tr, most=_MOST, is_numbered=False)
