"""Completion, issue, revocation: once, whoever asks and however often."""

from datetime import date

import pytest
from django.utils import timezone

from courses.domain import certify, complete, draw
from courses.domain.paper import CannotPrint
from courses.models import Certificate, CertificateBook, CertificateFile
from ledger import outbox
from ledger.models import AuditEvent, OutboxMessage
from tests.courses.conftest import issued
from tests.factories.assessments import published
from tests.factories.courses import CourseFactory, EnrolmentFactory, all_done, passed, whole_course
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ACTIONS = ["course.completed", "certificate.issued", "certificate.revoked"]


def acts() -> list[str]:
    return list(AuditEvent.objects.filter(action__in=ACTIONS).order_by("id").values_list("action", flat=True))


class TestCheck:
    def test_issues_once_however_often_it_is_asked(self):
        enrolment = all_done(whole_course(quiz=published()))
        first = complete.check(enrolment)
        again = [complete.check(type(enrolment).objects.get(pk=enrolment.pk)) for _ in range(3)]
        assert {found.certificate for found in [first, *again]} == {Certificate.objects.get()}
        assert acts() == ["course.completed", "certificate.issued"]
        assert OutboxMessage.objects.filter(topic="certificate.draw").count() == 1

    def test_says_no_while_anything_is_missing(self):
        page = whole_course(quiz=published())
        enrolment = all_done(page)
        enrolment.reads.first().delete()
        assert complete.check(enrolment) == complete.Completion(complete=False)
        unpassed = EnrolmentFactory(course=page.course)
        assert not complete.check(unpassed).complete
        assert acts() == []

    def test_a_course_that_asks_for_nothing_is_never_completed(self):
        assert not complete.check(EnrolmentFactory(course=CourseFactory())).complete

    def test_who_completed_stays_so_when_the_course_asks_for_more(self):
        page = whole_course(lessons=1)
        enrolment = all_done(page)
        certificate = complete.check(enrolment).certificate
        page.course.requirements.create(assessment=published())
        assert complete.check(enrolment).certificate == certificate

    def test_a_revoked_certificate_does_not_come_back_by_itself(self):
        certificate = issued()
        certify.revoke(certificate=certificate, by=UserFactory(), reason="mistake")
        found = complete.check(certificate.enrolment)
        assert (found.complete, found.certificate) == (True, None)
        assert Certificate.objects.count() == 1

    def test_a_name_that_cannot_be_printed_is_told_and_mended(self):
        person = UserFactory(full_name_tg="Фирӯз 😀")
        enrolment = all_done(whole_course(), person)
        found = complete.check(enrolment)
        assert (found.complete, found.certificate) == (True, None)
        assert "U+1F600" in found.problem
        assert not CertificateBook.objects.exists(), "no number is spent"
        person.full_name_tg = "Фирӯз"
        person.save()
        assert complete.check(type(enrolment).objects.get(pk=enrolment.pk)).certificate

    def test_the_outbox_comes_to_the_same(self):
        page = whole_course(quiz=published())
        enrolment = all_done(page)
        payload = {"result_id": 1, "candidate_id": enrolment.learner_id, "assessment_id": page.lessons()[1].quiz_id}
        complete.result_exists(**payload, passed=False)
        assert not Certificate.objects.exists()
        for _ in range(2):
            complete.result_exists(**payload, passed=True)
        assert Certificate.objects.count() == 1

    def test_the_promised_drawing_is_done_by_the_outbox(self):
        certificate = issued()
        outbox.drain()
        file = CertificateFile.objects.get()
        assert file.certificate == certificate
        assert draw.keep(certificate) == file


class TestIssue:
    def test_freezes_what_is_so_today(self):
        quiz = published()
        page = whole_course(quiz=quiz, hours=8, valid_months=24)
        enrolment = all_done(page)
        passed(enrolment.learner, quiz, score=7)
        person = enrolment.learner
        certificate = complete.check(enrolment).certificate
        person.full_name_tg = "Дигар"
        person.save()
        page.course.title_tg = "Дигар"
        page.course.save()
        certificate.refresh_from_db()
        assert certificate.facts["name"]["ru"] == person.full_name_ru
        assert certificate.name("tg").startswith("Раҳимзода")
        assert certificate.facts["course"] == {
            "code": page.course.code,
            "hours": 8,
            "title": {"tg": "Қадамҳои аввал: ғӣқӯҳҷ", "ru": "Первые шаги", "en": "First steps"},
        }
        result = certificate.facts["results"][0]
        assert (result["assessment"], result["percent"], result["edition"]) == (quiz.code, 90, 1)
        assert result["checksum"] == quiz.current.checksum
        assert certificate.facts["percent"] == 90
        today = timezone.localdate()
        assert certificate.completed_on == today
        assert certificate.valid_until.year == today.year + 2

    def test_needs_a_completed_course(self):
        with pytest.raises(certify.NotCompleted):
            certify.issue(enrolment_id=EnrolmentFactory().pk, by=UserFactory())

    def test_numbers_follow_each_other_within_a_year(self):
        serials = [issued().serial for _ in range(3)]
        year = timezone.localdate().year
        assert serials == [f"PA-{year}-{number:06d}" for number in (1, 2, 3)]

    def test_a_rollback_gives_the_number_back(self):
        issued()
        doomed = all_done(whole_course(), UserFactory(full_name_tg="\u202eФирӯз"))
        assert complete.check(doomed).problem
        assert issued().number == 2

    def test_the_last_day_of_a_short_month_is_kept(self):
        enrolment = EnrolmentFactory(course__valid_months=1)
        enrolment.completed_at = timezone.make_aware(timezone.datetime(2026, 1, 31, 12))
        assert certify._valid_until(enrolment) == date(2026, 2, 28)

    def test_too_long_a_name_is_refused_with_its_length(self):
        enrolment = all_done(whole_course(), UserFactory())
        type(enrolment.learner).objects.filter(pk=enrolment.learner_id)
        enrolment.learner.full_name_tg = "Ф" * 300
        with pytest.raises(CannotPrint, match="300"):
            draw.check_printable(certify._facts(enrolment, []))


class TestRevoke:
    def test_keeps_the_record_with_when_who_and_why(self, certificate):
        clerk = UserFactory()
        revoked = certify.revoke(certificate=certificate, by=clerk, reason="  issued   by mistake ")
        assert (revoked.revoked_by, revoked.revoked_reason) == (clerk, "issued by mistake")
        assert revoked.revoked_at
        assert acts() == ["course.completed", "certificate.issued", "certificate.revoked"]

    def test_the_second_clerk_changes_nothing(self, certificate):
        first = certify.revoke(certificate=certificate, by=UserFactory(), reason="first")
        second = certify.revoke(certificate=certificate, by=UserFactory(), reason="second")
        assert (second.revoked_reason, second.revoked_by) == (first.revoked_reason, first.revoked_by)
        assert acts().count("certificate.revoked") == 1

    def test_needs_a_reason(self, certificate):
        with pytest.raises(certify.NoReason):
            certify.revoke(certificate=certificate, by=UserFactory(), reason=" \u00ad ")

    def test_a_new_one_may_be_issued_under_a_new_number(self, certificate):
        certify.revoke(certificate=certificate, by=UserFactory(), reason="wrong name")
        fresh = certify.issue(enrolment_id=certificate.enrolment_id, by=UserFactory())
        assert fresh.number == certificate.number + 1
        assert fresh.token != certificate.token
