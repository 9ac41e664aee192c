import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCHES = sorted(
    path.stem for path in Path(__file__).parent.glob("*.py") if "Bench(" in path.read_text(encoding="utf-8")
)

# Fewer people where the figure does not depend on how many there are, so that all benches together stay short: 450 at
# the permitted rate instead of 1,500; a fifth of a million frozen in a fifth of the time. The whole numbers are what
# the benches measure when they are run by hand.
_SHORTER = {"delivery": ["--scale", "0.3"], "audience": ["--scale", "0.2"], "followers": ["--scale", "0.3"]}


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in BENCHES if not name.startswith("test_") and name != "harness"])
def test_the_bench_holds_its_floors(name: str) -> None:
    """Each bench, run as its users run it (two with fewer people), ends within its time and above all its floors."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{name}", *_SHORTER.get(name, [])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=330,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
