"""Django's registration of this app."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import own_sections, signals  # noqa: F401, PLC0415 (both need the models)

        own_sections.register_all()
        post_migrate.connect(refresh_groups)


def refresh_groups(sender: AppConfig, **kwargs: Any) -> None:
    """After the last app has migrated: the groups that exist get the permissions that came new."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender.name != last.name:
        return
    from django.contrib.auth.models import Group  # noqa: PLC0415 (models must be loaded first)

    from people import groups  # noqa: PLC0415

    for group in Group.objects.filter(name__in=groups.group_of().values()):
        groups.ensure(group.name)
