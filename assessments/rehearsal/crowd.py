"""Many cadets at once: signed in a few at a time, then each in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from assessments.rehearsal.cadet import Cadet

# From one address the server takes 1200 attempts to sign in a minute (ACCOUNT_RATE_LIMITS): stay below.
SIGN_INS_PER_SECOND = 16
# Checking a password is made to cost, so it is what a server is slowest at. Cadets sign in before the hour strikes.
SIGN_INS_AT_ONCE = 6


def run(cadets: Sequence[Cadet], *, within: float, pause: float, stop: threading.Event) -> None:
    """All sign in; then all start, evenly over `within` seconds. Returns when the last has ended, or `stop` is set.

    Raises KeyboardInterrupt, after every cadet has stopped.
    """
    _each(cadets, Cadet.sign_in, SIGN_INS_AT_ONCE, len(cadets) / SIGN_INS_PER_SECOND, stop)
    _each(cadets, lambda cadet: cadet.sit(pause), len(cadets), within, stop)


def _each(
    cadets: Sequence[Cadet], work: Callable[[Cadet], None], threads: int, over: float, stop: threading.Event
) -> None:
    """Does the work for each, begun evenly over so many seconds where there are threads enough."""
    began = time.monotonic()

    def at_its_time(place: int, cadet: Cadet) -> None:
        begin = began + over * place / len(cadets)
        if not stop.wait(max(0.0, begin - time.monotonic())):
            work(cadet)

    with ThreadPoolExecutor(threads) as pool:
        try:
            for done in [pool.submit(at_its_time, place, cadet) for place, cadet in enumerate(cadets)]:
                done.result()
        except BaseException:
            stop.set()  # before the pool waits for its threads
            raise
