"""The editing screens speak the language of whoever looks, whoever looked first."""

import pytest
from django.utils import translation

from assessments.models import Competency
from courses.models import LessonPage
from ui.snippets import PageChooser, SnippetChooser, TranslatedSnippetViewSet


@pytest.mark.parametrize(("language", "word"), [("tg", "Интихоб кардан"), ("ru", "Выбрать"), ("en", "Choose")])
def test_choosers_are_named_anew_for_each_reader(language: str, word: str) -> None:
    with translation.override("ru"):
        choosers = [SnippetChooser(Competency), PageChooser([LessonPage])]
    with translation.override(language):
        for chooser, model in zip(choosers, [Competency, LessonPage], strict=True):
            assert str(chooser.choose_one_text) == f"{model._meta.verbose_name}: {word}"


def test_the_way_home_is_named_anew_for_each_reader() -> None:
    with translation.override("ru"):
        label = TranslatedSnippetViewSet.breadcrumbs_items.fget(None)[0]["label"]
    with translation.override("tg"):
        assert str(label) == "Саҳифаи асосӣ"
