"""The screens of surveys and needs, as browsers without JavaScript use them."""

import gzip
import re
from html.parser import HTMLParser
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain import reply, survey_demo, waves
from assessments.domain.demo import load_competencies
from assessments.models import Reply, Turnout, Wave
from ledger.models import AuditEvent
from tests.factories.people import UserFactory, signed_in
from tests.factories.waves import ReplyFactory, WaveFactory, survey_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return WaveFactory(code="autumn")


@pytest.fixture
def officer(client):
    person = UserFactory()
    signed_in(client, person)
    return person


@pytest.fixture
def analyst():
    return signed_in(Client(), UserFactory(roles=["analyst"]))


def address(name, *args):
    return reverse(f"surveys:{name}", args=args)


def code_of(response):
    return re.search(r'name="code" value="(\w+)"', response.content.decode())[1]


class Fields(HTMLParser):
    """What a browser would send of a page: checked inputs and chosen options."""

    def __init__(self, response):
        super().__init__()
        self.sent, self.select = {}, ""
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "input" and "checked" in told:
            self.sent[told["name"]] = told["value"]
        if tag == "select":
            self.select = told["name"]
        if tag == "option" and "selected" in told:
            self.sent[self.select] = told["value"]


def test_from_the_list_to_thanks(client, officer, wave):
    listed = client.get(address("list"))
    assert address("reply", "autumn") in listed.content.decode()
    page = client.get(address("reply", "autumn"))
    assert not Reply.objects.exists()  # looking writes nothing
    posted = {"code": code_of(page), "do": "send", "r1": "5", "r2": "2", "s.K02": "na", "r3": "4", "b.region": "TJ-SU"}
    sent = client.post(address("reply", "autumn"), posted, follow=True)
    assert sent.redirect_chain == [(address("done", "autumn"), 302)]
    kept = Reply.objects.get()
    assert kept.finished
    assert kept.answers == {"1": 5, "2": 2, "3": "na", "4": "na"}  # the reason for silence goes before a rating
    assert (kept.region, kept.service) == ("TJ-SU", "")
    listed = client.get(address("list"))
    assert address("reply", "autumn") not in listed.content.decode()


def test_attack_15_twice_after_closing_and_unknown(client, officer, wave):
    url = address("reply", "autumn")
    posted = {"code": code_of(client.get(url)), "do": "send", "r1": "5"}
    assert client.post(url, posted).status_code == 302
    again = client.post(url, posted)
    assert again.status_code == 409
    assert client.get(url).status_code == 200
    assert Reply.objects.count() == Turnout.objects.count() == 1
    waves.close_wave(wave_id=wave.pk, by=None)
    assert client.post(url, posted).status_code == 410
    assert client.get(url).status_code == 410
    assert client.get(address("reply", "nowhere")).status_code == 404


def test_a_draft_is_kept_and_taken_up_on_another_phone(client, officer, wave):
    url = address("reply", "autumn")
    posted = {"r1": "5", "r2": "2", "s.K02": "declined", "b.region": "TJ-SU", "b.sex": ""}
    kept = client.post(url, {**posted, "do": "keep", "code": code_of(client.get(url))})
    code = code_of(kept)
    assert reply.readable(code) in kept.content.decode()
    assert not Reply.objects.get().finished
    other = signed_in(Client(), officer)
    found = other.post(url, {"do": "resume", "resume": reply.readable(code)})
    assert code_of(found) == code
    assert Fields(found).sent == {"r1": "5", "r2": "2", "s.K02": "declined", "b.region": "TJ-SU"}
    assert other.post(url, {"do": "resume", "resume": "AAAA"}).status_code == 422
    assert client.post(url, {**posted, "do": "send", "code": code}).status_code == 302
    assert Reply.objects.get().finished


def test_nothing_said_and_nonsense_are_told_and_lose_nothing(client, officer, wave):
    url = address("reply", "autumn")
    assert client.post(url, {"do": "send", "b.region": "TJ-SU"}).status_code == 422
    back = client.post(url, {"do": "send", "r1": "5", "b.region": "TJ-XX"})
    assert back.status_code == 422
    assert Fields(back).sent == {"r1": "5"}
    assert client.post(url, {"do": "send", "r1": "9", "r2": "x"}).status_code == 422
    assert not Turnout.objects.exists()


def test_attack_14_no_reply_in_addresses_logs_or_sessions(client, officer, wave, caplog):
    url = address("reply", "autumn")
    code = code_of(client.get(url))
    events, session = AuditEvent.objects.count(), dict(client.session)
    with caplog.at_level("DEBUG"):
        client.post(url, {"code": code, "do": "keep", "r1": "5"})
        done = client.post(url, {"code": code, "do": "send", "r1": "5", "r2": "1"})
    assert code not in done["Location"]
    assert AuditEvent.objects.count() == events
    assert dict(client.session) == session
    assert code not in caplog.text
    assert "no-store" in done["Cache-Control"]


def test_attack_37_a_shared_phone_keeps_drafts_apart(client, wave):
    seen = set()
    for _ in range(2):
        signed_in(client, UserFactory())
        seen.add(re.search(r'data-survey="(\w+)"', client.get(address("reply", "autumn")).content.decode())[1])
    assert len(seen) == 2


def test_attack_27_a_reply_needs_the_token_of_its_page(officer, wave):
    strict = signed_in(Client(enforce_csrf_checks=True), officer)
    assert strict.post(address("reply", "autumn"), {"do": "send", "r1": "5"}).status_code == 403
    assert not Reply.objects.exists()


def test_attack_05_what_is_no_field_of_the_page_changes_nothing(client, officer, wave):
    extra = {
        "finished": "1",
        "wave": "7",
        "person": "1",
        "region": "TJ-DU",
        "language": "xx",
        "r99": "5",
        "s.K99": "na",
    }
    client.post(address("reply", "autumn"), {"do": "send", "r1": "5", **extra})
    kept = Reply.objects.get()
    assert (kept.answers, kept.region, kept.wave_id) == ({"1": 5}, "", wave.pk)


@pytest.mark.parametrize("name", ["list", "reply", "done"])
def test_replying_needs_signing_in(client, wave, name):
    args = [] if name == "list" else ["autumn"]
    assert client.get(address(name, *args)).status_code == 302
    assert client.get(address("protection")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, officer, django_assert_num_queries, count):
    survey_edition()
    for _ in range(count):
        WaveFactory()
    WaveFactory(opens_at=timezone.now() + timezone.timedelta(days=1))
    client.get(address("list"))
    with django_assert_num_queries(5):
        page = client.get(address("list"))
    assert page.content.decode().count('class="card"') == count


def closed_wave():
    """Fifty replies; one region has three of them."""
    wave = WaveFactory(code="closed")
    for number, (first, second) in enumerate(list(product((3, 4, 5), (1, 2, 3))) * 6):
        region = "TJ-GB" if number < 3 else ["TJ-SU", "TJ-KT"][number % 2]
        answers = {"1": first, "2": second, "3": second, "4": first, "5": 5, "6": second}
        ReplyFactory(wave=wave, region=region, answers=answers)
    waves.close_wave(wave_id=wave.pk, by=None)
    return wave


def cells(response):
    """The text of every cell of a page's tables, by row heading."""
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", response.content.decode(), re.S):
        heading = re.search(r"<th scope=.row.>(.*?)</th>", row, re.S)
        if heading:
            texts = [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
            found[re.sub(r"<[^>]+>", "", heading[1]).split(" ")[0]] = [text[0] if text else "" for text in texts]
    return found


def test_needs_whole_and_by_group(analyst):
    closed_wave()
    page = analyst.get(address("needs", "closed"))
    assert cells(page)["K01"][:3] == ["2", "54", "4,00"]
    assert page.content.decode().count('<svg class="needs-bar" role="img"') == 3
    by_region = cells(analyst.get(address("needs", "closed") + "?by=region"))
    assert by_region["K01"].count("▪") == 2  # the region of three, and one more that would give it away
    by_service = cells(analyst.get(address("needs", "closed") + "?by=service"))
    assert by_service["K03"] == ["▪"]  # sensitive
    group = analyst.get(address("needs", "closed") + "?by=rank_group&group=sergeants")
    assert cells(group)["K01"][:3] == ["1", "54", "4,00"]  # first of those shown: K03 is sensitive
    assert analyst.get(address("needs", "closed") + "?by=region&group=Mars").status_code == 404
    hidden = analyst.get(address("needs", "closed") + "?by=region&group=TJ-GB")
    assert '<svg class="needs-bar" role="img"' not in hidden.content.decode()


def test_attack_13_no_page_shows_what_another_hides(analyst):
    """Every page of the wave: a count below the floor stands nowhere, as cell, bar or tile."""
    wave = closed_wave()
    pages = [address("needs", "closed") + query for query in (
        "", *(f"?by={by}" for by in ("region", "rank_group", "service")),
        *(f"?by=region&group={code}" for code in ("TJ-GB", "TJ-SU", "TJ-KT")),
    )]  # fmt: skip
    small = {str(n) for n in range(1, wave.floor)}
    for url in pages:
        found = cells(analyst.get(url))
        for heading, texts in found.items():
            counts = texts if heading not in {"K01", "K02", "K03"} else texts[1:2]
            assert not small & set(counts), (url, heading, texts)


def test_opening_is_recorded_and_nothing_is_shown_before_closing(analyst, wave):
    for _ in range(12):
        ReplyFactory(wave=wave)
    early = analyst.get(address("needs", "autumn"))
    assert early.status_code == 200
    assert "12" not in re.sub(r"<[^>]+>", " ", early.content.decode().split("<main")[1].split("</main>")[0])
    listed = analyst.get(address("needs_list")).content.decode()
    assert f'"{address("needs", "autumn")}"' not in listed
    assert not AuditEvent.objects.filter(action="report.opened").exists()
    closed_wave()
    analyst.get(address("needs", "closed") + "?by=region")
    event = AuditEvent.objects.get(action="report.opened")
    assert event.data == {"wave": "closed", "breakdown": "region"}


def test_waves_are_opened_and_closed_by_hand(analyst):
    survey_edition()
    told = {"survey": "small-survey", "code": "spring", "floor": "12", "closes_on": "2099-03-21"}
    assert analyst.post(address("open"), told).status_code == 302
    opened = Wave.objects.get(code="spring")
    assert (opened.floor, timezone.localtime(opened.closes_at).date().isoformat()) == (12, "2099-03-21")
    assert analyst.post(address("open"), told).status_code == 200  # there is one of that code
    assert analyst.post(address("open"), {**told, "code": "open"}).status_code == 200
    assert analyst.post(address("open"), {**told, "code": "x", "floor": "4"}).status_code == 200
    assert analyst.get(address("close", "spring")).status_code == 200
    opened.refresh_from_db()
    assert opened.closed_at is None  # asking closes nothing
    assert analyst.post(address("close", "spring")).status_code == 302
    opened.refresh_from_db()
    assert opened.closed_at
    assert analyst.post(address("close", "spring")).status_code == 302
    assert AuditEvent.objects.filter(action__in=["wave.open", "wave.close"]).count() == 2


@pytest.mark.parametrize("roles", [[], ["trainer"], ["head"], ["office"], ["administrator"]])
def test_nobody_else_sees_needs(roles, wave):
    other = signed_in(Client(), UserFactory(roles=roles))
    for name, args in (("needs_list", []), ("open", []), ("needs", ["autumn"]), ("close", ["autumn"])):
        assert other.get(address(name, *args)).status_code == 404
        assert other.post(address(name, *args)).status_code == 404


def test_weight(client, officer):
    """28 items on one page, scripts and styles of their own included, within 30 KB; a page's HTML within 14 KB."""
    load_competencies()
    survey_demo._survey(None)
    WaveFactory(code="heavy", edition=survey_demo.Assessment.objects.get(code="needs-28").current)
    from pathlib import Path

    static = Path(survey_demo.__file__).parents[1] / "static" / "assessments"
    extras = sum(len(gzip.compress((static / name).read_bytes())) for name in ("js/survey.js", "css/survey.css"))
    for language in ("tg", "ru", "en"):
        page = client.get(f"/{language}/surveys/heavy/")
        weight = len(gzip.compress(page.content, 6))
        assert weight < 14 * 1024
        assert weight + extras < 30 * 1024
