"""Problems that readers report, from the section to the trainers' answer; laws and terms in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from handbook.models import Law, ProblemReport, SectionPage, Term
from ledger.models import AuditEvent
from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in
from ui import throttle

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\u202e"


def ref(section: SectionPage) -> str:
    return "/".join(section.url_path.strip("/").split("/")[-2:])


def where(section: SectionPage, block: str = "") -> str:
    return f"/en/handbook/report/?section={ref(section)}&block={block}"


def send(client: Client, section: SectionPage, text: str = "The number is old", place: str = ""):
    return client.post(where(section, place), {"text": text, "place": place})


def test_the_form_shows_the_paragraph_and_offers_every_place(client: Client, section: SectionPage) -> None:
    first, second = section.body
    assert (
        f'href="/en/handbook/report/?section={ref(section)}"'
        in client.get(f"/en/{section.url_path.split('/', 2)[2]}").content.decode()
    )
    html = client.get(where(section, first.id)).content.decode()
    assert "Within 24 hours</p>" in html
    assert f'<option value="{first.id}" selected>' in html
    assert f'<option value="{second.id}">Steps' in html
    assert "data-tajik-keys" in html


def test_a_report_without_an_account_carries_no_name(client: Client, section: SectionPage) -> None:
    response = send(client, section, place=section.body[0].id)
    assert response.status_code == 302
    assert "Thank you" in client.get(response.headers["Location"]).content.decode()
    made = ProblemReport.objects.get()
    assert (made.section_id, made.block, made.language, made.by) == (section.pk, section.body[0].id, "en", None)
    assert AuditEvent.objects.filter(action="problem.reported", actor_id=None).count() == 1


def test_nothing_written_is_lost_by_an_error(client: Client, section: SectionPage) -> None:
    assert send(client, section, text=" ").status_code == 400
    long = "ҳ" * 2001
    response = send(client, section, text=long)
    assert response.status_code == 400
    assert long in response.content.decode()
    assert not ProblemReport.objects.exists()


def test_too_many_are_slowed_down_and_keep_their_text(client: Client, section: SectionPage, monkeypatch) -> None:
    for _ in range(30):
        throttle.spent(what="problem-report", visitor="127.0.0.1", most=30, seconds=600)
    response = send(client, section, text="Still here")
    assert response.status_code == 429
    assert "Still here" in response.content.decode()
    assert not ProblemReport.objects.exists()
    assert send(signed_in(Client(), UserFactory()), section).status_code == 302


@pytest.mark.parametrize("asked", ["", "a", "a/b/c", "../first-response", "%00/x", "chapter/none#x"])
def test_attack_30_a_section_that_is_not_there_is_404(client: Client, section: SectionPage, asked: str) -> None:
    assert client.get("/en/handbook/report/", {"section": asked}).status_code == 404


def test_attack_27_a_foreign_page_reports_nothing(section: SectionPage) -> None:
    assert send(Client(enforce_csrf_checks=True), section).status_code == 403
    Client().get(where(section), {"text": "x"})
    assert not ProblemReport.objects.exists()


def test_attack_16_a_hostile_report_is_text_everywhere(client: Client, cms: Client, section: SectionPage) -> None:
    reader = UserFactory(language="en")
    mine = signed_in(Client(), reader)
    assert send(mine, section, text=HOSTILE).status_code == 302
    told_report = ProblemReport.objects.get()
    assert "\u202e" not in told_report.text
    one = reverse("handbook_report", args=[told_report.pk])
    cms.post(one, {"state": "declined", "answer": HOSTILE})
    pages = [cms.get(reverse("handbook_reports"), {"state": "all"}), cms.get(one), mine.get("/en/me/")]
    for page in pages:
        html = page.content.decode()
        assert "<script>alert" not in html
        assert "{{ 7|add:7 }}" in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert send(client, section, place="<script>").status_code == 400
    assert "alert(1)</script>" not in client.get(where(section, "<script>alert(1)</script>")).content.decode()


def test_trainers_answer_and_the_reader_sees_it(cms: Client, trainer, section: SectionPage) -> None:
    reader = UserFactory(language="en")
    mine = signed_in(Client(), reader)
    send(mine, section, place=section.body[1].id)
    told_report = ProblemReport.objects.get()
    assert "Reported problems (1)" in cms.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 report of a reader is open." in cms.get("/en/").content.decode()
    listing = cms.get(reverse("handbook_reports")).content.decode()
    one = reverse("handbook_report", args=[told_report.pk])
    assert one in listing
    page = cms.get(one).content.decode()
    editor = reverse("wagtailadmin_pages:edit", args=[section.pk])
    assert f'href="{editor}#block-{section.body[1].id}-section"' in page
    assert cms.post(one, {"state": "mended", "answer": "It says 48 now."}).status_code == 302
    told_report.refresh_from_db()
    assert (told_report.state, told_report.answered_by) == ("mended", trainer)
    assert AuditEvent.objects.filter(action="problem.answered", actor_id=trainer.pk).count() == 1
    assert "It says 48 now." in mine.get("/en/me/").content.decode()
    assert "It says 48 now." not in signed_in(Client(), UserFactory()).get("/en/me/").content.decode()
    assert one not in cms.get(reverse("handbook_reports")).content.decode()
    assert one in cms.get(reverse("handbook_reports"), {"state": "mended"}).content.decode()
    cms.post(one, {"state": "open", "answer": ""})
    told_report.refresh_from_db()
    assert (told_report.state, told_report.answered_at) == ("open", None)


def test_attack_23_reports_are_answered_by_those_who_write(section: SectionPage) -> None:
    send(Client(), section)
    urls = [reverse("handbook_reports"), reverse("handbook_report", args=[ProblemReport.objects.get().pk])]
    administrator = UserFactory(language="en")
    grant(user=administrator, role=Role.ADMINISTRATOR, by=None)
    for client in (Client(), signed_in(Client(), UserFactory()), signed_in(Client(), administrator)):
        for url in urls:
            assert client.get(url).status_code in {302, 403}
            assert client.post(url, {"state": "mended"}).status_code in {302, 403}
    assert ProblemReport.objects.get().state == "open"


def test_the_account_goes_and_the_report_stays_without_a_name(section: SectionPage) -> None:
    reader = UserFactory()
    send(signed_in(Client(), reader), section)
    reader.delete()
    assert ProblemReport.objects.get().by is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_reports_costs_the_same(cms: Client, rows: int, django_assert_num_queries, section) -> None:
    for _ in range(rows):
        send(signed_in(Client(), UserFactory()), section)
    cms.get(reverse("handbook_reports"))
    with django_assert_num_queries(LISTING):
        cms.get(reverse("handbook_reports"))


LISTING = 13


# ---- laws and terms ----


@pytest.fixture
def law(db) -> Law:
    names = {"name_tg": "Қонун", "name_ru": "Закон", "name_en": "The law"}
    return Law.objects.create(code="militia", number="41", **names)


@pytest.fixture
def citing(law) -> SectionPage:
    return SectionPageFactory(
        heading=told("Вазифа", "Долг", "Duty"),
        blocks=[{"type": "law", "law": "militia", "article": "5", "text": told("а", "б", "c")}],
    )


def test_the_list_of_laws_says_what_is_to_be_checked_and_where_each_is_cited(client: Client, law, citing) -> None:
    html = client.get("/en/handbook/laws/").content.decode()
    assert "Number and date are still to be checked." in html
    assert f'href="/en/{citing.url_path.split("/", 2)[2]}#{citing.body[0].id}">Duty</a>' in html
    law.sure = True
    law.save()
    assert "still to be checked" not in client.get("/en/handbook/laws/").content.decode()


def test_a_cited_law_is_not_deleted_alone_or_among_many(cms: Client, law: Law, citing: SectionPage) -> None:
    viewset = Law.snippet_viewset
    bulk = reverse("wagtail_bulk_action", args=["handbook", "law", "delete"])
    for url in (reverse(viewset.get_url_name("delete"), args=[law.pk]), f"{bulk}?id={law.pk}"):
        response = cms.post(url, follow=True)
        html = response.content.decode()
        assert "texts refer to it" in html
        assert f"{reverse('wagtailadmin_pages:edit', args=[citing.pk])}#block-{citing.body[0].id}-section" in html
    assert Law.objects.exists()
    citing.delete()
    cms.post(reverse(viewset.get_url_name("delete"), args=[law.pk]))
    assert not Law.objects.exists()


def test_a_cited_law_keeps_its_code_and_other_fields_change(cms: Client, law: Law, citing: SectionPage) -> None:
    url = reverse(Law.snippet_viewset.get_url_name("edit"), args=[law.pk])
    data = {"code": "police", "name_tg": "Қонун", "name_ru": "Закон", "name_en": "Law", "number": "42", "date": ""}
    assert "Texts refer to it by this code" in cms.post(url, data).content.decode()
    assert cms.post(url, data | {"code": "militia", "sure": "on"}).status_code == 302
    law.refresh_from_db()
    assert (law.code, law.number, law.sure) == ("militia", "42", True)


def test_a_term_is_added_with_its_forms_one_a_line(cms: Client) -> None:
    data = {
        **{f"name_{code}": f"n {code}" for code in ("tg", "ru", "en")},
        **{f"meaning_{code}": f"m {code}" for code in ("tg", "ru", "en")},
        "code": "term",
        "forms_tg": "як\n\n ду \nяк",
        "forms_ru": "",
        "forms_en": "",
        "explained": "on",
    }
    url = reverse(Term.snippet_viewset.get_url_name("add"))
    assert cms.post(url, data).status_code == 302
    made = Term.objects.get()
    assert made.forms == {"tg": ["як", "ду"], "ru": [], "en": []}
    edit = cms.get(reverse(Term.snippet_viewset.get_url_name("edit"), args=[made.pk])).content.decode()
    assert "як\nду</textarea>" in edit
    assert "Laws and glossary" in edit


def test_the_lists_find_and_filter(cms: Client, law: Law) -> None:
    url = reverse(Law.snippet_viewset.get_url_name("list"))
    assert "militia" in cms.get(url, {"q": "Закон"}).content.decode()
    assert "militia" in cms.get(url, {"sure": "false"}).content.decode()
    assert 'id="law_' not in cms.get(url, {"sure": "true"}).content.decode()
