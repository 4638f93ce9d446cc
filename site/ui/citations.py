"""The one sideways port: whoever cites a handbook leaf asks here what it is called, where it is, whether it is stale.

A reference is "chapter/section", or "chapter/section#block-id" for one leaf. The handbook registers the resolver;
whoever cites knows only this module.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """What a reference leads to, told in one language.

    title: the section's heading. heading: its chapter's. url: where to read it, in that language, at the very leaf.
    stale, missing: whether any of what is cited is so in that language.
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
