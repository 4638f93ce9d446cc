"""Courses, enrolments and certificates for tests."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from wagtail.models import Page, Site

from assessments.enums import Closed
from assessments.models import Assessment
from courses.enums import MessageKind
from courses.models import (
    Assignment,
    Certificate,
    CertificateBook,
    CertificateFile,
    Course,
    CourseIndexPage,
    CoursePage,
    CourseRun,
    Criterion,
    Enrolment,
    LearnerQuestion,
    LessonPage,
    LessonRead,
    Message,
    Requirement,
)
from people.models import User
from tests.factories.assessments import EditionFactory, ResultFactory, SittingFactory
from tests.factories.handbook import PageFactory, told
from tests.factories.people import CohortFactory, UserFactory
from ui.content import body_from_content


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course

    code = factory.Sequence(lambda n: f"C-{n}")
    title_tg = "Қадамҳои аввал: ғӣқӯҳҷ"
    title_ru = "Первые шаги"
    title_en = "First steps"
    summary_tg = summary_ru = summary_en = "summary"
    outcomes_tg = outcomes_ru = outcomes_en = "one\ntwo"
    hours = 3


class CourseIndexPageFactory(PageFactory):
    class Meta:
        model = CourseIndexPage

    slug = "courses"
    heading = told("Курсҳо", "Курсы", "Courses")

    @classmethod
    def above(cls) -> Page:
        return Site.objects.get(is_default_site=True).root_page


class CoursePageFactory(PageFactory):
    """A published course page; `CoursePageFactory(course__is_open=False)`."""

    class Meta:
        model = CoursePage

    course = factory.SubFactory(CourseFactory)
    slug = factory.Sequence(lambda n: f"course-{n}")
    heading = factory.Sequence(lambda n: told(f"Курси {n}", f"Курс {n}", f"Course {n}"))
    summary = told("Мухтасар", "Кратко", "In short")

    @classmethod
    def above(cls) -> Page:
        return CourseIndexPage.objects.first() or CourseIndexPageFactory()


class LessonPageFactory(PageFactory):
    class Meta:
        model = LessonPage

    slug = factory.Sequence(lambda n: f"lesson-{n}")
    heading = factory.Sequence(lambda n: told(f"Дарси {n}", f"Занятие {n}", f"Lesson {n}"))
    summary = told("Як ҷумла", "Одно предложение", "One sentence")
    minutes = 5

    @classmethod
    def _create(cls, model_class: Any, *args: Any, blocks: Any = None, **kwargs: Any) -> Any:
        told_blocks = blocks if blocks is not None else [{"type": "text", "text": told("Матн", "Текст", "Text")}]
        kwargs["body"] = body_from_content(told_blocks, key=kwargs["slug"])
        return super()._create(model_class, *args, **kwargs)

    @classmethod
    def above(cls) -> Page:
        return CoursePageFactory()


class RequirementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Requirement

    course = factory.SubFactory(CourseFactory)
    lesson = factory.SubFactory(LessonPageFactory)
    assessment = None


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    course = factory.SubFactory(CourseFactory)
    learner = factory.SubFactory(UserFactory)
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    enrolled_by = factory.SelfAttribute("learner")


class CourseRunFactory(factory.django.DjangoModelFactory):
    """`CourseRunFactory(course=page.course, cohort__members=[a])`; it enrols nobody."""

    class Meta:
        model = CourseRun

    course = factory.SubFactory(CourseFactory)
    cohort = factory.SubFactory(CohortFactory)


class LearnerQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LearnerQuestion

    course = factory.SubFactory(CourseFactory)
    learner = factory.SubFactory(UserFactory)
    lesson = None
    text = "What is meant here?"


class MessageFactory(factory.django.DjangoModelFactory):
    """News of a run, unread."""

    class Meta:
        model = Message

    recipient = factory.SubFactory(UserFactory)
    kind = MessageKind.NEWS
    run = factory.SubFactory(CourseRunFactory)
    course = factory.SelfAttribute("run.course")


class LessonReadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LessonRead

    enrolment = factory.SubFactory(EnrolmentFactory)
    lesson = factory.SubFactory(LessonPageFactory)


class CertificateBookFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CertificateBook
        django_get_or_create = ("year",)

    year = 2026


def facts(**more: Any) -> dict[str, Any]:
    """The frozen facts of a certificate."""
    return {
        "name": {"tg": "Раҳимзода Фирӯз Қосимҷон", "ru": "Рахимзода Фируз", "en": "Rahimzoda Firuz"},
        "course": {
            "code": "C-0",
            "title": {"tg": "Қадамҳои аввал: ғӣқӯҳҷ", "ru": "Первые шаги", "en": "First steps"},
            "hours": 3,
        },
        "results": [],
        "percent": 90,
        "completed_on": "2026-03-21",
        **more,
    }


class CertificateFactory(factory.django.DjangoModelFactory):
    """A bare record; `completed()` and `certify.issue` make a real one."""

    class Meta:
        model = Certificate

    book = factory.SubFactory(CertificateBookFactory)
    number = factory.Sequence(lambda n: n + 1)
    enrolment = factory.SubFactory(EnrolmentFactory, completed_at=factory.LazyFunction(timezone.now))
    holder = factory.SelfAttribute("enrolment.learner")
    language = "tg"
    facts = factory.LazyFunction(facts)


class CertificateFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CertificateFile

    certificate = factory.SubFactory(CertificateFactory)
    content = b"%PDF-"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


def whole_course(*, lessons: int = 2, quiz: Assessment | None = None, **course: Any) -> CoursePage:
    """A published course that asks for all its lessons and for the quiz at the end of the last, if there is one."""
    page = CoursePageFactory(**{f"course__{name}": value for name, value in course.items()})
    for number in range(lessons):
        last = number == lessons - 1
        lesson = LessonPageFactory(parent=page, quiz=quiz if last else None)
        RequirementFactory(course=page.course, lesson=lesson)
    if quiz:
        RequirementFactory(course=page.course, lesson=None, assessment=quiz)
    return page


def passed(learner: User, assessment: Assessment, score: int = 9) -> None:
    """A result that passes, without the sitting's own work."""
    edition = assessment.current or EditionFactory(assessment=assessment)
    earlier = assessment.sittings.filter(candidate=learner).count()
    sitting = SittingFactory(
        edition=edition, assessment=assessment, candidate=learner, number=earlier + 1,
        closed_at=timezone.now(), closed=Closed.FINISHED,
    )  # fmt: skip
    ResultFactory(sitting=sitting, score=score, out_of=10, passed=True)


def all_done(page: CoursePage, learner: User | None = None) -> Enrolment:
    """An enrolment in which everything is done that the course asks for, and nobody has checked yet."""
    enrolment = EnrolmentFactory(course=page.course, learner=learner or UserFactory())
    for need in page.course.requirements.all():
        if need.lesson:
            LessonReadFactory(enrolment=enrolment, lesson=need.lesson)
        else:
            passed(enrolment.learner, need.assessment)
    return enrolment


class AssignmentFactory(factory.django.DjangoModelFactory):
    """`AssignmentFactory(kind="plan", criteria=2)`: a rubric of so many criteria, each of four levels (0 to 3)."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    code = factory.Sequence(lambda n: f"work-{n}")
    kind = "text"
    title_tg = "Супориш"
    title_ru = "Задание"
    title_en = "Assignment"
    instructions_tg = instructions_ru = instructions_en = "Do it"

    @factory.post_generation
    def criteria(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        levels = "\n".join(["bad", "weak", "good", "best"])
        for number in range(2 if extracted is None else extracted):
            names = {f"title_{code}": f"Criterion {number}" for code in ("tg", "ru", "en")}
            self.criteria.add(Criterion(**names, **{f"levels_{code}": levels for code in ("tg", "ru", "en")}))
        self.save()
