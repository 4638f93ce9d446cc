"""Every sentence of ours is in Tajik and Russian, today's sentences, with the same placeholders."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LANGUAGES = ["tg", "ru"]
DOMAINS = ["django"]  # scripts take their words from data attributes of the page
FOLDERS = ["site", "courses", "assessments", "handbook"]
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd%]|\{[a-z_0-9]*\}", re.IGNORECASE)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """The catalogues as `make messages` would write them now, in a copy of the tree."""
    copy = tmp_path_factory.mktemp("tree")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("*.pyc", "content", "*.ttf"))
    (copy / "locale").mkdir()
    django_admin = [sys.executable, "-m", "django", "makemessages", "--no-wrap", "--no-obsolete", "-v0"]
    for domain in DOMAINS:
        languages = [argument for code in LANGUAGES for argument in ("-l", code)]
        subprocess.run([*django_admin, "-d", domain, *languages], cwd=copy, check=True, capture_output=True)
    return copy / "locale"


def entries(path: Path) -> dict[tuple[str, str], polib.POEntry]:
    if not path.exists():
        return {}
    return {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_fresh_and_complete(fresh, language, domain):
    wanted = entries(fresh / language / "LC_MESSAGES" / f"{domain}.po")
    kept = entries(ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po")

    assert sorted(set(wanted) - set(kept)) == [], "run `make messages` and translate what is new"
    assert sorted(set(kept) - set(wanted)) == [], "run `make messages`: these sentences are gone"
    assert [e.msgid for e in kept.values() if not e.translated() or "fuzzy" in e.flags] == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language, domain):
    for entry in entries(ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po").values():
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        for text in texts:
            expected = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            assert set(PLACEHOLDER.findall(text)) <= expected | set(PLACEHOLDER.findall(entry.msgid)), entry.msgid
            assert expected - set(PLACEHOLDER.findall(text)) <= {"%(count)d", "%(counter)s", "%(count)s"}, entry.msgid
