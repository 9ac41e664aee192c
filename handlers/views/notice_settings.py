"""What can be set for a notice beside its words: whom it is for, its buttons, its urgency."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.area import area_list, area_question
from handlers.views.notice import Composed, audience_words, kind_name, language_name, size_words, why_lines
from handlers.views.role import place_name, role_choice
from locales import LANGUAGES, Translator
from models.area_tree import AreaTree, Place
from models.notice_content import ANSWER_LIMIT, MOST_ANSWERS, NoticeContent
from models.role import Role
from models.subscription import NewsKind

NOUN = "notice_set"
AREA = "notice_area"
LANGUAGE, ROLE, KIND = "language_", "role_", "kind_"
ANY = "any"
_KINDS = (NewsKind.NOTICES, NewsKind.MEETINGS, NewsKind.GOALS)
_SHOWN = 8  # areas with a button each
_NAME = 40


def _button(composed: Composed, label: str, action: str, *, is_on: bool = False, style: Style | None = None) -> Button:
    data = ButtonData(NOUN, action, composed.notice.id or 0, composed.notice.version)
    return Button(("✓ " if is_on else "") + label, data, style=style)


def settings_screen(composed: Composed, content: NoticeContent, tree: AreaTree, tr: Translator) -> View:
    """Everything that is seldom needed, each with what it is now."""
    lines = [tr.text("<b>Settings of the notice</b>"), audience_words(composed.audience, tree, tr)]
    lines += [size_words(composed, tr), *_content_lines(content, tr), *why_lines(composed, tr)]

    def button(label: str, action: str, *, is_on: bool = False) -> Button:
        return _button(composed, label, action, is_on=is_on)

    question = [button(tr.label("notice", "Ask a question"), "question")]
    if content.question is not None:
        shows = button(tr.label("notice", "Readers see the results"), "results", is_on=content.question.shows_results)
        question = [button(tr.label("notice", "Without the question"), "unquestion"), shows]
    unlink, link = tr.label("notice", "Without the link"), tr.label("notice", "Add a link")
    return View(
        Markup("\n").join(lines),
        [
            [button(tr.label("notice", "Whom it is for"), "audience")],
            [button(tr.label("notice", "Write the words anew"), "words")],
            [
                button(unlink if content.link else link, "unlink" if content.link else "link"),
                button(tr.label("button", "I have read it"), "read", is_on=content.asks_read),
            ],
            question,
            [button(tr.label("notice", "Urgent"), "urgent", is_on=composed.notice.is_urgent)],
            [button(tr.label("notice", "Send it to me first"), "mine")],
            [
                Button(tr.label("notice", "Delete it"), composed.data("remove"), style=Style.DANGER),
                Button(tr.label("button", "Back"), composed.data("card")),
            ],
        ],
    )


def _content_lines(content: NoticeContent, tr: Translator) -> list[Markup]:
    lines = []
    if content.link is not None:
        url = tr.quote(shortened(content.link.url, 80))
        lines.append(tr.text("Link: {label}, {url}", label=tr.quote(content.link.label), url=url))
    if content.question is not None:
        lines.append(tr.text("Question: {words}", words=tr.quote(shortened(content.question.text, 120))))
    return lines


def audience_screen(composed: Composed, tree: AreaTree, tr: Translator) -> View:
    """The areas, each to be taken away; more of them; and who of the people there."""
    audience = composed.audience
    lines = [tr.text("<b>Whom is it for?</b>"), audience_words(audience, tree, tr), size_words(composed, tr)]
    lines += why_lines(composed, tr)
    areas = [
        Button("✕ " + shortened(place_name(area_id, tree, tr), _NAME), _area_data(composed, "drop", area_id))
        for area_id in audience.area_ids[:_SHOWN]
        if len(audience.area_ids) > 1  # without any it would be for the whole city
    ]
    rows = [*in_pairs(areas), [Button(tr.label("notice", "Add an area"), _area_data(composed, "open", 0))]]
    if audience.area_ids:
        rows.append([_button(composed, tr.label("button", "The whole city"), "whole")])
    rows.append(
        [
            _button(composed, tr.label("notice", "Language"), "languages"),
            _button(composed, tr.label("notice", "Role"), "roles"),
        ]
    )
    rows.append([_button(composed, tr.label("notice", "Kind of news"), "kinds")])
    rows.append([_button(composed, tr.label("button", "Back"), "screen")])
    return View(Markup("\n").join(lines), rows)


def row_version(composed: Composed) -> int:
    """What buttons carry that name no notice: of its id and its version enough that no other's can be meant."""
    return (composed.notice.id or 0) % 100_000 * 10_000 + composed.notice.version % 10_000


def _area_data(composed: Composed, action: str, area_id: int) -> ButtonData:
    return ButtonData(AREA, action, area_id, row_version(composed))


def areas_screen(composed: Composed, tree: AreaTree, parent_id: int, page: int, tr: Translator) -> View:
    """A page of the areas to add; one with others below it can be taken as a whole."""
    listed = area_list(tree, parent_id, page, noun=AREA, version=row_version(composed), tr=tr)
    place = tree.places.get(parent_id)
    words = tr.text("<b>Which area?</b> Choose it, or write its name.")
    if place is None:
        return replace(listed, text=words)
    label = tr.label("button", "All of {name}", name=shortened(place.name, _NAME))
    whole = Button(label, _area_data(composed, "choose", place.id))
    return replace(listed, text=words, rows=[[whole], *listed.rows])


def area_meant(composed: Composed, tree: AreaTree, found: Sequence[Place], tr: Translator) -> View:
    """More than one place fits what was typed."""
    return area_question(tree, found, noun=AREA, version=row_version(composed), tr=tr)


def languages_screen(composed: Composed, tr: Translator) -> View:
    """Of which language its readers are."""
    choices = [(ANY, tr.label("notice", "Everybody")), *((code, language_name(code)) for code in LANGUAGES)]
    words = tr.text("<b>For readers of which language?</b>")
    return _choices(composed, words, LANGUAGE, choices, composed.audience.language or ANY, tr)


def roles_screen(composed: Composed, tr: Translator) -> View:
    """Who holds which role there, or everybody."""
    choices = [(ANY, tr.label("notice", "Everybody")), *((role.value, role_choice(role, tr)) for role in Role)]
    present = composed.audience.role.value if composed.audience.role is not None else ANY
    return _choices(composed, tr.text("<b>For whom of these areas?</b>"), ROLE, choices, present, tr)


def kinds_screen(composed: Composed, tr: Translator) -> View:
    """As which kind of news it counts: whoever switched that off does not get it."""
    choices = [(kind.value, kind_name(kind, tr)) for kind in _KINDS]
    words = tr.text("<b>As which kind of news?</b> Whoever has switched it off does not get it.")
    return _choices(composed, words, KIND, choices, composed.audience.kind.value, tr)


def _choices(
    composed: Composed, words: Markup, prefix: str, choices: Iterable[tuple[str, str]], present: str, tr: Translator
) -> View:
    rows = [[_button(composed, label, prefix + key, is_on=key == present)] for key, label in choices]
    return View(words, [*rows, [_button(composed, tr.label("button", "Back"), "audience")]])


def words_asked(composed: Composed, tr: Translator) -> View:
    """The words are written anew; until then the old ones stay."""
    words = tr.text(
        "Write the new words. Files stay as they are; a photo or file that you send takes their place. "
        "Until then everything stays."
    )
    return _asked(composed, words, tr)


def link_asked(composed: Composed, tr: Translator) -> View:
    """What stands on the button, and where it leads."""
    return _asked(
        composed,
        tr.text(
            "Write what shall stand on the button, and on the next line the address:\n\n"
            "<code>Timetable of the buses\nhttps://example.org</code>"
        ),
        tr,
    )


def question_asked(composed: Composed, tr: Translator) -> View:
    """The question's words."""
    return _asked(composed, tr.text("Write the question. After it I ask for its answers."), tr)


def answers_asked(composed: Composed, question: str, tr: Translator) -> View:
    """The answers to a question, one a line."""
    words = tr.text(
        "“{question}”\nWrite the answers, each on a line of its own: at least 2, at most {most}, "
        "of at most {letters} letters each.",
        question=tr.quote(shortened(question, 300)),
        most=tr.number(MOST_ANSWERS),
        letters=tr.number(ANSWER_LIMIT),
    )
    return _asked(composed, words, tr)


def refused(composed: Composed, problem: Markup, tr: Translator) -> View:
    """What was typed cannot be taken, and why; the question stands."""
    return _asked(composed, problem, tr)


def _asked(composed: Composed, words: Markup, tr: Translator) -> View:
    return View(words, [[_button(composed, tr.label("button", "Back"), "screen")]])


def sent_to_me(tr: Translator) -> View:
    """What stands above the notice that was sent to its writer alone."""
    return View(tr.text("This is how it arrives; only you have got it:"))


def urgency_explained(tr: Translator) -> str:
    """A word over the chat when «urgent» is switched on."""
    return tr.plain("Urgent is for flood, gas, earthquake: it wakes people at night. A second person must agree.")
