"""A certificate drawn, against WeasyPrint on a document of one line."""

from weasyprint import HTML

from courses.domain import complete, draw
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
    return [found.saying(f"{1000 / found.work.wall:.1f} certificates a second, of {1000 / found.floor.wall:.1f}")]
