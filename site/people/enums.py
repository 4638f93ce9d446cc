"""Fixed words of this app: kinds of unit, groups of rank, sex."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    MINISTRY = "ministry", _("ministry")
    ACADEMY = "academy", _("academy")
    REGION = "region", _("region")
    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    CITY_DISTRICT = "city district", _("city district")


class RankGroup(models.TextChoices):
    RANK_AND_FILE = "rank and file", _("rank and file")
    SERGEANTS = "sergeants", _("sergeants")
    WARRANT_OFFICERS = "warrant officers", _("warrant officers")
    JUNIOR_OFFICERS = "junior officers", _("junior officers")
    SENIOR_OFFICERS = "senior officers", _("senior officers")
    GENERALS = "generals", _("generals")


class Sex(models.TextChoices):
    FEMALE = "f", _("woman")
    MALE = "m", _("man")


class Standing(models.TextChoices):
    """Whether somebody serves."""

    SERVING = "serving", _("in service")
    LEAVE = "leave", _("on leave")
    DISMISSED = "dismissed", _("dismissed")


class Role(models.TextChoices):
    """What a person may be here beside a learner; `people.roles` says in prose what each may do."""

    TRAINER = "trainer", _("trainer")
    AUTHOR = "author", _("author")
    REVIEWER = "reviewer", _("language reviewer")
    PUBLISHER = "publisher", _("publisher")
    HEAD = "head", _("head of unit")
    OFFICE = "office", _("academy office")
    ANALYST = "analyst", _("ministry analyst")
    ADMINISTRATOR = "administrator", _("administrator")
