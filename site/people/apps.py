"""Django's registration of this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
