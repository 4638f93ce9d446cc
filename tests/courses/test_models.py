"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from courses.enums import ALPHABET
from courses.models import Certificate, CertificateFile, Course, Enrolment
from courses.models.certificates import new_token
from ledger.models import Frozen
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import (
    CertificateBookFactory,
    CertificateFactory,
    CertificateFileFactory,
    CourseFactory,
    EnrolmentFactory,
    LessonPageFactory,
    LessonReadFactory,
    RequirementFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


class TestRequirement:
    def test_is_a_lesson_or_an_assessment_never_both_nor_neither(self):
        lesson, assessment = LessonPageFactory(), AssessmentFactory()
        for both in ({"lesson": lesson, "assessment": assessment}, {"lesson": None, "assessment": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                RequirementFactory(**both)

    def test_asks_for_the_same_thing_once(self):
        first = RequirementFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            RequirementFactory(course=first.course, lesson=first.lesson)
        quiz = RequirementFactory(lesson=None, assessment=AssessmentFactory())
        with pytest.raises(IntegrityError), transaction.atomic():
            RequirementFactory(course=quiz.course, lesson=None, assessment=quiz.assessment)


class TestCourse:
    @pytest.mark.parametrize("wrong", [{"hours": 0}, {"valid_months": 0}])
    def test_takes_time_and_holds_a_month_at_least(self, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            CourseFactory(**wrong)


class TestEnrolment:
    def test_is_one_a_person_and_course(self):
        first = EnrolmentFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            EnrolmentFactory(course=first.course, learner=first.learner)

    def test_is_not_completed_before_it_began(self):
        early = timezone.now() - timezone.timedelta(days=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            EnrolmentFactory(completed_at=early)

    def test_reads_a_lesson_once(self):
        first = LessonReadFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonReadFactory(enrolment=first.enrolment, lesson=first.lesson)


class TestCertificate:
    def test_numbers_and_tokens_are_unique(self):
        first = CertificateFactory()
        for same in ({"number": first.number}, {"token": first.token}):
            with pytest.raises(IntegrityError), transaction.atomic():
                CertificateFactory(**same)
        with pytest.raises(IntegrityError), transaction.atomic():
            CertificateFactory(number=0)
        other_year = CertificateFactory(book=CertificateBookFactory(year=2027), number=first.number)
        assert other_year.serial == f"PA-2027-{first.number:06d}"

    def test_one_stands_for_each_enrolment(self):
        first = CertificateFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            CertificateFactory(enrolment=first.enrolment)
        first.revoked_at, first.revoked_by, first.revoked_reason = timezone.now(), UserFactory(), "why"
        first.save()
        assert CertificateFactory(enrolment=first.enrolment).pk

    @pytest.mark.parametrize("missing", ["revoked_at", "revoked_by", "revoked_reason"])
    def test_a_revocation_has_when_who_and_why(self, missing):
        whole = {"revoked_at": timezone.now(), "revoked_by": UserFactory(), "revoked_reason": "why"}
        whole[missing] = "" if missing == "revoked_reason" else None
        with pytest.raises(IntegrityError), transaction.atomic():
            CertificateFactory(**whole)

    def test_is_never_deleted(self):
        certificate = CertificateFactory()
        with pytest.raises(Frozen):
            certificate.delete()
        with pytest.raises(Frozen):
            Certificate.objects.all().delete()

    def test_outlives_the_account_and_the_course(self):
        certificate = CertificateFactory()
        enrolment, learner = certificate.enrolment, certificate.holder
        enrolment.delete()
        learner.delete()
        Course.objects.filter(pk=enrolment.course_id).delete()
        certificate.refresh_from_db()
        assert (certificate.enrolment, certificate.holder) == (None, None)
        assert certificate.name("tg") == "Раҳимзода Фирӯз Қосимҷон"
        assert not Enrolment.objects.exists()

    def test_falls_back_to_the_nearest_language_that_is_known(self):
        certificate = CertificateFactory()
        certificate.facts["name"] = {"tg": "Фирӯз", "ru": "", "en": ""}
        assert certificate.name("en") == "Фирӯз"

    def test_expires_after_its_last_day(self):
        certificate = CertificateFactory(valid_until="2026-03-21")
        certificate.refresh_from_db()
        assert not certificate.is_expired(certificate.valid_until)
        assert certificate.is_expired(certificate.valid_until + timezone.timedelta(days=1))

    def test_tokens_come_from_thirty_letters_that_nobody_mixes_up(self):
        assert len(ALPHABET) == 30
        assert not set("0O1ILU") & set(ALPHABET)
        tokens = {new_token() for _ in range(200)}
        assert len(tokens) == 200
        assert all(len(token) == 16 and set(token) <= set(ALPHABET) for token in tokens)


class TestFile:
    def test_is_kept_as_it_was_issued(self):
        file = CertificateFileFactory()
        file.content = b"other"
        with pytest.raises(Frozen):
            file.save()
        with pytest.raises(Frozen):
            CertificateFile.objects.all().delete()


@pytest.mark.postgres
class TestPostgresTriggers:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE courses_certificate SET facts = '{}'",
            "UPDATE courses_certificate SET number = 99",
            "UPDATE courses_certificate SET token = 'AAAAAAAAAAAAAAAA'",
            "UPDATE courses_certificate SET valid_until = '2099-01-01'",
            "DELETE FROM courses_certificate",
            "UPDATE courses_certificatefile SET content = '\\x00'",
            "DELETE FROM courses_certificatefile",
        ],
    )
    def test_facts_and_files_never_change(self, statement):
        CertificateFileFactory()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_a_revocation_is_never_undone(self):
        CertificateFactory(revoked_at=timezone.now(), revoked_by=UserFactory(), revoked_reason="why")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE courses_certificate SET revoked_at = NULL, revoked_by_id = NULL, revoked_reason = ''"
            )

    def test_nobody_is_given_another_ones_certificate(self):
        CertificateFactory()
        other = UserFactory()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE courses_certificate SET holder_id = %s", [other.pk])
