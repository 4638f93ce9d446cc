"""The whole handbook as PDF and as EPUB, against WeasyPrint on the same text without our styles.

Each in a process of its own, which tells its own peak of memory. The floor is the text alone: no tags, no notes, no
running heads.
"""

import json
import subprocess
import sys

from tests.benchmarks.measure import Comparison, Measured

ROUNDS = 2
WORK = """
import json, resource, sys, time
sys.path[:0] = ["site", "."]
import django; django.setup()
from django.conf import settings
settings.ROOT_URLCONF = "academy.urls"
from handbook.domain.book.published import published
from handbook.domain.book.volume import Edition, composed
from handbook.domain.book.pdf import pdf, whole
from handbook.domain.book.epub import epub
kind = sys.argv[1]
state = published()
if kind == "floor":
    import re, weasyprint
    html = re.sub(r'<span class="note">.*?</span>', "", whole(composed(state, Edition("pdf", "tg"))))
    html = re.sub(r"<(?:link|meta)[^>]*>", "", html)
begun, cpu = time.perf_counter(), time.process_time()
if kind == "floor":
    made = weasyprint.HTML(string=html).write_pdf()
else:
    volume = composed(state, Edition(kind, "tg"))
    made = pdf(volume) if kind == "pdf" else epub(volume)
print(json.dumps({
    "wall": time.perf_counter() - begun, "cpu": time.process_time() - cpu, "bytes": len(made),
    "sections": len(state.sections), "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def once(kind: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", WORK, kind], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def run() -> list[Comparison]:
    kinds = ("pdf", "epub", "floor")
    rounds = [{kind: once(kind) for kind in kinds} for _ in range(ROUNDS)]
    floor = min((found["floor"] for found in rounds), key=lambda one: one["cpu"])
    return [_against(rounds, kind, floor) for kind in ("pdf", "epub")]


def _against(rounds: list[dict[str, dict[str, float]]], kind: str, floor: dict[str, float]) -> Comparison:
    best = min((found[kind] for found in rounds), key=lambda one: one["cpu"])
    note = (
        f"{best['bytes'] / 1e6:.1f} MB; memory at its highest {best['memory']:.0f} MB, "
        f"of the floor {floor['memory']:.0f} MB"
    )
    return Comparison(
        f"the book of {best['sections']:.0f} sections, {kind}",
        "WeasyPrint, the text without our styles",
        Measured(best["wall"] * 1000, best["cpu"] * 1000),
        Measured(floor["wall"] * 1000, floor["cpu"] * 1000),
        best["wall"] / floor["wall"],
        best["cpu"] / floor["cpu"],
        note,
    )
