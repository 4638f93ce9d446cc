"""A certificate drawn, against WeasyPrint on a document of one line; and stamped and signed, against drawing it."""

import zlib
from hashlib import sha256

from weasyprint import HTML

from courses.domain import bulk, complete, draw, seals
from tests.benchmarks.measure import Comparison, compare, statements


def one_line() -> bytes:
    return bytes(HTML(string="<!doctype html><html lang=tg><title>1</title><p>Шаҳодатнома</p>").write_pdf() or b"")


def run() -> list[Comparison]:
    from courses.models import Enrolment
    from tests.journeys import inside

    made = inside.graduate("bench-graduate", "tg")
    enrolment = Enrolment.objects.get(learner__username=made["username"])
    certificate = complete.check(enrolment).certificate
    assert certificate

    found = compare(
        f"a certificate ({statements(lambda: draw.pdf(certificate))} statements)",
        lambda: draw.pdf(certificate),
        "WeasyPrint, one line",
        one_line,
        rounds=9,
        times=2,
        floor_times=2,
    )
    seals.make_test_authority()
    moulds = bulk.Moulds()
    moulds.pdf(certificate)  # the mould is made
    stamped = compare(
        "a certificate stamped and signed",
        lambda: moulds.pdf(certificate),
        "hash and compress the same bytes, sign the digest",
        lambda: the_least(moulds),
        rounds=9,
        times=50,
        floor_times=50,
    )
    return [
        found.saying(f"{1000 / found.work.wall:.1f} certificates a second, of {1000 / found.floor.wall:.1f}"),
        stamped.saying(
            f"{1000 / stamped.work.wall:.0f} a second, {found.work.wall / stamped.work.wall:.0f} times drawing"
        ),
    ]


def the_least(moulds: bulk.Moulds) -> bytes:
    """What no way of issuing can do without: the file's digest, its packing, a signature."""
    content = b"".join(mould.head for mould in bulk._MADE.values() if mould)[:57_000]
    digest = sha256(content).digest()
    assert moulds.seal
    return zlib.compress(content, 1)[:1] + moulds.seal.signature(digest)[:1]
