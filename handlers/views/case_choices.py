"""What is chosen on a submission's card: more to do, its next status, and what was sorted wrongly."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.area import area_list
from handlers.views.case import NOUN, Case
from locales import Translator
from models.area_tree import AreaTree
from models.correction import NOBODY
from models.documents.labels import kind_label, status_label
from models.role import Action
from models.submission import About, Kind, Status, Submission, Visibility
from models.topic import Topics

AREA = "case_area"  # the noun of the buttons that choose where a submission belongs
TOPIC = "case_topic"
TO = "to_"  # and a status: where it is moved
OF_KIND = "kind_"
OF_WHOM = "about_"  # and whom a complaint is about, or «nobody»


def _button(submission: Submission, label: str, action: str, style: Style | None = None) -> Button:
    return Button(label, ButtonData(NOUN, action, submission.id or 0, submission.version), style=style)


def _head(submission: Submission, tr: Translator) -> Markup:
    return case_head(submission.code, tr)


def case_head(code: str, tr: Translator) -> Markup:
    """Which submission is meant; a code alone would not know which way its line is read."""
    return tr.text("📄 Submission <b>{code}</b>", code=tr.code(code))


def case_more(case: Case, tr: Translator) -> View:
    """What is done less often."""
    submission, may, buttons = case.submission, case.may, []
    if Action.CORRECT in may:
        buttons.append(_button(submission, tr.label("case", "Correct the kind"), "kinds"))
        buttons.append(_button(submission, tr.label("case", "Correct the topic"), "topics"))
        if Kind(submission.kind) is not Kind.COMPLAINT:
            is_public = submission.visibility == Visibility.PUBLIC
            hide, show = tr.label("case", "Only for the staff"), tr.label("case", "Neighbours may see it")
            buttons.append(_button(submission, hide if is_public else show, "hide" if is_public else "show"))
        if Kind(submission.kind) is Kind.COMPLAINT or submission.about is not None:
            buttons.append(_button(submission, tr.label("case", "Whom it is about"), "abouts"))
    if Action.PLACE in may:
        buttons.append(_button(submission, tr.label("case", "Correct the neighbourhood"), "place"))
    if Action.LETTER in may:
        buttons.append(_button(submission, tr.label("case", "Letter number"), "letter"))
    if Action.IDENTITY in may and not submission.is_anonymous:
        buttons.append(_button(submission, tr.label("case", "Name of the sender"), "name"))
    buttons.append(_button(submission, tr.label("case", "The whole file"), "whole"))
    back = _button(submission, tr.label("button", "Back"), "card")
    words = Markup("\n").join((_head(submission, tr), tr.text("What would you like to do?")))
    return View(words, [*in_pairs(buttons), [back]])


def case_moves(case: Case, tr: Translator) -> View:
    """Where it may go from here."""
    submission = case.submission
    buttons = [_button(submission, status_label(status, tr), TO + status) for status in case.moves]
    present = tr.text("Now: {status}. Which status does it get?", status=status_label(submission.status, tr))
    back = _button(submission, tr.label("button", "Back"), "card")
    return View(Markup("\n").join((_head(submission, tr), present)), [*in_pairs(buttons), [back]])


def case_kinds(submission: Submission, tr: Translator) -> View:
    """The five kinds, the present one marked."""
    buttons = [
        _button(submission, ("✓ " if kind == submission.kind else "") + kind_label(kind, tr), OF_KIND + kind)
        for kind in Kind
    ]
    words = Markup("\n").join((_head(submission, tr), tr.text("Which kind is it really? Its author is not told.")))
    return View(words, [*in_pairs(buttons), [_button(submission, tr.label("button", "Back"), "card")]])


def case_abouts(submission: Submission, tr: Translator) -> View:
    """Whom a complaint is about, the present choice marked; what is no complaint any more is about nobody."""
    labels = {NOBODY: tr.label("walk_in", "Neither")}
    if Kind(submission.kind) is Kind.COMPLAINT:
        council = tr.label("button", "A member of the neighbourhood's council")
        employee = tr.label("button", "An employee of the municipality")
        labels = {About.COUNCIL.value: council, About.EMPLOYEE.value: employee, **labels}
    present = submission.about or NOBODY
    rows = [
        [_button(submission, ("✓ " if whom == present else "") + label, OF_WHOM + whom)]
        for whom, label in labels.items()
    ]
    asked = tr.text("<b>Whom is the complaint about?</b> They and their colleagues will not see it.")
    words = Markup("\n").join((_head(submission, tr), asked))
    return View(words, [*rows, [_button(submission, tr.label("button", "Back"), "card")]])


def case_topics(submission: Submission, topics: Topics, parent: str | None, *, version: int, tr: Translator) -> View:
    """The topics of one level; a topic with others below it opens, and can be chosen as a whole."""
    return topic_list(topics, parent, _head(submission, tr), noun=TOPIC, version=version, tr=tr)


def topic_list(topics: Topics, parent: str | None, head: Markup, *, noun: str, version: int, tr: Translator) -> View:
    """A level of the topics under a line of its own, each a button by its position; «back» leads up, or away."""
    buttons = [
        Button(
            shortened(topics.name(topic.code, tr.language) or topic.code, 40),
            ButtonData(noun, "open" if topics.below(topic.code) else "choose", topic.position, version),
        )
        for topic in topics.below(parent)
    ]
    rows = in_pairs(buttons)
    above = topics.get(parent)
    if above is not None:
        rows.append([Button(tr.label("topic", "All of it"), ButtonData(noun, "choose", above.position, version))])
    back = ButtonData(noun, "open" if above is not None else "back", 0, version)
    words = Markup("\n").join((head, tr.text("<b>What is it about?</b>")))
    return View(words, [*rows, [Button(tr.label("button", "Back"), back)]])


def case_areas(
    submission: Submission, tree: AreaTree, parent_id: int, page: int, *, version: int, tr: Translator
) -> View:
    """A page of the tree: where does it belong?"""
    listed = area_list(tree, parent_id, page, noun=AREA, version=version, tr=tr)
    return View(Markup("\n").join((_head(submission, tr), listed.text)), listed.rows)


def move_needs_reason(status: Status, tr: Translator) -> Markup:
    """What a status that needs words asks for; its author reads them."""
    if status is Status.OUT_OF_SCOPE:
        return tr.text("Write whom the author should turn to instead; they read it with the new status.")
    return tr.text("Write why it is not accepted; the author reads it with the new status.")
