"""Every sentence of ours is in Tajik and Russian, today's sentences, with the same placeholders."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PLURAL_FORMS = {"tg": 2, "ru": 3}
LANGUAGES = list(PLURAL_FORMS)  # English is what the code says
FOLDERS = ["site", "courses", "assessments", "handbook"]
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sdrf]|%[sd%]|\{[a-z_0-9]*\}", re.IGNORECASE)
TAG = re.compile(r"<(/?[a-z]+)[^>]*>")


def catalogue(language: str, folder: Path = ROOT / "locale") -> dict[tuple[str, str], polib.POEntry]:
    """The entries in use, by context and English. Scripts have no catalogue: they take their words from the page."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(entry.msgctxt or "", entry.msgid): entry for entry in entries if not entry.obsolete}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """The catalogues as `make messages` would write them now, in a copy of the tree."""
    copy = tmp_path_factory.mktemp("tree")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("*.pyc", "content", "*.ttf"))
    (copy / "locale").mkdir()
    makemessages = [sys.executable, "-m", "django", "makemessages", "--no-wrap", "--no-obsolete", "-v0"]
    languages = [argument for code in LANGUAGES for argument in ("-l", code)]
    # Without settings Django writes into ./locale; with ours it would write into the tree that is tested.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([*makemessages, *languages], cwd=copy, env=environment, check=True, capture_output=True)
    return copy / "locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_fresh_and_complete(fresh, language):
    wanted, kept = catalogue(language, fresh), catalogue(language)

    assert sorted(set(wanted) - set(kept)) == [], "run `make messages` and translate what is new"
    assert sorted(set(kept) - set(wanted)) == [], "run `make messages`: these sentences are gone"
    assert [entry.msgid for entry in kept.values() if not entry.translated() or "fuzzy" in entry.flags] == []


def texts(entry: polib.POEntry) -> list[str]:
    """The translation, one text a plural form; nothing when there is none yet."""
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    """A plural form may leave the number out ("one page"), the last one says it; none may invent a placeholder."""
    for entry in catalogue(language).values():
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts(entry):
            assert set(PLACEHOLDER.findall(text)) <= wanted | set(PLACEHOLDER.findall(entry.msgid)), entry.msgid
        assert not texts(entry) or wanted <= set(PLACEHOLDER.findall(texts(entry)[-1])), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_markup(language):
    for entry in catalogue(language).values():
        allowed = [sorted(TAG.findall(text)) for text in (entry.msgid, entry.msgid_plural)]
        assert all(sorted(TAG.findall(text)) in allowed for text in texts(entry)), entry.msgid


@pytest.mark.parametrize(("language", "count"), PLURAL_FORMS.items())
def test_each_language_has_its_own_number_of_plural_forms(language, count):
    plural = [entry for entry in catalogue(language).values() if entry.msgid_plural]

    assert {len(entry.msgstr_plural) for entry in plural} == {count}


def test_a_tajik_noun_after_a_number_stays_singular():
    for entry in catalogue("tg").values():
        assert len(set(entry.msgstr_plural.values())) <= 1, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_typed_with_letters_of_another_alphabet(language):
    """A Latin i inside a Cyrillic word looks right and is never found by a search."""
    mixed = re.compile(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")
    for entry in catalogue(language).values():
        for text in texts(entry):
            assert not mixed.search(PLACEHOLDER.sub(" ", TAG.sub(" ", text))), text
