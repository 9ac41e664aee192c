"""Words of danger are answered before anything else: whom to call."""

from markupsafe import Markup

from handlers.keyboards import View
from locales import Translator
from models.city import City


def danger_warning(city: City, tr: Translator) -> View:
    """The numbers, and that this chat is not the place to wait for help."""
    return View(emergency_line(city, tr))


def emergency_line(city: City, tr: Translator) -> Markup:
    """Whom to call when a life is in danger: the numbers are a setting of the city."""
    numbers = Markup.escape(tr.label("list", ", ")).join(
        Markup("{} {}").format(tr.code(entry.number), tr.quote(entry.service)) for entry in city.emergency_numbers
    )
    return tr.text(
        "If somebody's life is in danger, call: {numbers}. Nobody watches this chat day and night.", numbers=numbers
    )
