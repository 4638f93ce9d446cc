"""How far two observers agree beyond chance. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def cohen(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of the judgements of two observers, one pair for each thing that both judged.

    (p_o - p_e) / (1 - p_e), where p_o is the share of pairs that agree and p_e what chance would give with the
    observers' own frequencies (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20, 1960, 37-46). From -1 to 1; None without pairs, and where both always say the same one thing.
    """
    n = len(pairs)
    if not n:
        return None
    agreed = sum(one == other for one, other in pairs)
    first, second = Counter(one for one, _other in pairs), Counter(other for _one, other in pairs)
    by_chance = sum(first[category] * second[category] for category in first)
    # In whole numbers, so that "always the same" is told exactly.
    if by_chance == n * n:
        return None
    return (agreed * n - by_chance) / (n * n - by_chance)
