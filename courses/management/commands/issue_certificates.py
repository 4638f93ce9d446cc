"""Issues certificates to everybody of a cohort who completed a course, and writes a PDF a person."""

from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from courses.domain import issuing
from courses.models import Certificate, CertificateFile, Course
from people.models import Cohort
from ui.command import JsonCommand, Refused


class Command(JsonCommand):
    help = "Issues certificates to a cohort; who has one keeps it. The files lie in DATA_DIR/certificates."
    atomic = False  # each record and each file is a transaction of its own: stopped, it goes on where it was

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("--course", required=True, help="the course's code")
        parser.add_argument("--cohort", required=True, help="the cohort's code")

    def act(self, **options: Any) -> dict[str, Any]:
        course = Course.objects.filter(code=options["course"]).first()
        cohort = Cohort.objects.filter(code=options["cohort"]).first()
        if course is None or cohort is None:
            what = "course" if course is None else "cohort"
            raise Refused(f"There is no {what} with the code {options[what]}.")
        started = perf_counter()
        found = issuing.issue(course=course, cohort=cohort, by=None)
        files = [str(path) for path in written(found.all)]
        return {
            "issued": len(found.issued),
            "existing": len(found.existing),
            "seconds": round(perf_counter() - started, 3),
            "files": files,
            "refused": [{"learner": one.learner.username, "reason": why} for one, why in found.refused],
        }

    def words(self, document: dict[str, Any]) -> str:
        told = f"{document['issued']} issued, {document['existing']} there already, in {document['seconds']} s"
        refused = [f"{one['learner']}: {one['reason']}" for one in document["refused"]]
        return "\n".join([told, *refused])


def written(certificates: list[Certificate]) -> list[Path]:
    """The kept files of certificates, each under its number; a file is whole or not there."""
    folder = Path(settings.DATA_DIR) / "certificates"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for start in range(0, len(certificates), issuing.CHUNK):
        chunk = certificates[start : start + issuing.CHUNK]
        contents = dict(CertificateFile.objects.filter(certificate__in=chunk).values_list("certificate", "content"))
        paths += [_whole(folder / f"{one.serial}.pdf", bytes(contents[one.pk])) for one in chunk]
    return paths


def _whole(path: Path, content: bytes) -> Path:
    making = path.with_suffix(".making")
    making.write_bytes(content)
    making.replace(path)
    return path
