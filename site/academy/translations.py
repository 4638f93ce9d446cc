"""The line that the audit trail gets when a translators' file is taken in: `ui` takes it, and knows no ledger."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page

from ledger.audit import record
from ui.translation_files.loading import Result, taken_in


@receiver(taken_in)
def write_down(sender: type, by: Any, result: Result, **kwargs: Any) -> None:
    """One line a file: about its page, or about the root of all pages where it has several."""
    pages = result.pages
    subject = pages[0] if len(pages) == 1 else Page.get_first_root_node()
    counts = {name: result.counts[name] for name in ("changed", "confirmed", "refused")}
    record(
        actor=by,
        action="translations.import",
        subject=subject,
        language=result.language,
        pages=[page.pk for page in pages],
        **counts,
    )
