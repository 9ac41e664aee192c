"""Parameters of one call: read from the request, checked against the schema, given their types."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.playground.errors import bad_request
from bot.playground.schema import METHODS, OBJECTS, Field

Parameters = dict[str, Any]
_DIGITS = re.compile(r"-?[0-9]{1,19}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
ATTACHED = "attach://"
"""A file of a multipart body that is no parameter stands under this prefix, as nested objects name it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class RawCall:
    """What a request said, before any check; ``typed`` tells whether its values came as JSON with types."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    typed: bool = False


async def read_request(request: web.Request) -> RawCall:
    """Reads the query and a JSON, form or multipart body, as the real server does.

    Raises:
        RefusedError: 400 for a body that is no JSON object.
    """
    raw = RawCall(dict(request.query) if request.query_string else {})
    try:
        await _read_body(request, raw)
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return raw


async def _read_body(request: web.Request, raw: RawCall) -> None:
    kind = request.content_type
    if request.method == "GET" or not request.can_read_body:
        return
    if kind == "application/json":
        raw.typed = True
        raw.values.update(_json_object(await request.read()))
    elif kind == "multipart/form-data":
        await _read_multipart(request, raw)
    else:
        raw.values.update(await request.post())


def check(method: str, raw: RawCall, report: Callable[[str], None]) -> Parameters:
    """Returns the call's parameters with the types of the schema.

    Args:
        method: A name from the schema.
        raw: What the request said.
        report: Called with the dotted name of everything the schema does not know, like
            "sendMessage.reply_markup.colour".

    Raises:
        RefusedError: 400 naming the first parameter that is missing or of a wrong type.
    """
    fields = METHODS[method]
    checked: Parameters = {}
    for name, value in raw.values.items():
        known = fields.get(name)
        if known is None:
            if name not in raw.uploads:
                report(f"{method}.{name}")
            continue
        checked[name] = _Checker(f"{method}.{name}", report, typed=raw.typed).value(name, value, known)
    for name, upload in raw.uploads.items():
        if name in fields and fields[name].kind == "file":
            checked[name] = upload
        else:
            checked[f"{ATTACHED}{name}"] = upload
    for name, known in fields.items():
        if known.required and name not in checked:
            raise bad_request(_missing(name))
    return checked


class _Checker:
    """Checks one parameter and everything nested in it."""

    def __init__(self, path: str, report: Callable[[str], None], *, typed: bool) -> None:
        self.path = path
        self.report = report
        self.typed = typed

    def value(self, name: str, value: Any, known: Field) -> Any:
        if known.array or known.kind in OBJECTS or known.kind in ("ReplyMarkup", "Anything"):
            if isinstance(value, str):
                value = _nested_json(name, value)
            self.typed = True  # inside JSON text everything has a type of its own
            return self.nested(name, value, known, known.array)
        return self.scalar(name, value, known.kind)

    def nested(self, name: str, value: Any, known: Field, depth: int) -> Any:
        if depth:
            if not isinstance(value, list):
                raise _wrong(name, "Array")
            return [self.nested(name, item, known, depth - 1) for item in value]
        if known.kind in OBJECTS:
            return self.object(name, value, known.kind)
        if known.kind == "ReplyMarkup":
            return self.markup(value)
        return value if known.kind == "Anything" else self.scalar(name, value, known.kind)

    def markup(self, value: Any) -> Any:
        if not isinstance(value, dict):
            raise bad_request("object expected as reply markup")
        for key, kind in _MARKUPS.items():
            if key in value:
                return self.object("reply_markup", value, kind)
        raise bad_request("object expected as reply markup")

    def object(self, name: str, value: Any, kind: str) -> Any:
        if kind == "KeyboardButton" and isinstance(value, str):
            return {"text": value}
        if not isinstance(value, dict):
            raise (_wrong(name, "Object") if name != "reply_markup" else bad_request("object expected as reply markup"))
        fields = OBJECTS[kind]
        for key, item in value.items():
            known = fields.get(key)
            if known is None:
                self.report(f"{self.path}.{key}")
            else:
                value[key] = self.nested(key, item, known, known.array)
        for key, known in fields.items():
            if known.required and key not in value:
                raise bad_request(f"can't parse {kind}: Can't find field \"{key}\"")
        return value

    def scalar(self, name: str, value: Any, kind: str) -> Any:
        try:
            return _SCALARS[kind](value, self.typed)
        except (ValueError, TypeError):
            raise _wrong(name, _NAMES.get(kind, kind)) from None


def _integer(value: Any, typed: bool) -> int:
    if isinstance(value, str) and not typed and _DIGITS.fullmatch(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _number(value: Any, typed: bool) -> float:
    if isinstance(value, bool) or (typed and isinstance(value, str)):
        raise TypeError
    return float(value)


def _boolean(value: Any, typed: bool) -> bool:
    if isinstance(value, bool):
        return value
    if typed or not isinstance(value, str):
        raise TypeError
    return value.lower() in ("true", "yes", "1")


def _string(value: Any, _: bool) -> str:
    if not isinstance(value, str):
        raise TypeError
    if _SURROGATE.search(value):
        raise bad_request("strings must be encoded in UTF-8")
    return value


def _chat(value: Any, _: bool) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    if value == "":
        raise bad_request("chat_id is empty")
    return _integer(value, False)


_SCALARS: dict[str, Callable[[Any, bool], Any]] = {
    "int": _integer,
    "float": _number,
    "bool": _boolean,
    "str": _string,
    "file": _string,
    "chat": _chat,
}
_NAMES = {"int": "Integer", "float": "Float", "bool": "Boolean", "str": "String", "chat": "Integer or String"}
_MARKUPS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}


def _wrong(name: str, kind: str) -> Exception:
    return bad_request(f'field "{name}" must be of the type {kind}')


def _missing(name: str) -> str:
    sentences = {
        "chat_id": "chat_id is empty",
        "text": "message text is empty",
        "message_id": "message identifier is not specified",
        "message_ids": "message identifiers are not specified",
        "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    }
    return sentences.get(name, f'parameter "{name}" is required')


def _nested_json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        if name == "reply_markup":
            raise bad_request("can't parse reply keyboard markup JSON object") from None
        raise bad_request(f"can't parse {name} JSON object") from None


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values


async def _read_multipart(request: web.Request, raw: RawCall) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            content = value.file.read()
            raw.uploads[name] = Upload(value.filename, value.content_type, content)
        else:
            raw.values[name] = value
