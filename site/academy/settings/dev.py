"""Development and the demo: one machine, no set-up, never for the public."""

from academy.settings.base import *

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only-never-in-production"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING["loggers"]["dastur.audit"] = {"level": "WARNING"}
LOGGING["loggers"]["kombu"] = {"level": "ERROR"}  # «no broker» is how the demo is meant to run
DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes its file, never the folder
