"""The list of attacks and the tests that try them are one list."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def test_every_attack_in_the_list_is_tried_and_every_tried_one_is_listed():
    listed = set(re.findall(r"^\| (\d\d) \|", (ROOT / "site/docs/security.md").read_text("utf-8"), re.MULTILINE))
    sources = [p.read_text("utf-8") for p in (ROOT / "tests").rglob("test_*.py")]
    tried = {number for source in sources for number in re.findall(r"def test_\w*attack_(\d\d)", source)}

    assert listed == tried
