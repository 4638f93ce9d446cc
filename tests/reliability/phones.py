"""A phone at a sitting: it does what the page's script does, keeps what was not acknowledged and sends it again."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.journeys.client import Client, Reply

Number = tuple[int, int, int]  # position, epoch, counter
EPOCH = re.compile(r'data-epoch="(\d+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
RIGHT = "дафтарча"
AHEAD = 4  # with more questions waiting to be saved, it writes no further


@dataclass
class Log:
    """What a phone has seen: every value that it has sent, what was acknowledged, and what should never happen."""

    sent: dict[Number, str] = field(default_factory=dict)
    acknowledged: dict[Number, bool] = field(default_factory=dict)  # whether as late
    batches: list[tuple[list[Number], bool]] = field(default_factory=list)
    replies: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)  # seconds until an acknowledgement
    wrong: list[str] = field(default_factory=list)


class Phone(threading.Thread):
    """One device. `hours` is how wrong its clock is: it says its own time with everything that it sends."""

    def __init__(self, name: str, client: Client, sitting: str, *, questions: int, hours: int, seed: int) -> None:
        super().__init__(daemon=True, name=name)
        self.client, self.questions, self.hours = client, questions, hours
        self.page, self.random, self.log = f"/tg/sittings/{sitting}/", Random(seed), Log()
        self.epoch = self.counter = 0
        self.token = ""
        self.unsent: dict[int, Number] = {}
        self.resting, self.leaving = threading.Event(), threading.Event()
        self.delivered = threading.Event()

    def run(self) -> None:
        while not self.leaving.is_set():
            resting = self.resting.is_set()
            if not resting and (not self.epoch or self.random.random() < 0.03):
                self._open()
            if self.epoch and not resting and len(self.unsent) < AHEAD:
                self._write()
            self._send()
            if resting and not self.unsent:
                self.delivered.set()
            time.sleep(self.random.uniform(0, 0.06))

    def _open(self) -> None:
        """Opens the page anew: its saves rank after those of earlier pages. An ended sitting has no page any more."""
        reply = self._ask("GET", self.page, b"")
        found = EPOCH.search(reply.text) if reply and reply.status == 200 else None
        token = TOKEN.search(reply.text) if reply and found else None
        if found and token:
            self.epoch, self.token, self.counter = int(found[1]), token[1], 0

    def _write(self) -> None:
        """Answers one to three questions; every tenth answer is the right one, all others are there once."""
        for position in self.random.sample(range(1, self.questions + 1), self.random.randint(1, 3)):
            self.counter += 1
            number = (position, self.epoch, self.counter)
            value = RIGHT if self.random.random() < 0.1 else f"{self.name} {self.epoch} {self.counter}"
            self.log.sent[number] = value
            self.unsent[position] = number

    def _send(self) -> None:
        """All that is not acknowledged; at times with old saves again, in any order."""
        numbers = list(self.unsent.values())
        if self.log.acknowledged and self.random.random() < 0.2:
            numbers += self.random.sample(sorted(self.log.acknowledged), 1)
        if not numbers:
            return
        self.random.shuffle(numbers)
        begun = time.monotonic()
        reply = self._post(numbers)
        if reply is not None and self._believes(reply, numbers):
            self.log.waits.append(time.monotonic() - begun)

    def _post(self, numbers: list[Number]) -> Reply | None:
        batch = [[*number, {"text": self.log.sent[number]}] for number in numbers]
        own_time = time.time() + 3600 * self.hours
        body = json.dumps({"a": batch, "at": own_time, "received_at": own_time, "left": 7200}).encode()
        told = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(own_time))
        headers = {"Content_Type": "application/json", "X_CSRFToken": self.token, "Date": told}
        return self._ask("POST", f"{self.page}answers", body, **headers)

    def _ask(self, method: str, path: str, body: bytes, **headers: str) -> Reply | None:
        try:
            reply = self.client.request(method, path, body, Connection="close", **headers)
        except (OSError, EOFError, http.client.HTTPException):  # no word, or a part of one
            self.log.replies["none"] += 1
            return None
        self.log.replies[f"{method} {reply.status}"] += 1
        return reply

    def _believes(self, reply: Reply, numbers: list[Number]) -> bool:
        """Whether that was the server's word that everything sent is stored."""
        said = _document(reply)
        if reply.status in (200, 410) and said.get("saved") == len(numbers):
            late = reply.status == 410
            self.log.batches.append((numbers, late))
            for number in numbers:
                self.log.acknowledged[number] = late
                if self.unsent.get(number[0]) == number:
                    del self.unsent[number[0]]
            return True
        if said and reply.status < 500:  # half a word or an error is a reason to come again; a refusal is none
            self.log.wrong.append(f"{self.name}: {reply.status} {reply.text[:200]}")
        return False


def _document(reply: Reply) -> dict[str, Any]:
    try:
        found = json.loads(reply.text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
