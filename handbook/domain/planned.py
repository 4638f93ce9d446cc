"""Pages whose planned time has come: published, or taken down, as their editors said."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision


def publish_due() -> int:
    """Does what is due, by Wagtail's own rules; returns how many pages that were."""
    now = timezone.now()
    due: int = Revision.page_revisions.filter(approved_go_live_at__lte=now).count()
    due += Page.objects.live().filter(expire_at__lte=now).count()
    if due:
        call_command("publish_scheduled")
    return due
