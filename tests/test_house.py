import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = {"bot", "handlers", "models", "locales", "tests"}


def _sources() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def _imports(path: Path) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def test_no_module_stands_outside_the_rooms() -> None:
    """Every module belongs to one of the five rooms, whose contracts the import linter holds."""
    strays = [path for path in _sources() if path.parts[0] not in ROOMS]
    assert strays == []


def test_only_the_text_room_imports_hazm() -> None:
    """hazm, which takes two seconds to load, is imported behind models/text only (and by the tests that compare)."""
    importers = {path for path in _sources() if "hazm" in _imports(path) and path.parts[0] != "tests"}
    assert {path.parts[:2] for path in importers} <= {("models", "text")}


def test_no_room_for_leftovers() -> None:
    """No file is called utils, helpers or misc: a name says what is inside."""
    assert [path for path in _sources() if path.stem in {"utils", "helpers", "misc", "common"}] == []
