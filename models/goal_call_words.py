"""What is written for a call for ideas in the city's own language: its notice, and a line in an author's file."""

from datetime import date

from markupsafe import Markup

from locales import translator
from models.city import City
from models.goal import Goal
from models.resolution_words import day_words


def notice_html(goal: Goal, question: str, closes_on: date, city: City) -> str:
    """The notice of a call: which goal, what is asked, until when, and how to answer."""
    tr = translator(city.default_language)
    day = day_words(closes_on, city.zone, tr)
    lines = [
        tr.text("💡 <b>Call for ideas</b> for the goal “{goal}”", goal=tr.quote(goal.title)),
        Markup.escape(question),
        tr.text("Until the end of {day}: press the button, or answer this message, and write your idea.", day=day),
    ]
    return str(Markup("\n\n").join(lines))


def stands_behind(goal: Goal, city: City) -> str:
    """What an author is told once their submission was linked to a goal."""
    tr = translator(city.default_language)
    return tr.plain(
        "Your submission now stands behind the city's goal “{goal}”. You will hear here how far it comes.",
        goal=goal.title,
    )
