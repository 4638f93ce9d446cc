"""Pictures that come with questions: checked, drawn anew, and refused in words when they are anything else."""

import io
import zipfile

import pytest
from django.test import override_settings
from PIL import Image

from assessments.formats import images, moodle_xml, qti
from assessments.formats.entry import Entry, Skipped, Unreadable
from tests.assessments.formats import files, moodle
from tests.assessments.formats.pictures import SVG, drawn, huge

pytestmark = pytest.mark.usefixtures("english")


def taken(content: bytes, name: str = "a.png", gallery: images.Gallery | None = None) -> Entry:
    entry = Entry("", 1, "", "")
    (gallery or images.Gallery()).put(entry, name, content)
    return entry


def photograph() -> bytes:
    image, out = Image.new("RGB", (40, 30), (200, 10, 10)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif[0x0112] = 6  # lies on its side
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_attack_24_a_picture_is_drawn_anew() -> None:
    entry = taken(photograph() + b"<script>alert(1)</script>", "x.png")
    assert entry.picture is not None
    assert (entry.picture.name, entry.picture.width, entry.picture.height) == ("x.jpg", 30, 40)
    assert b"script" not in entry.picture.content
    with Image.open(io.BytesIO(entry.picture.content)) as image:
        assert not image.getexif()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SVG, "SVG"),
        (b"<?xml version='1.0'?>" + SVG, "SVG"),
        (huge(30_000, 30_000), "damaged"),
        (huge(7_100, 7_100), "too many pixels"),
        (b"GIF89a", "damaged"),
        (b"", "damaged"),
        (b"<html><script>", "damaged"),
        (drawn()[:60], "damaged"),
    ],
)
def test_attack_24_what_is_no_picture_is_refused_in_words(content: bytes, reason: str) -> None:
    entry = taken(content)
    assert entry.picture is None
    assert reason in entry.dropped[0]
    assert "a.png" in entry.dropped[0]


@pytest.mark.parametrize("name", ["../../a/evil\u202egnp.svg", "C:\\x.exe", "", "n" * 500])
def test_attack_30_a_name_says_no_more_than_a_name(name: str) -> None:
    entry = taken(drawn(), name)
    assert entry.picture is not None
    assert entry.picture.name.endswith(".png")
    assert len(entry.picture.name) <= 84
    assert not set("/\u202e") & set(entry.picture.name)


@override_settings(WAGTAILIMAGES_MAX_UPLOAD_SIZE=100)
def test_attack_24_a_file_that_is_too_big_is_refused() -> None:
    assert "too big" in taken(drawn()).dropped[0]


def test_attack_24_many_pictures_are_no_way_around_the_limit_of_one(monkeypatch) -> None:
    monkeypatch.setattr(images, "MOST_PIXELS", 200 * 120 + 10)
    gallery = images.Gallery()
    assert taken(drawn(), gallery=gallery).picture is not None
    assert "together" in taken(drawn(), gallery=gallery).dropped[0]


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/a.png", "//127.0.0.1/a.png", "file:///etc/passwd", "../../../etc/passwd",
        "/etc/passwd", "@@PLUGINFILE@@/../../../etc/passwd", "data:text/html;base64,AAAA", "items/q.xml\u202e",
    ],
)  # fmt: skip
def test_attack_20_a_picture_elsewhere_is_never_fetched(address: str) -> None:
    text = f'Which? <img src="{address}">'
    [told] = moodle_xml.read(moodle.quiz(moodle.question("essay", text)))
    body = f'<p>Which? <img src="{address}"/></p><qti-extended-text-interaction response-identifier="R"/>'
    package = files.packed({"items/q.xml": files.item(body), "etc/passwd": drawn(), "imsmanifest.xml": "<manifest/>"})
    [item] = qti.read(package)
    for entry in (told, item):
        assert entry.answering == "essay"
        assert entry.picture is None
        assert "nothing is fetched" in entry.dropped[0]


def test_attack_19_a_package_with_a_bomb_for_a_picture_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("items/q.xml", files.item("<p>x</p>"))
        archive.writestr("pictures/a.png", b"\0" * 3_000_000)
    with pytest.raises(Unreadable, match="densely"):
        qti.read(out.getvalue())


def test_what_is_refused_leaves_a_question_that_needs_it_out() -> None:
    spot = (
        '<qti-hotspot-interaction response-identifier="RESPONSE" max-choices="1"><img src="a.svg"/>'
        '<qti-hotspot-choice identifier="A" shape="rect" coords="0,0,10,10"/></qti-hotspot-interaction>'
    )
    [found] = qti.read(files.packed({"q.xml": files.item(spot), "a.svg": SVG, "imsmanifest.xml": "<m/>"}))
    assert isinstance(found, Skipped)
    assert "SVG" in found.reason
