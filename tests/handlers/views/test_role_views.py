"""Roles, invitations and the audit trail in words: within the limits with the worst there is, and every token said."""

import ast
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.keyboards import View
from handlers.views import audit, grant, invitation, role, role_choice
from handlers.views.audit_words import ACTIONS
from handlers.views.commands import command_menu
from locales import LANGUAGES, Translator, translator
from models.area import Level
from models.audit import Audit, AuditLine
from models.rights import NOBODY, Office, Rights
from models.role import GrantNews, Held, Offer, Role
from models.topic import Topics
from tests.e2e.resident import bare
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.places import small_city, tree_of, wide_city

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
LARGEST, VERSION = 36**12 - 1, 36**7 - 1
LONG = "<&\u202e😡" * 25
CITY = tree_of((1, Level.DISTRICT, LONG, None), (2, Level.NEIGHBOURHOOD, LONG, 1))
HELD = Held(LARGEST, 1, LONG, Role.COUNCIL, 2, NOW, NOW + timedelta(days=1500))
OFFER = Offer(LARGEST, Role.MANAGER, 2, NOW, LONG, NOW)
LINK = f"https://t.me/{'b' * 32}?start=inv_{'a' * 43}"
SHOWN = role.Shown(dict.fromkeys(Role, 10**6), Role.COUNCIL, 999_999, 10**6)
OWNER = Rights(1, is_owner=True)
WORDS = audit.Words(CITY, Topics(()), ZONE)
ROW = AuditLine(
    Audit(
        at=NOW, person_id=1, actor="chat", action="submission.correct", object_kind="submission", object_id=1,
        before=dict.fromkeys(("status", "kind", "topic", "letter_number", "area_id", LONG), LONG),
        after={"area_id": 2, "status": LONG, "kinds": [LONG] * 9, "filter": {"statuses": [LONG] * 90}, LONG: {LONG: 1}},
    ),
    name=LONG, role=Role.COUNCIL, role_area_id=2, subject=(Role.MANAGER, 2), subject_name=LONG,
)  # fmt: skip
CONTENT = {"role": "council", "area": 2, "until": NOW.isoformat(), "name": LONG, "count": 10**6}

VIEWS: dict[str, Callable[[Translator], View]] = {
    "roles": lambda tr: role.roles_list([HELD] * role.PAGE, SHOWN, tree=CITY, zone=ZONE, tr=tr),
    "no roles": lambda tr: role.roles_list([], role.Shown({}, None, 0, 0), tree=CITY, zone=ZONE, tr=tr),
    "role card": lambda tr: role.role_card(HELD, back=VERSION, tree=CITY, zone=ZONE, tr=tr),
    "revoke question": lambda tr: role.revoke_question(HELD, back=VERSION, tree=CITY, tr=tr),
    "role revoked": lambda tr: role.role_revoked(HELD, CITY, tr),
    "role question": lambda tr: role_choice.role_question(version=VERSION, tr=tr),
    "area asked": lambda tr: role_choice.area_asked(wide_city(2000), 1, 50, version=VERSION, tr=tr),
    "area asked below": lambda tr: role_choice.area_asked(CITY, 1, 0, version=VERSION, tr=tr),
    "area meant": lambda tr: role_choice.area_meant(CITY, list(CITY.places.values()), version=VERSION, tr=tr),
    "area unknown": lambda tr: role_choice.area_unknown(LONG * 100, version=VERSION, tr=tr),
    "term question": lambda tr: role_choice.term_question(version=VERSION, tr=tr),
    "term unknown": lambda tr: role_choice.term_unknown(LONG * 100, version=VERSION, tr=tr),
    "term past": lambda tr: role_choice.term_past(version=VERSION, tr=tr),
    "choice left": role_choice.choice_left,
    "link": lambda tr: invitation.invitation_link(OFFER, LINK, tree=CITY, zone=ZONE, tr=tr),
    "invitations": lambda tr: invitation.open_invitations([OFFER] * 6, 10**6, 9, tree=CITY, zone=ZONE, tr=tr),
    "no invitations": lambda tr: invitation.open_invitations([], 0, 0, tree=CITY, zone=ZONE, tr=tr),
    "withdrawn": invitation.invitation_withdrawn,
    "taken by an owner": lambda tr: invitation.role_taken(HELD, OWNER, tree=CITY, zone=ZONE, tr=tr),
    "taken by an expert": lambda tr: invitation.role_taken(HELD, NOBODY, tree=CITY, zone=ZONE, tr=tr),
    **{
        f"told: {what.value}": lambda tr, what=what: grant.grant_told(  # type: ignore[misc]  # mypy wants no default here
            {**CONTENT, "what": what.value}, tree=CITY, zone=ZONE, tr=tr
        )
        for what in GrantNews
    },
    "audit": lambda tr: audit.audit_page([ROW] * audit.PAGE, 10**9, 1, WORDS, tr),
    "no audit": lambda tr: audit.audit_page([], 0, 0, WORDS, tr),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_with_the_worst_there_is(name: str, language: str) -> None:
    """With the longest names, areas and ids: within the messenger's limits, and no stray sign of direction."""
    text = check_fits(VIEWS[name](translator(language)))
    assert "\u202e" not in text
    assert len(text) <= ONE_SCREEN * (2 if name == "audit" else 1)


@pytest.mark.parametrize("module", [audit, grant, invitation, role, role_choice])
def test_no_view_is_left_out(module: object) -> None:
    """Every public function that draws a view is among those whose limits are checked."""
    drawn = {
        name
        for name, made in vars(module).items()
        if getattr(made, "__module__", None) == getattr(module, "__name__", None)
        and getattr(made, "__annotations__", {}).get("return") is View
        and not name.startswith("_")
    }
    checked = {name for view in VIEWS.values() for name in (view.__name__, *view.__code__.co_names)}
    assert drawn
    assert drawn <= checked


@pytest.mark.parametrize(
    ("one", "area", "name"),
    [
        (Role.MANAGER, 2, "شهردار منطقه، منطقهٔ ۱"),
        (Role.MANAGER, None, "شهردار، همهٔ شهر"),
        (Role.COUNCIL, 4, "عضو شورای محله، گلسار، منطقهٔ ۱"),
        (Role.COUNCIL, 2, "عضو شورا، منطقهٔ ۱"),
        (Role.SECRETARIAT, None, "دبیرخانه، همهٔ شهر"),
        (Role.EXPERT, 3, "صاحب‌نظر، منطقهٔ ۲"),
        (Role.OWNER, None, "مدیر سامانه، همهٔ شهر"),
    ],
)
def test_offices_are_called_as_in_the_city(one: Role, area: int | None, name: str) -> None:
    """The words of the glossary, by the level of the area."""
    assert bare(role.office_label(one, area, small_city(), translator("fa"))) == name


def test_a_last_day_is_shown_as_it_was_typed() -> None:
    """An office that ends at midnight is held until the day before, that day included."""
    midnight = datetime(2026, 12, 11, 20, 30, tzinfo=UTC)  # in Tehran the first moment of 21 Azar
    assert bare(role.until_line(midnight, ZONE, translator("fa"))) == "تا ۲۰ آذر ۱۴۰۵"
    assert bare(role.until_line(None, ZONE, translator("fa"))) == "بدون پایان"


def test_numbers_of_pages_that_nobody_drew() -> None:
    """Whatever number a forged button carries, it is a page of all roles, or of one that there is."""
    for number in (-1, 0, 5 * role.PAGES, 6 * role.PAGES, LARGEST, -LARGEST):
        which, page = role.listed(number)
        assert which is None or which in Role
        assert page >= 0


def test_a_menu_has_the_commands_of_the_role() -> None:
    """A resident's commands for everybody; each role's beside them; an expert's are a resident's."""

    def names(rights: Rights) -> set[str]:
        return {entry["command"] for entry in command_menu(translator("fa"), rights)}

    def of(one: Role) -> Rights:
        return Rights(1, offices=(Office(1, one, 1, frozenset({1}), frozenset({1})),))

    residents = names(NOBODY)
    office = {"desk", "export", "notice", "notices"}
    assert not {*office, "roles", "audit"} & residents
    for one in (Role.SECRETARIAT, Role.COUNCIL, Role.OWNER):
        assert names(of(one)) == {*residents, *office, "meeting"}
    assert names(of(Role.MANAGER)) == residents | office
    assert names(of(Role.EXPERT)) == residents
    assert names(OWNER) == residents | office | {"meeting", "roles", "audit"}


def test_every_action_that_is_written_has_its_words() -> None:
    """Every token of the shape noun.verb that the program writes into the trail is said in words by /audit."""
    written: set[str] = set()
    for path in [
        *(ROOT / "models/services").glob("*.py"),
        *(ROOT / "bot").rglob("*.py"),
        *(ROOT / "handlers").rglob("*.py"),
    ]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call.func) in {"write", "_note", "note"}:
                values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "action")]
                tokens = [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                written |= {token for token in tokens if re.fullmatch(r"[a-z_]+\.[a-z_]+", token)}
    assert len(written) > 12
    assert written <= set(ACTIONS)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
