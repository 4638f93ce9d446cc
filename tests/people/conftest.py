"""Throttles are counted in the cache: each test begins with an empty one."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
