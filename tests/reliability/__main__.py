"""`python -m tests.reliability --minutes 10 --cadets 24 --seed 7`: a long ordeal on a database of its own.

Needs PostgreSQL (TEST_DATABASE_URL). Prints its numbers; ends with 1 where a promise was broken.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import system


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--cadets", type=int, default=24)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    told = parser.parse_args()
    sys.path[:0] = [str(system.ROOT / "site"), str(system.ROOT)]
    base, name = os.environ.get("TEST_DATABASE_URL", system.DEFAULT).rsplit("/", 1)[0], f"dastur_ordeal_{os.getpid()}"
    if not system.answers(base):
        print(f"There is no PostgreSQL at {base}; name one in TEST_DATABASE_URL.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="academy.settings.test",
            DATABASE_URL=f"{base}/{name}",
            DATA_DIR=folder,
            CELERY_BROKER_URL="",
            CACHE_URL="",
        )
        print(f"Python {sys.version.split()[0]}, {system.create(base, name)}")
        try:
            from tests.reliability import ordeal

            report = ordeal.run(
                environment=os.environ,
                folder=Path(folder),
                seconds=60 * told.minutes,
                cadets=told.cadets,
                seed=told.seed,
            )
        finally:
            system.drop(base, name)
    print("\n".join(report.lines()))
    return int(bool(report.wrong))


if __name__ == "__main__":
    sys.exit(main())
