"""The words that Wagtail's scripts say. Wagtail reads them from its own catalogues only, and has no Tajik one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class EditorWords(JavaScriptCatalog):
    """Wagtail's catalogue with ours (locale/*/LC_MESSAGES/djangojs.po, written by hand) on top."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        """Folders of catalogues; what stands in a later one wins."""
        return [*super().get_paths(packages), *(str(path) for path in settings.LOCALE_PATHS)]


def editor_words(request: HttpRequest) -> HttpResponse:
    """The script that Wagtail's pages load, in the language that the signed-in person chose for the editor."""
    return get_localized_response(EditorWords.as_view(), request)
