"""Django's registration of this app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"
