"""What we translate for other packages is still said by them, to the letter."""

import ast
import json
import re
from pathlib import Path

import allauth
import django
import polib
import pytest
import wagtail
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

BORROWED = Path(settings.BASE_DIR) / "site" / "ui" / "borrowed"
FIRST_ARGUMENT = {"_": 0, "ngettext_lazy": 0, "pgettext_lazy": 1, "npgettext_lazy": 1}


def sentences(module: Path) -> list[str]:
    """The msgids (singular) that a module of ui.borrowed marks."""
    calls = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return [ast.literal_eval(call.args[FIRST_ARGUMENT[call.func.id]]) for call in calls]


def said_by_packages() -> set[str]:
    """Every msgid of the catalogues that Wagtail (English), Django (Russian) and allauth (Russian) bring along."""
    said = set()
    for package, language in [(wagtail, "en"), (django, "ru"), (allauth, "ru")]:
        for catalogue in Path(package.__file__).parent.rglob(f"locale/{language}/LC_MESSAGES/django.po"):
            said |= {entry.msgid for entry in polib.pofile(str(catalogue))}
    return said


@pytest.mark.parametrize("module", sorted(BORROWED.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_each_sentence_is_still_said_there(module):
    assert sorted(set(sentences(module)) - said_by_packages()) == []


def test_wagtail_speaks_tajik():
    with translation.override("tg"):
        assert gettext("Save draft") == "Сиёҳнависро ҳифз кардан"
        assert gettext("Submit for moderation") == "Ба баррасӣ фиристодан"
        assert ngettext("%(count)s image", "%(count)s images", 5) % {"count": 5} == "5 тасвир"


def test_what_has_no_tajik_is_shown_in_russian():
    with translation.override("tg"):
        assert gettext("Sites menu") == "Список сайтов"


def test_the_words_of_wagtails_scripts_are_said_there():
    said = polib.pofile(str(Path(wagtail.__file__).parent / "admin/locale/en/LC_MESSAGES/djangojs.po"))
    ours = polib.pofile(str(Path(settings.BASE_DIR) / "locale/tg/LC_MESSAGES/djangojs.po"))

    assert {entry.msgid for entry in ours} == {entry.msgid for entry in said}
    assert [entry.msgid for entry in ours if not entry.translated()] == []


@pytest.mark.parametrize(("language", "loading"), [("tg", "Бор мешавад…"), ("ru", "Загрузка…")])
@pytest.mark.django_db
def test_wagtails_scripts_speak_the_readers_language(client, language, loading):
    page = client.get(reverse("wagtailadmin_javascript_catalog"), headers={"Accept-Language": language})

    assert page.status_code == 200
    catalogue = json.loads(re.search(r"const newcatalog = ({.*?});\n", page.text, re.DOTALL)[1])
    assert catalogue["Loading…"] == loading
