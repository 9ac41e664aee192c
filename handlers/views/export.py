"""The export, asked for in the chat: what it should hold, and what came of it."""

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from locales import Translator

NOUN = "export"
FORMATS = ("xlsx", "csv", "json")


def export_question(*, new_since_last: bool, with_identity: bool | None, version: int, tr: Translator) -> View:
    """Everything or what is new, with or without names (None: names are not for them); a format ends it."""

    def switch(label: str, action: str, is_on: bool) -> Button:
        return Button(("✓ " if is_on else "") + label, ButtonData(NOUN, action, 0, version))

    formats = [
        Button(name.upper(), ButtonData(NOUN, name, 0, version), style=Style.SUCCESS if name == "xlsx" else None)
        for name in FORMATS
    ]
    names = [
        switch(tr.label("export", "Without names"), "nameless", not with_identity),
        switch(tr.label("export", "With names"), "named", bool(with_identity)),
    ]
    return View(
        tr.text("<b>Which submissions, and as what file?</b>\nThe file comes here when it is ready."),
        [
            [
                switch(tr.label("export", "All of them"), "all", not new_since_last),
                switch(tr.label("export", "New since the last file"), "new", new_since_last),
            ],
            [] if with_identity is None else names,
            formats[:1],
            formats[1:],
            [Button(tr.label("button", "Not now"), ButtonData(NOUN, "later", 0, version))],
        ],
    )


def export_begun(tr: Translator) -> View:
    """It is being made."""
    return View(tr.text("I am making the file; it comes here in a moment. You can go on meanwhile."))


def export_ready(count: int | None, tr: Translator) -> View:
    """The words below the file; it is not always known how much it holds."""
    if count is None:
        return View(tr.text("The submissions you asked for"))
    return View(tr.count("{number} submission", "{number} submissions", count))


def export_failed(tr: Translator) -> View:
    """It could not be made."""
    return View(
        tr.text("The file could not be made. The people in charge find the reason in the log; /export tries again.")
    )


def export_too_large(tr: Translator) -> View:
    """It was made, and is more than the messenger carries."""
    return View(
        tr.text(
            "The file is larger than 50 MB, which is more than the messenger carries. "
            "Whoever runs the server can write it there, whole or in parts: mahalleyar export"
        )
    )


def export_gone(tr: Translator) -> View:
    """It was made, and could not be sent before it was cleared away."""
    return View(tr.text("The file you asked for is not there any more. /export makes a new one."))


def export_later(tr: Translator) -> View:
    """No file for now."""
    return View(tr.text("All right, no file was made. /export is there whenever you want one."))
