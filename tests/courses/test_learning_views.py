"""The learner's screens."""

import gzip
import pathlib
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from assessments import access
from courses.models import Enrolment, LessonRead
from people.enums import Role
from tests.factories.assessments import AssessmentFactory, published
from tests.factories.courses import (
    CertificateFactory,
    CoursePageFactory,
    EnrolmentFactory,
    LessonPageFactory,
    all_done,
    passed,
    whole_course,
)
from tests.factories.handbook import SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in

pytestmark = pytest.mark.django_db


def address(page, lesson=None, language="en"):
    return f"/{language}/courses/{page.slug}/" + (f"{lesson.slug}/" if lesson else "")


@pytest.fixture
def learner(client):
    person = UserFactory()
    signed_in(client, person)
    return person


class TestList:
    def test_shows_open_courses_and_one_s_own(self, client, learner):
        open_one, closed = CoursePageFactory(), CoursePageFactory(course__is_open=False)
        mine = CoursePageFactory(course__is_open=False)
        draft = CoursePageFactory(live=False)
        EnrolmentFactory(course=mine.course, learner=learner)
        html = client.get("/en/courses/").content.decode()
        assert open_one.heading_en in html
        assert mine.heading_en in html
        assert closed.heading_en not in html
        assert draft.heading_en not in html

    def test_is_empty_with_a_word_on_why(self, client, learner):
        assert "No courses yet" in client.get("/en/courses/").content.decode()

    def test_takes_the_same_queries_for_one_course_and_for_three(self, client, learner, django_assert_num_queries):
        for more in (1, 2):
            for _ in range(more):
                CoursePageFactory()
            client.get("/en/courses/")
            with django_assert_num_queries(6):
                client.get("/en/courses/")

    def test_sends_the_signed_out_to_sign_in(self, client):
        page = whole_course(lessons=1)
        for url in ("/en/courses/", address(page), address(page, page.lessons()[0]), "/en/certificates/mine/"):
            response = client.get(url)
            assert response.status_code == 302
            assert "/accounts/login/" in response["Location"]


class TestCourse:
    def test_the_start_button_enrols_and_leads_to_the_first_lesson(self, client, learner):
        page = whole_course()
        html = client.get(address(page)).content.decode()
        assert "Start the course" in html
        assert not Enrolment.objects.exists(), "looking enrols nobody"
        response = client.post(address(page))
        assert response["Location"] == address(page, page.lessons()[0])
        assert Enrolment.objects.get().learner == learner

    def test_a_closed_course_that_is_not_one_s_own_does_not_exist(self, client, learner):
        page = whole_course(is_open=False)
        assert client.get(address(page)).status_code == 404
        assert client.post(address(page)).status_code == 404
        assert client.get(address(page, page.lessons()[0])).status_code == 404

    def test_says_what_completes_it_and_what_comes_next(self, client, learner):
        page = whole_course(quiz=published())
        EnrolmentFactory(course=page.course, learner=learner)
        html = client.get(address(page)).content.decode()
        assert "Read all 2 lessons." in html
        assert "70 %" in html
        assert "Begin the first lesson" in html
        assert "one</li>" in html

    def test_the_last_result_is_enough_nobody_waits_for_a_worker(self, client, learner):
        page = whole_course(quiz=published())
        all_done(page, learner)
        html = client.get(address(page)).content.decode()
        certificate = learner.certificates.get()
        assert certificate.serial in html
        assert f"/en/certificates/{certificate.pk}/" in html

    def test_a_name_that_cannot_be_printed_is_told(self, client, learner):
        learner.full_name_tg = "Фирӯз 😀"
        learner.save()
        page = whole_course()
        all_done(page, learner)
        assert "U+1F600" in client.get(address(page)).content.decode()

    def test_names_fall_back_to_another_language_with_a_mark(self, client, learner):
        page = CoursePageFactory(heading=told("Танҳо тоҷикӣ"))
        html = client.get(address(page)).content.decode()
        assert 'lang="tg"' in html
        assert "Танҳо тоҷикӣ" in html

    def test_takes_the_same_queries_for_one_lesson_and_for_three(self, client, learner, django_assert_num_queries):
        for lessons in (1, 3):
            page = whole_course(lessons=lessons, quiz=published())
            EnrolmentFactory(course=page.course, learner=learner)
            client.get(address(page))
            with django_assert_num_queries(16):
                client.get(address(page))


class TestLesson:
    def test_opens_for_the_enrolled_and_is_marked_by_a_button(self, client, learner):
        page = whole_course()
        first, second = page.lessons()
        assert client.get(address(page, first))["Location"] == address(page)
        EnrolmentFactory(course=page.course, learner=learner)
        html = client.get(address(page, first)).content.decode()
        assert "Text" in html
        assert "I have read it, go on" in html
        assert not LessonRead.objects.exists(), "looking marks nothing"
        response = client.post(address(page, first))
        assert response["Location"] == address(page, second)
        assert client.post(address(page, second))["Location"] == address(page)
        assert learner.certificates.count() == 1

    def test_going_on_to_the_quiz_marks_it_as_read(self, client, learner):
        page = whole_course(lessons=1, quiz=published())
        EnrolmentFactory(course=page.course, learner=learner)
        lesson = page.lessons()[0]
        assert "Go to the quiz" in client.get(address(page, lesson)).content.decode()
        response = client.post(address(page, lesson), {"then": "quiz"})
        assert response["Location"] == f"/en/assessments/{lesson.quiz.code}/"
        assert LessonRead.objects.count() == 1

    def test_a_quiz_without_an_edition_is_not_offered(self, client, learner):
        page = whole_course(lessons=1, quiz=AssessmentFactory())
        EnrolmentFactory(course=page.course, learner=learner)
        assert "Go to the quiz" not in client.get(address(page, page.lessons()[0])).content.decode()

    def test_a_lesson_of_another_course_or_a_draft_does_not_exist(self, client, learner):
        page, other = whole_course(), whole_course()
        EnrolmentFactory(course=page.course, learner=learner)
        draft = LessonPageFactory(parent=page, live=False)
        assert client.get(address(page, other.lessons()[0])).status_code == 404
        assert client.get(address(page, draft)).status_code == 404

    def test_a_trainer_reads_without_being_enrolled_and_marks_nothing(self, client):
        signed_in(client, UserFactory(roles=[Role.TRAINER]))
        page = whole_course(is_open=False)
        lesson = page.lessons()[0]
        html = client.get(address(page, lesson)).content.decode()
        assert "I have read it" not in html
        assert client.post(address(page, lesson)).status_code == 404

    def test_cited_sections_are_links_and_unknown_ones_are_left_out(self, client, learner):
        section = SectionPageFactory(heading=told("Фасл", "Раздел", "Scanning, the section"))
        page = CoursePageFactory()
        reference = f"{section.get_parent().slug}/{section.slug}"
        lesson = LessonPageFactory(parent=page, cites=f"{reference}\nnothing/there\n")
        EnrolmentFactory(course=page.course, learner=learner)
        html = client.get(address(page, lesson)).content.decode()
        assert "Scanning, the section" in html
        assert "nothing/there" not in html

    def test_a_note_comes_before_a_hard_lesson(self, client, learner):
        page = CoursePageFactory()
        lesson = LessonPageFactory(parent=page, content_note=told("Огоҳӣ", "Внимание", "About violence"))
        EnrolmentFactory(course=page.course, learner=learner)
        assert "About violence" in client.get(address(page, lesson)).content.decode()

    def test_wagtail_itself_leads_to_the_view(self, client, learner, rf):
        page = whole_course(lessons=1)
        lesson = page.lessons()[0]
        with translation.override("ru"):
            assert lesson.serve(rf.get("/")).url == address(page, lesson, "ru")
            assert page.serve(rf.get("/")).url == address(page, language="ru")
            assert page.get_parent().specific.serve(rf.get("/")).url == "/ru/courses/"


class TestWeight:
    def test_a_lesson_stays_light(self, client, learner):
        """A first visit, cold: at most 5 requests and 25 KB without pictures."""
        text = told(*("Матни дарс. " * 350,) * 3)
        page = CoursePageFactory()
        lesson = LessonPageFactory(parent=page, blocks=[{"type": "text", "text": text}] * 2)
        EnrolmentFactory(course=page.course, learner=learner)
        html = client.get(address(page, lesson, "tg")).content
        assert len(gzip.compress(html)) <= 14_000
        assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html.decode()))
        sizes = [len(html_part) for html_part in [gzip.compress(html)]]
        for asset in assets:
            with pathlib.Path(finders.find(asset.removeprefix("/static/"))).open("rb") as file:
                sizes.append(len(gzip.compress(file.read())))
        assert len(sizes) <= 5, assets
        assert sum(sizes) <= 25_000


class TestPorts:
    def test_the_enrolled_may_sit_the_quiz_and_nobody_else(self):
        quiz = published()
        page = whole_course(quiz=quiz)
        enrolment = EnrolmentFactory(course=page.course)
        assert access.may_sit(enrolment.learner, quiz)
        assert not access.may_sit(UserFactory(), quiz)
        assert not access.may_sit(enrolment.learner, published())
        page.unpublish()
        assert not access.may_sit(enrolment.learner, quiz)

    def test_a_quiz_at_the_end_of_a_lesson_need_not_be_required(self):
        quiz = published()
        page = CoursePageFactory()
        LessonPageFactory(parent=page, quiz=quiz)
        enrolment = EnrolmentFactory(course=page.course)
        assert access.may_sit(enrolment.learner, quiz)

    def test_the_result_leads_back_to_a_course_that_is_completed_already(self):
        quiz = published()
        page = whole_course(quiz=quiz)
        enrolment = all_done(page)
        with translation.override("ru"):
            assert access.home(enrolment.learner, quiz) == (address(page, language="ru"), page.heading_ru)
        assert enrolment.certificates.count() == 1
        assert access.home(UserFactory(), quiz) is None


class TestOwnPage:
    def test_shows_my_courses_and_my_certificates(self, client, learner):
        page = whole_course()
        EnrolmentFactory(course=page.course, learner=learner)
        certificate = CertificateFactory(holder=learner)
        html = client.get("/en/me/").content.decode()
        assert page.heading_en in html
        assert certificate.serial in html

    def test_says_so_when_there_is_nothing(self, client, learner):
        html = client.get("/en/me/").content.decode()
        assert "You are in no course yet" in html
        assert "No certificates yet" in html


def test_attack_27_start_read_issue_and_revoke_need_a_token_and_a_post():
    person = UserFactory(roles=[Role.OFFICE])
    client = signed_in(Client(enforce_csrf_checks=True), person)
    page = whole_course()
    enrolment = all_done(page, person)
    passed(person, published())
    certificate = CertificateFactory()
    posts = [
        address(page), address(page, page.lessons()[0]),
        f"/en/certificates/issue/{enrolment.pk}/", f"/en/certificates/{certificate.pk}/revoke/",
    ]  # fmt: skip
    for url in posts:
        assert client.post(url, {"reason": "x"}).status_code == 403, url
    assert client.get(f"/en/certificates/issue/{enrolment.pk}/").status_code == 405
    client.get(f"/en/certificates/{certificate.pk}/revoke/?reason=x")
    certificate.refresh_from_db()
    assert not certificate.is_revoked
