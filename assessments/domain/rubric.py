"""Criteria by which a person marks: written one a line, the most points first, and worth all points together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

Document = dict[str, Any]
LINE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s+(\S.*)")
CENT = Decimal("0.01")


def criteria(text: str) -> list[tuple[Decimal, str]]:
    """Points at most and words of each criterion. Lines that say neither are left out."""
    lines = (LINE.fullmatch(line.strip()) for line in text.splitlines())
    return [(Decimal(found[1].replace(",", ".")), found[2]) for found in lines if found]


def problems(text: str) -> list[str]:
    """What is wrong with criteria as an author wrote them."""
    wrong = [line for line in text.splitlines() if line.strip() and not LINE.fullmatch(line.strip())]
    found = [_("A criterion begins with its points, like “3 Names the law”: %(line)s") % {"line": w} for w in wrong]
    if criteria(text) and not sum(most for most, _words in criteria(text)):
        found.append(_("At least one criterion must be worth more than 0 points."))
    return found


def key(details: Mapping[str, Any]) -> Document:
    """What the edition keeps: the criteria, and the percentage that a second person marks too."""
    told = criteria(str(details.get("criteria") or ""))
    return {"criteria": [[str(most), words] for most, words in told], "second": int(details.get("second") or 0)}


def points(given: Sequence[Decimal], told: Sequence[Sequence[str]], worth: Decimal) -> Decimal:
    """Points of the question for points by criterion, rounded half up to 0.01.

    Raises ValueError when they aren't as many as the criteria, or one is out of its range.
    """
    most = [Decimal(one[0]) for one in told]
    if len(given) != len(most) or any(not 0 <= got <= limit for got, limit in zip(given, most, strict=True)):
        raise ValueError("points of a criterion are between 0 and its most")
    return (sum(given, Decimal(0)) / sum(most) * worth).quantize(CENT, ROUND_HALF_UP)


def in_sample(answer_id: int, seed: int, percent: int) -> bool:
    """Whether an answer is one of those that a second person marks too: by chance, and always the same."""
    digest = blake2b(str(answer_id).encode(), key=seed.to_bytes(8, "big"), digest_size=4).digest()
    return int.from_bytes(digest, "big") % 100 < percent
