import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCHES = sorted(
    path.stem for path in Path(__file__).parent.glob("*.py") if "Bench(" in path.read_text(encoding="utf-8")
)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in BENCHES if not name.startswith("test_") and name != "harness"])
def test_the_bench_holds_its_floors(name: str) -> None:
    """Each bench, run as its users run it, ends within its time and above every floor that it names."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{name}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=330,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
