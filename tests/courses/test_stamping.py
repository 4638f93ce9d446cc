"""Stamped certificates: the same as those that are laid out, signed, told apart; who does not fit is laid out."""

import subprocess
from datetime import UTC, datetime

import page
import pytest
from PIL import Image, ImageChops

from courses.domain import bulk, draw, seals, verify
from courses.enums import Validity
from courses.models import CertificateFile
from courses.stamping import runs, seal, shape, stamp
from courses.stamping.mould import CannotMould, lay
from courses.stamping.stamp import DoesNotFit
from tests.courses.conftest import picture, qr_text, text
from tests.factories.courses import CertificateFactory, facts
from ui.press import press

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # drawn alike whatever the database
LONGEST = "Абдураҳмонзодаи Муҳаммадсаидҷон Абдулҳамидзода"
NAMES = ["Ғӣ Ӯ", "Раҳимзода Фирӯз Қосимҷон", "Қодирзода Ҷамшед Ҳусейнзода", "Юсуфӣ"]


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    seals.make_test_authority()
    bulk._MADE.clear()
    yield
    bulk._MADE.clear()


def certificate(name=NAMES[1], language="tg", **more):
    told = facts(name={"tg": name, "ru": "Рахимзода Фируз", "en": "Rahimzoda Firuz"}, **more)
    return CertificateFactory(facts=told, language=language, issued_at=datetime(2026, 3, 22, 5, 6, 7, tzinfo=UTC))


class TestEqual:
    @pytest.mark.parametrize("language", ["tg", "ru", "en"])
    @pytest.mark.parametrize("name", NAMES)
    def test_to_what_weasyprint_lays_out(self, name, language, tmp_path):
        one = certificate(name, language)
        moulds = bulk.Moulds()
        content = moulds.pdf(one, check=True)
        assert (moulds.stamped, moulds.laid) == (1, 0)
        assert text(content, tmp_path) == text(draw.pdf(one), tmp_path)
        assert name in text(content, tmp_path)
        assert qr_text(content, tmp_path) == draw.address(one.token)

    def test_in_the_picture_too(self, tmp_path):
        one = certificate()
        found = ImageChops.difference(
            picture(bulk.Moulds().pdf(one), tmp_path).convert("L"), picture(draw.pdf(one), tmp_path).convert("L")
        )
        assert isinstance(found, Image.Image)
        assert found.getextrema()[1] < 90, "nothing but the edges of letters, by a part of a pixel"

    def test_many_in_one_mould_each_with_its_own(self, tmp_path):
        moulds = bulk.Moulds()
        for number in range(1, 8):
            one = certificate(f"{NAMES[1]} {'АБВГДЕЖ'[number - 1]}", percent=60 + number)
            told = text(moulds.pdf(one), tmp_path)
            assert f"{60 + number} %" in told
            assert one.serial in told
            assert one.token in told
        assert (moulds.stamped, len(bulk._MADE)) == (7, 1)

    def test_again_byte_for_byte(self):
        one = certificate()
        first = bulk.Moulds().pdf(one)
        bulk._MADE.clear()
        assert bulk.Moulds().pdf(one) == first

    @pytest.mark.parametrize("draws", [lambda one: bulk.Moulds().pdf(one), draw.pdf], ids=["stamped", "laid out"])
    def test_by_the_standard_for_everybody(self, draws):
        """PDF/UA-1, signature and all, by a validator that isn't ours."""
        report = page.validate_pdf_bytes(draws(certificate()), profile=page.ValidationProfile.PDF_UA_1)
        assert [one.message for one in report.failures] == []


class TestFallback:
    @pytest.mark.parametrize("name", [LONGEST, "Ҷ" * 46, "X" * 120])
    def test_what_does_not_fit_is_laid_out(self, name, tmp_path):
        one = certificate(name)
        moulds = bulk.Moulds()
        content = moulds.pdf(one)
        assert moulds.laid == 1
        assert "".join(name.split()) in "".join(text(content, tmp_path).split())

    def test_a_number_of_another_length_does_not_fit(self):
        one = certificate()
        words = draw.words(one)
        group = bulk.Group(words)
        mould = bulk._poured(group, sealed=False)
        values = bulk._values(words, one.token, one.serial)
        with pytest.raises(DoesNotFit):
            stamp.stamped(mould, values | {"serial": "PA-2026-1000000"})

    def test_a_mould_that_differs_is_not_used_again(self, monkeypatch):
        """As if WeasyPrint moved a line by a tenth of a point from one day to the next."""
        monkeypatch.setattr(runs, "TOLERANCE", -1.0)
        moulds, one = bulk.Moulds(), certificate()
        moulds.pdf(one, check=True)
        moulds.pdf(certificate())
        assert (moulds.stamped, moulds.laid) == (0, 2)

    def test_a_template_whose_lines_move_is_refused_with_the_reason(self):
        style = "@page { size: 100mm 50mm } td { padding: 0 2mm }"
        told = "<html lang='en'><body><table><tr><td>{a}</td><td>fixed</td></tr></table></body></html>"
        from courses.stamping.mould import pour

        with press() as ours, pytest.raises(CannotMould):
            pour(
                press=ours, style=ours.style(style), draw=lambda values: told.format(**values),
                probes=[{"a": "i", "qr": ""}, {"a": "WWWWWW", "qr": ""}], alphabet={"a": "iW", "qr": ""},
                room={"a": 100.0}, fixed=(),
            )  # fmt: skip


class TestSignature:
    def check(self, content, tmp_path):
        path = tmp_path / "signed.pdf"
        path.write_bytes(content)
        told = subprocess.run(["pdfsig", str(path)], capture_output=True, check=False)
        return told.stdout.decode()

    @pytest.mark.parametrize("draws", [lambda one: bulk.Moulds().pdf(one), draw.pdf], ids=["stamped", "laid out"])
    def test_holds_for_a_tool_that_is_not_ours(self, draws, tmp_path):
        told = self.check(draws(certificate()), tmp_path)
        assert "Signature is Valid" in told
        assert "Total document signed" in told
        assert "ETSI.CAdES.detached" in told

    def test_a_changed_byte_breaks_it(self, tmp_path):
        content = bulk.Moulds().pdf(certificate())
        changed = content.replace(b"/Lang", b"/Lanh", 1)
        assert changed != content
        assert "Digest Mismatch" in self.check(changed, tmp_path)

    def test_and_ours_tells_it_from_the_one_that_was_issued(self):
        one = certificate()
        content = draw.keep(one).content
        assert verify.by_file(bytes(content)).validity is Validity.VALID
        changed = bytearray(content)
        changed[5000] ^= 1
        assert verify.by_file(bytes(changed)).validity is Validity.ALTERED

    def test_without_a_key_nothing_is_signed(self, settings, tmp_path):
        settings.DATA_DIR = tmp_path / "elsewhere"
        assert seals.present() is None
        assert b"/Sig" not in bulk.Moulds().pdf(certificate())

    def test_a_key_of_another_certificate_signs_nothing_and_is_told(self, settings, tmp_path, caplog):
        settings.DATA_DIR = tmp_path / "other"
        seals.make_test_authority()
        chain = (tmp_path / "keys" / "pdf-chain.pem").read_bytes()
        (tmp_path / "other" / "keys" / "pdf-chain.pem").write_bytes(chain)
        assert seals.present() is None
        assert "another key" in caplog.text

    def test_a_new_key_leaves_old_files_valid(self, settings, tmp_path):
        old = bulk.Moulds().pdf(certificate())
        settings.DATA_DIR = tmp_path / "new"
        seals.make_test_authority()
        assert "Signature is Valid" in self.check(old, tmp_path)

    def test_the_key_is_readable_by_the_server_alone(self, tmp_path):
        assert (tmp_path / "keys" / "pdf.pem").stat().st_mode & 0o077 == 0

    def test_what_has_no_hole_is_not_signed(self):
        with pytest.raises(ValueError, match="not found"):
            seals.present().sealed(b"%PDF-1.7 without")
        assert len(seal.HOLE) == 2 * seal.ROOM + 2


class TestLines:
    def test_glyphs_of_one_string_and_of_many(self):
        operators = [b"1 0 0 -1 10 20.5 Tm", b"/ABCDEF 12.5 Tf", b"[<00410042>-3<0043>] TJ", b"Q"]
        (line,) = runs.runs(operators)
        assert (line.x, line.y, line.font, line.size) == (10, 20.5, "ABCDEF", 12.5)
        assert line.glyphs == ((0x41, 0), (0x42, -3), (0x43, 0))

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"x": 10.1}, "0.075"),
            ({"x": 10.06}, ""),
            ({"size": 13.0}, "font or size"),
            ({"glyphs": ((1, 0),)}, "glyphs"),
        ],
    )
    def test_a_twentieth_of_a_point_is_the_limit(self, change, said):
        from dataclasses import replace

        one = runs.Run(0, 10.0, 20.0, "A", 12.0, ((65, 0.0),))
        found = runs.differences([one], [replace(one, **change)])
        assert said in "".join(found)
        assert bool(found) == bool(said)

    def test_text_from_right_to_left_is_not_stamped(self):
        one = certificate()
        mould = bulk._poured(bulk.Group(draw.words(one)), sealed=False)
        with pytest.raises(shape.CannotShape):
            shape.shaped("سلام", next(iter(mould.faces.values())))


def test_what_weasyprint_is_relied_on_for(db):
    """The contract with WeasyPrint: one page's stream, shared fonts, glyph numbers kept."""
    one = certificate()
    with press() as ours:
        html = bulk.Group(draw.words(one)).html(bulk._values(draw.words(one), one.token, one.serial))
        laid = lay(ours, html, draw.paper.style(ours, "certificate.css"), {})
    found = runs.runs(laid.operators)
    assert {line.font for line in found} <= set(laid.fonts)
    spelled = ["".join(laid.fonts[line.font].to_unicode.get(glyph, "") for glyph in line.ids) for line in found]
    assert one.serial in spelled
    assert CertificateFile.objects.count() == 0
