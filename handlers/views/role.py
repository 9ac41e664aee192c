"""Roles in words: what an office is called, the list of those who hold one, and each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from locales import Translator, mark_label
from models.area import Level
from models.area_tree import AreaTree
from models.rights import Rights
from models.role import Action, Held, Role

NOUN = "roles"
PAGE = 6
PAGES = 1_000_000  # a button's id holds the role that is listed (0: all) and the page: role × PAGES + page
_NAME = 40  # letters of somebody's name, and of a place's

_NAMES = {
    Role.OWNER: mark_label("role", "Owner of the system"),
    Role.SECRETARIAT: mark_label("role", "Secretariat"),
    Role.MANAGER: mark_label("role", "Manager"),
    Role.COUNCIL: mark_label("role", "Council member"),
    Role.EXPERT: mark_label("role", "Expert"),
}
_NAMES_THERE = {
    (Role.MANAGER, Level.CITY): mark_label("role", "Mayor"),
    (Role.MANAGER, Level.DISTRICT): mark_label("role", "District mayor"),
    (Role.MANAGER, Level.ZONE): mark_label("role", "Head of the zone"),
    (Role.COUNCIL, Level.NEIGHBOURHOOD): mark_label("role", "Member of the neighbourhood council"),
}
_CHOICES = {
    Role.MANAGER: mark_label("role", "District mayor or head of a zone"),
    Role.COUNCIL: mark_label("role", "Member of the neighbourhood council"),
}


@dataclass(frozen=True)
class Shown:
    """Which page of the list is shown, of which role (None: of all), and how many there are of everything."""

    counts: Mapping[Role, int]
    role: Role | None
    page: int
    open_invitations: int


def role_name(role: Role, level: Level | None, tr: Translator) -> str:
    """What the office is called at that level of the tree; None where the level is not known yet."""
    name = _NAMES[role] if level is None else _NAMES_THERE.get((role, level), _NAMES[role])
    return tr.label("role", name)


def role_choice(role: Role, tr: Translator) -> str:
    """What the role is called while nobody knows for which area it will be."""
    return tr.label("role", _CHOICES.get(role, _NAMES[role]))


def place_name(area_id: int | None, tree: AreaTree, tr: Translator) -> str:
    """An area with the one above it, as a plain label; the whole city without any."""
    place = tree.places.get(area_id or 0)
    if place is None:
        return tr.label("role", "the whole city")
    name, parent = shortened(place.name, _NAME), tree.places.get(place.parent_id or 0)
    if parent is None or parent.level is Level.CITY:
        return name
    return tr.label("place", "{name}, {parent}", name=name, parent=shortened(parent.name, _NAME))


def office_label(role: Role, area_id: int | None, tree: AreaTree, tr: Translator) -> str:
    """The office and its area, as a plain label."""
    place = tree.places.get(area_id or 0)
    level = place.level if place is not None else Level.CITY
    office, where = role_name(role, level, tr), place_name(area_id, tree, tr)
    return tr.label("role", "{office}, {place}", office=office, place=where)


def office_line(role: Role, area_id: int | None, tree: AreaTree, tr: Translator) -> Markup:
    """The office and its area, within a text."""
    return tr.quote(office_label(role, area_id, tree, tr))


def until_line(ends_at: datetime | None, zone: ZoneInfo, tr: Translator) -> Markup:
    """Until which day, that day included; or that there is no end."""
    if ends_at is None:
        return tr.text("without an end")
    return tr.text("until {day}", day=tr.date(ends_at - timedelta(microseconds=1), zone, year=True))


def role_commands(rights: Rights, tr: Translator) -> list[Markup]:
    """A line for each command that somebody's offices bring."""
    lines = []
    if rights.may_somewhere(Action.SEE):
        lines.append(tr.text("/desk – what has come in for your area: see, ask, answer, set the status"))
    if rights.may_somewhere(Action.EXPORT):
        lines.append(tr.text("/export – the submissions of your area as a file"))
    if rights.may_somewhere(Action.ANNOUNCE):
        lines.append(tr.text("/notice – write a notice to the people of your area"))
        lines.append(tr.text("/notices – your notices: follow, pause, amend, withdraw"))
    if rights.may_somewhere(Action.MEET):
        lines.append(tr.text("/meeting – call meetings of your area, move and cancel them, see who comes"))
    if rights.is_owner:
        lines.append(tr.text("/roles – who holds which role; invite, change, take back"))
        lines.append(tr.text("/audit – who did what, and when"))
    return lines


def roles_list(
    held: Sequence[Held],
    shown: Shown,
    *,
    tree: AreaTree,
    zone: ZoneInfo,
    tr: Translator,
) -> View:
    """A page of those who hold an office now, of one role or of all; and the ways on."""
    counts, role, page = shown.counts, shown.role, shown.page
    total = counts.get(role, 0) if role is not None else sum(counts.values())
    head = tr.count("<b>{number} role is held</b>", "<b>{number} roles are held</b>", total)
    if not total:
        head = tr.text("<b>Nobody holds a role yet.</b> Invite somebody: the link you get hands out one role.")
    if role is not None:
        head = Markup("{} · {}").format(head, role_choice(role, tr))
    lines = [head, *(_line(number, one, tree, zone, tr) for number, one in enumerate(held, page * PAGE + 1))]
    buttons = [
        Button(tr.digits(number), ButtonData(NOUN, "open", one.grant_id, _here(role, page)))
        for number, one in enumerate(held, page * PAGE + 1)
    ]
    rows = [*in_pairs(buttons), _paging(role, page, total, tr)]
    rows += in_pairs(_filters(counts, role, tr)) if total > PAGE or role is not None else []
    rows.append([Button(tr.label("button", "Invite"), ButtonData(NOUN, "invite"), style=Style.PRIMARY)])
    if shown.open_invitations:
        label = tr.label("button", "Open invitations: {number}", number=tr.number(shown.open_invitations))
        rows.append([Button(label, ButtonData(NOUN, "invitations"))])
    return View(Markup("\n\n").join(lines), rows)


def _line(number: int, one: Held, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> Markup:
    name, office = tr.quote(shortened(one.name, _NAME)), office_line(one.role, one.area_id, tree, tr)
    return Markup("{}. <b>{}</b> · {}\n{}").format(tr.digits(number), name, office, until_line(one.ends_at, zone, tr))


def _here(role: Role | None, page: int) -> int:
    return (list(Role).index(role) + 1 if role is not None else 0) * PAGES + page


def listed(number: int) -> tuple[Role | None, int]:
    """(role, page) that a button of the list leads to; all roles where the number is none of ours."""
    which, page = divmod(max(number, 0), PAGES)
    roles = list(Role)
    return (roles[which - 1] if 0 < which <= len(roles) else None), page


def _paging(role: Role | None, page: int, total: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, "page", _here(role, page - 1))))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, "page", _here(role, page + 1))))
    return buttons


def _filters(counts: Mapping[Role, int], chosen: Role | None, tr: Translator) -> list[Button]:
    buttons = [
        Button(
            ("✓ " if role is chosen else "") + f"{role_name(role, None, tr)} ({tr.number(number)})",
            ButtonData(NOUN, "page", _here(role, 0)),
        )
        for role, number in counts.items()
    ]
    everything = Button(tr.label("button", "All roles"), ButtonData(NOUN, "page", 0))
    return [everything, *buttons] if chosen is not None else buttons


def role_card(one: Held, *, back: int, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> View:
    """One office: who holds it, where, since when and until when, and what can be changed. `back` leads to its list."""
    text = Markup("\n").join(
        (
            Markup("<b>{}</b>").format(tr.quote(shortened(one.name, _NAME))),
            office_line(one.role, one.area_id, tree, tr),
            tr.text("since {day}", day=tr.date(one.starts_at, zone, year=True)),
            until_line(one.ends_at, zone, tr),
        )
    )
    return View(
        text,
        [
            [
                Button(tr.label("button", "Change the end"), ButtonData(NOUN, "end", one.grant_id, back)),
                Button(tr.label("button", "Change the area"), ButtonData(NOUN, "area", one.grant_id, back)),
            ],
            [
                Button(
                    tr.label("button", "Take the role back"),
                    ButtonData(NOUN, "revoke", one.grant_id, back),
                    style=Style.DANGER,
                )
            ],
            [Button(tr.label("button", "All roles"), ButtonData(NOUN, "page", back))],
        ],
    )


def revoke_question(one: Held, *, back: int, tree: AreaTree, tr: Translator) -> View:
    """Taking a role back cannot be undone but by another invitation: asked once more."""
    return View(
        tr.text(
            "Take this role back from {name}: {office}? What they have open goes to their successor, or back to the "
            "queue. They are told.",
            name=tr.quote(shortened(one.name, _NAME)),
            office=office_line(one.role, one.area_id, tree, tr),
        ),
        [
            [
                Button(
                    tr.label("button", "Yes, take it back"),
                    ButtonData(NOUN, "revoked", one.grant_id, back),
                    style=Style.DANGER,
                ),
                Button(tr.label("button", "No, they keep it"), ButtonData(NOUN, "open", one.grant_id, back)),
            ]
        ],
    )


def role_revoked(one: Held, tree: AreaTree, tr: Translator) -> View:
    """It is done."""
    return View(
        tr.text(
            "{name} does not hold this role any more: {office}.",
            name=tr.quote(shortened(one.name, _NAME)),
            office=office_line(one.role, one.area_id, tree, tr),
        ),
        [[Button(tr.label("button", "All roles"), ButtonData(NOUN, "page"))]],
    )
