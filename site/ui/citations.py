"""The one sideways port: whoever cites a handbook leaf or a law asks here what it is called, where it is, whether it is
stale; and whoever changed one asks here what rests on it.

A reference is "chapter/section", or "chapter/section#block-id" for one leaf; "law:code" for a law, "law:code/article"
for a part of it. The handbook registers the resolver, and each app what of its own cites something; all of them know
only this module.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

LAW = "law:"
SHAPE = re.compile(r"[a-z0-9_-]+/[a-z0-9_-]+(#[\w-]+)?|law:[a-zA-Z0-9_-]+(/\S[^\n]{0,39})?")
_NUMBERS = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
_PART = re.compile(r"\([^)]*\)")
_WIDEST = 500  # articles; a wider range is a slip of the pen


@dataclass(frozen=True)
class Citation:
    """What a reference leads to, told in one language.

    title: the section's heading, or the law's name. heading: its chapter's, or the article. url: where to read it, in
    that language, at the very leaf. stale, missing: whether any of what is cited is so in that language.
    """

    title: str
    url: str
    heading: str
    stale: bool
    missing: bool


Resolver = Callable[[Iterable[str], str], dict[str, Citation]]
_resolvers: list[Resolver] = []


def register(resolver: Resolver) -> None:
    """Makes `resolver(refs, language) -> {ref: Citation}` answer; refs that it doesn't know are left out."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def resolve_many(refs: Iterable[str], language: str) -> dict[str, Citation]:
    """The citations that exist among `refs`, in few queries however many they are."""
    wanted = list(dict.fromkeys(refs))
    found: dict[str, Citation] = {}
    for resolver in _resolvers:
        found |= resolver([ref for ref in wanted if ref not in found], language)
    return {ref: found[ref] for ref in wanted if ref in found}


def resolve(ref: str, language: str) -> Citation | None:
    """One citation, or None when there is nothing published under that reference."""
    return resolve_many([ref], language).get(ref)


def is_reference(text: str) -> bool:
    """Whether a text has the shape of a reference; it may still lead nowhere."""
    return SHAPE.fullmatch(text) is not None


def law_reference(code: str, article: str = "") -> str:
    """The reference of a law, or of an article of it."""
    article = " ".join(article.split())
    return f"{LAW}{code}/{article}" if article else f"{LAW}{code}"


def law_of(ref: str) -> tuple[str, str] | None:
    """Code and article of a reference to a law; None for any other."""
    if not ref.startswith(LAW):
        return None
    code, _slash, article = ref.removeprefix(LAW).partition("/")
    return code, article.strip()


def base(ref: str) -> str:
    """The whole that a reference is a part of: the section of a leaf, the law of an article."""
    law = law_of(ref)
    return f"{LAW}{law[0]}" if law else ref.partition("#")[0]


def concerns(cited: str, changed: str) -> bool:
    """Whether what cites `cited` rests on `changed`.

    A citation of a whole section rests on each of its leaves, one of a leaf on that leaf alone. A citation of a law
    rests on each of its articles, and a change that names no article concerns all of them.
    """
    if base(cited) != base(changed):
        return False
    mine, theirs = law_of(cited), law_of(changed)
    if mine and theirs:
        return _same_article(mine[1], theirs[1])
    return cited in {changed, base(changed)}


def _same_article(one: str, other: str) -> bool:
    if not one or not other:
        return True
    numbers, others = _articles(one), _articles(other)
    return bool(numbers & others) if numbers and others else one.casefold() == other.casefold()


def _articles(text: str) -> set[int]:
    """The numbers of the articles that a text names: "17, 19-21" names four; parts of an article, as in "5 (c)", are
    left out, so that a change of one part is shown to whoever cites another."""
    found: set[int] = set()
    for match in _NUMBERS.finditer(_PART.sub("", text)):
        first = int(match[1])
        last = int(match[2] or first)
        found |= set(range(first, last + 1)) if first <= last <= first + _WIDEST else {first}
    return found


# ---- what rests on a change ----


@dataclass(frozen=True)
class Asked:
    """Something that changed: its reference, and when. `at` None asks about this moment."""

    ref: str
    at: datetime | None = None


@dataclass(frozen=True)
class Rest:
    """Something that rests on what was asked about.

    key: what it is known by for good, as in "question:12". url: where it is mended. refs: what of it cites what was
    asked about. count: how many things this stands for. at: set when it holds only for what changed at that moment.
    """

    kind: str
    key: str
    title: str
    url: str
    refs: tuple[str, ...]
    count: int = 1
    at: datetime | None = None

    def rests_on(self, asked: Asked) -> bool:
        """Whether it rests on this one change."""
        return (self.at is None or self.at == asked.at) and any(concerns(ref, asked.ref) for ref in self.refs)


@dataclass(frozen=True)
class Wanted:
    """Everything that is asked about at once, so that finders need few queries."""

    asked: tuple[Asked, ...]
    _by_base: dict[str, list[str]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for one in self.asked:
            self._by_base.setdefault(base(one.ref), []).append(one.ref)

    @property
    def bases(self) -> list[str]:
        """The sections and laws that it is about, as references."""
        return list(self._by_base)

    @property
    def laws(self) -> list[str]:
        """The codes of the laws that it is about."""
        return [law[0] for ref in self._by_base if (law := law_of(ref))]

    @property
    def sections(self) -> list[str]:
        """The sections that it is about, as references."""
        return [ref for ref in self._by_base if not ref.startswith(LAW)]

    @property
    def moments(self) -> list[datetime]:
        """When something changed, each moment once."""
        return sorted({one.at for one in self.asked if one.at is not None})

    def among(self, cites: Iterable[str]) -> tuple[str, ...]:
        """Those of `cites` that rest on something asked about, each once."""
        return tuple(dict.fromkeys(ref for ref in cites if self._concerned(ref)))

    def _concerned(self, ref: str) -> bool:
        return any(concerns(ref, changed) for changed in self._by_base.get(base(ref), ()))


Finder = Callable[[Wanted], Iterable[Rest]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Makes `finder(wanted)` answer with what of its app rests on what is asked about."""
    if finder not in _finders:
        _finders.append(finder)


def resting_on(asked: Iterable[Asked]) -> list[Rest]:
    """Everything that rests on what is asked about, in the order of the finders; titles in the active language."""
    wanted = Wanted(tuple(dict.fromkeys(asked)))
    return [rest for finder in _finders for rest in finder(wanted)] if wanted.asked else []


def unknown(refs: Sequence[str], language: str) -> list[str]:
    """Those of `refs` that lead nowhere."""
    found = resolve_many(refs, language)
    return [ref for ref in dict.fromkeys(refs) if ref not in found]
