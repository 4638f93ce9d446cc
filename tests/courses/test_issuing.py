"""Certificates for a cohort at once: to whom, without gaps, killed and gone on, and the screens of the office."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from courses.domain import bulk, certify, issuing, seals
from courses.models import Certificate, CertificateBook, CertificateFile, Enrolment
from ledger import outbox
from ledger.models import AuditEvent, OutboxMessage
from tests.courses.conftest import text
from tests.factories.assessments import published
from tests.factories.courses import EnrolmentFactory, all_done, whole_course
from tests.factories.people import CohortFactory, UserFactory, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    seals.make_test_authority()
    return tmp_path


def scene(done: int, other: int = 0, **course):
    """A course and a cohort: so many have completed it, so many have not."""
    page = whole_course(lessons=1, **course)
    cohort = CohortFactory()
    for number in range(done + other):
        learner = UserFactory()
        cohort.members.add(learner)
        enrolment = EnrolmentFactory(course=page.course, learner=learner)
        if number < done:
            Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=timezone.now())
    return page.course, cohort


def numbers():
    return list(Certificate.objects.order_by("number").values_list("number", flat=True))


class TestIssuing:
    def test_to_all_who_completed_and_to_nobody_else(self):
        course, cohort = scene(3, other=2)
        stranger = EnrolmentFactory(course=course)
        Enrolment.objects.filter(pk=stranger.pk).update(completed_at=timezone.now())
        found = issuing.issue(course=course, cohort=cohort, by=None)
        assert (len(found.issued), len(found.existing), found.refused) == (3, 0, [])
        assert numbers() == [1, 2, 3]
        assert CertificateFile.objects.count() == 3
        roster = cohort.members.exclude(enrolments__completed_at=None).order_by("sort_key", "pk")
        assert [one.holder for one in found.all] == list(roster), "numbers follow the roster"
        assert AuditEvent.objects.filter(action="certificate.issued").count() == 3

    def test_again_there_is_nothing_to_do(self):
        course, cohort = scene(2)
        issuing.issue(course=course, cohort=cohort, by=None)
        before = dict(CertificateFile.objects.values_list("certificate", "sha256"))
        again = issuing.issue(course=course, cohort=cohort, by=None)
        assert (len(again.issued), len(again.existing)) == (0, 2)
        assert dict(CertificateFile.objects.values_list("certificate", "sha256")) == before

    def test_says_the_same_as_one_that_was_issued_alone(self):
        quiz = published(code="q")
        page = whole_course(lessons=1, quiz=quiz, valid_months=12)
        alone, many = all_done(page), all_done(page)
        now = timezone.now()
        Enrolment.objects.filter(pk__in=[alone.pk, many.pk]).update(completed_at=now)
        one = certify.issue(enrolment_id=alone.pk, by=None)
        (other,) = certify.issue_each(enrolments=[many.pk], by=None).issued
        assert {**one.facts, "name": ""} == {**other.facts, "name": ""}
        assert one.facts["results"][0]["percent"] == 90
        assert (one.valid_until, one.language) == (other.valid_until, other.language)

    def test_a_revoked_one_does_not_come_back(self):
        course, cohort = scene(1)
        issued = issuing.issue(course=course, cohort=cohort, by=None).issued[0]
        certify.revoke(certificate=issued, by=UserFactory(), reason="mistake")
        again = issuing.issue(course=course, cohort=cohort, by=None)
        assert (again.issued, again.existing) == ([], [])

    def test_a_name_that_cannot_be_printed_leaves_out_its_own_only(self):
        course, cohort = scene(3)
        wrong = cohort.members.order_by("sort_key", "pk")[1]
        type(wrong).objects.filter(pk=wrong.pk).update(full_name_tg="Раҳимзода 王")
        found = issuing.issue(course=course, cohort=cohort, by=None)
        assert numbers() == [1, 2]
        assert [(one.learner, "王" in why) for one, why in found.refused] == [(wrong, True)]

    def test_takes_the_same_statements_for_three_and_for_thirty(self, django_assert_num_queries):
        CertificateBook.objects.create(year=timezone.localdate().year)
        for done in (3, 30):
            course, cohort = scene(done)
            ids = [one.pk for one in issuing.completed(course, cohort)]
            with django_assert_num_queries(10):
                certify.issue_each(enrolments=ids, by=None)


class TestCommand:
    def test_prints_what_it_did_and_one_file_a_person(self, capsys, folder):
        course, cohort = scene(3)
        for issued, existing in ((3, 0), (0, 3)):
            call_command("issue_certificates", course=course.code, cohort=cohort.code, json=True)
            told = json.loads(capsys.readouterr().out)
            assert (told["issued"], told["existing"], told["refused"]) == (issued, existing, [])
            assert told["seconds"] >= 0
            assert len(set(told["files"])) == 3
            for path in map(Path, told["files"]):
                assert path.is_relative_to(folder)
                assert path.read_bytes().startswith(b"%PDF-")
        assert {Path(one).stem for one in told["files"]} == {one.serial for one in Certificate.objects.all()}

    @pytest.mark.parametrize("wrong", ["course", "cohort"])
    def test_refuses_what_there_is_not(self, capsys, wrong):
        course, cohort = scene(1)
        told = {"course": course.code, "cohort": cohort.code} | {wrong: "nothing"}
        with pytest.raises(SystemExit):
            call_command("issue_certificates", **told, json=True)
        assert "nothing" in capsys.readouterr().out
        assert not Certificate.objects.exists()


class TestScreens:
    def test_from_the_register_to_the_files(self, client, tmp_path):
        course, cohort = scene(2, other=1, title_en="Basics")
        office = UserFactory(roles=["office"])
        signed_in(client, office)
        assert reverse("courses:batches") in client.get(reverse("courses:certificates")).content.decode()
        chosen = client.get(reverse("courses:batches"), {"cohort": cohort.pk, "course": course.pk})
        url = reverse("courses:batch", args=[cohort.code, course.code])
        assert chosen.url == url
        assert "Issue and draw what is missing" in client.get(url).content.decode()
        client.post(url)
        outbox.drain()
        assert "Everything is issued and drawn." in client.get(url).content.decode()
        response = client.get(reverse("courses:batch_files", args=[cohort.code, course.code]))
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        names = archive.namelist()
        assert [name[:4] for name in names] == ["0001", "0002"]
        first = Certificate.objects.order_by("number").first()
        assert first.serial in names[0]
        assert first.serial in text(archive.read(names[0]), tmp_path)
        assert AuditEvent.objects.filter(action="certificate.taken", actor_id=office.pk).count() == 1
        assert AuditEvent.objects.filter(action="results.viewed", subject_id=str(first.holder_id)).exists()

    def test_each_chunk_is_promised_and_kept_by_itself(self, monkeypatch):
        """Whoever completes a course meanwhile waits for a chunk at most, and a chunk that fails stops no other."""
        monkeypatch.setattr(issuing, "CHUNK", 2)
        course, cohort = scene(5)
        issuing.promise(course=course, cohort=cohort, by=UserFactory())
        assert OutboxMessage.objects.filter(topic="certificates.issue").count() == 3
        outbox.drain(limit=1)
        state = issuing.progress(course=course, cohort=cohort)
        assert (state.standing, state.left) == (2, 5)
        outbox.drain()
        assert numbers() == [1, 2, 3, 4, 5]
        assert issuing.progress(course=course, cohort=cohort).left == 0

    def test_of_a_revoked_certificate_nothing_is_left_to_do(self):
        course, cohort = scene(2)
        one = issuing.issue(course=course, cohort=cohort, by=None).issued[0]
        certify.revoke(certificate=one, by=UserFactory(), reason="mistake")
        state = issuing.progress(course=course, cohort=cohort)
        assert (state.completed, state.standing, state.left) == (2, 1, 0)

    def test_a_file_that_is_missing_is_drawn_when_asked_again(self):
        course, cohort = scene(1)
        certify.issue_each(enrolments=[one.pk for one in issuing.completed(course, cohort)], by=None)
        assert issuing.progress(course=course, cohort=cohort).left == 1
        issuing.promise(course=course, cohort=cohort, by=UserFactory())
        outbox.drain()
        assert issuing.progress(course=course, cohort=cohort).left == 0

    def test_says_whose_name_cannot_be_printed(self, client):
        course, cohort = scene(1)
        wrong = cohort.members.get()
        type(wrong).objects.filter(pk=wrong.pk).update(full_name_tg="王")
        signed_in(client, UserFactory(roles=["office"]))
        told = client.get(reverse("courses:batch", args=[cohort.code, course.code])).content.decode()
        assert "No certificate can be made" in told
        assert "王" in told

    def test_of_nobody_there_is_nothing_to_issue(self, client):
        course, cohort = scene(0, other=1)
        signed_in(client, UserFactory(roles=["office"]))
        told = client.get(reverse("courses:batch", args=[cohort.code, course.code])).content.decode()
        assert "Nobody of this cohort has completed the course" in told


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_clerks_and_a_completion_at_once_leave_no_gap_and_no_double():
    course, cohort = scene(6)
    together, enrolments = threading.Barrier(3), [one.pk for one in issuing.completed(course, cohort)]

    def run(act):
        together.wait()
        try:
            act()
        finally:
            connection.close()

    acts = [lambda: issuing.issue(course=course, cohort=cohort, by=None)] * 2
    acts.append(lambda: [certify.issue(enrolment_id=pk, by=None) for pk in reversed(enrolments)])
    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers() == [1, 2, 3, 4, 5, 6]
    assert CertificateFile.objects.count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_killed_in_the_middle_it_goes_on_without_gap_or_double(tmp_path, monkeypatch):
    """kill -9 as each chunk of a batch of 250 is under way, on a real database; then the batch is asked for again."""
    course, cohort = scene(250)
    database = django_settings.DATABASES["default"]
    address = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "DATA_DIR": str(tmp_path)}
    command = [
        sys.executable,
        "manage.py",
        "issue_certificates",
        "--course",
        course.code,
        "--cohort",
        cohort.code,
        "--json",
    ]
    for least in (1, 101, 201):  # once each chunk's records have begun to be there
        running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        patience = time.monotonic() + 120
        while len(numbers()) < least and time.monotonic() < patience:
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL, "it was still at work"
        assert len(numbers()) >= least
        assert numbers() == list(range(1, len(numbers()) + 1)), "no gap at any moment"
    assert CertificateFile.objects.count() < 250, "there is something left to go on with"
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    told = json.loads(done.stdout)
    assert told["issued"] + told["existing"] == 250
    assert numbers() == list(range(1, 251))
    assert CertificateFile.objects.count() == 250
    assert all(Path(path).read_bytes().rstrip().endswith(b"%%EOF") for path in told["files"])


def test_moulds_are_kept_within_bounds(monkeypatch):
    monkeypatch.setattr(bulk, "MOST_MOULDS", 1)
    first, second = scene(1, title_tg="Якум"), scene(1, title_tg="Дуюм")
    for course, cohort in (first, second):
        issuing.issue(course=course, cohort=cohort, by=None)
    assert len(bulk._MADE) == 1
