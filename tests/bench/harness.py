"""What every bench does alike: contestants in turn, medians of rounds, floors, a table or JSON.

A bench builds a `Bench` and calls `run`. Every contestant returns the figure of one round in its own unit;
within a round all of them take their turn, so that a slow minute of the machine meets all alike. Exit codes:
0 when every floor holds, 1 when one does not, 2 when the bench failed (wrong argument, out of time).
"""

import argparse
import asyncio
import inspect
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

ROUNDS = 3
LONGEST = 300.0  # seconds a bench may take

type Measure = Callable[[], float] | Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """Somebody who is measured.

    Attributes:
        name: A word without `/`, since ratios are written `ours/stock`.
        measure: Does one round's work, plain or `async`, and returns its figure.
        unit: What the figure counts.
        note: What a reader should know about it.
        rounds: In how many of the bench's rounds it takes its turn, the first ones; None for all: a figure that
            waits on a clock is the same in each.
    """

    name: str
    measure: Measure
    unit: str = "per second"
    note: str = ""
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """The least a ratio may be: `Floor("ours/stock", 2.0)`; with `least=None` it is shown and not judged.

    A name alone, `Floor("ours", 0.84)`, bounds the figure itself.
    """

    ratio: str
    least: float | None = None

    def value(self, figures: dict[str, float]) -> float:
        """Divide the two figures the ratio names, or give the one; a divisor of 0 gives infinity.

        Raises:
            KeyError: It names nobody who was measured.
        """
        above, _, below = self.ratio.partition("/")
        if not below:
            return figures[above]
        return figures[above] / figures[below] if figures[below] else float("inf")

    def holds(self, figures: dict[str, float]) -> bool:
        """Say whether the ratio reaches its floor."""
        return self.least is None or self.value(figures) >= self.least


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most one figure may be: `Ceiling("4096 letters", 20.0)`."""

    name: str
    most: float

    def holds(self, figures: dict[str, float]) -> bool:
        """Say whether the figure stays below its ceiling."""
        return figures[self.name] <= self.most


@dataclass(frozen=True, slots=True)
class Outcome:
    """Medians by contestant, and every single round's figure."""

    figures: dict[str, float]
    rounds: dict[str, list[float]]
    seconds: float


@dataclass(frozen=True, slots=True)
class Bench:
    """One bench: who is compared, and what must come of it.

    Attributes:
        name: The module's name.
        title: One line above the table.
        contestants: In the order of their turns.
        floors: Ratios between them.
        ceilings: Bounds of single figures.
        rounds: How many are counted.
        warm_up: Whether one uncounted round comes first.
        remarks: Lines printed below the table.
    """

    name: str
    title: str
    contestants: Sequence[Contestant]
    floors: Sequence[Floor] = ()
    ceilings: Sequence[Ceiling] = ()
    rounds: int = ROUNDS
    warm_up: bool = True
    remarks: Sequence[str] = field(default=())

    def run(self, arguments: Sequence[str] | None = None) -> int:
        """Measure, print and return the exit code; `arguments` defaults to those of the command line."""
        parser = argparse.ArgumentParser(prog=f"python -m tests.bench.{self.name}", description=self.title)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
        options = parser.parse_args(arguments)
        try:
            outcome = asyncio.run(asyncio.wait_for(measure_all(self), LONGEST))
        except TimeoutError:
            print(f"{self.name}: not done after {LONGEST:.0f} s", file=sys.stderr)
            return 2
        if options.json:
            print(json.dumps(self.as_json(outcome), ensure_ascii=False))
        else:
            self.print_table(outcome)
        return 0 if self.passes(outcome) else 1

    def passes(self, outcome: Outcome) -> bool:
        """Say whether every floor and ceiling holds."""
        bounds: list[Floor | Ceiling] = [*self.floors, *self.ceilings]
        return all(bound.holds(outcome.figures) for bound in bounds)

    def as_json(self, outcome: Outcome) -> dict[str, object]:
        """Return the figures, ratios, floors and ceilings as plain values."""
        return {
            "bench": self.name,
            "figures": outcome.figures,
            "units": {contestant.name: contestant.unit for contestant in self.contestants},
            "rounds": outcome.rounds,
            "ratios": {floor.ratio: floor.value(outcome.figures) for floor in self.floors},
            "floors": {floor.ratio: floor.least for floor in self.floors if floor.least is not None},
            "ceilings": {ceiling.name: ceiling.most for ceiling in self.ceilings},
            "seconds": outcome.seconds,
            "passed": self.passes(outcome),
        }

    def print_table(self, outcome: Outcome) -> None:
        """Print figures, then bounds, as tables."""
        console = Console()
        figures = Table("contestant", "median", "unit", "rounds", "", title=self.title, title_justify="left")
        for one in self.contestants:
            rounds = "  ".join(_figure(value) for value in outcome.rounds[one.name])
            figures.add_row(one.name, _figure(outcome.figures[one.name]), one.unit, rounds, one.note)
        console.print(figures)
        bounds = Table("bound", "measured", "wanted", "")
        for floor in self.floors:
            wanted = "" if floor.least is None else f"at least {floor.least:g}"
            bounds.add_row(floor.ratio, f"{floor.value(outcome.figures):.2f}", wanted, _verdict(floor, outcome))
        for ceiling in self.ceilings:
            value = _figure(outcome.figures[ceiling.name])
            bounds.add_row(ceiling.name, value, f"at most {ceiling.most:g}", _verdict(ceiling, outcome))
        if bounds.row_count:
            console.print(bounds)
        for remark in self.remarks:
            console.print(remark)


async def measure_all(bench: Bench) -> Outcome:
    """Let every contestant take its turn in every round, and return the medians."""
    started = time.monotonic()
    if bench.warm_up:
        for contestant in bench.contestants:
            await _measure(contestant)
    rounds: dict[str, list[float]] = {contestant.name: [] for contestant in bench.contestants}
    for number in range(bench.rounds):
        for contestant in bench.contestants:
            if contestant.rounds is None or number < contestant.rounds:
                rounds[contestant.name].append(await _measure(contestant))
    figures = {name: statistics.median(values) for name, values in rounds.items()}
    return Outcome(figures, rounds, time.monotonic() - started)


async def _measure(contestant: Contestant) -> float:
    await asyncio.sleep(0)  # a plain contestant must not keep the bench from running out of time
    figure = contestant.measure()
    return await figure if inspect.isawaitable(figure) else figure


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _verdict(bound: Floor | Ceiling, outcome: Outcome) -> str:
    if isinstance(bound, Floor) and bound.least is None:
        return ""
    return "[green]holds[/]" if bound.holds(outcome.figures) else "[red]broken[/]"
