import gc

from bot.memory import settle_memory


def test_what_is_there_after_loading_is_permanent_once() -> None:
    """What was there is not looked through again; what comes later is, and a second call takes nothing more."""
    thresholds = gc.get_threshold()
    try:
        settle_memory()
        permanent = gc.get_freeze_count()
        later = [[number] for number in range(1000)]
        settle_memory()
        assert permanent > 0
        assert gc.get_freeze_count() <= permanent  # some of it may go all the same, by its count of references
        assert gc.is_tracked(later)
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
        settle_memory.cache_clear()
