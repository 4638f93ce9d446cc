"""The Celery application: eager without a broker, workers on Redis with one."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.production")
app = Celery("dastur")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
