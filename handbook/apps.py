"""Django's registration of this app."""

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "handbook"
