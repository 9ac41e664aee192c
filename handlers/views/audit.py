"""The audit trail in words: when, who, what, on what, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, shortened
from handlers.views.audit_words import ACTIONS, FIELDS, UNSAID
from handlers.views.role import office_line, place_name, role_name
from handlers.views.walk_in import about_label
from locales import Translator
from locales.dates import jalali_day
from models.area_tree import AreaTree
from models.audit import AuditLine
from models.documents.labels import KINDS, STATUSES, VISIBILITIES, kind_label, status_label, visibility_label
from models.goal import GoalStatus
from models.goal_words import status_words as goal_status
from models.role import Role
from models.submission import About
from models.topic import Topics

NOUN = "audit"
PAGE = 6
_NAME = 40  # letters of somebody's name
_VALUE = 60  # letters of one value
_CHANGES = 160  # letters of everything that changed
_COMMA = {"rtl": Markup("، "), "ltr": Markup(", ")}
_OF_OFFICE = frozenset({"role", "area_id"})  # what the line of an office says already, where it did not change


@dataclass(frozen=True)
class Words:
    """What turns the tokens and ids of a row into words."""

    tree: AreaTree
    topics: Topics
    zone: ZoneInfo


def audit_page(lines: Sequence[AuditLine], total: int, page: int, words: Words, tr: Translator) -> View:
    """A page of the trail, newest first."""
    if not total:
        return View(tr.text("Nothing is on record yet."))
    head = tr.count("<b>{number} entry on record</b>", "<b>{number} entries on record</b>", total)
    return View(Markup("\n\n").join([head, *(_line(line, words, tr) for line in lines)]), [_paging(page, total, tr)])


def _paging(page: int, total: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Newer"), ButtonData(NOUN, "page", page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Older ›"), ButtonData(NOUN, "page", page + 1)))
    return buttons


def _line(line: AuditLine, words: Words, tr: Translator) -> Markup:
    row = line.row
    when = f"{tr.date(row.at, words.zone, year=True)} {tr.time(row.at, words.zone)}"
    parts = [Markup("<b>{}</b> · {}").format(_action(row.action, tr), when), _who(line, words, tr)]
    about, changed = _about(line, words, tr), _changes(line, words, tr)
    return Markup("\n").join([*parts, *([about] if about else []), *([changed] if changed else [])])


def _action(token: str, tr: Translator) -> Markup:
    known = ACTIONS.get(token)
    return tr.code(token) if known is None else Markup.escape(tr.label("audit", known))


def _who(line: AuditLine, words: Words, tr: Translator) -> Markup:
    actor = line.row.actor
    if line.row.person_id is None:
        if actor == "timer":
            return tr.text("by itself")
        return tr.text("at the command line: {user}", user=tr.code(shortened(actor.removeprefix("cli:"), _NAME)))
    name = tr.quote(shortened(line.name or "", _NAME))
    if line.role is None:
        return name
    office = office_line(line.role, line.role_area_id, words.tree, tr)
    return Markup("{} · {}").format(name, office)


def _about(line: AuditLine, words: Words, tr: Translator) -> Markup | None:
    if line.subject is None:
        return None
    if isinstance(line.subject, str):
        is_code = line.row.object_kind == "submission"
        return tr.code(line.subject) if is_code else tr.quote(shortened(line.subject, _VALUE))
    office = office_line(*line.subject, words.tree, tr)
    if line.subject_name is None:
        return office
    return Markup("{} · {}").format(tr.quote(shortened(line.subject_name, _NAME)), office)


def _changes(line: AuditLine, words: Words, tr: Translator) -> Markup | None:
    """Each field that changed: from what, to what. Ids that tell a reader nothing are left out."""
    was, now = _fields(line.row.before), _fields(line.row.after)
    unsaid = UNSAID | (_OF_OFFICE - (was.keys() & now.keys()) if isinstance(line.subject, tuple) else set())
    said = [_change(name, was, now, words, tr) for name in dict.fromkeys([*was, *now]) if name not in unsaid]
    kept = [one for one in said if one is not None]
    shown: list[Markup] = []
    for one in kept:
        if shown and sum(map(len, shown)) + len(one) > _CHANGES:
            shown.append(Markup("…"))
            break
        shown.append(one)
    return Markup("\n").join(shown) if shown else None


def _fields(told: Any) -> dict[str, Any]:
    """A row's JSON as one level of names and values."""
    if not isinstance(told, Mapping):
        return {} if told is None else {"value": told}
    flat: dict[str, Any] = {}
    for name, value in told.items():
        flat.update(_fields(value) if isinstance(value, Mapping) else {str(name): value})
    return flat


def _change(name: str, was: Mapping[str, Any], now: Mapping[str, Any], words: Words, tr: Translator) -> Markup | None:
    field = tr.label("audit field", FIELDS[name]) if name in FIELDS else name
    before = _value(name, was[name], words, tr) if name in was else None
    after = _value(name, now[name], words, tr) if name in now else None
    if before is None and after is None:
        return None
    if before is None:
        return tr.text("{field}: {value}", field=field, value=after)
    if after is None:
        return tr.text("{field}: {value} taken away", field=field, value=before)
    return tr.text("{field}: from {before} to {after}", field=field, before=before, after=after)


def _value(name: str, value: Any, words: Words, tr: Translator) -> Markup | None:
    """One value in words; None for nothing, and for a switch that is off."""
    if name in {"area_id", "about_area_id"}:
        return tr.quote(place_name(value if isinstance(value, int) else None, words.tree, tr))
    if not value:
        return None
    if value is True:
        return tr.text("yes")
    if isinstance(value, list):
        found = [_value(name.removesuffix("s"), one, words, tr) for one in value[:5]]
        return _COMMA[tr.direction].join(one for one in found if one is not None)
    if isinstance(value, int | float):
        return Markup.escape(tr.digits(value))
    return tr.quote(shortened(_token(name, str(value), words, tr), _VALUE))


def _token(name: str, value: str, words: Words, tr: Translator) -> str:
    if name in {"status", "statuse"} and value in STATUSES:
        return status_label(value, tr)
    if name in {"status", "status_to"} and value in set(GoalStatus):
        return goal_status(value, tr)
    if name == "kind" and value in KINDS:
        return kind_label(value, tr)
    if name == "visibility" and value in VISIBILITIES:
        return visibility_label(value, tr)
    if name == "topic":
        return words.topics.name(value, tr.language) or value
    return _person(name, value, tr) or _moment(name, value, words, tr)


def _person(name: str, value: str, tr: Translator) -> str | None:
    """Somebody's role, or whom a complaint is about."""
    if name == "role" and value in set(Role):
        return role_name(Role(value), None, tr)
    if name == "about" and value in set(About):
        return about_label(About(value), tr)
    return None


def _moment(name: str, value: str, words: Words, tr: Translator) -> str:
    """A day or a moment of the city's clock; an end is shown by its last day."""
    try:
        if name in {"letter_date", "first_day", "last_day", "due_on", "closes_on"}:
            day = jalali_day(date.fromisoformat(value))
            return tr.digits(f"{day.year}/{day.month:02}/{day.day:02}")
        if name == "ends_at":
            return tr.date(datetime.fromisoformat(value) - timedelta(microseconds=1), words.zone, year=True)
    except ValueError:  # not what this version of the program writes: shown as it is
        return value
    return value
