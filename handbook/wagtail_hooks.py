"""What this app adds to Wagtail."""

from handbook.hooks import archive, recall, reference

__all__ = ["archive", "recall", "reference"]
