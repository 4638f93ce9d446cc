"""Pictures that lie on the lines of a spreadsheet."""

import io
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter
from PIL import Image

from assessments.formats import sheet
from assessments.formats.entry import Entry, Picture, Unreadable
from tests.assessments.formats import files
from tests.assessments.formats.pictures import SVG, drawn
from tests.assessments.formats.test_kinds_in_files import PICTURED, SPOT

pytestmark = pytest.mark.usefixtures("english")
NAMES = ["kind", "question", "right"]
RELS = "xl/drawings/_rels/drawing1.xml.rels"


def as_a_teacher_does() -> bytes:
    """Two questions, a picture on the line of the second, and another that lies nowhere near one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for line, row in enumerate([NAMES, ["truth", "One", "true"], ["truth", "Two", "false"]]):
            page.write_row(line, 0, row)
        page.insert_image(2, 6, "a.png", {"image_data": io.BytesIO(drawn()), "description": "A sign"})
        page.insert_image(50, 0, "b.png", {"image_data": io.BytesIO(drawn(size=(50, 50)))})
    return out.getvalue()


def changed(**parts: bytes) -> bytes:
    """The same with other parts; `rels` are the links of the drawing, `png` the bytes of its first picture."""
    with zipfile.ZipFile(io.BytesIO(as_a_teacher_does())) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    names = {"rels": RELS, "png": "xl/media/image1.png", "drawing": "xl/drawings/drawing1.xml"}
    return files.packed(held | {names[key]: content for key, content in parts.items()})


def test_a_picture_belongs_to_the_line_on_which_it_lies() -> None:
    one, two = sheet.read(as_a_teacher_does())
    assert (one.picture, two.picture.width, two.picture_alt) == (None, 200, "A sign")
    assert two.details == {"answer": "false"}


def test_several_lines_with_pictures_keep_their_own() -> None:
    plain = replace(PICTURED, name="N", picture=None, picture_alt="")
    found = sheet.read(sheet.write([plain, SPOT, plain, PICTURED]))
    assert [bool(one.picture) for one in found] == [False, True, False, True]
    assert [one.picture_alt for one in found] == ["", "A plan", "", "A sign"]


def test_a_webp_goes_out_as_a_png() -> None:
    webp = replace(PICTURED, picture=Picture("a.webp", drawn("WEBP"), "", 200, 120))
    [back] = sheet.read(sheet.write([webp]))
    assert back.picture.name.endswith(".png")
    with Image.open(io.BytesIO(back.picture.content)) as image:
        assert image.size == (200, 120)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ('Target="http://127.0.0.1/a.png" TargetMode="External"', "fetched"),
        ('Target="../../../../etc/passwd"', "fetched"),
        ('Target="../media/none.png"', "fetched"),
        ('Target="../worksheets/sheet1.xml"', "damaged"),
    ],
)
def test_attack_20_a_picture_elsewhere_is_never_fetched(link: str, reason: str) -> None:
    rels = f'<Relationships><Relationship Id="rId1" {link}/></Relationships>'
    _one, two = sheet.read(changed(rels=rels.encode()))
    assert isinstance(two, Entry)
    assert two.picture is None
    assert reason in " ".join(two.dropped)


def test_attack_24_what_is_no_picture_is_refused_in_words() -> None:
    _one, two = sheet.read(changed(png=SVG))
    assert "SVG" in two.dropped[0]


def test_attack_18_entities_in_a_drawing_are_refused() -> None:
    with pytest.raises(Unreadable):
        sheet.read(changed(drawing=b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>"))
