"""A certificate as it is held in the hand: its words, its number, and what a telephone reads in its QR code."""

import re
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PdfReader

SERIAL = re.compile(r"PA-\d{4}-\d{6}")


def words(pdf: Path) -> str:
    """Every word of it, one space between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def serial(pdf: Path) -> str:
    found = SERIAL.search(words(pdf))
    assert found, words(pdf)
    return found.group()


def address(pdf: Path) -> str:
    """The address in the QR code, photographed at 150 dots an inch."""
    picture = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", pdf, picture], check=True)
    with Image.open(picture.with_suffix(".png")) as photograph:
        codes = zxingcpp.read_barcodes(photograph)
    assert len(codes) == 1, codes
    return codes[0].text
