"""What one simulated cadet does: signs in, starts, answers everything, changes one answer, hands in."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assessments.rehearsal.client import Client, Reply
from assessments.rehearsal.sheet import Question, Sheet, seconds_to_wait

Key = tuple[str, int, int, int]  # the sitting's public id, position, epoch, counter
LONGEST_WAIT = 20 * 60
OK, FOUND, TOO_MANY = 200, 302, 429
# All come from one address here, which the brake against guessing may take amiss: seconds to wait, as a person would.
PATIENCE = (3, 10, 20, 0)


class GivenUp(Exception):
    """The cadet can't go on; the message says what went wrong, without anything of theirs in it."""


@dataclass(frozen=True)
class Paths:
    """Addresses on the server, without its name."""

    login: str
    start: str
    waiting: str
    finish: str  # with {} for the sitting's public id


@dataclass(frozen=True)
class Deed:
    """One timed act: what, when it ended (seconds of the monotonic clock), how long it took."""

    what: str
    ended: float
    seconds: float


@dataclass
class Cadet:
    """One of them. `acknowledged`: what the server said is saved; `sitting`: its public id, once started; `error`: why
    they didn't come to the end."""

    number: int
    username: str
    password: str
    client: Client
    paths: Paths
    stop: threading.Event
    deeds: list[Deed] = field(default_factory=list)
    acknowledged: dict[Key, dict[str, Any]] = field(default_factory=dict)
    sitting: str = ""
    finished: bool = False
    error: str = ""
    _waited: float = 0.0

    def sign_in(self) -> None:
        """Notes an error where it doesn't work."""
        self._try(self._sign_in)

    def sit(self, pause: float) -> None:
        """From the start to the result, with `pause` seconds between two answers. Notes an error and ends there."""
        self._try(lambda: self._sit(pause))

    def _try(self, work: Callable[[], None]) -> None:
        if self.error or self.stop.is_set():
            return
        try:
            work()
        except GivenUp as given_up:
            self.error = str(given_up)
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            self.error = f"no usable response: {type(error).__name__}"

    def _sign_in(self) -> None:
        self._timed("page of signing in", lambda: self.client.get(self.paths.login), OK)
        fields = {"login": self.username, "password": self.password}
        for pause in PATIENCE:
            reply = self.client.post(self.paths.login, fields)
            if reply.status != TOO_MANY:
                break
            self._note("signing in, told to wait", reply.seconds)
            self.stop.wait(pause)
        self._timed("signing in", lambda: reply, FOUND)

    def _sit(self, pause: float) -> None:
        page = self._timed("questions", lambda: self.client.get(self._started()), OK)
        sheet = Sheet(page.text)
        self.sitting = sheet.sitting
        asked = [(question, 0) for question in sheet.questions]
        for counter, (question, turn) in enumerate([*asked, *((question, 1) for question, _ in asked[:1])], 1):
            self._save(sheet, question, turn, counter)
            if self.stop.wait(pause):
                raise GivenUp("the rehearsal was stopped")
        self._hand_in()

    def _started(self) -> str:
        """Starts, after waiting in the line if there is one; gives the address of the questions."""
        until = time.monotonic() + LONGEST_WAIT
        began = time.monotonic()
        while time.monotonic() < until:
            reply = self._timed("start", lambda: self.client.post(self.paths.start), FOUND)
            if reply.location != self.paths.waiting:
                self._note("waiting in the line", time.monotonic() - began if self._waited else 0.0)
                return reply.location
            self._wait_in_line()
        raise GivenUp("still in the line after 20 minutes")

    def _wait_in_line(self) -> None:
        while True:
            page = self._timed("page of the line", lambda: self.client.get(self.paths.waiting, **{"X-Part": "1"}), OK)
            again = seconds_to_wait(page.text)
            if again is None:
                return
            self._waited += again
            if self._waited > LONGEST_WAIT or self.stop.wait(again):
                raise GivenUp("stopped while waiting in the line")

    def _save(self, sheet: Sheet, question: Question, turn: int, counter: int) -> None:
        value = question.answer(f"{self.number + 1}", turn)
        entry = [question.position, sheet.epoch, counter, value]
        reply = self._timed("save", lambda: self.client.post_json(sheet.answers, {"a": [entry]}), OK)
        if json.loads(reply.text)["saved"] != 1:
            raise GivenUp("save: not acknowledged")
        self.acknowledged[sheet.sitting, question.position, sheet.epoch, counter] = value

    def _hand_in(self) -> None:
        path = self.paths.finish.format(self.sitting)
        self._timed("page of handing in", lambda: self.client.get(path), OK)
        reply = self._timed("finish", lambda: self.client.post(path), FOUND)
        self.finished = True
        self._timed("result", lambda: self.client.get(reply.location), OK)

    def _timed(self, what: str, ask: Callable[[], Reply], wanted: int) -> Reply:
        reply = ask()
        if reply.status != wanted:
            raise GivenUp(f"{what}: answered {reply.status}")
        self._note(what, reply.seconds)
        return reply

    def _note(self, what: str, seconds: float) -> None:
        self.deeds.append(Deed(what, time.monotonic(), seconds))
