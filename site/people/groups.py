"""Wagtail's groups, kept in step with the roles: those who write, review or publish, and administrators, enter
/cms/; nobody else does.

Nobody is a superuser, and no group holds a permission on users or groups: Wagtail's own user screens are closed
to everybody, because accounts and roles are changed here, with an audit line.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.snippets.models import get_snippet_models

from people.enums import Role
from people.models import User
from ui import languages

AUTHORS = "Authors"  # trainers: they write and publish
WRITERS = "Writers"  # authors: they write and send for review
REVIEWERS = "Language reviewers"
PUBLISHERS = "Publishers"
ADMINISTRATORS = "Administrators"
ON_PAGES = {
    AUTHORS: ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
    WRITERS: ["add_page", "change_page"],
    REVIEWERS: ["change_page"],
    PUBLISHERS: ["change_page", "publish_page", "lock_page", "unlock_page"],
}
ON_FILES = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]
NEVER = Q(content_type__app_label="auth") | Q(content_type__app_label="people")


def sync(user: User) -> None:
    """Puts `user` into exactly those of our groups that follow from the roles in the database."""
    held = {(grant.role, grant.language) for grant in user.grants.all()}
    for of, name in group_of().items():
        if of in held:
            user.groups.add(ensure(name))
        else:
            user.groups.remove(*Group.objects.filter(name=name))


def group_of() -> dict[tuple[str, str], str]:
    """The name of the group of each role, and of each language for reviewers."""
    plain = {
        Role.TRAINER: AUTHORS,
        Role.AUTHOR: WRITERS,
        Role.PUBLISHER: PUBLISHERS,
        Role.ADMINISTRATOR: ADMINISTRATORS,
    }
    reviewers = {(Role.REVIEWER.value, code): reviewers_of(code) for code in languages.codes()}
    return {(role.value, ""): name for role, name in plain.items()} | reviewers


def reviewers_of(language: str) -> str:
    """The name of the group of those who review a language."""
    return f"{REVIEWERS} ({language})"


def ensure(name: str) -> Group:
    """The group of this name, with the permissions that it has today; safe to call again and again."""
    group, _ = Group.objects.get_or_create(name=name)
    wanted = set(_permissions(name).values_list("pk", flat=True))
    if set(group.permissions.values_list("pk", flat=True)) != wanted:
        group.permissions.set(wanted)
    kind = name.split(" (")[0]
    if kind in ON_PAGES:
        _on_pages(group, ON_PAGES[kind])
    if kind in {AUTHORS, WRITERS}:
        _on_files(group)
    return group


def _permissions(name: str) -> QuerySet[Permission]:
    """Entering /cms/ for all; for trainers also every snippet that an app has registered (the question bank)."""
    found = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    if name == AUTHORS:
        for model in get_snippet_models():
            found |= Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
    return Permission.objects.filter(found).exclude(NEVER)


def _on_pages(group: Group, permissions: list[str]) -> None:
    root = Page.get_first_root_node()
    if root is None:
        return
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=permissions):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _on_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    apps = ["wagtailimages", "wagtaildocs"]
    for permission in Permission.objects.filter(content_type__app_label__in=apps, codename__in=ON_FILES):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
