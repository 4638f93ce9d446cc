"""A rehearsal: simulated cadets on a real server, what is judged, and that nothing of it is ever met elsewhere."""

import json
import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.urls import reverse

from assessments import access
from assessments.domain import authored, board, gather, rehearse, results, sit
from assessments.enums import Closed
from assessments.models import AnswerEvent, Assessment, Rehearsal, Result, Sitting
from assessments.rehearsal import verdict as judging
from assessments.rehearsal.cadet import Cadet, Deed, Paths
from assessments.rehearsal.client import Client, Server
from assessments.rehearsal.sheet import Question, Sheet, seconds_to_wait
from assessments.rehearsal.verdict import Found, verdict
from people.enums import Role
from people.models import User
from people.scope import manageable_people, people_with_results
from tests.assessments.conftest import all_right, right_value, save
from tests.factories.assessments import QuestionFactory, four_kinds, published
from tests.factories.people import UserFactory


def rehearsed(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit code and document of the command."""
    out = StringIO()
    try:
        call_command("rehearse", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as ended:
        return int(ended.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.mark.django_db(transaction=True)
def test_three_simulated_cadets_on_a_running_server(live_server: Any) -> None:
    questions = [*four_kinds(), QuestionFactory(answering="text", details={"answers_tg": "x"})]
    assessment = published(questions, max_sittings=1)

    code, document = rehearsed(
        *["--assessment", assessment.code, "--candidates", "3", "--url", live_server.url],
        *["--within", "0", "--pause", "0", "--slow", "60"],
    )

    assert (code, document["verdict"], document["reasons"]) == (0, "go", [])
    assert (document["finished"], document["saves"], document["errors"]) == (3, 18, {})
    assert document["seconds"]["save"]["n"] == 18
    stored = [json.dumps(value, sort_keys=True) for value in AnswerEvent.objects.values_list("value", flat=True)]
    assert len(set(stored)) == len(stored) == 18, "nobody's answer can be taken for anybody else's"
    assert Result.objects.filter(sitting__closed=Closed.FINISHED).count() == 3
    assert not User.objects.filter(rehearsal=True, is_active=True).exists()
    kept = Rehearsal.objects.get()
    assert (kept.assessment, kept.candidates, kept.go, kept.report["saves"]) == (assessment, 3, True, 18)
    connections.close_all()


@pytest.mark.django_db
class TestCommand:
    """What it refuses, having made nothing."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--candidates", "0", "--url", "http://127.0.0.1:9"], "one simulated cadet"),
            (["--candidates", "3", "--url", "http://127.0.0.1:9"], "No server answers"),
        ],
    )
    def test_it_refuses(self, arguments: list[str], said: str) -> None:
        code, document = rehearsed("--assessment", published().code, *arguments)
        assert code == 1
        assert said in document["error"]
        assert not User.objects.filter(rehearsal=True).exists()


@pytest.mark.django_db
class TestApart:
    """Evidence is never deleted: so it is apart from the beginning."""

    @pytest.fixture
    def real(self) -> Assessment:
        return published(max_sittings=1)

    @pytest.fixture
    def stage(self, real: Assessment) -> rehearse.Stage:
        return rehearse.prepare(code=real.code, candidates=2)

    @pytest.fixture
    def sitting(self, stage: rehearse.Stage) -> Sitting:
        """One that a simulated cadet has handed in."""
        sitting = sit.start(assessment=stage.copy, candidate=stage.people[0])
        save(sitting, *all_right(sitting))
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        return sitting

    def test_the_copy_asks_the_same_and_scores_the_same(self, real: Assessment, sitting: Sitting) -> None:
        copy, edition = sitting.edition, real.current
        assert edition is not None
        assert (copy.paper, copy.key, copy.rules) == (edition.paper, edition.key, edition.rules)
        assert sitting.results.get().score == 4
        assert real.editions.get() == edition, "the real one is as it was"
        assert (edition.items.count(), copy.items.count()) == (4, 4)

    def test_no_list_result_or_figure_meets_it(self, real: Assessment, sitting: Sitting) -> None:
        office = UserFactory(roles=[Role.OFFICE])
        assert list(authored.published()) == [real]
        assert list(Assessment.objects.values_list("pk", flat=True)) == [real.pk]
        assert [(one.pk, one.sat) for one in gather.countable()] == [(real.pk, 0)]
        assert not results.named(assessment=real, viewer=office).exists()
        assert board.seats(assessment=real, viewer=office) == []
        with pytest.raises(Assessment.DoesNotExist):
            authored.get(code=sitting.assessment.code)

    def test_no_scope_reaches_a_simulated_cadet(self, stage: rehearse.Stage) -> None:
        office = UserFactory(roles=[Role.OFFICE])
        for people in (people_with_results(office), manageable_people(office)):
            assert not people.filter(pk__in=[person.pk for person in stage.people]).exists()

    @pytest.mark.usefixtures("open_to_all")
    def test_simulated_cadets_sit_the_copy_alone_and_nobody_else_sits_it(
        self, real: Assessment, stage: rehearse.Stage
    ) -> None:
        cadet, person = stage.people[0], UserFactory()
        assert [access.may_sit(who, what) for who in (cadet, person) for what in (stage.copy, real)] == [
            *[True, False],
            *[False, True],
        ]

    def test_it_is_one_at_a_time(self, real: Assessment, stage: rehearse.Stage) -> None:
        with pytest.raises(rehearse.UnderWay):
            rehearse.prepare(code=real.code, candidates=1)

    def test_afterwards_nothing_is_open_and_the_accounts_are_used_again(
        self, real: Assessment, stage: rehearse.Stage
    ) -> None:
        going_on = sit.start(assessment=stage.copy, candidate=stage.people[1])
        before = User.objects.get(pk=stage.people[0].pk)
        rehearse.clear_up()
        rehearse.clear_up()

        closed = User.objects.get(pk=before.pk)
        assert not closed.is_active
        assert not closed.check_password(stage.password)
        assert closed.get_session_auth_hash() != before.get_session_auth_hash()
        going_on.refresh_from_db()
        assert going_on.closed == Closed.TIME
        assert Assessment.with_rehearsals.get(pk=stage.copy.pk).current is None
        again = rehearse.prepare(code=real.code, candidates=3)
        assert again.people[:2] == stage.people
        assert User.objects.filter(rehearsal=True).count() == 3


@pytest.mark.django_db
class TestCompared:
    """What was acknowledged beside what is stored."""

    @pytest.fixture
    def stage(self) -> rehearse.Stage:
        return rehearse.prepare(code=published().code, candidates=1)

    @pytest.fixture
    def sitting(self, stage: rehearse.Stage) -> Sitting:
        return sit.start(assessment=stage.copy, candidate=stage.people[0])

    def compared(self, sitting: Sitting, acknowledged: dict[tuple[int, int], Any], finished: bool = True) -> list[str]:
        """Names of what is found."""
        name = str(sitting.public_id)
        keys = {(name, position, 0, counter): value for (position, counter), value in acknowledged.items()}
        found = rehearse.compare(copy=sitting.assessment, acknowledged=keys, finished=[name] if finished else [])
        return [what for what, number in found.items() if number]

    def test_all_is_well(self, sitting: Sitting) -> None:
        first, second = {"number": "1"}, {"number": "2"}
        save(sitting, sit.Saved(4, 0, 1, first), sit.Saved(4, 0, 2, second))
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        assert self.compared(sitting, {(4, 1): first, (4, 2): second}) == []

    def test_a_lost_answer(self, sitting: Sitting) -> None:
        assert self.compared(sitting, {(4, 1): {"number": "1"}}, finished=False) == ["lost"]

    def test_another_answer(self, sitting: Sitting) -> None:
        save(sitting, sit.Saved(4, 0, 1, {"number": "1"}))
        assert self.compared(sitting, {(4, 1): {"number": "2"}}, finished=False) == ["changed"]

    def test_an_answer_that_was_not_counted(self, sitting: Sitting) -> None:
        save(sitting, sit.Saved(1, 0, 1, right_value(sitting, 1)))
        sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
        save(sitting, sit.Saved(4, 0, 1, {"number": "1"}))
        assert self.compared(sitting, {(4, 1): {"number": "1"}}) == ["late", "uncounted"]

    def test_handed_in_without_a_result(self, sitting: Sitting) -> None:
        assert self.compared(sitting, {}) == ["unfinished"]


def cadet(*deeds: tuple[str, float], finished: bool = True, error: str = "") -> Cadet:
    server = Server("http://127.0.0.1:9", "https://dastur.example", "csrftoken")
    made = Cadet(0, "x", "y", Client(server), Paths("/l/", "/s/", "/w/", "/{}/f/"), threading.Event())
    made.deeds = [Deed(what, place / 10, seconds) for place, (what, seconds) in enumerate(deeds)]
    made.finished, made.error = finished, error
    return made


class TestVerdict:
    """Go or no-go."""

    def test_go(self) -> None:
        judged = verdict([cadet(("save", 0.1), ("start", 0.2))], Found(), slow=1)
        assert (judged.go, judged.reasons) == (True, [])

    @pytest.mark.parametrize("what", ["lost", "changed", "late", "uncounted", "unfinished"])
    def test_any_fault_is_no_go(self, what: str) -> None:
        judged = verdict([cadet(("save", 0.1))], Found(**{what: 1}), slow=1)
        assert (judged.go, len(judged.reasons)) == (False, 1)

    def test_who_did_not_come_to_the_end_and_why(self) -> None:
        judged = verdict([cadet(finished=False, error="save: answered 503")] * 2, Found(), slow=1)
        assert judged.reasons == [
            "2 simulated cadets did not come to the end.",
            "2 times: save: answered 503.",
        ]

    def test_slow_is_no_go_and_what_nobody_feels_is_not(self) -> None:
        deeds = [*[("save", 0.1)] * 94, *[("save", 5.0)] * 6, ("waiting in the line", 60.0)]
        judged = verdict([cadet(*deeds)], Found(), slow=3)
        assert judged.reasons == ["Slow: 95 of 100 times «save» took up to 5.0 s; it should be below 3 s."]
        assert judging.spread(cadet(*deeds).deeds, "save") == {
            "n": 100,
            "p50": 0.1,
            "p95": 5.0,
            "p99": 5.0,
            "longest": 5.0,
        }

    def test_the_busiest_second(self) -> None:
        assert judging.busiest(cadet(*[("save", 0.1)] * 25).deeds) == 10
        assert judging.busiest([]) == 0


class TestClient:
    """What a simulated cadet reads and says."""

    def test_around_the_proxy_it_says_where_it_would_have_come_from(self) -> None:
        headers = Server("http://127.0.0.1:8000", "https://dastur.example", "csrf").headers
        assert (headers["Host"], headers["Origin"]) == ("dastur.example", "https://dastur.example")
        assert headers["X-Forwarded-Proto"] == "https"

    def test_answers_of_each_shape_and_the_second_is_another(self) -> None:
        for shape in ("choices", "places", "number", "text"):
            question = Question(7, shape, ["a", "b", "c"] if shape in {"choices", "places"} else [])
            first, second = question.answer("12", 0), question.answer("12", 1)
            assert list(first) == list(second) == [shape]
            assert first != second

    def test_it_reads_how_long_to_wait(self) -> None:
        assert seconds_to_wait('<p class="lead" data-again="7">') == 7
        assert seconds_to_wait("<form data-turn>") is None

    @pytest.mark.django_db
    @pytest.mark.usefixtures("open_to_all")
    def test_it_reads_the_page_of_a_sitting(self, client: Any) -> None:
        person, assessment = UserFactory(), published()
        client.force_login(person)
        at = client.post(reverse("assessments:start", args=[assessment.code])).url
        sheet = Sheet(client.get(at).content.decode())
        sitting = Sitting.objects.get()
        assert (sheet.sitting, sheet.epoch) == (str(sitting.public_id), 1)
        assert sheet.answers == reverse("assessments:answers", args=[sitting.public_id])
        assert [(one.position, one.shape, len(one.names)) for one in sheet.questions] == [
            (1, "choices", 4),
            (2, "choices", 4),
            (3, "places", 3),
            (4, "number", 0),
        ]
