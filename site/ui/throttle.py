"""A brake for guessing: so many tries in a time for each visitor, counted in the cache."""

import hashlib

from django.core.cache import cache


def spent(*, what: str, visitor: str, most: int, seconds: int) -> bool:
    """Counts one try of `visitor` at `what`; whether that was one too many. The visitor is kept as a digest only."""
    key = f"throttle:{what}:{hashlib.sha256(visitor.encode()).hexdigest()[:32]}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two calls
        return False
