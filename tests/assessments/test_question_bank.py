"""The bank: review by a second trainer, what a change does to it, questions that read alike, many changed at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import duplicates, review
from assessments.domain.publish import problems, warnings
from assessments.enums import AssessmentKind, QuestionState
from assessments.models import Assessment, Bank, DifferentQuestions, Question, Sitting
from assessments.viewsets.bank import _figures
from ledger.models import AuditEvent
from people.domain.grant import grant
from people.enums import Role
from people.models import User
from tests.factories.assessments import AssessmentFactory, QuestionFactory, published, started
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.usefixtures("english")]


def trainer() -> User:
    person = UserFactory()
    grant(user=person, role=Role.TRAINER, by=None)
    return person


@pytest.fixture
def cms(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    client.person = trainer()  # type: ignore[attr-defined]
    return signed_in(client, client.person)  # type: ignore[attr-defined]


def fresh(question: Question) -> Question:
    return Question.objects.prefetch_related("choices").get(pk=question.pk)


class TestReview:
    def test_a_second_trainer_reviews_and_a_change_of_substance_takes_it_away(self, cms: Client) -> None:
        author = trainer()
        question = QuestionFactory(changed_by=author)
        page = reverse("question_look", args=[question.pk])
        assert page in cms.get(reverse("questions_waiting")).content.decode()
        seen = cms.get(page).context["seen"]
        assert cms.post(page, {"do": "approve", "seen": seen}).url == reverse("questions_waiting")
        assert (review.state(fresh(question)), fresh(question).reviewed_by) == (QuestionState.REVIEWED, cms.person)
        assert page not in cms.get(reverse("questions_waiting")).content.decode()

        before = review.substance(fresh(question))
        Question.objects.filter(pk=question.pk).update(explanation_en="Better said", topic="patrol", difficulty="hard")
        review.changed(fresh(question), before=before, by=author)
        assert review.state(fresh(question)) == QuestionState.REVIEWED
        question.choices.filter(order=2).update(score=1)
        review.changed(fresh(question), before=before, by=author)
        assert (review.state(fresh(question)), fresh(question).reviewed_by) == (QuestionState.DRAFT, None)

    @pytest.mark.parametrize("change", ["stem_ru", "details", "answering", "choice text", "choice score", "shuffle"])
    def test_everything_that_is_asked_is_substance(self, change: str) -> None:
        question = QuestionFactory()
        before = review.substance(fresh(question))
        values: dict[str, Any] = {
            "stem_ru": "другое",
            "details": {"rule": "all"},
            "answering": "many",
            "shuffle": False,
        }
        if change in values:
            Question.objects.filter(pk=question.pk).update(**{change: values[change]})
        elif change == "choice text":
            question.choices.filter(order=1).update(text_tg="дигар")
        else:
            question.choices.update(score="0.5")
        assert review.substance(fresh(question)) != before

    def test_nobody_reviews_their_own_and_what_was_looked_at_must_still_hold(self, cms: Client) -> None:
        own, other = QuestionFactory(changed_by=cms.person), QuestionFactory(changed_by=trainer())
        page = reverse("question_look", args=[own.pk])
        assert "somebody else reviews it" in cms.get(page).content.decode()
        cms.post(page, {"do": "approve", "seen": review.substance(fresh(own))})
        assert review.state(fresh(own)) == QuestionState.DRAFT
        assert list(review.waiting(cms.person)) == [other]
        told = cms.post(reverse("question_look", args=[other.pk]), {"do": "approve", "seen": "x"}, follow=True)
        assert "changed the question meanwhile" in told.content.decode()
        assert review.state(fresh(other)) == QuestionState.DRAFT

    def test_it_goes_back_with_words(self, cms: Client) -> None:
        question = QuestionFactory(changed_by=trainer())
        page = reverse("question_look", args=[question.pk])
        assert cms.post(page, {"do": "back", "why": " "}).status_code == 422
        assert cms.post(page, {"do": "back", "why": "B is right too."}).status_code == 302
        assert "B is right too." in cms.get(page).content.decode()
        assert AuditEvent.objects.filter(action="question.send_back").count() == 1

    def test_the_editor_notes_who_changed_it(self, cms: Client) -> None:
        question = QuestionFactory(answering="truth", details={"answer": "true"}, reviewed_at="2026-01-01T00:00:00Z")
        page = reverse("wagtailsnippets_assessments_question:edit", args=[question.pk])
        form = cms.get(page).context["form"]
        data = {f"{form[name].html_name}": form[name].value() or "" for name in form.fields}
        data |= {"choices-TOTAL_FORMS": "0", "choices-INITIAL_FORMS": "0", "shuffle": "on", "cites": "", "checked": []}
        cms.post(page, data | {"explanation_en": "Said better", "change_of": "wording"})
        assert fresh(question).explanation_en == "Said better"
        assert review.state(fresh(question)) == QuestionState.REVIEWED
        cms.post(page, data | {"stem_en": "Another question", "change_of": "meaning"})
        assert (review.state(fresh(question)), fresh(question).changed_by) == (QuestionState.DRAFT, cms.person)


def posted(cms: Client, question: Question, **changes: Any) -> None:
    page = reverse("wagtailsnippets_assessments_question:edit", args=[question.pk])
    form = cms.get(page).context["form"]
    data = {f"{form[name].html_name}": form[name].value() or "" for name in form.fields}
    data |= {"choices-TOTAL_FORMS": "0", "choices-INITIAL_FORMS": "0", "shuffle": "on", "cites": "", "checked": []}
    assert cms.post(page, data | changes).status_code == 302


class TestVersions:
    def test_are_kept_from_before_the_first_edit_compared_word_by_word_and_gone_back_to(self, cms: Client) -> None:
        question = QuestionFactory(answering="truth", details={"answer": "true"}, stem_en="A calm voice helps")
        posted(cms, question, stem_en="A calm word helps", change_of="meaning")
        first, second = fresh(question).revisions.order_by("pk")
        names = [question.pk, first.pk, second.pk]
        page = cms.get(reverse("wagtailsnippets_assessments_question:revisions_compare", args=names)).content.decode()
        assert '<span class="deletion">voice</span>' in page
        assert '<span class="addition">word</span>' in page
        assert ">helps" not in page.split("deletion")[1].split("addition")[0]
        history = cms.get(reverse("wagtailsnippets_assessments_question:history", args=[question.pk])).content.decode()
        assert history.count("revisions/compare") + history.count("/compare/") >= 1

    def test_going_back_is_a_change_that_asks_for_a_new_review_and_brings_no_old_one_back(self, cms: Client) -> None:
        question = QuestionFactory(
            answering="truth", details={"answer": "true"}, stem_en="First", reviewed_at="2026-01-01T00:00:00Z"
        )
        posted(cms, question, stem_en="Second", change_of="meaning")
        first = fresh(question).revisions.order_by("pk").first()
        page = reverse("wagtailsnippets_assessments_question:revisions_revert", args=[question.pk, first.pk])
        form = cms.get(page).context["form"]
        assert form["stem_en"].value() == "First"
        posted(cms, question, stem_en="First", change_of="meaning", revision=first.pk)
        assert (fresh(question).stem_en, review.state(fresh(question))) == ("First", QuestionState.DRAFT)


class TestFinding:
    def test_without_the_letters_and_in_every_language(self, cms: Client) -> None:
        found = QuestionFactory(stem_tg="Ҳангоми ҷанҷол чӣ мекунед?", stem_ru="Что вы делаете при ссоре?")
        other = QuestionFactory(stem_tg="Дигар савол", stem_ru="Другой вопрос")
        for words in ("чанчол", "хангоми чанчол", "ссоре делаете", found.key):
            page = cms.get(reverse("wagtailsnippets_assessments_question:list"), {"q": words}).content.decode()
            assert f"/edit/{found.pk}/" in page, words
            assert f"/edit/{other.pk}/" not in page, words

    def test_by_the_state_of_a_language(self, cms: Client) -> None:
        whole, lacking, old = (QuestionFactory() for _ in range(3))
        Question.objects.filter(pk=lacking.pk).update(stem_en="")
        Question.objects.filter(pk=old.pk).update(made_from={**old.made_from, "en": {"stem": "0000"}})
        for state, wanted in (("en-missing", [lacking]), ("en-stale", [old])):
            page = cms.get(reverse("wagtailsnippets_assessments_question:list"), {"language": state}).content.decode()
            shown = [one for one in (whole, lacking, old) if f"/edit/{one.pk}/" in page]
            assert shown == wanted, state


def test_an_examination_warns_of_what_nobody_reviewed_and_can_be_published() -> None:
    questions = [QuestionFactory(), QuestionFactory(reviewed_at="2026-01-01T00:00:00Z")]
    exam = AssessmentFactory(kind=AssessmentKind.EXAM, questions=questions)
    assert [(one.where, one.question_id) for one in warnings(exam)] == [("Question 1", questions[0].pk)]
    assert problems(exam) == []


def test_retired_and_brought_back(cms: Client) -> None:
    question = QuestionFactory()
    address = reverse("question_retire", args=[question.pk])
    cms.post(address)
    assert review.state(fresh(question)) == QuestionState.RETIRED
    cms.post(address)
    assert review.state(fresh(question)) == QuestionState.DRAFT
    trail = AuditEvent.objects.filter(action__startswith="question.").values_list("action", flat=True)
    assert sorted(trail) == ["question.bring_back", "question.retire"]


def test_the_page_of_a_question_says_where_it_is_asked(cms: Client) -> None:
    quiz = published()
    question = quiz.items.first().question
    page = cms.get(reverse("question_look", args=[question.pk]))
    [use] = page.context["uses"]
    assert (use.assessment, use.in_draft, use.editions, use.answered) == (quiz, True, [1], 0)
    assert "Nowhere yet." in cms.get(reverse("question_look", args=[QuestionFactory().pk])).content.decode()
    assert cms.get(reverse("question_look", args=[10**9]), follow=True).status_code == 404


class TestAlike:
    BASE = "Аввал чӣ кор мекунед, агар занг дар бораи зӯроварӣ дар оила ояд?"

    @pytest.mark.parametrize(
        ("other", "found"),
        [
            (BASE, True),
            ("Аввал чи кор мекунед, агар занг дар бораи зуровари дар оила ояд", True),  # without its letters
            ("Агар занг дар бораи зӯроварӣ дар оила ояд, аввал чӣ кор мекунед?", True),
            ("Баъд чӣ кор мекунед, агар занг дар бораи дуздӣ дар бозор ояд?", False),
            ("Кадом ҳуҷҷат барои нигоҳ доштани силоҳ лозим аст?", False),
        ],
    )
    def test_what_reads_alike(self, other: str, found: bool) -> None:
        assert [(p.first, p.second) for p in duplicates.alike({7: self.BASE, 9: other})] == ([(7, 9)] if found else [])

    def test_planted_among_many(self) -> None:
        many = {n: f"Саволи {n} дар бораи мавзуи {n * 7919 % 997} ва ҳолати {n * 31 % 811}" for n in range(1, 400)}
        planted = {1000: self.BASE, 1001: self.BASE.upper()}
        found = duplicates.alike(many | planted)
        assert found[0] == duplicates.Pair(1000, 1001, 100.0)

    def test_the_screen_settles_pairs(self, cms: Client, django_assert_num_queries: Any) -> None:
        one, two, three = (QuestionFactory(stem_tg=self.BASE) for _ in range(3))
        for question in (one, two, three):
            Question.objects.filter(pk=question.pk).update(stem_ru="", stem_en="")
        with django_assert_num_queries(2):
            assert len(duplicates.pairs()) == 3
        address = reverse("questions_alike")
        assert "100 % alike" in " ".join(cms.get(address).content.decode().split())
        cms.post(address, {"do": "differ", "keep": str(two.pk), "other": str(one.pk)})
        assert DifferentQuestions.objects.filter(first=one, second=two).exists()
        cms.post(address, {"do": "keep", "keep": str(one.pk), "other": str(three.pk)})
        assert review.state(fresh(three)) == QuestionState.RETIRED
        assert duplicates.pairs() == []
        assert "No two questions" in cms.get(address).content.decode()
        for wrong in ({}, {"keep": "x", "other": "1"}, {"keep": str(one.pk), "other": str(10**9)}):
            assert cms.post(address, wrong).status_code == 302


class TestList:
    @pytest.mark.parametrize("rows", [1, 3])
    def test_filters_and_statements(self, cms: Client, rows: int, django_assert_num_queries: Any) -> None:
        bank = Bank.objects.create(name="Патрул")
        for _ in range(rows):
            QuestionFactory(bank=bank, difficulty="easy", reviewed_at="2026-01-01T00:00:00Z")
        QuestionFactory(difficulty="hard")
        address = reverse("wagtailsnippets_assessments_question:list")
        cms.get(address)
        with django_assert_num_queries(LIST):
            reply = cms.get(f"{address}?bank={bank.pk}&difficulty=easy&state=reviewed&used=no")
        assert len(reply.context["page_obj"].object_list) == rows
        for none in ("state=retired", "used=yes", "state=draft&difficulty=easy"):
            assert not cms.get(f"{address}?{none}").context["page_obj"].object_list

    def test_many_are_set_and_retired_at_once(self, cms: Client) -> None:
        chosen, left = [QuestionFactory() for _ in range(3)], QuestionFactory()
        ids = "&".join(f"id={question.pk}" for question in chosen)
        to_set = f"{bulk('set')}?{ids}"
        assert "3 questions will change" in " ".join(cms.get(to_set).content.decode().split())
        assert "Choose at least one thing" in cms.post(to_set, {}).content.decode()
        bank = Bank.objects.create(name="Патрул")
        assert cms.post(to_set, {"bank": str(bank.pk), "difficulty": "hard", "topic": "шаб"}).status_code == 302
        assert {(q.bank, q.difficulty, q.topic) for q in map(fresh, chosen)} == {(bank, "hard", "шаб")}
        assert fresh(left).bank is None
        assert AuditEvent.objects.filter(action="question.set").count() == 1
        assert cms.post(f"{bulk('retire')}?{ids}").status_code == 302
        assert Question.objects.filter(retired_at=None).get() == left

    def test_whoever_does_not_write_questions_changes_none(self, client: Client) -> None:
        question = QuestionFactory()
        signed_in(client, UserFactory())
        for address in (f"{bulk('retire')}?id={question.pk}", reverse("question_retire", args=[question.pk])):
            assert client.post(address).status_code in {302, 403, 404}
        assert review.state(fresh(question)) == QuestionState.DRAFT


def bulk(action: str) -> str:
    return reverse("wagtail_bulk_action", args=["assessments", "question", action])


LIST = 16


class TestFigures:
    """The list says how hard a question has turned out to be, from ten answers on."""

    def answered(self, points):
        exam = published(code="figures")
        item = exam.current.items.order_by("position").first()
        for one in points:
            sitting = started(exam)
            sitting.answers.filter(item=item).update(points=one)
            Sitting.objects.filter(pk=sitting.pk).update(closed_at=timezone.now(), closed="finished")
        return item

    def test_counts_closed_sittings_only(self):
        item = self.answered([1, 1, 0, None])
        open_sitting = started(Assessment.objects.get(code="figures"))
        open_sitting.answers.filter(item=item).update(points=0)
        found = review.with_figures(Question.objects.filter(pk=item.question_id)).get()
        assert (found.asked, round(found.earned, 3)) == (3, round(2 / float(item.points) / 3, 3))

    def test_a_question_that_nobody_answered_has_none(self):
        found = review.with_figures(Question.objects.filter(pk=QuestionFactory().pk)).get()
        assert (found.asked, found.earned) == (0, None)

    @pytest.mark.parametrize(("count", "told"), [(9, "—"), (10, "50 % (10)")])
    def test_are_told_from_ten_answers_on(self, count, told):
        item = self.answered([1, 0] * (count // 2) + [1] * (count % 2))
        found = review.with_figures(Question.objects.filter(pk=item.question_id)).get()
        assert _figures(found) == told

    def test_stand_in_the_list_and_order_it(self, cms):
        item = self.answered([1, 0] * 5)
        address = reverse("wagtailsnippets_assessments_question:list")
        for asked in ("", "?ordering=earned", "?ordering=-earned"):
            reply = cms.get(f"{address}{asked}")
            assert reply.status_code == 200
            assert "50 % (10)" in reply.content.decode()
        assert item.question.key
