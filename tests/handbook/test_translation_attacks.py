"""Hostile translators' files (rows 16 to 20 of the list of attacks)."""

import io
import socket
import threading
import time
import zipfile

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.factories.handbook import SectionPageFactory, told
from tests.handbook.translators import RICH, filled, judged, line, out, posted, refs
from ui.translation_files import loading
from ui.translation_files.units import Loaded
from ui.uploads import RefusedFile

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "{{ 7*7 }}<svg onload=1>",
    ],
)
def test_attack_16_scripts_in_a_translators_file_are_text_or_refused(cms: Client, page, hostile: str) -> None:
    shown = posted(cms, filled(out(form="xlsx"), {refs(page)["Ду"]: hostile}), "a.xlsx")
    assert hostile not in shown.content.decode() or "<" not in hostile
    result = loading.take_in(loaded=Loaded("ru", [line(page, "Ду", hostile)]), by=None)
    page.refresh_from_db()
    stored = str(page.get_latest_revision_as_object().body[2].value["items"][1]["ru"].source)
    assert bool(result.refused) == hostile.startswith(("[", "{"))
    assert "<img" not in stored
    assert "<script" not in stored
    assert "javascript:" not in stored


@pytest.mark.parametrize("start", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "=HYPERLINK(1)"])
def test_attack_17_no_cell_is_a_formula(start: str, section) -> None:
    SectionPageFactory(blocks=[{"type": "heading", "text": told(start, "", start)}])
    for language in ("ru", "en"):
        data = out(language, form="xlsx")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
        assert sheets
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet or b"<f " in sheet for sheet in sheets)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        assert start.strip() in [str(cell) for row in rows for cell in row]


@pytest.fixture
def listener():
    """A server on the loopback that counts who calls."""
    calls: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
                calls.append(connection.recv(10))
                connection.close()
            except TimeoutError:
                continue

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], calls
    stop.set()
    thread.join()
    server.close()


def test_attack_18_hostile_xliff_is_refused_at_once(cms: Client, page, listener) -> None:
    port, calls = listener
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="tg" trgLang="ru">'
    segment = "<segment><source>x</source><target>%s</target></segment>"
    body = f'<file id="p1"><unit id="{refs(page)["Ду"]}">{segment}</unit></file>'
    whole = head + body + "</xliff>"
    for data in (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + whole % "&e;",
        f'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/x"> %p;]>' + whole.replace("%s", ""),
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + whole % "&b;",
        head + "<file>" * 100_000,
        whole.replace("%s", "x").replace("2.1", "1.2"),
        whole.replace("%s", "x").replace('trgLang="ru"', 'trgLang="xx"'),
    ):
        begun = time.perf_counter()
        answer = posted(cms, data.encode(), "a.xlf")
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert "root:" not in answer.content.decode()
        assert time.perf_counter() - begun < 2
    assert calls == []


def xlsx(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def with_sheet(data: bytes, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = [(name, archive.read(name)) for name in archive.namelist()]
    return xlsx(
        *[(name, change(content) if name == "xl/worksheets/sheet1.xml" else content) for name, content in found]
    )


def test_attack_19_hostile_spreadsheets_are_refused(cms: Client, page) -> None:
    good = out(form="xlsx")
    far = b'<c r="XFD1048576"><v>1</v></c></row></sheetData>'
    hostile = {
        "bomb": with_sheet(good, lambda content: content + bytes(19 * 1024 * 1024)),
        "far": with_sheet(good, lambda content: content.replace(b"</row></sheetData>", far)),
        "dtd": with_sheet(good, lambda content: b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + content),
        "path": xlsx(("xl/workbook.xml", b"<a/>"), ("../../x.xml", b"<a/>")),
        "other": xlsx(("content.xml", b"<a/>")),
        "empty": xlsx(("xl/workbook.xml", b"<a/>")),
        "text": b"ref,digest,language,new",
        "big": b"PK" + bytes(9 * 1024 * 1024),
    }
    for name, data in hostile.items():
        begun = time.perf_counter()
        with pytest.raises(RefusedFile):
            loading.read(io.BytesIO(data), "a.xlsx")
        assert time.perf_counter() - begun < 3, name
        assert posted(cms, data, "a.xlsx").status_code == 422, name
    for name in ("a.exe", "a.xlsx.exe", "a", "a.xlsm", ".xlf.zip"):
        assert posted(cms, good, name).status_code == 422


def test_attack_20_a_translation_links_nowhere_new(page, listener) -> None:
    port, calls = listener
    for where in (f"http://127.0.0.1:{port}/", "http://169.254.169.254/", "file:///etc/passwd", "page:1", "document:1"):
        assert "links to where" in judged(line(page, RICH, f"[x]({where})"))[0][1]
    assert calls == []
