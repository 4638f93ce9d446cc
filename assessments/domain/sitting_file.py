"""The whole of a sitting as one signed file: what was asked and shown, every save, rules, keys, marks and results.

It is made for appeals: whoever has it, with the academy's public key, can tell that nothing was changed and mark it
again without this system's database. Canonical JSON (keys sorted, no spaces, UTF-8) is what the signature is over.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assessments import kinds
from assessments.domain import corrections, dealing, scoring
from assessments.domain.fold import newest
from assessments.enums import MarkPart
from assessments.kinds.base import NOTHING
from assessments.models import Edition, Mark, Picture, Sitting
from ledger import signing

FORMAT = "dastur-sitting-1"
BIGGEST = 200 * 1024 * 1024
Document = dict[str, Any]


class NotAFile(ValueError):
    """This is no file of a sitting, or not one of this format."""


@dataclass(frozen=True)
class Question:
    """A question marked again: its points, or None while a person has yet to mark it."""

    position: int
    points: Decimal | None


@dataclass(frozen=True)
class Remarked:
    """What marking again comes to, beside what the file says that it came to."""

    questions: list[Question]
    score: Decimal
    out_of: Decimal
    waiting: int
    passed: bool
    says: Document

    @property
    def same(self) -> bool:
        """Whether it is the file's newest result."""
        told = (Decimal(self.says["score"]), Decimal(self.says["out_of"]), self.says["waiting"], self.says["passed"])
        return told == (self.score, self.out_of, self.waiting, self.passed)


# ---- making ----


def make(sitting: Sitting) -> bytes:
    """The signed file of a closed sitting. A dozen queries, however long it was."""
    document = _document(sitting)
    signature = signing.sign(_canonical(document))
    signed = {"document": document, "signature": {"key": signature.key, "value": signature.value}}
    return json.dumps(signed, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _document(sitting: Sitting) -> Document:
    edition: Edition = Edition.objects.select_related("assessment").get(pk=sitting.edition_id)
    answers = list(sitting.answers.select_related("item").order_by("position"))
    dealt = [answer.item.position for answer in answers]
    paper = [edition.paper[place - 1] for place in dealt]
    return {
        "format": FORMAT,
        "assessment": {"code": edition.assessment.code, "edition": edition.number, "checksum": edition.checksum},
        "rules": edition.rules,
        "sitting": _sitting(sitting),
        "questions": [
            {
                "position": answer.position, "place": answer.item.position, "answering": answer.item.answering,
                "points": f"{answer.item.points}",
            }
            for answer in answers
        ],
        "paper": paper,
        "pictures": _pictures(paper),
        "key": {str(place): edition.key[str(place)] for place in dealt},
        "corrections": [
            {"number": one.number, "at": one.at.isoformat(), "reason": one.reason, "keys": _only(one.keys, dealt)}
            for one in edition.corrections.order_by("number")
        ],
        "events": [
            {
                "position": event.position, "epoch": event.epoch, "counter": event.counter, "value": event.value,
                "received_at": event.received_at.isoformat(), "late": event.late,
            }
            for event in sitting.events.order_by("received_at", "position", "epoch", "counter")
        ],
        "files": [
            {"position": one.position, "name": one.name, "size": one.size, "sha256": one.digest}
            for one in sitting.uploads.order_by("pk")
        ],
        "marks": _marks(sitting),
        "results": [_result(one) for one in sitting.results.order_by("number")],
    }  # fmt: skip


def _sitting(sitting: Sitting) -> Document:
    moments = {name: getattr(sitting, name) for name in ("started_at", "deadline_at", "closed_at")}
    return {
        "id": str(sitting.public_id),
        "candidate": sitting.candidate.get_full_name(),
        "number": sitting.number,
        "language": sitting.language,
        "seed": sitting.seed,
        "extra_minutes": sitting.extra_minutes,
        "closed": sitting.closed,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }


def _pictures(paper: Iterable[Document]) -> dict[str, str]:
    digests = {part["picture"]["digest"] for part in paper if "picture" in part}
    found = Picture.objects.filter(digest__in=digests)
    return {one.digest: base64.b64encode(bytes(one.content)).decode() for one in found}


def _marks(sitting: Sitting) -> list[Document]:
    found = Mark.objects.filter(answer__sitting=sitting).order_by("pk")
    return [
        {
            "position": position, "points": f"{points}", "part": part, "criteria": criteria, "reason": reason,
            "at": at.isoformat(),
        }
        for position, points, part, criteria, reason, at in found.values_list(
            "answer__position", "points", "part", "criteria", "reason", "marked_at"
        )
    ]  # fmt: skip


def _result(one: Any) -> Document:
    return {
        "number": one.number, "score": f"{one.score}", "out_of": f"{one.out_of}", "passed": one.passed,
        "waiting": one.waiting, "cause": one.cause, "reason": one.reason, "late_admitted": one.late_admitted,
        "at": one.marked_at.isoformat(),
    }  # fmt: skip


def _only(keys: Document, dealt: list[int]) -> Document:
    return {place: key for place, key in keys.items() if int(place) in dealt}


# ---- checking ----


def read(content: bytes, keys: Iterable[Ed25519PublicKey] | None = None) -> Document:
    """The document of a file, once its signature holds. Raises NotAFile, signing.BadSignature."""
    if len(content) > BIGGEST:
        raise NotAFile("too big")
    try:
        signed = json.loads(content)
        document, told = signed["document"], signed["signature"]
        signature = signing.Signature(str(told["key"]), str(told["value"]))
        known = document["format"] == FORMAT
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotAFile(str(error)) from error
    if not known:
        raise NotAFile("another format")
    signing.check(_canonical(document), signature, keys)
    found: Document = document
    return found


def remark(document: Document) -> Remarked:
    """Marks a sitting again from its file alone: no database, the same arithmetic as in the first place."""
    says = document["results"][-1]
    events = [SimpleNamespace(**event) for event in document["events"]]
    held = newest(event for event in events if says["late_admitted"] or not event.late)
    keys = dict(document["key"])
    for corrected in document["corrections"]:
        keys |= corrected["keys"]
    by_hand = {m["position"]: Decimal(m["points"]) for m in document["marks"] if m["part"] != MarkPart.SECOND}
    found = [
        Question(asked["position"], by_hand.get(asked["position"], _points(document, asked, part, held, keys)))
        for asked, part in zip(document["questions"], document["paper"], strict=True)
    ]
    score = sum((one.points or Decimal(0) for one in found), Decimal(0))
    out_of = sum((Decimal(asked["points"]) for asked in document["questions"]), Decimal(0))
    waiting = sum(one.points is None for one in found)
    passed = not waiting and scoring.passes(score, out_of, document["rules"]["pass_percent"])
    return Remarked(found, score, out_of, waiting, passed, says)


def _points(document: Document, asked: Document, part: Document, held: Any, keys: Document) -> Decimal | None:
    kind, key, event = kinds.get(asked["answering"]), keys[str(asked["place"])], held.get(asked["position"])
    given = kind.read(event.value, dealing.names(document["sitting"]["seed"], part)) if event else NOTHING
    if given.text and kind.by_hand and not key.get(corrections.DROPPED):
        return None
    return scoring.points(corrections.share(kind, given, key), Decimal(asked["points"]))


def _canonical(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
