"""Every address. A new screen is found from here."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from academy import audit_trail, errors, home, system
from courses.views.check import short as short_check
from people.views.signing_in import cms_login
from ui import documents
from ui.editor_words import editor_words
from ui.views import picture

urlpatterns = [
    path("", home.root, name="root"),
    path("language/", home.set_language, name="set_language"),
    re_path(r"^[cC]/(?P<token>[0-9A-Za-z-]{1,40})/?$", short_check, name="short_check"),
    path("cms/login/", cms_login),
    path("cms/account/", RedirectView.as_view(pattern_name="people:me")),
    path("cms/jsi18n/", editor_words),
    # Wagtail draws a picture here in any size that is typed into the address; no page of ours asks for one.
    re_path(r"^cms/images/\d+/(?:preview|generate_url)/", errors.not_found, {"exception": None}),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:document_filename>", documents.served),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", include("handbook.api.urls")),
    re_path(r"^media/images/(?P<name>[\w.-]{1,200})$", picture, name="picture"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("accounts/", include("people.account_urls")),
        path("", include("people.urls")),
        path("your-data/", home.your_data, name="your_data"),
        path("text-size/", home.text_size, name="text_size"),
        path("help/", home.help_page, name="help"),
        path("audit/", audit_trail.trail, name="audit_trail"),
        path("system/", system.state, name="system"),
        path("", include("courses.urls")),
        path("", include("assessments.survey_urls")),
        path("", include("assessments.urls")),
        path("", include("handbook.urls")),
        prefix_default_language=True,
    ),
]
if settings.DEBUG:
    urlpatterns += i18n_patterns(path("ui/", include("ui.urls")))
# Wagtail brings a sign-in page of its own for private pages too: without throttle, without second factor.
urlpatterns += i18n_patterns(path("_util/login/", cms_login), path("", include(wagtail_urls)))

handler404 = errors.not_found
handler500 = errors.server_error
handler403 = errors.forbidden
handler400 = errors.bad_request
handler429 = errors.too_many
