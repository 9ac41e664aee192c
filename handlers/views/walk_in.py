"""Writing down what somebody says at the counter or on the telephone."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.area import area_line, area_list
from handlers.views.case_choices import topic_list
from handlers.views.desk import to_desk
from handlers.views.draft import attachments_line
from locales import Translator
from models.area_tree import AreaTree
from models.documents.labels import kind_label
from models.draft import Draft
from models.submission import About, Kind
from models.topic import Topics

NOUN = "walk_in"
AREA = "walk_in_area"
TOPIC = "walk_in_topic"
OF_KIND = "kind_"
OF_WHOM, NOBODY = "about_", "nobody"
_SHOWN = 700


def walk_in_asked(*, version: int, tr: Translator) -> View:
    """What do they say? One message or several."""
    words = tr.text(
        "<b>Somebody came or called</b>\nWrite what they say, in one message or several; photos are fine too."
    )
    return View(words, [[Button(tr.label("button", "Not now"), ButtonData(NOUN, "discard", 0, version))]])


def walk_in_card(
    draft: Draft, contact: str | None, tree: AreaTree, topics: Topics, *, version: int, tr: Translator
) -> View:
    """What will be registered for them, and what can be changed."""

    def button(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, ButtonData(NOUN, action, 0, version), style=style)

    topic = [Button(tr.label("button", "Change topic"), ButtonData(TOPIC, "open", 0, version))] if topics.all else []
    place = tr.label("button", "Change neighbourhood") if draft.area_id else tr.label("button", "Choose neighbourhood")
    placing = [Button(place, ButtonData(AREA, "open", 0, version))] if tree.choosable() else []
    return View(
        Markup("\n").join(_lines(draft, contact, tree, topics, tr)),
        [
            [button(tr.label("button", "Register"), "confirm", Style.SUCCESS)],
            [button(tr.label("button", "Change kind"), "kinds"), *topic],
            [*placing, button(tr.label("walk_in", "Name and telephone"), "contact")],
            [button(tr.label("button", "About a council member or an employee"), "abouts")]
            if draft.kind is Kind.COMPLAINT
            else [],
            [button(tr.label("button", "Discard"), "discard")],
        ],
    )


def _lines(draft: Draft, contact: str | None, tree: AreaTree, topics: Topics, tr: Translator) -> list[Markup]:
    head = [Markup.escape(kind_label(draft.kind, tr))]
    topic = topics.name(draft.topic, tr.language)
    head += [tr.quote(topic)] if topic is not None else []
    head += [area_line(tree, draft.area_id, tr)] if tree.choosable() else []
    lines = [tr.text("<b>Somebody came or called:</b>"), Markup(" · ").join(head)]
    if draft.text:
        lines.append(tr.text("“{words}”", words=tr.quote(shortened(draft.text, _SHOWN))))
    attached = attachments_line([item.kind for item in draft.media], has_location=draft.location is not None, tr=tr)
    lines += [attached] if attached is not None else []
    if draft.complained_of is not None:
        about = about_label(draft.complained_of, tr)
        lines.append(tr.text("About {whom}: they and their colleagues will not see it.", whom=about))
    if contact is not None:
        lines.append(tr.text("For colleagues only: “{words}”", words=tr.quote(shortened(contact, 200))))
    return lines


def walk_in_kinds(draft: Draft, *, version: int, tr: Translator) -> View:
    """The five kinds, the present one marked."""
    buttons = [
        Button(
            ("✓ " if kind is draft.kind else "") + kind_label(kind, tr), ButtonData(NOUN, OF_KIND + kind, 0, version)
        )
        for kind in Kind
    ]
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "card", 0, version))
    return View(tr.text("<b>What kind of message is it?</b>"), [*in_pairs(buttons), [back]])


def walk_in_abouts(draft: Draft, *, version: int, tr: Translator) -> View:
    """Whom a complaint is about, the present choice marked."""
    choices = {**{about.value: about_label(about, tr) for about in About}, NOBODY: tr.label("walk_in", "Neither")}
    present = draft.about.value if draft.about is not None else NOBODY
    rows = [
        [Button(("✓ " if key == present else "") + label, ButtonData(NOUN, OF_WHOM + key, 0, version))]
        for key, label in choices.items()
    ]
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "card", 0, version))
    words = tr.text("<b>Whom is the complaint about?</b> They and their colleagues will not see it.")
    return View(words, [*rows, [back]])


def about_label(about: About, tr: Translator) -> str:
    """Whom it is about."""
    return tr.label("about", "a council member") if about is About.COUNCIL else tr.label("about", "an employee")


def walk_in_topics(topics: Topics, parent: str | None, *, version: int, tr: Translator) -> View:
    """The topics of one level."""
    head = tr.text("<b>Somebody came or called:</b>")
    return topic_list(topics, parent, head, noun=TOPIC, version=version, tr=tr)


def walk_in_areas(tree: AreaTree, parent_id: int, page: int, *, version: int, tr: Translator) -> View:
    """A page of the areas of whoever writes it down."""
    return area_list(tree, parent_id, page, noun=AREA, version=version, tr=tr)


def walk_in_contact(*, version: int, tr: Translator) -> View:
    """Their name and telephone, for an internal note."""
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "card", 0, version))
    return View(tr.text("Write their name and telephone. They stand in an internal note and nowhere else."), [[back]])


def walk_in_recorded(code: str, submission_id: int, tr: Translator) -> View:
    """On record: the code, to be read out."""
    return View(
        tr.text("✅ Registered. Read this code out to them:\n\n<b>{code}</b>", code=tr.code(code)),
        [
            [
                Button(tr.label("case", "Open it"), ButtonData("desk", "open", submission_id)),
                Button(tr.label("button", "Copy the code"), copy=tr.digits(code)),
            ],
            [Button(tr.label("walk_in", "One more"), ButtonData(NOUN, "begin")), to_desk(tr, stays=True)],
        ],
    )


def walk_in_discarded(tr: Translator) -> View:
    """Nothing was written down."""
    return View(tr.text("All right, nothing was registered."), [[to_desk(tr)]])
