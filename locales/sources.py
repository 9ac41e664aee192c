"""Finds the sentences in a source file: what `Translator`'s methods, `mark` and `mark_label` are given.

Babel's own Python extractor goes by the name before the parenthesis, so SQLAlchemy's ``text("select 1")``
would land in the catalogues. This one reads the syntax tree: the translator's words are methods
(``tr.text(…)``), the marks functions, and a word on an imported module (``sqlalchemy.text``) is not a
translator's.
"""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

COMMENT_TAG: Final = "Translators:"
# Which arguments are what: c context, 1 sentence, 2 its plural.
_METHODS: Final = {"text": "1", "plain": "1", "label": "c1", "count": "12"}
_FUNCTIONS: Final = {"mark": "1", "mark_label": "c1"}
_SURELY: Final = frozenset({"tr", "translator", *_FUNCTIONS})


class FoundMessage(NamedTuple):
    """A sentence in a source: what says it, and the comments for its translators."""

    line: int
    said_by: str
    context: str | None
    message: str
    plural: str | None
    comments: list[str]


class UnreadableMessageError(ValueError):
    """A sentence that no extractor can read: an f-string, a choice, a joined string."""


def find_messages(source: str, name: str) -> Iterator[FoundMessage]:
    """Find the sentences of one source text, in the order of their lines.

    Args:
        source: the Python text.
        name: what the file is called in an error.

    Raises:
        UnreadableMessageError: a sentence is an f-string, or chosen or put together inside the call.
        SyntaxError: the source is no Python.
    """
    tree = ast.parse(source, name)
    modules = _imported_modules(tree)
    lines = source.splitlines()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        shape = _shape(call, modules)
        if shape is None or len(call.args) < len(shape):
            continue
        words = [_literal(argument) for argument in call.args[: len(shape)]]
        if _is_hidden(call, shape):
            raise UnreadableMessageError(f"{name}:{call.lineno}: a sentence is one literal string")
        if None in words:
            continue  # a variable: its sentence is marked where it is written
        by_role = dict(zip(shape, words, strict=True))
        message = by_role["1"]
        assert message is not None  # noqa: S101 (for the type checker: None was looked for above)
        comments = _comments_above(lines, call.lineno)
        yield FoundMessage(call.lineno, _name(call.func), by_role.get("c"), message, by_role.get("2"), comments)


def _imported_modules(tree: ast.Module) -> frozenset[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    return frozenset((alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names)


def _shape(call: ast.Call, modules: frozenset[str]) -> str | None:
    if isinstance(call.func, ast.Name):
        return _FUNCTIONS.get(call.func.id)
    if not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    if isinstance(owner, ast.Constant) or (isinstance(owner, ast.Name) and owner.id in modules):
        return None
    return _METHODS.get(call.func.attr)


def _literal(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def _is_hidden(call: ast.Call, shape: str) -> bool:
    """Whether something that is surely a translator is given a sentence put together on the spot."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    name = _name(owner.func if isinstance(owner, ast.Call) else owner)
    put_together = ast.JoinedStr | ast.BinOp | ast.IfExp | ast.BoolOp
    return name in _SURELY and any(isinstance(argument, put_together) for argument in call.args[: len(shape)])


def _name(expression: ast.expr) -> str:
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def _comments_above(lines: list[str], line: int) -> list[str]:
    gathered: list[str] = []
    for above in reversed(lines[: line - 1]):
        stripped = above.strip()
        if not stripped.startswith("#"):
            return []
        gathered.insert(0, stripped.lstrip("# ").rstrip())
        if gathered[0].startswith(COMMENT_TAG):
            return gathered
    return []
