"""The model courses of the academy: whole in every language, loaded once, each ends in an examination over its bank."""

import re

import pytest
from django.db.models import Count

from assessments.domain import model_banks
from assessments.domain.publish import problems
from assessments.models import Assessment, Question
from courses.domain import course_content, progress
from courses.models import LessonPage
from handbook.domain.demo import CONTENT as HANDBOOK
from tests.factories.handbook import ChapterPageFactory, SectionPageFactory
from tests.factories.people import UserFactory
from ui.citations import is_reference
from ui.content import BadContent
from ui.languages import codes
from ui.staleness import State

FRESH = State.FRESH
FINALS = {"cp-basics-final": "CP-BASICS", "vf-response-final": "VF-RESPONSE", "ps-sara-final": "PS-SARA"}
BANKS = sorted(path.parent for path in model_banks.CONTENT.glob("*/exam.toml"))
pytestmark = pytest.mark.once


def told(folder):
    """The examination of a bank and its questions by topic."""
    exam = course_content.load(folder / "exam.toml")
    return exam, {
        one["file"]: course_content.load(folder / f"{one['file']}.toml")["questions"] for one in exam["topics"]
    }


class TestBanks:
    @pytest.mark.parametrize("folder", BANKS, ids=lambda folder: folder.name)
    def test_hold_three_times_what_is_drawn_and_of_several_kinds(self, folder):
        exam, topics = told(folder)
        questions = [one for topic in topics.values() for one in topic]
        assert len(questions) >= 75
        assert sum(one["count"] for one in exam["topics"]) == 25
        assert all(len(topics[one["file"]]) >= 2 * one["count"] for one in exam["topics"])
        assert {"one", "many", "truth", "order", "match"} <= {one["answering"] for one in questions}
        hard = [one for one in questions if one["difficulty"] == "hard"]
        assert 0.1 <= len(hard) / len(questions) <= 0.35

    @pytest.mark.parametrize("folder", BANKS, ids=lambda folder: folder.name)
    def test_give_nothing_away_by_the_place_or_the_length_of_the_right_choice(self, folder):
        """The first of four is right about as often as any; the right one is the longest in less than half."""
        single = [q for topic in told(folder)[1].values() for q in topic if q["answering"] == "one"]
        places = [next(n for n, c in enumerate(q["choices"]) if c.get("right")) for q in single]
        assert max(places.count(place) for place in range(4)) <= len(single) * 0.45
        for code in codes():
            longest = [q for q in single if max(q["choices"], key=lambda c: len(c["text"][code])).get("right")]
            assert len(longest) <= len(single) * 0.5, code

    @pytest.mark.parametrize("folder", BANKS, ids=lambda folder: folder.name)
    def test_cite_sections_that_there_are(self, folder):
        sections = {f"{p.parent.name}/{re.sub('^[0-9]+-', '', p.stem)}" for p in HANDBOOK.glob("*/[0-9]*.toml")}
        cited = {ref for topic in told(folder)[1].values() for q in topic for ref in q["cites"]}
        assert cited <= sections

    def test_no_key_stands_in_two_of_them(self):
        keys = [q["key"] for folder in BANKS for topic in told(folder)[1].values() for q in topic]
        assert len(keys) == len(set(keys))

    @pytest.mark.django_db
    def test_are_loaded_published_and_left_alone_after(self):
        for chapter, sections in cited_sections().items():
            page = ChapterPageFactory(slug=chapter)
            for slug in sections:
                SectionPageFactory(parent=page, slug=slug)
        by = UserFactory()
        from assessments.domain.demo import load_competencies

        load_competencies()
        first = model_banks.load_demo(by=by)
        assert first["examinations"] == len(BANKS)
        for exam in Assessment.objects.filter(code__in=FINALS):
            assert problems(exam) == []
            assert sum(one["count"] for one in exam.current.rules["strata"]) == 25
        a_question = Question.objects.get(key=told(BANKS[0])[1].popitem()[1][0]["key"])
        Question.objects.filter(pk=a_question.pk).update(difficulty="hard", topic="another")
        count = Question.objects.count()
        assert model_banks.load_demo(by=by) == first
        assert Question.objects.count() == count == first["questions"]
        a_question.refresh_from_db()
        assert a_question.topic == "another"

    @pytest.mark.django_db
    def test_a_file_with_a_fault_says_where(self, tmp_path):
        folder = tmp_path / "a-course"
        folder.mkdir()
        (folder / "exam.toml").write_text(
            'code = "x"\nminutes = 1\npass_percent = 1\nmax_sittings = 1\n'
            '[[topics]]\nfile = "01-a"\nname = "A"\ncount = 1\n'
        )
        (folder / "01-a.toml").write_text('[[questions]]\nkey = "k"\nanswering = "one"\n')
        with pytest.raises(BadContent, match=r"a-course/01-a.toml, k: .*missing"):
            model_banks.load_demo(content=tmp_path)


def cited_sections() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for folder in BANKS:
        for topic in told(folder)[1].values():
            for ref in (ref for q in topic for ref in q["cites"]):
                chapter, _slash, section = ref.partition("/")
                found.setdefault(chapter, set()).add(section)
    return found


class TestCourses:
    @pytest.mark.parametrize("folder", course_content.folders(), ids=lambda folder: folder.name)
    def test_every_lesson_asks_shows_and_cites(self, folder):
        course = course_content.read(folder)
        assert len(course["lessons"]) >= 5
        assert len(course["outcomes"]) >= 4
        assert course["final"] in FINALS
        for lesson in course["lessons"]:
            kinds = [block["type"] for block in lesson["blocks"]]
            assert kinds.count("self_check") >= 3, lesson["slug"]
            assert {"text", "case", "try_it"} <= set(kinds), lesson["slug"]
            assert lesson["cites"], lesson["slug"]
            assert all(is_reference(ref) for ref in lesson["cites"])

    @pytest.mark.parametrize("folder", course_content.folders(), ids=lambda folder: folder.name)
    def test_every_question_of_a_lesson_has_one_right_answer_and_a_reply_to_each(self, folder):
        for lesson in course_content.read(folder)["lessons"]:
            for block in lesson["blocks"]:
                if block["type"] == "self_check":
                    assert sum(answer.get("right", False) for answer in block["answers"]) == 1
                    assert all(answer["reply"][code] for answer in block["answers"] for code in codes())

    @pytest.mark.django_db
    @pytest.mark.parametrize("folder", course_content.folders(), ids=lambda folder: folder.name)
    def test_is_loaded_whole_and_once(self, folder):
        course = course_content.read(folder)
        final = Assessment.objects.create(code=course["final"], kind="exam", title_tg="а", title_ru="б", title_en="c")
        by = UserFactory()
        for _time in range(2):
            page = course_content.load_course(course, by=by)
        assert page.course.code == FINALS[course["final"]]
        needs = page.course.requirements.all()
        assert [one.assessment for one in needs if one.assessment] == [final]
        assert sum(bool(one.lesson) for one in needs) == len(course["lessons"]) == page.lessons().count()
        assert all(one.assignment for one in needs if not one.lesson and not one.assessment)
        assert sum(bool(one.assignment) for one in needs) == 1, "each course has practical work to be passed"
        work = page.course.assignments.annotate(n=Count("criteria")).get()
        assert work.n >= 4
        assert progress.of(page=page, enrolment=None, learner=by).total == needs.count()
        for lesson in LessonPage.objects.child_of(page):
            behind = {
                (leaf.label, code) for leaf in lesson.leaves() for code in codes() if leaf.value.state(code) != FRESH
            }
            assert behind == set()

    @pytest.mark.django_db
    def test_the_sensitive_one_is_told_by_no_message(self):
        told_of = course_content.read(course_content.CONTENT / "violence-first-response")
        course = course_content.load_course(told_of, by=UserFactory()).course
        assert course.is_sensitive
        for code in codes():
            assert not re.search("зӯровар|насили|violen", getattr(course, f"title_{code}").lower())
