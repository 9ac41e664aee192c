import json

import pytest

from tests.bench.harness import Bench, Ceiling, Contestant, Floor


def _bench(turns: list[str], *floors: Floor, ceilings: tuple[Ceiling, ...] = ()) -> Bench:
    figures = iter([1.0, 30.0, 20.0, 40.0])  # the warm-up round, then three that count

    def ours() -> float:
        turns.append("ours")
        return next(figures)

    async def theirs() -> float:
        turns.append("theirs")
        return 10.0

    return Bench("sample", "A sample", (Contestant("ours", ours), Contestant("theirs", theirs)), floors, ceilings)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json one object tells the medians and ratios; plain and async contestants take turns."""
    turns: list[str] = []
    assert _bench(turns, Floor("ours/theirs", 3.0)).run(["--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["figures"] == {"ours": 30.0, "theirs": 10.0}
    assert told["ratios"] == {"ours/theirs": 3.0}
    assert told["passed"] is True
    assert turns == ["ours", "theirs"] * 4


@pytest.mark.parametrize(
    ("floors", "ceilings", "code"),
    [
        ([Floor("ours/theirs", 3.1)], (), 1),
        ([Floor("ours/theirs", 1.0), Floor("theirs/ours", 1.0)], (), 1),
        ([Floor("ours/theirs")], (), 0),
        ([], (Ceiling("ours", 29.0),), 1),
        ([], (Ceiling("ours", 30.0),), 0),
    ],
)
def test_exit_code(floors: list[Floor], ceilings: tuple[Ceiling, ...], code: int) -> None:
    """The exit code is 1 as soon as one bound breaks; a ratio without a floor is only shown."""
    assert _bench([], *floors, ceilings=ceilings).run([]) == code
