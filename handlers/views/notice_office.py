"""In whose name a notice speaks, and how it ends."""

from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from handlers.keyboards import shortened
from handlers.views.area import area_name
from handlers.views.notice_message import NoticeMessage
from locales import Translator
from models.area_tree import AreaTree
from models.city import City
from models.notice_content import NoticeContent

_NAME = 50  # letters of a name: with the closing line and an amendment's mark it fits what notice_checks keeps free


def office_name(area_id: int | None, tree: AreaTree, city: City, tr: Translator) -> Markup:
    """The place of an office within a sentence: «محلهٔ گلسار»; the city's name for one of the whole city."""
    place = tree.places.get(area_id) if area_id is not None else None
    if place is None:
        return tr.quote(shortened(city.name, _NAME))
    return area_name(replace(place, name=shortened(place.name, _NAME)), tr)


def closing_line(area_id: int | None, tree: AreaTree, city: City, tr: Translator) -> Markup:
    """The last line of a notice: whose it is, and where to say what one wants to hear of."""
    place = office_name(area_id, tree, city, tr)
    return tr.text("<i>Notice of {place}</i> · /subscriptions", place=place)


def notice_message(
    content: NoticeContent,
    notice_id: int,
    office_area_id: int | None,
    amended_at: datetime | None,
    *,
    tree: AreaTree,
    city: City,
    tr: Translator,
) -> NoticeMessage:
    """A notice as readers of one language see it: the same for previews, deliveries and what mends them."""
    closing = closing_line(office_area_id, tree, city, tr)
    return NoticeMessage(content, notice_id, amended_at, city.zone, tr, closing)
