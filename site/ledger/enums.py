"""Every act that the audit trail knows, and how it reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """One word an act, `noun.verb`; an act that isn't listed here is shown by its code."""

    ACCOUNT_OPENED = "account.opened", _("opened an account")
    ACCOUNT_CHANGED = "account.changed", _("changed what is known of somebody")
    ACCOUNT_CLOSED = "account.closed", _("closed an account")
    ACCOUNT_REOPENED = "account.reopened", _("opened an account again")
    COHORT_OPENED = "cohort.opened", _("opened a cohort")
    COHORT_CHANGED = "cohort.changed", _("changed a cohort")
    PASSWORD_HANDED_OUT = "password.handed_out", _("handed out a password")
    PASSWORD_CHANGED = "password.changed", _("changed their password")
    SECOND_FACTOR_SET_UP = "second_factor.set_up", _("set up an authenticator app")
    SECOND_FACTOR_REMOVED = "second_factor.removed", _("removed their authenticator app")
    SECOND_FACTOR_RESET = "second_factor.reset", _("took away an authenticator app")
    ROLE_GRANTED = "role.granted", _("gave a role")
    ROLE_WITHDRAWN = "role.withdrawn", _("took away a role")
    LANGUAGE_CHOSEN = "language.chosen", _("chose a language")
    RESULTS_VIEWED = "results.viewed", _("looked at somebody's results")
    HANDBOOK_LOADED = "handbook.loaded", _("loaded the handbook")
    EDITION_PUBLISHED = "edition.publish", _("published an edition")
    SITTING_CLOSED = "sitting.close", _("finished a test")
    LATE_ADMITTED = "sitting.admit_late", _("admitted answers that came late")
    MARK_GIVEN = "mark.give", _("gave a mark")
    COURSE_LOADED = "course.loaded", _("loaded a course")
    ENROLMENT_MADE = "enrolment.made", _("enrolled somebody")
    LESSON_READ = "lesson.read", _("read a lesson")
    COURSE_COMPLETED = "course.completed", _("completed a course")
    CERTIFICATE_ISSUED = "certificate.issued", _("issued a certificate")
    CERTIFICATE_REVOKED = "certificate.revoked", _("revoked a certificate")
    WAVE_OPENED = "wave.open", _("opened a survey")
    WAVE_CLOSED = "wave.close", _("closed a survey")
    WAVE_IMPORTED = "wave.import", _("imported ratings")
    REPORT_OPENED = "report.opened", _("opened a report")


class Particular(models.TextChoices):
    """The names of particulars in the audit trail; one that isn't listed here is shown as it is stored."""

    ASSESSMENT = "assessment", _("assessment")
    BREAKDOWN = "breakdown", _("by groups of")
    COURSE = "course", _("course")
    FIELDS = "fields", _("what was changed")
    FLOOR = "floor", _("smallest group shown")
    HOW = "how", _("how")
    LANGUAGE = "language", _("language")
    LEARNER = "learner", _("person")
    LESSON = "lesson", _("lesson")
    LESSONS = "lessons", _("lessons")
    MEMBERS = "members", _("members")
    NUMBER = "number", _("number")
    PAGES = "pages", _("pages")
    REASON = "reason", _("reason")
    RESULT = "result", _("result")
    ROLE = "role", _("role")
    SERIAL = "serial", _("number of the certificate")
    SURVEY = "survey", _("survey")
    TRAINERS = "trainers", _("trainers")
    UNIT = "unit", _("unit")
    WAVE = "wave", _("wave of a survey")
    WHAT = "what", _("what")
