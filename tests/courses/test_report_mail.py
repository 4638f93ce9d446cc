"""The report of completion on paper and by e-mail: when it is due, to whom it goes, what it holds."""

import subprocess
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from courses import completion_paper
from courses.domain import plans
from courses.models import SavedReport
from ledger import outbox
from people.models import Unit
from tests.factories.courses import CourseFactory, EnrolmentFactory, whole_course
from tests.factories.people import UnitFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DUSHANBE = ZoneInfo("Asia/Dushanbe")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def analyst(settings):
    settings.EMAIL_HOST = "mail.example"
    return UserFactory(roles=["analyst"], email="a@example.tj", language="en")


@pytest.fixture
def course():
    return whole_course(is_mandatory=True, title_en="Basics").course


@pytest.fixture
def setting(analyst, course):
    return analyst, course


def kept(owner, course, every="week", sent_on=date(2026, 11, 20)):
    query = f"course={course.pk}&since=2026-01-01&until=2026-03-01&by=region"
    return SavedReport.objects.create(owner=owner, name="By region", query=query, every=every, sent_on=sent_on)


def pdf_text(content: bytes, folder) -> str:
    (folder / "a.pdf").write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", folder / "a.pdf", "-"], check=True, capture_output=True)
    return told.stdout.decode()


class TestDue:
    @pytest.mark.parametrize(
        ("every", "days", "due"),
        [
            ("week", (date(2026, 11, 20), date(2026, 11, 22)), False),  # Friday, Sunday
            ("week", (date(2026, 11, 20), MONDAY), True),
            ("week", (date(2026, 11, 20), TUESDAY), True),  # Monday was missed
            ("week", (MONDAY, MONDAY), False),
            ("week", (MONDAY, date(2026, 11, 29)), False),
            ("month", (date(2026, 11, 20), date(2026, 11, 30)), False),
            ("month", (date(2026, 11, 20), date(2026, 12, 1)), True),
            ("month", (date(2026, 11, 1), date(2026, 11, 1)), False),
            ("never", (date(2026, 1, 1), MONDAY), False),
        ],
    )
    def test_on_mondays_and_firsts_or_the_day_after(self, setting, every, days, due):
        sent_on, today = days
        kept(*setting, every, sent_on)
        assert plans.promise_due(today) == due
        assert plans.promise_due(today) == 0, "once a day"

    def test_is_sent_by_the_outbox(self, analyst, course):
        kept(analyst, course)
        plans.promise_due(MONDAY)
        outbox.drain()
        assert [message.to for message in mail.outbox] == [["a@example.tj"]]


class TestMail:
    def test_counts_the_year_until_yesterday(self, analyst, course, tmp_path):
        unit = UnitFactory(kind="region", region="TJ-SU")
        analyst.unit = unit  # or else a line of one person would stand there, and take another with it
        analyst.save()
        for number in range(7):
            enrolment = EnrolmentFactory(course=course, learner__unit=unit)
            enrolment.started_at = datetime(2026, 5, 1, tzinfo=DUSHANBE)
            if number < 6:
                enrolment.completed_at = datetime(2026, 11, 22, 23, tzinfo=DUSHANBE)
            enrolment.save()
        one = kept(analyst, course)
        completion_paper.mail(report_id=one.pk, day=MONDAY.isoformat())
        message = mail.outbox[0]
        names = [name for name, *_rest in message.attachments]
        assert names == ["completion.pdf", "completion.xlsx"]
        text = pdf_text(message.attachments[0][1], tmp_path)
        assert "From 1 January 2026 to 22 November 2026" in text
        assert "Table 1" in text
        assert "Basics" in text
        rows = list(openpyxl.load_workbook(BytesIO(message.attachments[1][1])).active.values)
        assert list(rows[3][1:4]) == [8, 7, 6], "whoever completed it on the last day is counted"

    def test_in_the_owners_language(self, analyst, course):
        analyst.language = "ru"
        analyst.save()
        completion_paper.mail(report_id=kept(analyst, course).pk, day=MONDAY.isoformat())
        assert "As of today" not in mail.outbox[0].body
        assert "Отчёт" in mail.outbox[0].body

    def test_to_nobody_who_may_not_see_it_any_more(self, analyst, course):
        one = kept(analyst, course)
        analyst.grants.all().delete()
        completion_paper.mail(report_id=one.pk, day=MONDAY.isoformat())
        completion_paper.mail(report_id=10**6, day=MONDAY.isoformat())
        closed = kept(UserFactory(roles=["analyst"], email="b@example.tj", is_active=False), course)
        completion_paper.mail(report_id=closed.pk, day=MONDAY.isoformat())
        assert mail.outbox == []

    def test_of_a_course_that_is_gone_nothing_is_sent(self, analyst):
        course = CourseFactory(is_mandatory=True)
        one = kept(analyst, course)
        course.delete()
        completion_paper.mail(report_id=one.pk, day=MONDAY.isoformat())
        assert mail.outbox == []


class TestScreen:
    def test_is_asked_for_and_stopped(self, client, analyst, course):
        one = kept(analyst, course, "never")
        signed_in(client, analyst)
        assert "By e-mail" in client.get(reverse("courses:completion")).content.decode()
        client.post(reverse("courses:send_report", args=[one.pk]), {"every": "month"})
        one.refresh_from_db()
        assert (one.every, one.sent_on) == ("month", timezone.localdate())
        client.post(reverse("courses:send_report", args=[one.pk]), {"every": "daily"})
        one.refresh_from_db()
        assert one.every == "never", "an unknown word stops it"

    def test_without_an_address_it_says_why(self, client, analyst, course):
        analyst.email = ""
        analyst.save()
        one = kept(analyst, course, "never")
        signed_in(client, analyst)
        response = client.post(reverse("courses:send_report", args=[one.pk]), {"every": "week"}, follow=True)
        assert "no address" in response.content.decode()
        one.refresh_from_db()
        assert one.every == "never"

    def test_anothers_report_does_not_exist(self, client, analyst, course):
        one = kept(UserFactory(roles=["analyst"], email="c@example.tj"), course, "never")
        signed_in(client, analyst)
        assert client.post(reverse("courses:send_report", args=[one.pk]), {"every": "week"}).status_code == 404

    def test_on_paper_small_numbers_stay_hidden(self, client, analyst, course, tmp_path):
        few = UnitFactory(kind="region", region="TJ-SU")
        for _number in range(3):
            EnrolmentFactory(course=course, learner__unit=few)
        assert Unit.objects.filter(region="TJ-SU").exists()
        signed_in(client, analyst)
        response = client.get(reverse("courses:completion_paper"))
        assert response["Content-Type"] == "application/pdf"
        text = pdf_text(response.content, tmp_path)
        assert "fewer than 5" in text
        assert "drawn up by" in text
        wrong = client.get(reverse("courses:completion_paper"), {"course": "x", "since": "no"})
        assert wrong.status_code == 302
