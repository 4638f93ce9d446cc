#!/usr/bin/env python
"""Django's command line, with the project root and site/ on the import path."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    sys.path.insert(1, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (needs the path above)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
