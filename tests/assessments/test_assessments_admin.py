"""The trainer's side: a question edited, its problems seen, the quiz published."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.domain import sit, translate
from assessments.enums import Closed
from assessments.models import Assessment, Choice, Question
from people.domain.grant import grant
from people.enums import Role
from tests.factories.assessments import AssessmentFactory, QuestionFactory, published, started
from tests.factories.handbook import LawFactory, SectionPageFactory
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def trainer(client: Client) -> Client:
    person = UserFactory()
    grant(user=person, role=Role.TRAINER, by=None)
    return signed_in(client, person)


def posted(question: Question, **changes: Any) -> dict[str, Any]:
    """The editor's form as the browser would send it."""
    names = [f"{n}_{c}" for n in ("stem", "explanation", "unit") for c in ("tg", "ru", "en")]
    data = {name: getattr(question, name) or "" for name in names}
    data |= {"answering": question.answering, "key": question.key, "competency": question.competency_id or ""}
    data |= {"shuffle": "on", "cites": "", "change_of": "meaning"}
    choices = list(question.choices.all()) if question.pk else []
    data |= {"choices-TOTAL_FORMS": len(choices), "choices-INITIAL_FORMS": len(choices)}
    data |= {"choices-MIN_NUM_FORMS": 0, "choices-MAX_NUM_FORMS": 1000}
    for index, choice in enumerate(choices):
        data |= {f"choices-{index}-text_{code}": getattr(choice, f"text_{code}") for code in ("tg", "ru", "en")}
        data |= {f"choices-{index}-id": choice.pk, f"choices-{index}-ORDER": index + 1}
        data |= {f"choices-{index}-part": choice.part, f"choices-{index}-leads": choice.leads}
        data |= {f"choices-{index}-score": f"{choice.score.normalize():f}"}
    return {**data, **changes}


def url(model: str, view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_assessments_{model}:{view}", args=args)


@pytest.mark.parametrize("model", ["question", "assessment", "competency"])
def test_lists_open(trainer: Client, model: str) -> None:
    published()
    assert trainer.get(url(model, "list")).status_code == 200
    assert trainer.get(url(model, "add")).status_code == 200


def test_a_question_is_edited_and_its_translations_become_stale(trainer: Client) -> None:
    section, question = SectionPageFactory(), QuestionFactory()
    LawFactory(code="militia")
    cites = ["/".join(section.url_path.split("/")[-3:-1]), "law:militia/5"]
    edit = url("question", "edit", question.pk)
    assert trainer.get(edit).status_code == 200

    reply = trainer.post(edit, posted(question, stem_tg="Саволи нав", stem_ru="Новый вопрос", cites="\n".join(cites)))

    assert reply.status_code == 302, reply.context["form"].errors
    question = Question.objects.get(pk=question.pk)
    assert (question.stem_tg, question.cites) == ("Саволи нав", cites)
    assert [translate.is_stale(question, code) for code in ("ru", "en")] == [False, True]
    assert "English" in trainer.get(edit).content.decode()


def test_a_reference_that_leads_nowhere_is_told_and_what_was_typed_stays(trainer: Client) -> None:
    question = QuestionFactory()
    edit = url("question", "edit", question.pk)
    for wrong, told in [
        ("a/b", "Nothing is published under this reference: a/b"),
        ("law:none", "Nothing is published under this reference: law:none"),
        ("https://elsewhere.example/", "This is no reference to a section or a law: https://elsewhere.example/"),
    ]:
        with translation.override("en"):
            reply = trainer.post(edit, posted(question, cites=wrong), headers={"accept-language": "en"})
        assert reply.status_code == 200
        assert [str(one) for one in reply.context["form"].errors["cites"]] == [told]
        assert wrong in reply.content.decode()
    assert Question.objects.get(pk=question.pk).cites == []


def test_a_change_of_wording_leaves_translations_fresh(trainer: Client) -> None:
    question = QuestionFactory()
    trainer.post(url("question", "edit", question.pk), posted(question, stem_tg="Савол.", change_of="wording"))
    question = Question.objects.get(pk=question.pk)
    assert not translate.is_stale(question, "ru")


def test_a_stale_translation_is_confirmed_as_it_stands(trainer: Client) -> None:
    question = QuestionFactory()
    edit = url("question", "edit", question.pk)
    trainer.post(edit, posted(question, stem_tg="Саволи нав"))
    question = Question.objects.get(pk=question.pk)
    assert [translate.is_stale(question, code) for code in ("ru", "en")] == [True, True]
    assert 'name="checked"' in trainer.get(edit).content.decode()

    reply = trainer.post(edit, posted(question, checked=["ru"]))

    assert reply.status_code == 302, reply.context["form"].errors
    question = Question.objects.get(pk=question.pk)
    assert [translate.is_stale(question, code) for code in ("ru", "en")] == [False, True]


def test_which_choice_is_right_is_changed(trainer: Client) -> None:
    question = QuestionFactory()
    changes = {"choices-0-score": "0", "choices-1-score": "1"}
    trainer.post(url("question", "edit", question.pk), posted(question, **changes))
    assert list(Choice.objects.filter(question=question).values_list("score", flat=True)) == [0, 1, 0, 0]


def test_a_number_question_is_made_with_what_only_its_kind_has(trainer: Client) -> None:
    draft = Question(answering="number", key="new-number", stem_tg="Чанд?", stem_ru="Сколько?", stem_en="How many?")
    data = posted(draft, number_answer="12,5", number_tolerance="0.5", many_rule="part")
    reply = trainer.post(url("question", "add"), data)
    assert reply.status_code == 302, reply.context["form"].errors
    question = Question.objects.get(key="new-number")
    assert question.details == {"answer": "12,5", "tolerance": "0.5"}
    assert b"number_answer" in trainer.get(url("question", "edit", question.pk)).content
    assert b"many_rule" not in trainer.get(url("question", "edit", question.pk)).content


def test_problems_are_said_and_publishing_waits_for_them(trainer: Client) -> None:
    question = QuestionFactory(stem_en="")
    draft = AssessmentFactory(questions=[question])
    at = reverse("assessments_publish", args=[draft.pk])

    assert url("question", "edit", question.pk) in trainer.get(at).content.decode()
    trainer.post(at)
    assert Assessment.objects.get(pk=draft.pk).current is None

    Question.objects.filter(pk=question.pk).update(stem_en="Question")
    trainer.post(at)
    trainer.post(at)
    assert Assessment.objects.get(pk=draft.pk).current.number == 1
    assert trainer.get(at).status_code == 200


def test_the_editor_of_an_assessment_leads_to_publishing(trainer: Client) -> None:
    pk = published().pk
    reply = trainer.get(url("assessment", "edit", pk))
    assert reverse("assessments_publish", args=[pk]) in reply.content.decode()


def test_a_published_question_is_not_deleted(trainer: Client) -> None:
    question = published().current.items.first().question
    trainer.post(url("question", "delete", question.pk))
    assert Question.objects.filter(pk=question.pk).exists()


def test_attack_12_a_trainer_who_heads_a_unit_sees_no_marks_of_the_unit(client: Client) -> None:
    both = UserFactory(roles=[Role.TRAINER, Role.HEAD])
    ours, theirs = UserFactory(), UserFactory(unit=both.unit)
    CohortFactory(members=[ours], trainers=[both])
    quiz = published()
    for candidate in (ours, theirs):
        sit.close(sitting_id=started(quiz, candidate=candidate).pk, how=Closed.FINISHED)

    found = signed_in(client, both).get(f"/en/assessments/{quiz.code}/results/").content.decode()

    assert ours.full_name_en in found
    assert theirs.full_name_en not in found


@pytest.mark.parametrize("roles", [[], [Role.OFFICE], [Role.ANALYST]])
def test_attack_12_nobody_else_gets_into_the_bank(client: Client, roles: list[str]) -> None:
    question, draft = QuestionFactory(), published()
    signed_in(client, UserFactory(roles=roles))
    for at in (url("question", "edit", question.pk), url("question", "list"), url("assessment", "list")):
        assert client.get(at).status_code in (302, 403, 404)
    assert client.post(reverse("assessments_publish", args=[draft.pk])).status_code in (302, 403, 404)
