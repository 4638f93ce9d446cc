"""What the page editor needs in order to work for every language."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from ui import tajik_paste  # noqa: F401  (its hooks)
from ui.leaf_views import source_change
from ui.page_panels import editor_settings
from ui.pages import TranslatedPage
from ui.staleness import digests
from ui.translation_files.views import ExportView, ImportView
from ui.translation_report.rows import may_write
from ui.translation_report.views import ReportFileView, TranslationReportView


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("ui/css/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    """The help with languages; without it every language stands below the other, and all can be written."""
    script = format_html('<script type="module" src="{}"></script>', static("ui/js/editor/main.js"))
    return json_script(editor_settings(), "leaf-settings") + script


@hooks.register("register_admin_urls")
def report_url() -> list[URLPattern]:
    return [
        path("translations/", TranslationReportView.as_view(), name="translation_report"),
        path("translations/source/<int:page_id>/", source_change, name="source_change"),
        path("translations/report.xlsx", ReportFileView.as_view(), name="translation_report_file"),
        path("translations/export/", ExportView.as_view(), name="translation_export"),
        path("translations/import/", ImportView.as_view(), name="translation_import"),
    ]


class ReportItem(MenuItem):
    """Shown to those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_write(request.user)


@hooks.register("register_admin_menu_item")
def report_item() -> MenuItem:
    return ReportItem(
        _("Translations"), reverse("translation_report"), name="translations", icon_name="globe", order=210
    )


@hooks.register("register_page_header_buttons")
def report_of_page(page: Page, user: AbstractBaseUser, next_url: str | None = None, **kwargs: object) -> list[Button]:
    """From a page to its own lines in the report, and to files for its translators."""
    if not page.pk or not issubclass(page.specific_class or Page, TranslatedPage):
        return []
    url = f"{reverse('translation_report')}?page={page.pk}"
    return [Button(_("Translations and files"), url, icon_name="globe", priority=60)]


@hooks.register("after_copy_page")
def keep_new_title(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Wagtail's copy form asks for a title; ours is the heading, which would overwrite it."""
    title = request.POST.get("new_title", "").strip()
    copy = new_page.specific
    if not title or not isinstance(copy, TranslatedPage):
        return
    draft = copy.get_latest_revision_as_object()
    for one in (copy, draft):
        rename(one, title)
    copy.save()
    draft.save_revision(user=request.user, changed=False, clean=False)


def rename(page: TranslatedPage, title: str) -> None:
    """A new heading in the language of the title that was shown; its translations say something else now."""
    shown = next((code for code in _title_order() if getattr(page, localized("heading", code))), _title_order()[0])
    if getattr(page, localized("heading", shown)) == title:
        return
    before = digests(page.field_texts("heading").words)
    setattr(page, localized("heading", shown), title)
    made = page.made.get("heading", {})
    kept = {
        code: made.get(code) or before.get(page.source_language, "") for code in before if code != page.source_language
    }
    page.made = page.made | {"heading": {"of": page.source_language} | kept}


def _title_order() -> list[str]:
    others = [code for code, _name in settings.LANGUAGES if code != settings.CONTENT_LANGUAGE]
    return [settings.CONTENT_LANGUAGE, *others]
