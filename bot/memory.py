"""The collector of reference cycles: spared what stays for good.

Two hundred thousand objects are there once hazm's word lists are loaded, and none of them ever goes. Looking through
them again and again took a seventh of the time of a busy program, and a tenth of a second at a stretch.
"""

import gc
from functools import cache

_YOUNG, _MIDDLE, _OLD = 10_000, 20, 20  # objects made since, then collections since: a turn leaves about a hundred


@cache
def settle_memory() -> None:
    """Take what is there now for permanent, once in a process; look for garbage among what comes later, less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
