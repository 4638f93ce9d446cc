"""Files that somebody has sent and is looking at, before deciding whether they are taken in.

They lie under names that can't be guessed until they are taken, replaced or a day old: whoever closes the window
leaves nothing behind for good.
"""

import secrets
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "looked-at"
KEPT = timedelta(days=1)


def keep(content: bytes) -> str:
    """Stores a file for a day at most; the name under which the default storage has it."""
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(content))


def delete_old() -> int:
    """Deletes what nobody has decided on for a day; how many files."""
    if not default_storage.exists(FOLDER):
        return 0
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    old = [name for name in names if default_storage.get_modified_time(name) < timezone.now() - KEPT]
    for name in old:
        default_storage.delete(name)
    return len(old)
