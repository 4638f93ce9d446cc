"""What tests of courses share."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image

from courses.domain import complete
from courses.models import Certificate
from people.models import User
from tests.factories.courses import all_done, whole_course
from tests.factories.sessions import taught_group


@pytest.fixture
def certificate(db) -> Certificate:
    """A certificate that was issued by completing a course."""
    return issued()


@pytest.fixture
def group(db) -> SimpleNamespace:
    """A cohort of three with its trainer, in a course."""
    return taught_group()


def issued(learner: User | None = None, **course: object) -> Certificate:
    """A certificate of a new course, by completing it."""
    found = complete.check(all_done(whole_course(**course), learner)).certificate
    assert found is not None
    return found


def picture(content: bytes, folder: Path, dpi: int = 100) -> Image.Image:
    """The first page of a PDF as poppler draws it."""
    (folder / "page.pdf").write_bytes(content)
    command = ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(folder / "page.pdf"), str(folder / "page")]
    subprocess.run(command, check=True)
    return Image.open(folder / "page.png")


def text(content: bytes, folder: Path) -> str:
    """The text of a PDF as poppler extracts it."""
    (folder / "text.pdf").write_bytes(content)
    command = ["pdftotext", "-layout", str(folder / "text.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def words(content: bytes, folder: Path) -> list[tuple[str, float, float, float, float]]:
    """Every word with its box, in points from the top left corner."""
    import re

    (folder / "words.pdf").write_bytes(content)
    command = ["pdftotext", "-bbox", str(folder / "words.pdf"), "-"]
    found = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [(m[5], float(m[1]), float(m[2]), float(m[3]), float(m[4])) for m in re.finditer(pattern, found)]


def qr_text(content: bytes, folder: Path) -> str:
    """What a phone would read from the printed sheet."""
    found = zxingcpp.read_barcode(picture(content, folder, dpi=110))
    assert found is not None
    return found.text
