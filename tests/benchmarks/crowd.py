"""Beginning and end of an examination: 500 sittings of 30 questions begun within 60 s, handed in within 10 s.

Everything acknowledged is compared with what is stored; any difference is an error.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client as DjangoClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import access
from assessments.domain import rehearse
from assessments.models import Assessment
from assessments.rehearsal.cadet import FOUND, OK, Cadet, Paths
from assessments.rehearsal.client import Client, Reply, Server
from assessments.rehearsal.sheet import Sheet
from tests.benchmarks.served_system import Meter, Told, evenly, percentiles, served
from tests.factories.assessments import four_kinds, published
from tests.factories.people import UserFactory, signed_in

CROWD, QUESTIONS, BEGIN_WITHIN, END_WITHIN = 500, 30, 60, 10
AT_A_TIME = 10  # answers in one save
TRIES = 4
NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass
class Examinee(Cadet):
    """Begins and answers everything; hands in when the time is over for all."""

    result: str = ""
    errors: list[str] = field(default_factory=list)

    def begin(self) -> None:
        self._insist(self._begin)

    def end(self) -> None:
        self._insist(self._end)

    def see_the_result(self) -> None:
        self._insist(lambda: self._get("result", self.result))

    def _insist(self, work: Callable[[], None]) -> None:
        """As people do where no word comes: they press the button again, which harms nothing."""
        for _ in range(TRIES):
            self._try(work)
            if not self.error:
                return
            self.errors.append(self.error)
            self.error = ""

    def _get(self, what: str, path: str) -> Reply:
        return self._timed(what, lambda: self.client.get(path), OK)

    def _end(self) -> None:
        reply = self._timed("handing in", lambda: self.client.post(self.paths.finish.format(self.sitting)), FOUND)
        self.result, self.finished = reply.location, True

    def _begin(self) -> None:
        page = self._get("questions", self._started())
        sheet = Sheet(page.text)
        self.sitting = sheet.sitting
        batch = [
            [q.position, sheet.epoch, n, q.answer(f"{self.number + 1}", 0)] for n, q in enumerate(sheet.questions, 1)
        ]
        assert len(batch) == QUESTIONS
        for first in range(0, QUESTIONS, AT_A_TIME):
            some = batch[first : first + AT_A_TIME]
            reply = self._timed("save of ten", lambda some=some: self.client.post_json(sheet.answers, {"a": some}), OK)
            assert json.loads(reply.text)["saved"] == len(some)
            self.acknowledged |= {(sheet.sitting, *entry[:3]): entry[3] for entry in some}
        self._get("page of handing in", self.paths.finish.format(self.sitting))


def run() -> list[Told]:
    if connection.vendor != "postgresql":
        return [Told("a crowd is measured on PostgreSQL only (TEST_DATABASE_URL)")]
    questions = [question for _ in range(QUESTIONS // 4 + 1) for question in four_kinds()][:QUESTIONS]
    exam = published(questions, minutes=60)
    told = _one_by_itself(exam)
    with served() as server, Meter(server) as meter:
        stage = rehearse.prepare(code=exam.code, candidates=CROWD)
        cadets = _cadets(stage, server.url)
        evenly([cadet.sign_in for cadet in cadets], over=CROWD / 16, threads=6)
        told += _phase("begun", [cadet.begin for cadet in cadets], BEGIN_WITHIN, meter)
        told += _phase("handed in", [cadet.end for cadet in cadets], END_WITHIN, meter)
        told += _phase("looked at", [cadet.see_the_result for cadet in cadets], BEGIN_WITHIN, meter)
    return told + _deeds(cadets) + _lost(stage, cadets)


def _phase(what: str, works: list[Callable[[], None]], over: float, meter: Meter) -> list[Told]:
    before = meter.seconds()
    took = evenly(works, over=over, threads=len(works))
    after = meter.seconds()
    spent = [late - early for late, early in zip(after, before, strict=True)]
    return [
        Told(
            f"{len(works)} sittings {what}, one by one within {over} s: the last after {took:.1f} s; "
            f"processor {spent[0]:.1f} s of the server, {spent[1]:.1f} s of PostgreSQL"
        )
    ]


def _deeds(cadets: list[Examinee]) -> list[Told]:
    took: dict[str, list[float]] = {}
    for cadet in cadets:
        for deed in cadet.deeds:
            took.setdefault(deed.what, []).append(deed.seconds * 1000)
    return [Told(f"  {what:28} {len(all_of_it):6}  {percentiles(all_of_it)}") for what, all_of_it in took.items()]


def _lost(stage: rehearse.Stage, cadets: list[Examinee]) -> list[Told]:
    acknowledged = {key: value for cadet in cadets for key, value in cadet.acknowledged.items()}
    finished = {cadet.sitting for cadet in cadets if cadet.finished}
    found = rehearse.compare(copy=stage.copy, acknowledged=acknowledged, finished=finished)
    assert not any(found.values()), found
    told = f"{len(acknowledged)} answers acknowledged, {len(finished)} handed in; none lost, changed or uncounted"
    errors = Counter(error for cadet in cadets for error in cadet.errors)
    return [Told(told), *[Told(f"  pressed again {count} times: {error}") for error, count in errors.items()]]


def _cadets(stage: rehearse.Stage, url: str) -> list[Examinee]:
    paths = Paths(
        login=reverse("account_login"),
        start=reverse("assessments:start", args=[stage.copy.code]),
        waiting=reverse("assessments:waiting", args=[stage.copy.code]),
        finish=reverse("assessments:finish", args=[NOBODY]).replace(NOBODY, "{}"),
    )
    server, stop = Server(url, url, settings.CSRF_COOKIE_NAME), threading.Event()
    return [
        Examinee(number, person.username, stage.password, Client(server), paths, stop)
        for number, person in enumerate(stage.people)
    ]


def _one_by_itself(exam: Assessment) -> list[Told]:
    """Statements of each step, and what the page weighs."""
    access.register(lambda user, assessment: True)
    client = signed_in(DjangoClient(), UserFactory())
    found = {}

    def counted(what: str, work: Callable[[], Any]) -> Any:
        with CaptureQueriesContext(connection) as queries:
            reply = work()
        found[what] = len(queries)
        return reply

    page = counted("start", lambda: client.post(reverse("assessments:start", args=[exam.code]))).url
    html = counted("questions", lambda: client.get(page)).content
    sheet = Sheet(html.decode())
    batch = [[q.position, sheet.epoch, n, q.answer("1", 0)] for n, q in enumerate(sheet.questions, 1)]
    for what, some in (("save of one", batch[:1]), ("save of ten", batch[1:11])):
        counted(what, lambda some=some: client.post(sheet.answers, json.dumps({"a": some}), "application/json"))
    counted("hand in", lambda: client.post(reverse("assessments:finish", args=[sheet.sitting])))
    told = ", ".join(f"{what} {count}" for what, count in found.items())
    packed = len(gzip.compress(html))
    return [Told(f"statements: {told}; the page of {QUESTIONS} questions: {packed / 1024:.1f} KB packed")]
