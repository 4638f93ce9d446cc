"""Checking by file, by number, by token; and the command that does it from outside."""

import json
import zlib
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from courses.domain import certify, draw, verify
from courses.enums import Validity
from courses.models import Certificate
from tests.courses.conftest import issued
from tests.factories.courses import CertificateFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def pdf(certificate: Certificate) -> bytes:
    return bytes(draw.keep(certificate).content)


def expired() -> Certificate:
    return CertificateFactory(valid_until=timezone.localdate() - timedelta(days=1))


class TestFile:
    def test_is_valid_byte_for_byte_as_issued(self, certificate):
        found = verify.by_file(pdf(certificate))
        assert (found.validity, found.certificate, found.reasons) == (Validity.VALID, certificate, [])

    def test_attack_31_any_changed_byte_is_altered_never_valid(self, certificate):
        content = pdf(certificate)
        for place in range(0, len(content), max(1, len(content) // 60)):
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            assert verify.by_file(changed).validity is Validity.ALTERED, place

    def test_attack_31_more_or_less_at_the_end_is_altered(self, certificate):
        content = pdf(certificate)
        for changed in (content + b"\n", content[:-1], content * 2):
            assert verify.by_file(changed).validity is Validity.ALTERED

    def test_attack_31_another_s_number_in_a_file_is_altered(self, certificate):
        other = issued()
        forged = pdf(certificate).replace(certificate.serial.encode(), other.serial.encode())
        assert verify.by_file(forged).validity is Validity.ALTERED

    def test_is_found_by_a_number_in_a_compressed_part(self, certificate):
        packed = zlib.compress(b"(" + certificate.serial.encode("utf-16-be") + b")")
        content = b"%PDF-1.7 1 0 obj <<>> stream\n" + packed + b"\nendstream"
        assert verify.by_file(content).certificate == certificate

    def test_any_other_file_is_unknown(self):
        for content in (b"", b"%PDF-1.7 hello", b"PA-2026-999999", b"\xff" * 1000, b"stream\n" * 500):
            assert verify.by_file(content).validity is Validity.UNKNOWN

    def test_a_bomb_is_read_no_further_than_a_limit(self, certificate):
        bomb = zlib.compress(b"\0" * 50_000_000)
        content = b"%PDF " + b" ".join(b"stream\n" + bomb for _ in range(20))
        assert verify.by_file(content).validity is Validity.UNKNOWN
        assert len(verify._unpacked(memoryview(bomb))) < 2 * verify.LARGEST_STREAM
        assert verify.by_file(b"x" * (verify.LARGEST_FILE + 1)).validity is Validity.UNKNOWN

    def test_of_a_revoked_certificate_is_revoked_with_its_reason(self, certificate):
        content = pdf(certificate)
        certify.revoke(certificate=certificate, by=UserFactory(), reason="issued by mistake")
        found = verify.by_file(content)
        assert found.validity is Validity.REVOKED
        assert "issued by mistake" in found.reasons[0]

    def test_of_an_expired_certificate_is_expired(self):
        assert verify.by_file(pdf(expired())).validity is Validity.EXPIRED


class TestNumberAndToken:
    @pytest.mark.parametrize("written", ["{}", " {} ", "{}".lower(), "pa–2026–{n}", "PA 2026 {n}", "РА-2026-{n}"])
    def test_a_number_is_found_as_people_write_it(self, written):
        certificate = CertificateFactory()
        typed = written.format(certificate.serial, n=f"{certificate.number:06d}")
        assert verify.by_number(typed).certificate == certificate

    @pytest.mark.parametrize("typed", ["", "abc", "PA-2026-000000", "PA-0000-000001", "PA-2026-1", "' OR 1=1", "\x00"])
    def test_anything_else_is_unknown(self, typed):
        CertificateFactory()
        assert verify.by_number(typed).validity is Validity.UNKNOWN

    def test_a_token_is_found_in_any_case_and_nothing_like_it(self):
        certificate = CertificateFactory()
        assert verify.by_token(certificate.token.lower()).certificate == certificate
        for wrong in (certificate.token[:-1], certificate.token + "A", "0" * 16, "", "A" * 5000):
            assert verify.by_token(wrong).validity is Validity.UNKNOWN

    def test_names_are_masked_to_their_first_letters(self):
        assert verify.masked("Раҳимзода Фирӯз Қосимҷон") == "Р*** Ф*** Қ***"
        assert verify.masked("") == ""


class TestCommand:
    def run(self, subject: str) -> tuple[int, dict, str]:
        out, err = StringIO(), StringIO()
        code = 0
        try:
            call_command("verify_certificate", subject, json=True, stdout=out, stderr=err)
        except SystemExit as exit:
            code = exit.code
        return code, json.loads(out.getvalue()), err.getvalue()

    def test_valid_by_file_number_and_code(self, certificate, tmp_path):
        (tmp_path / "c.pdf").write_bytes(pdf(certificate))
        for subject in (str(tmp_path / "c.pdf"), certificate.serial, certificate.token):
            assert self.run(subject) == (0, {"status": "valid", "reasons": []}, "")

    def test_everything_else_exits_1_and_says_why(self, certificate, tmp_path):
        content = pdf(certificate)
        (tmp_path / "altered.pdf").write_bytes(content + b"x")
        (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7")
        (tmp_path / "revoked.pdf").write_bytes(content)
        certify.revoke(certificate=certificate, by=UserFactory(), reason="why not")
        for subject, status in [
            (str(tmp_path / "altered.pdf"), "altered"),
            (str(tmp_path / "revoked.pdf"), "revoked"),
            (str(tmp_path / "other.pdf"), "unknown"),
            (str(tmp_path / "none.pdf"), "unknown"),
            (certificate.serial, "revoked"),
            (expired().serial, "expired"),
            ("PA-1999-000001", "unknown"),
        ]:
            code, document, said = self.run(subject)
            assert (code, document["status"], set(document)) == (1, status, {"status", "reasons"}), subject
            assert document["reasons"]
            assert document["reasons"][0] in said

    def test_in_words_for_people(self, certificate):
        out = StringIO()
        call_command("verify_certificate", certificate.serial, stdout=out)
        assert out.getvalue().strip() == "valid"
