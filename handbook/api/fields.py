"""Fields of pages in the API. One that a page doesn't have is left out."""

from collections.abc import Callable
from typing import Any

from rest_framework.fields import Field, SkipField

from handbook.api.blocks import absolute, body, text
from ui import languages


class Told(Field):
    """What a function says of a page that has the attribute `of` (every page, without it)."""

    def __init__(self, says: Callable[[Any, Any], Any], of: str = "", **kwargs: Any) -> None:
        self.says, self.of = says, of
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        """The page itself. Raises SkipField when it has nothing of the kind."""
        if self.of and not hasattr(instance, self.of):
            raise SkipField
        return instance

    def to_representation(self, value: Any) -> Any:
        return self.says(value, self.context["view"])


def html_url(page: Any, view: Any) -> str:
    """Where people read the page, in the language of the answer."""
    return absolute(page.get_url(view.request))


def parent(page: Any, view: Any) -> dict[str, Any] | None:
    """The page above, when it is of the handbook and published."""
    above = view.get_base_queryset().filter(path=page.path[: -page.steplen]).specific().first()
    if above is None:
        return None
    meta = {"type": above._meta.label, "slug": above.slug, "html_url": html_url(above, view)}
    return {"id": above.pk, "meta": meta, "title": text(above.field_texts("heading"))}


def _moment(name: str) -> Callable[[Any, Any], str | None]:
    def told(page: Any, _view: Any) -> str | None:
        at = getattr(page, name)
        return at.isoformat(timespec="seconds") if at else None

    return told


META: dict[str, Field] = {
    "type": Told(lambda page, _view: page._meta.label),
    "html_url": Told(html_url),
    "slug": Told(lambda page, _view: page.slug),
    "language": Told(lambda _page, _view: languages.current()),
    "source_language": Told(lambda page, _view: page.source_language),
    "first_published_at": Told(_moment("first_published_at")),
    "last_published_at": Told(_moment("last_published_at")),
    "parent": Told(parent),
}
BODY: dict[str, Field] = {
    "title": Told(lambda page, _view: text(page.field_texts("heading"))),
    "summary": Told(lambda page, _view: text(page.field_texts("summary"))),
    "number": Told(lambda page, _view: page.number, of="number"),
    "content_note": Told(lambda page, _view: text(page.field_texts("content_note")), of="content_note"),
    "minutes": Told(lambda page, _view: page.minutes, of="minutes"),
    "body": Told(lambda page, _view: body(page.body), of="body"),
}
