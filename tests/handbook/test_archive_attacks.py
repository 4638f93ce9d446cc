"""Hostile archives and pictures: judged before anything of them is used."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from handbook.domain import archive
from handbook.domain.archive_file import read_bytes
from handbook.domain.demo import FIGURES
from handbook.models import HandbookIndexPage, SectionPage
from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in
from ui import looked_at
from ui.pictures import clean_problem
from ui.uploads import RefusedFile

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def packed(db) -> bytes:
    SectionPageFactory(slug="one", blocks=[{"type": "text", "text": told("Матн", "Текст", "Text")}])
    return archive.export(by=None)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist() if name != archive.MANIFEST}


def with_section(packed: bytes, change) -> bytes:
    """The archive with its section changed, and a manifest that agrees."""
    parts = parts_of(packed)
    name = next(name for name in parts if name.endswith("/one.json"))
    page = json.loads(parts[name])
    change(page)
    parts[name] = json.dumps(page).encode()
    return archive.zipped(parts)


def refused(content: bytes) -> str:
    with pytest.raises(RefusedFile) as found:
        read_bytes(content)
    return str(found.value)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<p onclick=x>a</p>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
        '<a href="javascript:alert(1)">a</a>', '<a href="JaVaScript:alert(1)">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<a href="//evil.example/">a</a>', '<a href="&#106;avascript:alert(1)">a</a>', "<p>a<!-- --></p>", "<p", "<",
        '<a linktype="document" id="1">a</a>', '<embed embedtype="image" id="1"/>', "<style>@import 'x'</style>",
        "<p>a\u202egpj.exe</p>", "<math><mi>x</mi></math>", '<p style="x">a</p>', "&" * 10, "<p>" + "a" * 100_001,
        '<a href="http://x" href="javascript:1">a</a>', "<plaintext>", "<P>a</P>", '<a href="file:///etc/passwd">a</a>',
    ],
)  # fmt: skip
def test_attack_16_an_archive_brings_no_markup_of_its_own(packed, html):
    def change(page):
        page["content"]["body"][0]["value"]["text"]["tg"] = html

    assert refused(with_section(packed, change))


def _set(*path):
    *way, last, value = path

    def change(page):
        place = page
        for step in way:
            place = place[step]
        place[last] = value

    return change


BODY = ("content", "body")
ODD = [
    _set("content", "body", {}), _set(*BODY, 0, "type", "raw_html"), _set(*BODY, 0, "type", []), _set(*BODY, 0, None),
    _set(*BODY, 0, "id", "../x"), _set(*BODY, 0, "value", "text", "made", {"of": []}), _set(*BODY, 0, "value", "x", 1),
    _set("content", "made", {"heading": {"of": {}}}), _set("content", "texts", "heading", {}), _set("live", 1),
    _set("content", "source_language", "xx"), _set("content", "minutes", 10**30), _set("first_published_at", "never"),
    _set("slug", "../../etc"), _set("kind", "index"), _set("owner", 1), _set("content", "texts", "heading", "tg", 5),
    _set("content", "texts", "heading", "tg", "\u202ex"), _set("content", "texts", "heading", "tg", "\x00"),
    _set("first_published_at", "2026-01-01T00:00:00"), _set("draft", []), _set("content", "minutes", True),
    _set("children", {}), _set(*BODY, 0, "value", "text", "tg", None),
]  # fmt: skip


@pytest.mark.parametrize("change", ODD, ids=range(len(ODD)))
def test_attack_16_an_archive_of_another_shape_is_refused(packed, change):
    assert refused(with_section(packed, change))


def test_attack_18_json_as_deep_as_memory_is_refused(packed):
    parts = parts_of(packed)
    parts["terms.json"] = b"[" * 200_000 + b"]" * 200_000
    content = io.BytesIO()
    manifest = {"format": archive.FORMAT, "version": 1, "languages": ["tg"]}
    manifest["sha256"] = {name: hashlib.sha256(one).hexdigest() for name, one in parts.items()}
    with zipfile.ZipFile(content, "w") as file:
        for name, one in {**parts, "manifest.json": json.dumps(manifest).encode()}.items():
            file.writestr(name, one)
    assert refused(content.getvalue())


@pytest.mark.parametrize(
    "name",
    ["../evil.json", "/etc/passwd.json", "pages/../../x.json", "pages\\x.json", "x.svg", "pages/a/b/c.json", "x.json"],
)
def test_attack_19_a_file_that_does_not_belong_in_it_is_refused(packed, name):
    content = io.BytesIO(archive.zipped(parts_of(packed) | {name: b"{}"}))
    assert refused(content.getvalue())


def test_attack_19_what_was_changed_without_its_manifest_is_refused(packed):
    content = io.BytesIO(packed)
    with zipfile.ZipFile(content, "a") as file:
        file.writestr("pages/more.json", b"{}")
    assert refused(content.getvalue())


def test_attack_19_a_bomb_is_refused_before_it_is_unpacked(packed):
    assert refused(archive.zipped(parts_of(packed) | {"pages/bomb.json": b" " * 50_000_000}))


def photograph(kind: str = "JPEG") -> bytes:
    """A picture that tells where it was taken."""
    exif = Pillow.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (38.0, 33.0, 12.0)
    out = io.BytesIO()
    Pillow.new("RGB", (60, 40), "red").save(out, kind, exif=exif)
    return out.getvalue()


def upload(client, content: bytes, name: str, kind: str = "image/jpeg"):
    file = SimpleUploadedFile(name, content, content_type=kind)
    return client.post(reverse("wagtailimages:add"), {"title": "Расм", "file": file})


@pytest.fixture
def trainer(client):
    user = UserFactory()
    grant(user=user, role=Role.TRAINER, by=None)
    return signed_in(client, user)


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_attack_24_nobody_learns_where_a_picture_was_taken(trainer, kind, suffix):
    assert b"SecretCamera" in photograph(kind)
    assert upload(trainer, photograph(kind), f"a.{suffix}").status_code == 302
    image = Image.objects.get()
    for file in (image.file, image.get_rendition("original").file, image.get_rendition("max-20x20").file):
        with file.open("rb") as opened:
            content = opened.read()
        assert b"SecretCamera" not in content
        assert not Pillow.open(io.BytesIO(content)).getexif()
    assert (image.width, image.height) == (40, 60), "upright, without having to be told so"


def test_attack_24_a_picture_that_is_a_script_too_becomes_a_picture_alone(trainer):
    out = io.BytesIO()
    Pillow.new("P", (4, 4)).save(out, "GIF", comment=b"*/=1;alert(1)//")
    assert upload(trainer, out.getvalue() + b";alert(2)", "a.gif", "image/gif").status_code == 302
    with Image.objects.get().file.open("rb") as file:
        content = file.read()
    assert b"alert" not in content


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "a.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "a.png"),
        (b"GIF89a/*" + b"\x00" * 40, "a.gif"),
        (b"<html><script>alert(1)</script>", "a.jpg"),
        (photograph("PNG"), "a.jpg"),
        (photograph()[:200], "a.jpg"),
    ],
)
def test_attack_24_what_is_no_picture_is_refused(trainer, content, name):
    assert upload(trainer, content, name).status_code == 200
    assert not Image.objects.exists()


def test_attack_24_a_picture_too_large_to_draw_is_refused_undrawn(trainer):
    out = io.BytesIO()
    Pillow.new("1", (30_000, 30_000)).save(out, "PNG")
    assert len(out.getvalue()) < 500_000
    assert upload(trainer, out.getvalue(), "bomb.png", "image/png").status_code == 200
    assert not Image.objects.exists()
    assert clean_problem(out.getvalue(), "bomb.png")


def test_attack_24_no_address_draws_pictures_to_order(trainer):
    upload(trainer, photograph(), "a.jpg")
    pk = Image.objects.get().pk
    for spec in ["width-1", "width-9999", "max-9999x9999", "fill-4000x4000", "original"]:
        assert trainer.get(f"/cms/images/{pk}/preview/{spec}/").status_code in {302, 404}
        assert trainer.get(f"/cms/images/{pk}/preview/{spec}/", follow=True).status_code == 404
        assert trainer.get(f"/images/{pk}/{spec}/", follow=True).status_code == 404
    assert trainer.get(f"/cms/images/{pk}/generate_url/", follow=True).status_code == 404


def test_attack_24_a_picture_of_an_archive_holds_nothing_else(packed):
    for path in FIGURES.glob("*.webp"):
        assert clean_problem(path.read_bytes(), path.name) == ""
    for content, name in [
        (photograph(), "a.jpg"), (photograph("PNG"), "a.png"), (photograph("WEBP"), "a.webp"), (b"GIF89a", "a.gif"),
        ((FIGURES / "sara-cycle.webp").read_bytes() + b"<script>", "a.webp"),
        ((FIGURES / "sara-cycle.webp").read_bytes(), "a.png"),
    ]:  # fmt: skip
        assert clean_problem(content, name), name


def test_attack_22_originals_and_private_documents_are_not_given_out(client, trainer):
    upload(trainer, photograph(), "a.jpg")
    image = Image.objects.get()
    private = Collection.get_first_root_node().add_child(name="private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = Document.objects.create(title="x", file=SimpleUploadedFile("x.txt", b"HIDDEN"), collection=private)
    client.logout()
    for address in [image.file.url, document.file.url, f"/media/images/../{image.file.name}", document.url]:
        answer = client.get(address, follow=True)
        assert b"HIDDEN" not in answer.getvalue()
        assert answer.headers["Content-Type"].startswith("text/html")
    for address in ["images/chooser/", f"images/chooser/{image.pk}/", "documents/chooser/", "api/main/images/"]:
        assert client.get(f"/cms/{address}").status_code in {302, 403, 404}


@pytest.mark.parametrize("roles", [[], [Role.HEAD], [Role.OFFICE], [Role.ANALYST], [Role.ADMINISTRATOR]], ids=str)
def test_attack_23_history_drafts_and_the_archive_are_for_those_who_write(client, packed, roles):
    page = SectionPage.objects.get()
    page.save_revision()
    revision = page.latest_revision_id
    signed_in(client, UserFactory(roles=roles))
    pages = [
        "edit/", "edit/preview/", "view_draft/", "history/", f"revisions/{revision}/view/",
        f"revisions/{revision}/revert/",
        "revisions/compare/earliest...latest/", "copy/", "move/", "unpublish/", "delete/", "privacy/", "usage/",
        "convert_alias/", "workflow/preview/1/",
    ]  # fmt: skip
    addresses = [f"/cms/pages/{page.pk}/{one}" for one in pages]
    addresses += ["/cms/handbook/archive/", "/cms/handbook/archive/preview/"]
    assert [one for one in addresses if client.get(one).status_code not in {302, 403, 404}] == []
    assert client.post("/cms/handbook/archive/download/").status_code in {302, 403, 404, 405}
    answer = client.post("/cms/handbook/archive/", {"file": SimpleUploadedFile("a.zip", packed)})
    assert answer.status_code in {302, 403, 404}
    assert not [name for name in _kept() if answer.status_code == 302 and "preview" in answer.url]


def _kept() -> list[str]:
    return default_storage.listdir(looked_at.FOLDER)[1] if default_storage.exists(looked_at.FOLDER) else []


def test_a_trainer_exports_looks_and_imports(trainer, packed):
    exported = trainer.post(reverse("handbook_archive_download"))
    assert exported.headers["Content-Type"] == "application/zip"
    page = SectionPage.objects.get()
    page.heading_tg = "Дигар"
    page.save_revision().publish()
    before = _kept()
    looked = trainer.post(
        reverse("handbook_archive"), {"file": SimpleUploadedFile("a.zip", exported.content)}, follow=True
    )
    assert "pages/" in looked.content.decode()
    assert SectionPage.objects.get().get_latest_revision_as_object().heading_tg == "Дигар"
    done = trainer.post(reverse("handbook_archive_preview"))
    assert done.status_code == 200
    assert SectionPage.objects.get().heading_tg == "Дигар"
    assert SectionPage.objects.get().get_latest_revision_as_object().heading_tg != "Дигар"
    assert _kept() == before, "the file that was looked at is gone"
    assert trainer.get(reverse("handbook_archive_preview")).status_code == 302


def test_a_bad_archive_is_told_in_words(trainer):
    answer = trainer.post(reverse("handbook_archive"), {"file": SimpleUploadedFile("a.zip", b"nothing of the kind")})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert trainer.post(reverse("handbook_archive"), {}).status_code == 200
    trainer.post(reverse("handbook_archive_download"), follow=True)
    assert not HandbookIndexPage.objects.exists()
