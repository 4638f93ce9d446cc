"""Rows 1-10, 16, 26 and 27 of the attack list, against the screens of a sitting."""

import gzip
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import sit
from assessments.enums import AssessmentKind, Closed
from assessments.models import AnswerEvent, Result, Sitting
from tests.assessments.conftest import all_right, right_value, save
from tests.factories.assessments import QuestionFactory, four_kinds, published, started
from tests.factories.people import UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_to_all")]
SECRETS = ["KEPT-BACK", "is_correct", "correct", '"score"', "weight", "tolerance", "12.5", "12,5"]


def page(name: str, sitting: Sitting) -> str:
    return reverse(f"assessments:{name}", args=[sitting.public_id])


def post_answers(client: Client, sitting: Sitting, *entries: list, **more: Any) -> Any:
    body = {"a": list(entries), **more}
    return client.post(page("answers", sitting), json.dumps(body), content_type="application/json")


@pytest.fixture
def sitting() -> Sitting:
    return started()


@pytest.fixture
def cadet(sitting: Sitting, client: Client) -> Client:
    return signed_in(client, sitting.candidate)


@pytest.mark.parametrize("name", ["sitting", "answers", "finish", "result"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("accept", ["text/html", "application/json", "application/pdf"])
def test_attack_01_another_cadets_sitting_is_not_there_and_the_try_is_logged(
    sitting: Sitting, name: str, method: str, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = signed_in(Client(), UserFactory())
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    before = AnswerEvent.objects.count()
    body = {"data": json.dumps({"a": [[1, 0, 1, {"choices": []}]]}), "content_type": "application/json"}

    reply = getattr(other, method)(
        page(name, sitting), headers={"accept": accept}, **(body if method == "post" else {})
    )

    assert reply.status_code == (405 if (name, method) == ("result", "post") else 404)
    assert AnswerEvent.objects.count() == before
    if reply.status_code == 404:
        assert any("refused" in record.message for record in caplog.records)


def test_attack_01_a_made_up_sitting_looks_the_same(cadet: Client) -> None:
    assert cadet.get(reverse("assessments:sitting", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ["sitting", "finish", "result"])
def test_attack_01_a_stranger_is_asked_to_sign_in(sitting: Sitting, name: str) -> None:
    reply = Client().get(page(name, sitting))
    assert reply.status_code == 302
    assert "/accounts/login/" in reply.url


def test_attack_02_no_key_before_the_end_nor_while_another_attempt_is_open(cadet: Client, sitting: Sitting) -> None:
    assert cadet.get(page("result", sitting)).status_code == 302
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    assert b"KEPT-BACK" in cadet.get(page("result", sitting)).content

    sit.start(assessment=sitting.assessment, candidate=sitting.candidate)

    reply = cadet.get(page("result", sitting))
    assert reply.status_code == 200
    assert b"KEPT-BACK" not in reply.content


def test_attack_02_an_examinations_key_is_never_shown(client: Client) -> None:
    sitting = started(published(kind=AssessmentKind.EXAM))
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    reply = signed_in(client, sitting.candidate).get(page("result", sitting))
    assert reply.status_code == 200
    assert b"KEPT-BACK" not in reply.content
    assert "no-store" in reply["Cache-Control"]


@pytest.mark.parametrize("name", ["sitting", "finish", "answers"])
def test_attack_03_an_open_sitting_tells_nothing_of_what_is_right(cadet: Client, sitting: Sitting, name: str) -> None:
    body = cadet.get(page(name, sitting)).content.decode()
    for secret in SECRETS:
        assert secret not in body


def test_attack_03_choices_have_other_names_and_another_order_in_every_sitting() -> None:
    assessment = published([QuestionFactory(choices=[f"text {n}" for n in range(8)], choices__right=["text 0"])])
    sheets = [
        sit.resume(public_id=s.public_id, candidate=s.candidate).questions[0].choices
        for s in (started(assessment) for _ in range(8))
    ]
    assert len({line.name for lines in sheets for line in lines}) == 64, "no name is used twice"
    assert len({tuple(line.text for line in lines) for lines in sheets}) > 1, "no order is everybody's"
    assert len({next(i for i, line in enumerate(lines) if "text 0 " in line.text) for lines in sheets}) > 1


def test_attack_03_choices_that_keep_their_order_are_still_named_anew() -> None:
    assessment = published([QuestionFactory(shuffle=False)])
    sheets = [
        sit.resume(public_id=s.public_id, candidate=s.candidate).questions[0].choices
        for s in (started(assessment) for _ in range(2))
    ]
    assert [line.text for line in sheets[0]] == [line.text for line in sheets[1]]
    assert not {line.name for line in sheets[0]} & {line.name for line in sheets[1]}


def test_attack_04_the_servers_clock_decides_whatever_the_client_says(cadet: Client, sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(
        started_at=timezone.now() - timedelta(hours=2), deadline_at=timezone.now() - timedelta(hours=1)
    )
    entry = [1, 0, 1, right_value(sitting, 1)]

    reply = post_answers(cadet, sitting, entry, submitted_at="2020-01-01T00:00:00Z", now=0)

    assert (reply.status_code, reply.json()["saved"], reply.json()["left"]) == (410, 1, 0)
    assert AnswerEvent.objects.get().late
    assert cadet.get(page("sitting", sitting)).status_code == 302
    assert Result.objects.get(sitting=sitting).score == 0


def test_attack_05_nothing_but_answers_is_taken_from_a_body(cadet: Client, sitting: Sitting) -> None:
    before = Sitting.objects.values().get(pk=sitting.pk)
    more = {"deadline": "2030-01-01", "time_limit": 999, "score": 100, "is_correct": True, "attempt_no": 0, "user": 1}

    reply = post_answers(cadet, sitting, [1, 0, 1, {"choices": []}], state="closed", **more)

    assert reply.status_code == 200
    assert Sitting.objects.values().get(pk=sitting.pk) == before
    assert post_answers(cadet, sitting, [1, 0, 2, {"choices": [], "score": "1"}]).status_code == 400


def test_attack_05_a_posted_form_takes_answers_only(cadet: Client, sitting: Sitting) -> None:
    cadet.post(
        page("sitting", sitting), {"score": "4", "closed": "finished", "deadline_at": "2030-01-01", "q4": "12,5"}
    )
    sitting.refresh_from_db()
    assert (sitting.closed, AnswerEvent.objects.get().position) == ("", 4)


def test_attack_06_an_answer_to_a_question_that_was_not_dealt_is_a_409(cadet: Client, sitting: Sitting) -> None:
    assert post_answers(cadet, sitting, [5, 0, 1, {"choices": []}]).status_code == 409
    assert post_answers(cadet, sitting, [1, 7, 1, {"choices": []}]).status_code == 409
    assert not AnswerEvent.objects.exists()


def test_attack_06_a_choice_of_another_question_counts_for_nothing(cadet: Client, sitting: Sitting) -> None:
    foreign = right_value(sitting, 1)
    assert post_answers(cadet, sitting, [2, 0, 1, foreign]).status_code == 200
    assert sit.close(sitting_id=sitting.pk, how=Closed.FINISHED).score == 0


def test_attack_07_starting_again_goes_on_with_the_open_one(cadet: Client, sitting: Sitting) -> None:
    url = reverse("assessments:start", args=[sitting.assessment.code])
    assert {cadet.post(url).url for _ in range(5)} == {page("sitting", sitting)}
    assert Sitting.objects.count() == 1


def test_attack_08_finishing_again_gives_the_same_result(cadet: Client, sitting: Sitting) -> None:
    replies = [cadet.post(page("finish", sitting)) for _ in range(5)]
    assert {reply.url for reply in replies} == {page("result", sitting)}
    assert Result.objects.count() == 1


def test_attack_10_the_same_number_with_another_answer_is_a_409(cadet: Client, sitting: Sitting) -> None:
    assert post_answers(cadet, sitting, [4, 0, 1, {"number": "1"}]).status_code == 200
    again = post_answers(cadet, sitting, [4, 0, 1, {"number": "2"}])
    assert (again.status_code, again.json()["conflicts"]) == (409, [[4, 0, 1]])
    assert AnswerEvent.objects.get().value == {"number": "1"}


def test_attack_11_an_assessment_that_no_rule_opens_is_not_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assessments import access

    assessment = published()
    monkeypatch.setattr(access, "_rules", [])
    cadet = signed_in(client, UserFactory())
    assert cadet.get(reverse("assessments:assessment", args=[assessment.code])).status_code == 404
    assert cadet.post(reverse("assessments:start", args=[assessment.code])).status_code == 404
    assert not Sitting.objects.exists()


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import 'http://evil'</style>",
    "{{ request.user }}{% debug %}",
    "\u202egnp.exe",
    "**<b onclick=alert(1)>**",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_attack_16_hostile_texts_are_inert_wherever_they_are_shown(client: Client, hostile: str) -> None:
    texts = {f"{name}_{code}": hostile for name in ("stem", "explanation", "unit") for code in ("tg", "ru", "en")}
    questions = four_kinds()
    for question in questions:
        type(question).objects.filter(pk=question.pk).update(**texts)
        question.choices.update(text_tg=hostile, text_ru=hostile, text_en=hostile)
    title = {f"{name}_{code}": hostile for name in ("title", "intro") for code in ("tg", "ru", "en")}
    sitting = started(published(questions, **title))
    cadet = signed_in(client, sitting.candidate)
    post_answers(cadet, sitting, [4, 0, 1, {"number": hostile}])

    pages = [cadet.get(page("sitting", sitting)), cadet.get(page("finish", sitting))]
    pages += [cadet.get(reverse("assessments:assessment", args=[sitting.assessment.code]))]
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    pages += [cadet.get(page("result", sitting)), cadet.get(reverse("assessments:results"))]

    for reply in pages:
        assert reply.status_code == 200
        body = reply.content.decode()
        for sign in ("<img src=x", "<svg onload", "<script>alert", "href='javascript", "<style>@import", "<b onclick"):
            assert sign not in body
        assert str(sitting.candidate) not in body.split("<main")[1].split("</main")[0] or "{{" not in hostile
        assert "unsafe-inline" not in reply["Content-Security-Policy"]


def test_attack_26_autosave_survives_a_new_sign_in(cadet: Client, sitting: Sitting) -> None:
    entry = [1, 0, 1, right_value(sitting, 1)]
    cadet.logout()
    signed_out = post_answers(cadet, sitting, entry)
    assert (signed_out.status_code, signed_out["Content-Type"]) == (401, "application/json")
    assert not AnswerEvent.objects.exists()

    signed_in(cadet, sitting.candidate)

    assert post_answers(cadet, sitting, entry).json()["saved"] == 1


def test_attack_26_the_next_person_on_this_phone_cannot_send_what_the_first_left(sitting: Sitting) -> None:
    next_person = signed_in(Client(), UserFactory())
    assert post_answers(next_person, sitting, [1, 0, 1, right_value(sitting, 1)]).status_code == 404
    assert not AnswerEvent.objects.exists()


@pytest.mark.parametrize("name", ["sitting", "answers", "finish", "start"])
def test_attack_27_without_a_token_nothing_is_changed(sitting: Sitting, name: str) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), sitting.candidate)
    url = reverse("assessments:start", args=[sitting.assessment.code]) if name == "start" else page(name, sitting)

    for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        body = json.dumps({"a": [[1, 0, 1, {"choices": []}]]})
        assert strict.post(url, body, content_type=content_type).status_code == 403

    sitting.refresh_from_db()
    assert (sitting.closed_at, AnswerEvent.objects.count(), Sitting.objects.count()) == (None, 0, 1)


def test_attack_27_a_fresh_token_is_told_and_taken(sitting: Sitting) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), sitting.candidate)
    told = strict.get(page("answers", sitting)).json()
    reply = strict.post(
        page("answers", sitting),
        json.dumps({"a": [[1, 0, 1, {"choices": []}]]}),
        content_type="application/json",
        headers={"X-CSRFToken": told["token"]},
    )
    assert (reply.status_code, told["left"] > 0) == (200, True)


@pytest.mark.parametrize("name", ["start"])
def test_attack_27_reading_starts_and_finishes_nothing(cadet: Client, sitting: Sitting, name: str) -> None:
    assert cadet.get(reverse("assessments:start", args=[sitting.assessment.code])).status_code == 405
    cadet.get(page("finish", sitting))
    sitting.refresh_from_db()
    assert sitting.closed_at is None


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b'{"a": 1}', b'{"a": [1]}', b'{"a": [[1, 0, 1]]}', b'{"a": [[NaN, 0, 1, {}]]}',
     b'{"a": ' + b"[" * 20_000, b"\xff\xfe", b'{"a": [[1, 0, ' + b"9" * 5_000 + b", {}]]}", b" " * 70_000],
)  # fmt: skip
def test_attack_36_a_hostile_body_is_a_400_at_once(cadet: Client, sitting: Sitting, body: bytes) -> None:
    reply = cadet.post(page("answers", sitting), body, content_type="application/json")
    assert (reply.status_code, reply["Content-Type"]) == (400, "application/json")


def test_attack_36_answers_sent_as_a_form_are_a_400(cadet: Client, sitting: Sitting) -> None:
    cadet.handler.enforce_csrf_checks = True
    cadet.get("/en/accounts/password/change/")
    token = cadet.cookies["csrftoken"].value
    reply = cadet.post(page("answers", sitting), {"a": "[]", "csrfmiddlewaretoken": token})
    assert (reply.status_code, reply["Content-Type"]) == (400, "application/json")


@pytest.mark.parametrize("value", ["\x00", "x" * 900], ids=["a null", "too long"])
def test_attack_36_a_hostile_form_is_a_400_and_changes_nothing(cadet: Client, sitting: Sitting, value: str) -> None:
    form = {f"q{position}": [value] * 40 for position in range(1, sitting.length + 1)}
    reply = cadet.post(page("sitting", sitting), {"epoch": "0", **form})
    assert reply.status_code == 400
    assert not AnswerEvent.objects.exists()


def test_one_saved_answer_is_light_on_the_line_and_on_the_database(
    cadet: Client, sitting: Sitting, django_assert_num_queries: Any
) -> None:
    entry = [3, 12, 345, right_value(sitting, 1)]
    Sitting.objects.filter(pk=sitting.pk).update(epoch=20)
    assert len(json.dumps({"a": [entry]})) <= 250
    cadet.get(page("answers", sitting))
    with django_assert_num_queries(4):  # who asks: session, person, roles; then the one INSERT
        reply = post_answers(cadet, sitting, entry)
    assert len(reply.content) <= 60


def test_pages_stay_within_their_weight(client: Client) -> None:
    long = {f"stem_{code}": "Савол дар бораи кори милитсия бо сокинон. " * 6 for code in ("tg", "ru", "en")}
    questions = [QuestionFactory(**long, choices=[f"{n} Ҷавоби пурра бо чанд калима {n}" for n in range(4)],
                                 choices__right=[]) for _ in range(30)]  # fmt: skip
    for question in questions:
        question.choices.filter(order=1).update(score=1)
    sitting = started(published(questions))
    cadet = signed_in(client, sitting.candidate)
    save(sitting, *all_right(sitting))
    assert len(gzip.compress(cadet.get(page("sitting", sitting)).content)) <= 14_000
    sit.close(sitting_id=sitting.pk, how=Closed.FINISHED)
    assert len(gzip.compress(cadet.get(page("result", sitting)).content)) <= 14_000


def test_the_sittings_script_is_light() -> None:
    from pathlib import Path

    from django.contrib.staticfiles import finders

    script = Path(finders.find("assessments/js/sitting.js")).read_bytes()
    assert len(script) <= 25_000
