"""What the editing form carries for each leaf, so that the save knows what was changed, confirmed and meant there.

The browser gets it as JSON and posts it back: `made` and `loaded` as they came, beside them what was said at the leaf:
`change` (its own class of change, "" for the page's) and `confirmed` (languages found to be still right). `states` and
`changed` are for the editor's marks alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ui import languages
from ui.staleness import MEANING, WORDING, Save, State


@dataclass(frozen=True)
class Carried:
    """One leaf's part of what was posted."""

    made: dict[str, str] = field(default_factory=dict)
    loaded: dict[str, str] = field(default_factory=dict)
    change: str = ""
    confirmed: frozenset[str] = frozenset()

    def save(self, page: Save) -> Save:
        """How this leaf is saved: as its page is, but for what was said here."""
        meaning = page.meaning if not self.change else self.change == MEANING
        return replace(page, meaning=meaning, confirmed=page.confirmed | self.confirmed)


class Texts(Protocol):
    """A leaf of the body or a translated field."""

    @property
    def made(self) -> dict[str, str]: ...

    def digests(self) -> dict[str, str]: ...

    def state(self, language: str) -> State: ...


def packed(texts: Texts, carried: Carried | None = None) -> dict[str, Any]:
    """What the form gets. `carried` is set when a form that was refused is shown again: nothing said is lost."""
    now = texts.digests()
    loaded = now if carried is None else carried.loaded
    said = carried or Carried()
    return {
        "made": texts.made,
        "loaded": loaded,
        "change": said.change,
        "confirmed": sorted(said.confirmed),
        "states": {code: texts.state(code) for code in languages.codes()},
        "changed": [code for code in languages.codes() if loaded.get(code) != now.get(code)],
    }


def unpacked(posted: Any) -> Carried:
    """The same out of whatever was posted; what makes no sense is left out."""
    told: Mapping[str, Any] = posted if isinstance(posted, dict) else {}
    change, confirmed = told.get("change"), told.get("confirmed")
    known = [code for code in languages.codes() if isinstance(confirmed, list) and code in confirmed]
    return Carried(
        made=_strings(told.get("made")),
        loaded=_strings(told.get("loaded")),
        change=change if change in (MEANING, WORDING) else "",
        confirmed=frozenset(known),
    )


def _strings(posted: Any) -> dict[str, str]:
    """A dictionary of short strings out of whatever was posted."""
    if not isinstance(posted, dict):
        return {}
    return {str(key)[:5]: str(value)[:12] for key, value in posted.items()}
