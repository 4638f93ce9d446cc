"""`python -m tests.benchmarks [NAME …]` (names: see ALL): speed and memory, each against a floor in the same run.

Every benchmark runs in a process of its own, so that one's memory is not counted as the next one's.
"""

import multiprocessing
import sys
from importlib import import_module

from tests.benchmarks.measure import peak_memory
from tests.benchmarks.system import prepared

ALL = ["lesson", "reading", "saving", "wire", "crowd", "certificates", "needs", "completion", "search", "book"]


def one(name: str) -> None:
    from django.db import connections

    connections.close_all()
    before = peak_memory()
    for comparison in import_module(f"tests.benchmarks.{name}").run():
        print(comparison.line())
        if comparison.note:
            print(f"{'':44} {comparison.note}")
    print(
        f"{'':44} memory at its highest {peak_memory():.0f} MB, {peak_memory() - before:.0f} MB of it for this\n",
        flush=True,
    )


def main(names: list[str]) -> int:
    with prepared() as version:
        from django.db import connections

        print(f"\nPython {sys.version.split()[0]}, {version}. Medians; ratios are medians of ratios, round by round.\n")
        connections.close_all()
        processes = multiprocessing.get_context("fork")
        failed = 0
        for name in names or ALL:
            process = processes.Process(target=one, args=[name])
            process.start()
            process.join()
            failed |= process.exitcode or 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
