"""Download, register and public check of certificates."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from courses.domain import certify, draw
from courses.models import Certificate
from people.enums import Role
from people.looks import latest
from tests.courses.conftest import issued
from tests.factories.courses import CertificateFactory, EnrolmentFactory, all_done, facts, whole_course
from tests.factories.people import UserFactory, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_brake_from_other_tests():
    cache.clear()


def file_of(certificate: Certificate) -> str:
    return f"/en/certificates/{certificate.pk}/"


def office(client: Client) -> Client:
    return signed_in(client, UserFactory(roles=[Role.OFFICE]))


class TestDownload:
    def test_gives_the_holder_the_file_as_issued_each_time(self, client, certificate):
        signed_in(client, certificate.holder)
        first, second = client.get(file_of(certificate)), client.get(file_of(certificate).replace("/en/", "/tg/"))
        assert first["Content-Type"] == "application/pdf"
        assert first.content == second.content
        assert first.content.startswith(b"%PDF")
        assert "no-store" in first["Cache-Control"]

    def test_is_named_neutrally_whatever_the_language(self, client, certificate):
        signed_in(client, certificate.holder)
        for language in ("tg", "ru", "en"):
            header = client.get(f"/{language}/certificates/{certificate.pk}/")["Content-Disposition"]
            assert header.startswith("attachment; filename")
            assert certificate.serial in header
            assert header.isascii()

    def test_attack_22_nobody_gets_another_s_certificate(self, client, certificate):
        for person in (UserFactory(), UserFactory(roles=[Role.TRAINER]), UserFactory(roles=[Role.ANALYST])):
            signed_in(client, person)
            for method in (client.get, client.head):
                assert method(file_of(certificate)).status_code == 404
        assert Client().get(file_of(certificate)).status_code == 302

    def test_the_office_gets_any_and_the_holder_sees_who_looked(self, client, certificate):
        office(client)
        assert client.get(file_of(certificate)).status_code == 200
        assert certificate.serial in latest(certificate.holder)[0].what

    def test_a_revoked_one_is_the_office_s_matter(self, client, certificate):
        certify.revoke(certificate=certificate, by=UserFactory(), reason="why")
        assert signed_in(client, certificate.holder).get(file_of(certificate)).status_code == 404
        assert office(Client()).get(file_of(certificate)).status_code == 200

    def test_one_that_cannot_be_drawn_says_why(self, client):
        certificate = CertificateFactory(facts=facts(name={"tg": "王"}))
        signed_in(client, certificate.holder)
        response = client.get(file_of(certificate), follow=True)
        assert response.status_code == 200
        assert "notdef" in response.content.decode() or "U+738B" in response.content.decode()


class TestMine:
    def test_lists_what_i_hold_with_its_state(self, client):
        person = UserFactory()
        standing = CertificateFactory(holder=person)
        old = CertificateFactory(holder=person, valid_until=timezone.localdate() - timedelta(days=1))
        gone = CertificateFactory(holder=person)
        certify.revoke(certificate=gone, by=UserFactory(), reason="a secret reason")
        other = CertificateFactory()
        html = signed_in(client, person).get("/en/certificates/mine/").content.decode()
        for one in (standing, old, gone):
            assert one.serial in html
        assert other.serial not in html
        assert html.count(">valid<") == html.count(">expired<") == html.count(">revoked<") == 1
        assert "a secret reason" not in html

    def test_takes_the_same_queries_for_one_and_for_three(self, client, django_assert_num_queries):
        person = UserFactory()
        signed_in(client, person)
        for more in (1, 2):
            for _ in range(more):
                CertificateFactory(holder=person)
            with django_assert_num_queries(4):
                client.get("/en/certificates/mine/")


class TestRegister:
    def test_is_the_office_s_alone(self, client):
        for roles in ([], [Role.TRAINER], [Role.HEAD], [Role.ANALYST], [Role.ADMINISTRATOR]):
            signed_in(client, UserFactory(roles=roles))
            assert client.get("/en/certificates/").status_code == 404
            assert client.get(f"/en/certificates/{CertificateFactory().pk}/revoke/").status_code == 404
            assert client.post(f"/en/certificates/issue/{EnrolmentFactory().pk}/").status_code == 404

    def test_finds_by_number_by_part_and_by_name_without_tajik_letters(self, client):
        wanted = CertificateFactory(holder=UserFactory(full_name_tg="Қосимзода Ҷамшед"))
        other = CertificateFactory()
        office(client)
        for q in (wanted.serial, str(wanted.number), "косимзода", "ЧАМШЕД"):
            html = client.get("/en/certificates/", {"q": q}).content.decode()
            assert wanted.serial in html, q
            assert other.serial not in html, q
        assert "Nothing was found" in client.get("/en/certificates/", {"q": "никто"}).content.decode()

    def test_revokes_with_a_reason_and_asks_before(self, client, certificate):
        office(client)
        url = f"/en/certificates/{certificate.pk}/revoke/"
        html = client.get(url).content.decode()
        assert "This cannot be undone" in html
        assert client.post(url, {"reason": " "}).status_code == 200
        certificate.refresh_from_db()
        assert not certificate.is_revoked
        assert client.post(url, {"reason": "Issued by mistake"}).status_code == 302
        certificate.refresh_from_db()
        assert certificate.revoked_reason == "Issued by mistake"
        assert "It is revoked already" in client.get(url).content.decode()
        assert "Issued by mistake" in client.get("/en/certificates/").content.decode()

    def test_issues_again_to_those_who_wait(self, client, certificate):
        certify.revoke(certificate=certificate, by=UserFactory(), reason="wrong name")
        office(client)
        html = client.get("/en/certificates/").content.decode()
        url = f"/en/certificates/issue/{certificate.enrolment_id}/"
        assert url in html
        client.post(url)
        assert certificate.enrolment.certificates.standing().count() == 1
        assert url not in client.get("/en/certificates/").content.decode()

    def test_says_why_it_cannot_be_issued(self, client):
        person = UserFactory(full_name_tg="Фирӯз 😀")
        enrolment = all_done(whole_course(), person)
        type(enrolment).objects.filter(pk=enrolment.pk).update(completed_at=timezone.now())
        response = office(client).post(f"/en/certificates/issue/{enrolment.pk}/", follow=True)
        assert "U+1F600" in response.content.decode()
        assert client.post("/en/certificates/issue/999999/").status_code == 404

    def test_takes_the_same_queries_for_one_and_for_three(self, client, django_assert_num_queries):
        office(client)
        for more in (1, 2):
            for _ in range(more):
                CertificateFactory()
            client.get("/en/certificates/")
            with django_assert_num_queries(8):
                client.get("/en/certificates/")


class TestPublicCheck:
    def test_by_code_shows_what_the_paper_shows_to_anybody(self, client, certificate):
        response = client.get(f"/ru/check/{certificate.token}/")
        html = response.content.decode()
        for shown in (certificate.serial, certificate.name("tg"), certificate.name("ru"), "Первые шаги"):
            assert shown in html
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"

    def test_by_number_shows_validity_course_date_and_a_masked_name(self, client, certificate):
        html = client.get("/en/check/", {"number": certificate.serial}).content.decode()
        assert "This certificate is valid" in html
        assert "First steps" in html
        assert "Р***" in html
        assert "Раҳимзода" not in html
        assert certificate.token not in html
        assert "90 %" not in html

    def test_tells_valid_expired_revoked_and_unknown(self, client, certificate):
        expired = CertificateFactory(valid_until=timezone.localdate() - timedelta(days=1))
        revoked = issued()
        certify.revoke(certificate=revoked, by=UserFactory(), reason="a secret reason")
        for token, words in [
            (certificate.token, "This certificate is valid"),
            (expired.token, "This certificate has expired"),
            (revoked.token, "This certificate was revoked"),
            ("A" * 16, "No such certificate was found"),
        ]:
            html = client.get(f"/en/check/{token}/").content.decode()
            assert words in html
            assert "a secret reason" not in html

    def test_the_form_says_what_is_missing_and_takes_a_code_too(self, client, certificate):
        assert "Type the number" in client.get("/en/check/?number=").content.decode()
        response = client.get("/en/check/", {"number": certificate.token.lower()})
        assert response["Location"] == f"/en/check/{certificate.token}/"

    @pytest.mark.parametrize("prefix", ["/c/", "/C/"])
    def test_the_short_address_leads_into_the_visitor_s_language(self, client, certificate, prefix):
        for end in ("", "/"):
            response = client.get(prefix + certificate.token.lower() + end, headers={"accept-language": "en-GB,en"})
            assert response["Location"] == f"/en/check/{certificate.token}/"
        response = client.get(prefix + certificate.token, headers={"accept-language": "tg"})
        assert response["Location"] == f"/tg/check/{certificate.token}/"

    def test_only_reads(self, client, certificate):
        assert client.post("/en/check/", {"number": certificate.serial}).status_code == 405
        assert client.head(f"/en/check/{certificate.token}/").status_code == 200

    def test_attack_31_guesses_find_nothing_and_are_slowed_down(self, client, certificate):
        near = [certificate.token[:-2] + a + b for a in "23456789" for b in "23456789A"]
        codes = [client.get(f"/en/check/{token}/").status_code for token in near if token != certificate.token]
        assert codes == sorted(codes)
        assert set(codes) == {404, 429}
        response = client.get("/en/check/", {"number": "PA-2026-000001"})
        assert response.status_code == 429
        assert response["Retry-After"] == "600"
        assert "Too many checks" in response.content.decode()
        other = client.get("/en/check/", {"number": certificate.serial}, REMOTE_ADDR="192.0.2.9")
        assert other.status_code == 200, "another visitor isn't in the way"
        assert client.get(f"/en/check/{certificate.token}/").status_code == 200, "nor is who holds the paper"

    def test_attack_31_counting_numbers_up_is_slowed_down(self, client):
        for number in range(60):
            assert client.get("/en/check/", {"number": f"PA-2026-{number:06d}"}).status_code == 200
        assert client.get("/en/check/", {"number": "PA-2026-000061"}).status_code == 429

    def test_attack_31_a_forwarded_address_gives_no_fresh_tries(self, client):
        for number in range(61):
            forged = {"x-forwarded-for": f"192.0.2.{number}"}
            response = client.get("/en/check/", {"number": f"PA-2026-{number:06d}"}, headers=forged)
        assert response.status_code == 429

    def test_attack_40_markup_in_a_name_is_only_text(self, client):
        certificate = CertificateFactory(facts=facts(name={"tg": "<img src=x onerror=alert(1)>"}))
        html = client.get(f"/en/check/{certificate.token}/").content.decode()
        assert "<img src=x" not in html
        assert "&lt;img" in html

    def test_strange_addresses_are_404_not_500(self, client):
        for path in ("/en/check/%00/", "/en/check/" + "A" * 3000 + "/", "/c/" + "!" * 16, "/en/check/%E2%80%AE/"):
            assert client.get(path, follow=True).status_code == 404


@pytest.mark.parametrize("search", ["²", "\0", "a\0b", "9" * 5000, "٣", "PA-٢٠٢٦-١٢٣٤٥٦", "%", "'; --", "🦊"])
def test_attack_29_the_register_bears_any_search(client, certificate, search):
    assert office(client).get("/en/certificates/", {"q": search, "order_by": "password"}).status_code == 200


class TestCheckFile:
    def check(self, client, content, name="c.pdf"):
        return client.post("/en/check/file/", {"file": SimpleUploadedFile(name, content, "application/pdf")})

    def test_the_file_that_was_issued_is_valid_and_shows_what_is_on_it(self, client, certificate):
        told = self.check(client, bytes(draw.keep(certificate).content)).content.decode()
        assert "This certificate is valid" in told
        assert certificate.name("tg") in told

    def test_an_altered_one_says_so_and_shows_no_more_than_by_number(self, client, certificate):
        content = bytearray(draw.keep(certificate).content)
        content[5000] ^= 1
        certify.revoke(certificate=certificate, by=UserFactory(), reason="private matter")
        told = self.check(client, bytes(content)).content.decode()
        assert "This file was altered" in told
        assert certificate.serial in told
        assert certificate.name("tg") not in told
        assert "private matter" not in told

    @pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", b"\0" * 50, "Матн".encode()])
    def test_a_file_that_is_none_is_told(self, client, content):
        response = self.check(client, content)
        assert response.status_code == 200
        assert "No such certificate was found" in response.content.decode()

    def test_no_file_and_one_too_large_are_told_beside_the_field(self, client):
        nothing = client.post("/en/check/file/", {})
        assert (nothing.status_code, "Choose the file." in nothing.content.decode()) == (422, True)
        large = self.check(client, b"%PDF" + b"0" * 5_000_000)
        assert (large.status_code, "too large" in large.content.decode()) == (422, True)

    def test_needs_no_account_but_the_token_of_the_form(self, certificate):
        strict = Client(enforce_csrf_checks=True)
        assert self.check(strict, b"%PDF").status_code == 403
        assert 'action="/en/check/file/"' in strict.get("/en/check/").content.decode()


class TestRegisterSheet:
    def rows(self, client, **asked):
        response = client.get("/en/certificates/register.xlsx", asked)
        assert response.status_code == 200
        return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)

    def test_holds_what_stands_on_paper_and_the_state(self, client):
        name = {"tg": "=HYPERLINK(1)", "ru": "", "en": ""}
        one = CertificateFactory(facts=facts(name=name), valid_until=timezone.localdate() - timedelta(days=1))
        other = CertificateFactory(book=one.book)
        certify.revoke(certificate=other, by=UserFactory(), reason="a mistake")
        office(client)
        rows = self.rows(client)
        assert [row[0] for row in rows[1:]] == [other.serial, one.serial], "newest first"
        assert (rows[2][1], rows[2][7]) == ("=HYPERLINK(1)", "expired")
        assert (rows[1][7], rows[1][8]) == ("revoked", "a mistake")
        assert latest(one.holder)[0].what

    def test_of_one_year_or_one_course(self, client):
        last, this = CertificateFactory(book__year=2025), CertificateFactory(book__year=2026)
        office(client)
        assert [row[0] for row in self.rows(client, year="2025")[1:]] == [last.serial]
        assert [row[0] for row in self.rows(client, course=this.enrolment.course.code)[1:]] == [this.serial]
        assert len(self.rows(client, year="20x5")) == 3

    def test_is_the_office_s(self, client):
        signed_in(client, UserFactory(roles=[Role.TRAINER]))
        assert client.get("/en/certificates/register.xlsx").status_code == 404
