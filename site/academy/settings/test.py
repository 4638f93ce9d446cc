"""Tests: as production where behaviour counts, quick where it doesn't."""

import os

from academy.settings.base import *

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105 (no secret: tests only)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# TEST_NAME: runs side by side have each their own database and files.
DATA_DIR = BASE_DIR / "var" / os.environ.get("TEST_NAME", "test")
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES = {"default": env_database("DATABASE_URL", f"sqlite://{DATA_DIR}/unused.sqlite3")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
# Counted statements are the same with and without Redis; runs side by side don't share what they keep there.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
BOOKS_IN_A_PROCESS = False  # another process would not see the tests' database
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
