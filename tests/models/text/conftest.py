from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture(scope="session")
def published_texts() -> list[str]:
    """Texts of Iranian municipalities, read where they lie; they are not copied into the project."""
    files = sorted(SHARED.glob("*.txt"))
    if not files:
        pytest.skip("../shared/data, the published texts, is not beside this checkout")
    texts = [file.read_text(encoding="utf-8") for file in files]
    return texts + [line for text in texts for line in text.splitlines()]
