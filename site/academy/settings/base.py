"""Settings that every environment shares. Everything that differs between machines comes from the environment."""

import os
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from academy.settings.env import env_broker, env_cache, env_database, env_int, env_list, env_path, env_str

# A worker is one of several: threads of linear algebra in each would fight for the cores, which is ten times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

PACKAGE = Path(__file__).resolve().parent.parent
BASE_DIR = PACKAGE.parents[1]
DATA_DIR = env_path("DATA_DIR", BASE_DIR / "var")

SECRET_KEY = env_str("SECRET_KEY", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
BASE_URL = env_str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "academy",
    "courses",
    "assessments",
    "handbook",
    "people",
    "ledger",
    "ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "modeltranslation",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ui.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "ui.middleware.PlainCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ui.middleware.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.SessionLimits",
    "people.middleware.SecondFactorRequired",
    "ui.middleware.NoStoreWhenSignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "academy.urls"
WSGI_APPLICATION = "academy.wsgi.application"
FORM_RENDERER = "ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "academy.context.page",
            ],
        },
    },
]

DATABASES = {"default": env_database("DATABASE_URL", f"sqlite://{DATA_DIR}/dastur.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env_cache("CACHE_URL")}
# Local memory is one process's own: sessions kept in it would differ from worker to worker.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if env_str('CACHE_URL', '') else 'db'}"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = env_int("SESSION_IDLE_SECONDS", 2 * 3600, least=60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "academy.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_BROKER_URL = env_broker("CELERY_BROKER_URL")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Asia/Dushanbe"
# A book takes minutes. Without a broker a process of its own makes it, so that nobody's page waits for it.
BOOKS_IN_A_PROCESS = CELERY_TASK_ALWAYS_EAGER
# Nobody waits for these: what a person sees is brought up to date by looking. `manage.py nightly` does them once.
CELERY_BEAT_SCHEDULE = {
    "promised work": {"task": "ledger.tasks.drain_outbox", "schedule": 60},
    "overdue sittings": {"task": "assessments.tasks.close_overdue_sittings", "schedule": 60},
    "survey rows": {"task": "assessments.tasks.night_of_surveys", "schedule": crontab(hour=1, minute=30)},
    "planned pages": {"task": "handbook.tasks.publish_planned", "schedule": 300},
    "books": {"task": "handbook.tasks.sweep_books", "schedule": 600},
    "looked-at files": {"task": "ui.tasks.clear_looked_at", "schedule": crontab(hour=1, minute=45)},
    "lists of people": {"task": "people.tasks.forget_old_rosters", "schedule": crontab(hour=1, minute=50)},
    "reports by e-mail": {"task": "courses.tasks.send_reports", "schedule": crontab(hour=6, minute=0)},
    "audit digest": {"task": "ledger.tasks.write_digests", "schedule": crontab(hour=2, minute=0)},
}

# Tajik is the language of content and never the missing one. LANGUAGE_CODE is only the catalogue that an
# untranslated interface string falls back to: Wagtail has no Tajik of its own, and Russian is read by everybody.
LANGUAGE_CODE = "ru"
LANGUAGES = [("tg", _("Tajik")), ("ru", _("Russian")), ("en", _("English"))]
CONTENT_LANGUAGE = "tg"
MODELTRANSLATION_DEFAULT_LANGUAGE = "tg"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("tg", "ru", "en"), "ru": ("tg", "en"), "en": ("ru", "tg")}
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")
LOCALE_PATHS = [p for p in (BASE_DIR / "locale", PACKAGE / "locale") if p.is_dir()]
FORMAT_MODULE_PATH = ["ui.formats"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Dushanbe"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page of many blocks in three languages has thousands of fields
FILE_UPLOAD_PERMISSIONS = 0o640
# How many sittings may start in any ten seconds; who comes on top of that waits in a line. 0: no limit.
SITTING_STARTS_PER_10S = env_int("SITTING_STARTS_PER_10S", 200)

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Django's default costs more than a whole examination does; scrypt resists graphics cards at half of it.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Dastur: "
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# An academy signs in from one address: five hundred cadets in the minute before an examination, some mistyping.
# What stops guessing is the limit per account; per address it only stops trying one password on every account.
ACCOUNT_RATE_LIMITS = {"login": "1200/m/ip", "login_failed": "60/m/ip,5/5m/key", "reset_password": "10/m/ip,3/m/key"}
ACCOUNT_FORMS = {
    "login": "people.forms.LoginForm",
    "change_password": "people.forms.ChangePasswordForm",
    "reset_password": "people.forms.ResetPasswordForm",
    "reset_password_from_key": "people.forms.ResetPasswordKeyForm",
    "reauthenticate": "people.forms.PasswordAgainForm",
}
# How many proxies of ours stand in front; the address of a client is believed from no one else.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "people.adapter.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "people.forms.AuthenticateForm",
    "reauthenticate": "people.forms.CodeAgainForm",
    "activate_totp": "people.forms.ActivateTOTPForm",
    "deactivate_totp": "people.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "people.forms.RecoveryCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Dastur"
MFA_TOTP_TOLERANCE = 1

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_HOST = env_str("EMAIL_HOST", "")
# The key that certificates are signed with, and its certificate with those above it, in PEM. Empty: keys/pdf*.pem.
PDF_SIGNING_KEY, PDF_SIGNING_CHAIN = env_str("PDF_SIGNING_KEY", ""), env_str("PDF_SIGNING_CHAIN", "")
PDF_SIGNING_PASSWORD = env_str("PDF_SIGNING_PASSWORD", "")
SMS_URL, SMS_TOKEN = env_str("SMS_URL", ""), env_str("SMS_TOKEN", "")
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "dastur@localhost")

WAGTAIL_SITE_NAME = "Дастур"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTOSAVE_INTERVAL = 10_000
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("tg", "Тоҷикӣ"), ("ru", "Русский"), ("en", "English")]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # what phones take; more is a trap, or a poster
WAGTAILIMAGES_IMAGE_FORM_BASE = "ui.pictures.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt", "odt", "opus", "ogg"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "ui.document_forms.DocumentForm"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched from other people's servers
WAGTAIL_WORKFLOW_ENABLED = True  # authors send pages for review: a reviewer a language, then a publisher
WAGTAILAPI_BASE_URL = BASE_URL
WAGTAILAPI_LIMIT_MAX = 100
WAGTAIL_USER_TIME_ZONES = ["Asia/Dushanbe"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Programs read JSON: no page to click in, nobody signs in, nothing is taken in.
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "URL_FORMAT_OVERRIDE": None,
}

X_FRAME_OPTIONS = "DENY"  # Wagtail says itself of its previews that its own editor may frame them
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # One line a task that merely ran is noise; its errors are not.
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
    },
}
