"""Questions that read alike: the same after folding, or nearly so.

Comparing every question with every other grows with the square. Only pairs that share a rare word are compared: two
texts that are nearly the same share nearly all of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from rapidfuzz import fuzz

from assessments import markers
from assessments.models import DifferentQuestions, Question
from ledger import audit
from people.models import User
from ui.folding import fold
from ui.languages import codes

NEAR = 88.0  # of 100, as rapidfuzz's token_sort_ratio counts
COMMON = 40  # a word of more questions than this leads to no comparison
DAY = 24 * 3600


@dataclass(frozen=True)
class Pair:
    """Two questions by id, the lower first, and how alike they read: up to 100."""

    first: int
    second: int
    alike: float


def alike(texts: dict[int, str]) -> list[Pair]:
    """Pairs of texts (by id, as they were written) that read at least NEAR alike; the most alike first. Pure."""
    folded = {pk: fold(markers.blanks(text)) for pk, text in texts.items() if text.strip()}
    found = []
    for one, other in _worth_comparing(folded):
        ratio = fuzz.token_sort_ratio(folded[one], folded[other], score_cutoff=NEAR)
        if ratio >= NEAR:
            found.append(Pair(one, other, round(ratio, 1)))
    return sorted(found, key=lambda pair: (-pair.alike, pair.first, pair.second))


def _worth_comparing(folded: dict[int, str]) -> set[tuple[int, int]]:
    having: dict[str, list[int]] = defaultdict(list)
    same: dict[str, list[int]] = defaultdict(list)
    for pk, text in folded.items():
        same[text].append(pk)
        for word in set(text.split()):
            having[word].append(pk)
    groups: Iterable[list[int]] = [*same.values(), *(found for found in having.values() if len(found) <= COMMON)]
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def pairs() -> list[Pair]:
    """Pairs of the bank's questions in use that read alike in any language, without those that somebody has found to be
    different; two queries, however large the bank is."""
    rows = Question.objects.filter(retired_at=None).values_list("pk", *(f"stem_{code}" for code in codes()))
    different = set(DifferentQuestions.objects.values_list("first_id", "second_id"))
    return [pair for pair in _in_any_language(list(rows.order_by("pk"))) if (pair.first, pair.second) not in different]


def _in_any_language(rows: list[tuple[Any, ...]]) -> list[Pair]:
    """Compared once while no text changes: ten thousand questions take some seconds."""
    key = "alike-" + sha256(repr(rows).encode()).hexdigest()
    kept: list[Pair] | None = cache.get(key)
    if kept is not None:
        return kept
    best: dict[tuple[int, int], float] = {}
    for place in range(1, len(codes()) + 1):
        for pair in alike({row[0]: row[place] or "" for row in rows}):
            both = (pair.first, pair.second)
            best[both] = max(best.get(both, 0), pair.alike)
    found = sorted((Pair(*both, ratio) for both, ratio in best.items()), key=lambda p: (-p.alike, p.first, p.second))
    cache.set(key, found, DAY)
    return found


@transaction.atomic
def differ(*, first: int, second: int, by: User) -> None:
    """Remembers that these two are different questions. Raises Question.DoesNotExist."""
    one, other = sorted((first, second))
    Question.objects.get(pk=one), Question.objects.get(pk=other)
    DifferentQuestions.objects.get_or_create(first_id=one, second_id=other, defaults={"by": by})


@transaction.atomic
def keep_one(*, keep: int, retire: int, by: User) -> None:
    """Retires the one; what is published keeps asking it.

    Raises Question.DoesNotExist, ValueError for one and the same.
    """
    if keep == retire:
        raise ValueError("two questions")
    kept, going = Question.objects.get(pk=keep), Question.objects.get(pk=retire)
    Question.objects.filter(pk=going.pk).update(retired_at=timezone.now())
    audit.record(actor=by, action="question.retire", subject=going, keys=[going.key], many=1, instead=kept.key)


def looked_at(questions: Iterable[int]) -> dict[int, Question]:
    """The questions of some pairs, with all that a comparison shows; three queries."""
    found = Question.objects.filter(Q(pk__in=list(questions))).select_related("bank", "competency")
    return {question.pk: question for question in found.prefetch_related("choices")}
