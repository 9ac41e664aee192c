"""The draft: its card and what can be changed on it."""

from collections import Counter
from collections.abc import Callable

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Rows, Style, View, in_pairs, shortened
from handlers.views.area import area_line, area_list
from handlers.views.draft_ends import NOUN
from locales import Translator
from models.area_tree import AreaTree
from models.documents.labels import kind_label
from models.draft import Draft
from models.media import MediaKind
from models.submission import About, Kind, Visibility
from models.topic import Topics

PLACE = "place"  # the noun of the buttons that choose the draft's area
TOPIC = "topic"
_SHOWN = 700  # letters of the text that the card repeats: it stays on one screen


def draft_slot(draft: Draft) -> str:
    """The name of the message that is this draft's card."""
    return f"draft.{draft.id}"


def draft_card(
    draft: Draft, tree: AreaTree, topics: Topics, *, version: int, tr: Translator, announcing: Rows = ()
) -> View:
    """What will be registered, who will see it, and the one tap that does it.

    `announcing` are the buttons that make it a notice, for whoever may: then «register» says whose it is.
    """

    def button(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, ButtonData(NOUN, action, draft.id, version), style=style)

    changes = [_topic_button(version, tr)] if topics.all else []
    if tree.choosable():
        changes.append(_place_button(draft, version, tr))
    fine = [button(tr.label("button", "Edit"), "edit")]
    if draft.kind is not Kind.COMPLAINT:
        public, private = tr.label("button", "Neighbours may see it"), tr.label("button", "Only for the secretariat")
        fine.append(button(public if draft.staff_only else private, "visibility"))
    about = [button(tr.label("button", "About a council member or an employee"), "abouts")]
    own = tr.label("button", "Register as my own submission")
    return View(
        Markup("\n").join(_lines(draft, tree, topics, tr)),
        [
            *announcing,
            [button(own if announcing else tr.label("button", "Register"), "confirm", Style.SUCCESS)],
            changes,
            about if draft.kind is Kind.COMPLAINT else [],
            fine,
            [button(tr.label("button", "Discard"), "discard")],
        ],
    )


def _topic_button(version: int, tr: Translator) -> Button:
    return Button(tr.label("button", "Change topic"), ButtonData(TOPIC, "open", 0, version))


def _place_button(draft: Draft, version: int, tr: Translator) -> Button:
    change, choose = tr.label("button", "Change neighbourhood"), tr.label("button", "Choose neighbourhood")
    return Button(change if draft.area_id else choose, ButtonData(PLACE, "open", 0, version))


def _lines(draft: Draft, tree: AreaTree, topics: Topics, tr: Translator) -> list[Markup]:
    head = [Markup.escape(kind_label(draft.kind, tr))]
    topic = topics.name(draft.topic, tr.language)
    if topic is not None:
        head.append(tr.quote(topic))
    if tree.choosable():
        head.append(_place(draft, tree, tr))
    lines = [tr.text("<b>Your draft:</b>"), Markup(" · ").join(head)]
    if draft.text:
        lines.append(_quoted(draft.text, tr))
    attached = attachments_line([item.kind for item in draft.media], has_location=draft.location is not None, tr=tr)
    if attached is not None:
        lines.append(attached)
    if any(item.is_too_large for item in draft.media):
        lines.append(too_large_note(tr))
    return [*lines, *_who_sees(draft, tr)]


def _place(draft: Draft, tree: AreaTree, tr: Translator) -> Markup:
    if draft.needs_placing:
        return tr.text("the neighbourhood will be found")
    return area_line(tree, draft.area_id, tr)


def attachments_line(kinds: list[str] | list[MediaKind], *, has_location: bool, tr: Translator) -> Markup | None:
    """«۲ عکس، ۱ پیام صوتی، موقعیت»; None when nothing is attached."""
    counted = Counter(str(kind) for kind in kinds)
    words = [_ATTACHED[kind](number, tr) for kind, number in counted.items() if kind in _ATTACHED]
    if has_location:
        words.append(tr.text("a pin"))
    if not words:
        return None
    return tr.text("Attached: {things}", things=Markup.escape(tr.label("list", ", ")).join(words))


_ATTACHED: dict[str, Callable[[int, Translator], Markup]] = {
    "photo": lambda number, tr: tr.count("{number} photo", "{number} photos", number),
    "voice": lambda number, tr: tr.count("{number} voice message", "{number} voice messages", number),
    "audio": lambda number, tr: tr.count("{number} sound", "{number} sounds", number),
    "video": lambda number, tr: tr.count("{number} video", "{number} videos", number),
    "video_note": lambda number, tr: tr.count("{number} round video", "{number} round videos", number),
    "animation": lambda number, tr: tr.count("{number} moving picture", "{number} moving pictures", number),
    "document": lambda number, tr: tr.count("{number} file", "{number} files", number),
}


def _quoted(text: str, tr: Translator) -> Markup:
    shown = shortened(text, _SHOWN)
    quoted = tr.text("“{words}”", words=tr.quote(shown))
    if shown == text:
        return quoted
    whole = tr.text("(The whole text is kept: {count} letters.)", count=tr.number(len(text)))
    return Markup("\n").join((quoted, whole))


def _who_sees(draft: Draft, tr: Translator) -> list[Markup]:
    if draft.complained_of is not None:
        lines = [_who_sees_above(draft.complained_of, tr)]
    elif draft.kind is Kind.COMPLAINT:
        lines = [tr.text("Only the secretariat sees a complaint.")]
    elif draft.visibility is Visibility.STAFF_ONLY:
        lines = [tr.text("Only the secretariat sees it.")]
    else:
        lines = [tr.text("Neighbours see the text without your name.")]
    if draft.is_anonymous:
        lines.append(tr.text("Your name is not shown to the secretariat either."))
    if any(item.kind is MediaKind.VOICE for item in draft.media):
        lines.append(tr.text("Your voice may be recognised."))
    return lines


def _who_sees_above(about: About, tr: Translator) -> Markup:
    if about is About.COUNCIL:
        return tr.text("About a council member: only the level above sees this complaint.")
    return tr.text("About an employee of the municipality: only the level above sees this complaint.")


def too_large_note(tr: Translator) -> Markup:
    """A file that the messenger does not hand to bots."""
    return tr.text(
        "One file is larger than 20 MB: the messenger does not give it to me. "
        "If you can, send a shorter or smaller one; everything else is here."
    )


def draft_edit(draft: Draft, *, version: int, tr: Translator) -> View:
    """What is changed less often: kind, name, words, attachments."""

    def button(label: str, action: str) -> Button:
        return Button(label, ButtonData(NOUN, action, draft.id, version))

    named, nameless = tr.label("button", "With my name"), tr.label("button", "Without my name")
    buttons = [
        button(tr.label("button", "Change kind"), "kinds"),
        button(named if draft.is_anonymous else nameless, "anonymous"),
    ]
    if draft.text:
        buttons.append(button(tr.label("button", "Write the text anew"), "rewrite"))
    if draft.media or draft.location:
        buttons.append(button(tr.label("button", "Remove the attachments"), "bare"))
    back = button(tr.label("button", "Back"), "card")
    return View(tr.text("<b>What would you like to change?</b>"), [*in_pairs(buttons), [back]])


def draft_rewrite(draft: Draft, *, version: int, tr: Translator) -> View:
    """Ask for the new text; the old one stays until it is there."""
    back = Button(tr.label("button", "Keep the old text"), ButtonData(NOUN, "card", draft.id, version))
    return View(tr.text("Write the new text. Until then the old one stays."), [[back]])


def draft_kinds(draft: Draft, *, version: int, tr: Translator) -> View:
    """The five kinds, the present one marked."""
    buttons = [
        Button(
            ("✓ " if kind is draft.kind else "") + kind_label(kind, tr),
            ButtonData(NOUN, f"kind_{kind.value}", draft.id, version),
        )
        for kind in Kind
    ]
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "card", draft.id, version))
    return View(tr.text("<b>What kind of message is it?</b>"), [*in_pairs(buttons), [back]])


def draft_abouts(draft: Draft, *, version: int, tr: Translator) -> View:
    """Whom a complaint is about, the present choice marked: what it is asked for is who must not read it."""
    labels: list[tuple[About | None, str]] = [
        (About.COUNCIL, tr.label("button", "A member of the neighbourhood's council")),
        (About.EMPLOYEE, tr.label("button", "An employee of the municipality")),
        (None, tr.label("button", "Neither")),
    ]
    rows = [
        [
            Button(
                ("✓ " if about is draft.about else "") + label,
                ButtonData(NOUN, f"about_{about.value if about is not None else 'nobody'}", draft.id, version),
            )
        ]
        for about, label in labels
    ]
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "card", draft.id, version))
    return View(
        tr.text("<b>Whom is the complaint about?</b> They and their colleagues will not see it."), [*rows, [back]]
    )


def draft_topics(topics: Topics, parent: str | None, *, version: int, tr: Translator) -> View:
    """The topics of one level; a topic with others below it opens, and can be chosen as a whole."""
    buttons = [
        Button(
            shortened(topics.name(topic.code, tr.language) or topic.code, 40),
            ButtonData(TOPIC, "open" if topics.below(topic.code) else "choose", topic.position, version),
        )
        for topic in topics.below(parent)
    ]
    rows = in_pairs(buttons)
    above = topics.get(parent)
    if above is not None:
        rows.append([Button(tr.label("topic", "All of it"), ButtonData(TOPIC, "choose", above.position, version))])
    back = ButtonData(TOPIC, "open" if above is not None else "back", 0, version)
    return View(tr.text("<b>What is it about?</b>"), [*rows, [Button(tr.label("button", "Back"), back)]])


def draft_places(tree: AreaTree, parent: int, page: int, *, version: int, tr: Translator) -> View:
    """A page of the places; at the top also that none fits, or that it is for the whole city."""
    listed = area_list(tree, parent, page, noun=PLACE, version=version, tr=tr)
    if parent:
        return listed
    none_fits = Button(tr.label("button", "None of these fits"), ButtonData(PLACE, "unplaced", 0, version))
    city = Button(tr.label("button", "For the whole city"), ButtonData(PLACE, "city", 0, version))
    has_one_root = len(tree.children.get(None, [])) == 1
    return View(listed.text, [*listed.rows[:-1], [city, none_fits] if has_one_root else [none_fits], listed.rows[-1]])


def draft_place_needed(draft: Draft, tree: AreaTree, *, version: int, tr: Translator, page: int = 0) -> View:
    """The last question before registering: where is it? Or none fits, or it is for the whole city."""
    choosing = area_list(tree, 0, page, noun=PLACE, version=version, tr=tr)
    anywhere = Button(tr.label("button", "For the whole city"), ButtonData(NOUN, "anywhere", draft.id, version))
    none_fits = Button(tr.label("button", "None of these fits"), ButtonData(NOUN, "unplaced", draft.id, version))
    return View(choosing.text, [*choosing.rows[:-1], [anywhere, none_fits], *choosing.rows[-1:]])
