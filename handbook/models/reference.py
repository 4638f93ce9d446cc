"""What texts refer to by code: laws and terms of the glossary."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Law(models.Model):
    """A law that the handbook cites. `sure`: number and date were seen in a source."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=400)
    number = models.CharField(_("number"), max_length=20, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    sure = models.BooleanField(_("number and date are checked"), default=False)

    class Meta:
        ordering = ["code"]
        verbose_name = _("law")
        verbose_name_plural = _("laws")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {"id", "code", "name", "name_tg", "name_ru", "name_en", "number", "date", "sure"}

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A term of the glossary, explained in place wherever it stands in the handbook.

    `forms` holds, by language, other forms of it that simple endings don't cover. `sure`: seen in a source, or checked
    by a language editor.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("term"), max_length=160)
    meaning = models.TextField(_("meaning"))
    forms = models.JSONField(_("other forms"), default=dict, blank=True)
    sure = models.BooleanField(_("checked"), default=False)
    explained = models.BooleanField(
        _("explained in the text"),
        default=True,
        help_text=_("Where it first stands in a section, readers may look up what it means. Not for everyday words."),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    class Privacy:
        personal: dict[str, str] = {}
        plain = {
            "id", "code", "name", "name_tg", "name_ru", "name_en", "meaning", "meaning_tg", "meaning_ru", "meaning_en",
            "forms", "sure", "explained",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.name
