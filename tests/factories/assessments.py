"""The bank, drafts, editions and sittings of assessments for tests."""

from typing import Any

import factory
from django.utils import timezone

from assessments import kinds
from assessments.domain import sit
from assessments.domain.publish import publish
from assessments.enums import AssessmentKind, Closed
from assessments.models import (
    Answer,
    AnswerChoice,
    AnswerEvent,
    Assessment,
    AssessmentItem,
    BlueprintRow,
    Choice,
    Competency,
    Edition,
    EditionChoice,
    EditionItem,
    KeyCorrection,
    Mark,
    PaperExam,
    PaperSheet,
    Question,
    Rehearsal,
    Result,
    Sitting,
    StartTicket,
    Ticket,
)
from tests.factories.people import UserFactory


def in_languages(name: str, text: str) -> dict[str, str]:
    """One text as the columns of a translated field, told apart by its language."""
    return {f"{name}_{code}": f"{text} [{code}]" for code in ("tg", "ru", "en")}


class CompetencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Competency
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"C{n:02d}")
    domain_tg = domain_ru = domain_en = "domain"
    name_tg = name_ru = name_en = factory.Sequence(lambda n: f"competency {n}")
    asked_of = factory.LazyFunction(lambda: ["all"])


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question with one right choice; `QuestionFactory(answering="order", choices=["a", "b", "c"], right=[])`."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"question-{n}")
    answering = "one"
    stem_tg = factory.LazyAttribute(lambda o: f"Савол {o.key}")
    stem_ru = factory.LazyAttribute(lambda o: f"Вопрос {o.key}")
    stem_en = factory.LazyAttribute(lambda o: f"Question {o.key}")
    explanation_tg = explanation_ru = explanation_en = "KEPT-BACK explanation"
    competency = factory.SubFactory(CompetencyFactory)

    @factory.post_generation
    def choices(self, create: bool, extracted: Any, right: Any = None, **kwargs: Any) -> None:
        if not kinds.get(self.answering).has_choices:
            return
        texts = extracted or ["alpha", "beta", "gamma", "delta"]
        rights = ["alpha"] if right is None else right
        for order, text in enumerate(texts, 1):
            ChoiceFactory(question=self, order=order, score=int(text in rights), **in_languages("text", text))


class ChoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Choice

    question = factory.SubFactory(QuestionFactory, choices=[])
    order = 1
    text_tg = text_ru = text_en = "choice"
    score = 0


class AssessmentFactory(factory.django.DjangoModelFactory):
    """A draft of a quiz; `AssessmentFactory(questions=[q1, q2])`."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"assessment-{n}")
    kind = AssessmentKind.QUIZ
    title_tg = title_ru = title_en = factory.LazyAttribute(lambda o: f"Title of {o.code}")
    intro_tg = intro_ru = intro_en = "Introduction"
    minutes = 15
    pass_percent = 70

    @factory.post_generation
    def questions(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for order, question in enumerate(extracted or [], 1):
            AssessmentItemFactory(assessment=self, question=question, order=order)


class AssessmentItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AssessmentItem

    assessment = factory.SubFactory(AssessmentFactory)
    question = factory.SubFactory(QuestionFactory)
    order = 1


class BlueprintRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BlueprintRow

    assessment = factory.SubFactory(AssessmentFactory)
    order = 1
    count = 1


class EditionFactory(factory.django.DjangoModelFactory):
    """A bare edition; `published()` makes a real one."""

    class Meta:
        model = Edition

    assessment = factory.SubFactory(AssessmentFactory)
    number = factory.Sequence(lambda n: n + 1)
    checksum = "0" * 64
    rules = factory.LazyFunction(dict)
    paper = factory.LazyFunction(list)
    key = factory.LazyFunction(dict)


class EditionItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EditionItem

    edition = factory.SubFactory(EditionFactory)
    question = factory.SubFactory(QuestionFactory)
    position = factory.Sequence(lambda n: n + 1)
    answering = "one"
    points = 1


class EditionChoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EditionChoice

    item = factory.SubFactory(EditionItemFactory)
    bank_choice = factory.Sequence(lambda n: n + 1)
    position = factory.Sequence(lambda n: n + 1)
    score = 0


class SittingFactory(factory.django.DjangoModelFactory):
    """A bare open sitting; `started()` makes a real one."""

    class Meta:
        model = Sitting

    edition = factory.SubFactory(EditionFactory)
    assessment = factory.SelfAttribute("edition.assessment")
    candidate = factory.SubFactory(UserFactory)
    language = "tg"
    number = 1
    length = 1


class StartTicketFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StartTicket

    assessment = factory.SubFactory(AssessmentFactory)
    candidate = factory.SubFactory(UserFactory)


class RehearsalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rehearsal

    assessment = factory.SubFactory(AssessmentFactory)
    candidates = 300
    go = True


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    sitting = factory.SubFactory(SittingFactory)
    item = factory.SubFactory(EditionItemFactory, edition=factory.SelfAttribute("..sitting.edition"))
    position = 1


class AnswerChoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnswerChoice

    answer = factory.SubFactory(AnswerFactory)
    choice = factory.SubFactory(EditionChoiceFactory, item=factory.SelfAttribute("..answer.item"))


class AnswerEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnswerEvent

    sitting = factory.SubFactory(SittingFactory)
    position = 1
    epoch = 1
    counter = factory.Sequence(lambda n: n + 1)
    value = factory.LazyFunction(dict)
    received_at = factory.LazyFunction(timezone.now)
    late = False


class TicketFactory(factory.django.DjangoModelFactory):
    """A bare ticket; `tickets.print_for` makes real ones."""

    class Meta:
        model = Ticket

    assessment = factory.SubFactory(AssessmentFactory)
    digest = factory.Sequence(lambda n: f"{n:064x}")


class ResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Result

    sitting = factory.SubFactory(SittingFactory, closed_at=factory.LazyFunction(timezone.now), closed=Closed.FINISHED)
    score = 7
    out_of = 10
    passed = True


class MarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mark

    answer = factory.SubFactory(AnswerFactory)
    points = 1
    marker = factory.SubFactory(UserFactory)
    reason = "a reason"


class KeyCorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyCorrection

    edition = factory.SubFactory(EditionFactory)
    number = factory.Sequence(lambda n: n + 1)
    keys = factory.LazyFunction(dict)
    by = factory.SubFactory(UserFactory)
    reason = "a reason"


class PaperExamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PaperExam

    assessment = factory.SubFactory(AssessmentFactory)
    scores_only = True
    columns = factory.LazyFunction(lambda: [{"key": "q1", "points": "1"}])


class PaperSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PaperSheet

    exam = factory.SubFactory(PaperExamFactory)
    person = factory.Sequence(lambda n: f"p{n}")
    scores = factory.LazyFunction(lambda: {"q1": "1"})


def four_kinds() -> list[Question]:
    """A question of each kind that is scored, in the order one, many, order, number."""
    return [
        QuestionFactory(),
        QuestionFactory(
            answering="many", choices=["alpha", "beta", "gamma", "delta"], choices__right=["alpha", "beta"]
        ),
        QuestionFactory(answering="order", choices=["first", "second", "third"], choices__right=[]),
        QuestionFactory(
            answering="number",
            details={"answer": "12.5", "tolerance": "0.5"},
            unit_tg="метр",
            unit_ru="метров",
            unit_en="metres",
        ),
    ]


def published(questions: list[Question] | None = None, **fields: Any) -> Assessment:
    """A published assessment; by default a quiz of four questions, one of each kind."""
    draft = AssessmentFactory(questions=four_kinds() if questions is None else questions, **fields)
    publish(assessment_id=draft.pk, by=UserFactory())
    draft.refresh_from_db()
    return draft


def started(assessment: Assessment | None = None, **more: Any) -> Sitting:
    """A real sitting, just started, by `candidate` or a new person."""
    candidate = more.pop("candidate", None) or UserFactory()
    return sit.start(assessment=assessment or published(), candidate=candidate, **more)
