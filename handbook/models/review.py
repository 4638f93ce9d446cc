"""The review of pages: a step a language, in Wagtail's workflow."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from ui import languages
from ui.pages import TranslatedPage
from ui.staleness import State


class LanguageReview(AbstractGroupApprovalTask):
    """A step in which somebody reads a page in one language. What is behind in that language isn't passed on."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "language"]
    admin_form_readonly_on_edit_fields = [*AbstractGroupApprovalTask.admin_form_readonly_on_edit_fields, "language"]

    class Meta:
        verbose_name = _("language review")
        verbose_name_plural = _("language reviews")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "task_ptr", "name", "content_type", "active", "groups", "language"}

    def get_actions(self, obj: Any, user: AbstractBaseUser) -> list[tuple[str, Any, bool]]:
        """Passing on is offered only when nothing is missing and nothing out of date; sending back always is."""
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        behind = self.behind(obj)
        if not actions or not behind:
            return actions
        words = gettext("Request changes (%(number)s texts are behind in: %(language)s)")
        return [("reject", words % {"number": behind, "language": languages.own_name(self.language)}, True)]

    def on_action(self, task_state: Any, user: AbstractBaseUser, action_name: str, **kwargs: Any) -> None:
        """Refuses what the buttons don't offer: a request may be sent by hand, or from a page opened long ago."""
        page = task_state.revision.as_object()
        if action_name == "approve" and self.behind(page):
            return
        super().on_action(task_state, user, action_name, **kwargs)

    def behind(self, page: Any) -> int:
        """How many texts of the page's newest draft are missing or out of date in this step's language."""
        if not isinstance(page, TranslatedPage):
            return 0
        draft = page.get_latest_revision_as_object()
        counts = draft.tally(self.language)
        return counts[State.MISSING] + counts[State.STALE]

    @classmethod
    def get_description(cls) -> str:
        return gettext("Somebody reads the page in one language and passes it on when all of it is there and in step.")
