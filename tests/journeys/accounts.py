"""People of their own for journeys, made with the same verbs as the office uses (`inside.py`)."""

import base64
import hashlib
import hmac
import json
import struct
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.server import Running

NAMES = {"tg": "Ҳасанзода Гулрухсор Ҷӯра", "ru": "Хасанзода Гулрухсор Джура", "en": "Hasanzoda Gulrukhsor Jura"}
PERIOD = 30
_used: dict[str, int] = {}  # by secret: the newest period whose code was asked for


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; `has` is what there is of theirs: a sitting, a certificate."""

    username: str
    password: str
    secret: str | None = None
    has: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Six digits of this person's authenticator app (RFC 6238) that were not asked for before; empty without one.

        A code is taken once, and a period early or late: who signs in twice within a period uses the next one, and
        waits where that one isn't taken yet.
        """
        if not self.secret:
            return ""
        key = base64.b32decode(self.secret + "=" * (-len(self.secret) % 8))
        period = max(int(time.time()) // PERIOD, _used.get(self.secret, 0) + 1)
        _used[self.secret] = period
        time.sleep(max(0.0, (period - 1) * PERIOD - time.time()))
        digest = hmac.digest(key, struct.pack(">Q", period), hashlib.sha1)
        return f"{(struct.unpack_from('>I', digest, digest[-1] & 15)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def make(system: Running, what: str, language: str = "tg") -> Person:
    """A new person: `learner`, `analyst`, `candidate` (in the middle of a quiz), `graduate` (with a certificate),
    `classroom` (a trainer with a cohort)."""
    return make_all(system, [what], language)[0]


def make_all(system: Running, kinds: list[str], language: str = "tg") -> list[Person]:
    """Several new people at once, for the price of one start of the project."""
    calls = ", ".join(
        f"{MODULES.get(what, 'inside')}.{what}('journey-{uuid.uuid4().hex[:8]}', {language!r})" for what in kinds
    )
    printed = system.shell(f"import json; from tests.journeys import classroom, inside; print(json.dumps([{calls}]))")
    return [
        Person(made.pop("username"), made.pop("password"), made.pop("secret", None), made)
        for made in json.loads(printed.splitlines()[-1])
    ]


def demo(system: Running, username: str) -> Person:
    """One of the demonstration's own accounts."""
    account = system.accounts[username]
    return Person(username, account["password"], account.get("secret") if username in WITH_SECOND_FACTOR else None)


MODULES = {"classroom": "classroom"}
WITH_SECOND_FACTOR = {"trainer", "trainer2", "office", "analyst", "admin"}
