"""Work in several threads at once, and Ctrl-C meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from generator.processes.interrupts import block_sigint

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

OnProgress: TypeAlias = Callable[[int], None]
"""Called with how many are done, whether or not there are more now."""

PROGRESS_SECONDS = 0.25
"""How often that is at least."""


def run_in_threads(
    work: Callable[[T], R],
    things: Iterable[T],
    threads: int,
    *,
    stop: Callable[[], None] = lambda: None,
    on_progress: OnProgress = lambda _done: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[T, R]:
    """What `work` makes of each thing.

    Ctrl-C is taken notice of here, and nowhere else meanwhile: raised at any other line, it can leave a lock
    of a pool or of an import closed for ever.

    Args:
        work: called in one of the threads.
        things: begun in this order, which is that of the result, too.
        threads: how many.
        stop: called at Ctrl-C, to have done soon what is being done.
        on_progress: told of how far it is.
        meanwhile: what this thread has to do while the others work. Ctrl-C waits for it.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed; no thread is left.
        Exception: what `work` raised first; what was not begun is not begun any more.
    """
    done: SimpleQueue[Future[R] | None] = SimpleQueue()

    def begin(pool: ThreadPoolExecutor) -> dict[T, R]:
        asked = {pool.submit(work, thing): thing for thing in dict.fromkeys(things)}
        for future in asked:
            future.add_done_callback(done.put)
        meanwhile()
        return _gathered(asked, done, on_progress)

    with block_sigint(lambda: done.put(None)):
        return _pooled(threads, begin, stop)


def _pooled(threads: int, begin: Callable[[ThreadPoolExecutor], R], stop: Callable[[], None]) -> R:
    """What `begin` makes of a pool. It is gone on return: what Python does then may swallow Ctrl-C."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        try:
            return begin(pool)
        except KeyboardInterrupt:
            stop()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _gathered(
    asked: dict[Future[R], T], done: SimpleQueue[Future[R] | None], on_progress: OnProgress
) -> dict[T, R]:
    made: dict[T, R] = {}
    while len(made) < len(asked):
        on_progress(len(made))
        try:
            future = done.get(timeout=PROGRESS_SECONDS)
        except Empty:
            continue
        if future is None:
            raise KeyboardInterrupt
        made[asked[future]] = future.result()
    on_progress(len(made))
    return {thing: made[thing] for thing in asked.values()}
