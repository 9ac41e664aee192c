"""Invitations: the link, those that are open, and what somebody reads who took one."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, shortened
from handlers.views.menu import main_menu
from handlers.views.role import office_label, office_line, role_commands, until_line
from locales import Translator
from models.area_tree import AreaTree
from models.rights import Rights
from models.role import Held, Offer

NOUN = "roles"
PAGE = 6
_LABEL = 50  # letters of an office on a button


def invitation_link(offer: Offer, link: str, *, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> View:
    """The link, shown this once."""
    text = Markup("\n\n").join(
        (
            Markup("<b>{}</b>\n{}").format(
                office_line(offer.role, offer.area_id, tree, tr), until_line(offer.ends_at, zone, tr)
            ),
            Markup("<code>{}</code>").format(link),
            tr.text(
                "Send this link to the person meant, and to nobody else: whoever opens it first holds the role. It "
                "works once, until {day}, {time}, and is not shown again.",
                day=tr.date(offer.expires_at, zone),
                time=tr.time(offer.expires_at, zone),
            ),
        )
    )
    return View(
        text,
        [
            [Button(tr.label("button", "Copy the link"), copy=link)],
            [Button(tr.label("button", "Take the link back"), ButtonData(NOUN, "withdraw", offer.id))],
            [Button(tr.label("button", "All roles"), ButtonData(NOUN, "page"))],
        ],
    )


def open_invitations(
    offers: Sequence[Offer], total: int, page: int, *, tree: AreaTree, zone: ZoneInfo, tr: Translator
) -> View:
    """A page of the links that nobody has used yet; each can be taken back."""
    if not total:
        return View(tr.text("No invitation is open."), [_back(tr)])
    lines = [tr.count("<b>{number} open invitation</b>", "<b>{number} open invitations</b>", total)]
    lines += [_offer_line(number, offer, tree, zone, tr) for number, offer in enumerate(offers, page * PAGE + 1)]
    buttons = [
        [Button(_withdraw_label(number, offer, tree, tr), ButtonData(NOUN, "withdraw", offer.id))]
        for number, offer in enumerate(offers, page * PAGE + 1)
    ]
    return View(Markup("\n\n").join(lines), [*buttons, _paging(page, total, tr), _back(tr)])


def _offer_line(number: int, offer: Offer, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> Markup:
    valid = tr.text(
        "the link works until {day}, {time}; it was made by {name}",
        day=tr.date(offer.expires_at, zone),
        time=tr.time(offer.expires_at, zone),
        name=tr.quote(shortened(offer.inviter, 40)),
    )
    office = office_line(offer.role, offer.area_id, tree, tr)
    return Markup("{}. {} · {}\n{}").format(tr.digits(number), office, until_line(offer.ends_at, zone, tr), valid)


def _withdraw_label(number: int, offer: Offer, tree: AreaTree, tr: Translator) -> str:
    office = office_label(offer.role, offer.area_id, tree, tr)
    return shortened(
        tr.label("button", "Take back {number}: {office}", number=tr.digits(number), office=office), _LABEL
    )


def _paging(page: int, total: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, "invitations", page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, "invitations", page + 1)))
    return buttons


def _back(tr: Translator) -> list[Button]:
    return [Button(tr.label("button", "All roles"), ButtonData(NOUN, "page"))]


def invitation_withdrawn(tr: Translator) -> View:
    """The link hands out nothing any more."""
    return View(tr.text("The link does not work any more."), [_back(tr)])


def role_taken(held: Held, rights: Rights, *, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> View:
    """To whoever took an office: what it is, and what they can do now."""
    office, until = office_line(held.role, held.area_id, tree, tr), until_line(held.ends_at, zone, tr)
    welcome = tr.text("Welcome. Your role: <b>{office}</b>, {until}.", office=office, until=until)
    commands = role_commands(rights, tr)
    later = tr.text("As soon as a working group gives you something to look at, I will write to you here.")
    lines = [welcome, *(commands or [later])]
    lines.append(
        tr.text(
            "What you do as staff is on record. Those who hand out roles see your name in the messenger; residents "
            "see neither your name nor your account."
        )
    )
    return View(Markup("\n").join(lines), menu=main_menu(tr))
