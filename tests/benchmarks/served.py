"""Settings of a served benchmark: the tests' own, with the floors among the addresses."""

from academy.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
