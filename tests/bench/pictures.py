"""Drawing pictures of goals: how long one takes, and for how long everybody else waits meanwhile.

`python -m tests.bench.pictures [count]`: so many charts of goals with 1 to 400 reports, as the job draws them (in a
thread), and beside that in the event loop itself.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Sequence

from locales import translator
from models.documents.goal_chart import GoalChart, chart_png
from tests.bench.stalls import StallWatch
from tests.models.documents.charts import chart

_REPORTS = (1, 2, 12, 50, 400)


def charts(count: int) -> list[GoalChart]:
    """Goals with histories of different lengths, no two alike."""
    return [
        chart(
            [(step * 7 + number) % 97 for step in range(_REPORTS[number % len(_REPORTS)])], number=number + 1, every=3
        )
        for number in range(count)
    ]


async def beside_the_loop(shown: Sequence[GoalChart]) -> tuple[float, float]:
    """Draw them one after the other as the job does; (seconds in all, the longest time the loop stood still)."""
    tr = translator("fa")
    async with StallWatch() as watch:
        started = time.perf_counter()
        for one in shown:
            await asyncio.to_thread(chart_png, one, tr)
        return time.perf_counter() - started, watch.longest


async def in_the_loop(shown: Sequence[GoalChart]) -> tuple[float, float]:
    """The same without a thread."""
    tr = translator("fa")
    async with StallWatch() as watch:
        started = time.perf_counter()
        for one in shown:
            chart_png(one, tr)
            await asyncio.sleep(0)
        await asyncio.sleep(0.02)
        return time.perf_counter() - started, watch.longest


async def main() -> None:
    """Measure, and say it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    started = time.perf_counter()
    chart_png(charts(1)[0], translator("fa"))
    print(f"the first picture: {(time.perf_counter() - started) * 1000:.0f} ms")
    for name, draw in (("in a thread", beside_the_loop), ("in the loop", in_the_loop)):
        seconds, stall = await draw(charts(count))
        print(
            f"{count} pictures {name}: {seconds / count * 1000:.0f} ms each, the loop stood still {stall * 1000:.0f} ms"
        )
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    asyncio.run(main())
