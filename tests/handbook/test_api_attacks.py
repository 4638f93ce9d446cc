"""Security rows that touch the API: what isn't published stays inside, odd requests are plain refusals."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.models import PageViewRestriction

from people.domain.grant import grant
from people.enums import Role
from tests.factories.handbook import ChapterPageFactory, SectionPageFactory, told
from tests.factories.people import UserFactory, signed_in

pytestmark = pytest.mark.django_db
API = "/api/v2/"
SECRET = "ПИНҲОН"


def everything(client: Client) -> str:
    """All that the API says, in one string."""
    said = []
    for path in ["", "contents/", "pages/?limit=100&fields=*", "glossary/?limit=100", "laws/?limit=100"]:
        said.append(client.get(f"{API}{path}").content.decode())
    ids = [one["id"] for one in client.get(f"{API}pages/?limit=100").json()["items"]]
    said += [client.get(f"{API}pages/{pk}/").content.decode() for pk in ids]
    return "".join(said)


def hidden_section(**kwargs):
    text = [{"type": "text", "text": told(SECRET, SECRET, SECRET)}]
    return SectionPageFactory(heading=told(SECRET, SECRET, SECRET), blocks=text, **kwargs)


def closed_everywhere(client, page) -> None:
    assert SECRET not in everything(client)
    assert client.get(f"{API}pages/{page.pk}/").status_code == 404
    for query in [f"id={page.pk}", f"html_path={page.url_path}", f"html_path=/tg/{page.url_path.split('/', 2)[2]}"]:
        assert client.get(f"{API}pages/find/?{query}").status_code == 404


@pytest.fixture(params=["anybody", "trainer"])
def reader(request, client):
    """Somebody without an account, and one who would see drafts in the editor: the API knows neither."""
    if request.param == "anybody":
        return client
    user = UserFactory()
    grant(user=user, role=Role.TRAINER, by=None)
    return signed_in(client, user)


def test_attack_22_a_draft_is_not_in_the_api(reader):
    closed_everywhere(reader, hidden_section(live=False))


def test_attack_22_what_was_taken_back_is_not_in_the_api(reader):
    page = hidden_section()
    assert SECRET in everything(reader)
    page.unpublish()
    closed_everywhere(reader, page)


def test_attack_22_a_section_of_a_chapter_taken_back_is_not_in_the_api(reader):
    chapter = ChapterPageFactory()
    page = hidden_section(parent=chapter)
    chapter.unpublish()
    page.refresh_from_db()
    assert page.live
    closed_everywhere(reader, page)


def test_attack_22_a_page_marked_private_is_not_in_the_api(reader):
    page = hidden_section()
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    closed_everywhere(reader, page)


def test_attack_22_the_newer_draft_of_a_published_page_is_not_in_the_api(reader):
    page = SectionPageFactory()
    page.heading_tg = SECRET
    page.save_revision()
    assert SECRET not in everything(reader)
    assert reader.get(f"{API}pages/{page.pk}/?revision={page.latest_revision_id}").status_code == 400


def test_attack_22_courses_people_pictures_and_files_have_no_endpoint(client):
    from tests.factories.courses import LessonPageFactory

    lesson = LessonPageFactory()
    assert lesson.live
    for pk in [lesson.pk, lesson.get_parent().pk, 1]:
        assert client.get(f"{API}pages/{pk}/").status_code == 404
    assert client.get(f"{API}pages/find/?html_path={lesson.url_path.split('/', 2)[2]}").status_code == 404
    assert client.get(f"{API}pages/?child_of={lesson.get_parent().pk}").status_code == 400
    assert lesson.slug not in everything(client)
    for path in ["images/", "documents/", "images/1/", "documents/1/", "users/", "revisions/", "snippets/"]:
        assert client.get(f"{API}{path}").status_code == 404
    assert client.get("/api/main/pages/").status_code in {302, 404}
    for kind in [
        "courses.LessonPage",
        "wagtailcore.Page",
        "people.User",
        "no.Such",
        "handbook.SectionPage,people.User",
    ]:
        assert client.get(f"{API}pages/?type={kind}").status_code == 400


def test_attack_22_a_page_says_nothing_of_who_wrote_it_or_of_its_revisions(client):
    author = UserFactory(username="hidden-author")
    page = SectionPageFactory(owner=author)
    page.body[0].value["check"] = "Ба муҳаррир: " + SECRET
    page.save_revision(user=author).publish()
    said = everything(client)
    assert '"to_check":true' in said
    for word in ["hidden-author", "owner", "revision", "locked", "draft", '"made"', SECRET]:
        assert word not in said


ODD = [
    "pages/?owner=1", "pages/?owner__password__startswith=a", "pages/?title=x", "pages/?id=1", "pages/?order=random",
    "pages/?search=a", "pages/?live=false", "pages/?locale=tg", "pages/?site=localhost", "pages/?translation_of=1",
    "pages/?ancestor_of=1", "pages/?format=api", "pages/?_=1", "pages/?limit=101", "pages/?limit=-1", "pages/?limit=x",
    "pages/?limit=99999999999999999999", "pages/?offset=999999999999999999999999", "pages/?offset=١",
    "pages/?limit=1&limit=2", "pages/?slug=%00", "pages/?slug=a%0Ab", "pages/?slug=" + "x" * 300,
    "pages/?fields=" + "a(" * 90, "pages/?fields=" + "(" * 1000, "pages/?fields=body", "pages/?fields=owner",
    "pages/?fields=parent(title)", "pages/?fields=title(x)", "pages/?child_of=x", "pages/?child_of=-1",
    "pages/?child_of=99999999999999999999999", "pages/?descendant_of=%F0%9F%98%80", "pages/?language=de",
    "pages/?language=%00", "pages/?language=", "contents/?limit=1", "glossary/?language=tg&x=1", "laws/?offset=-5",
    "pages/find/?id=x", "pages/find/?id=99999999999999999999", "pages/find/?html_path=%00",
]  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_attack_29_only_known_questions_are_answered(client, path):
    SectionPageFactory()
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 400, answer.content[:200]
    assert set(answer.json()) == {"message"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "../cms/", "%2e%2e/cms/", "pages/%00/", "pages/../../cms/", "pages/1∕/", "pages/99999999999999999999999/",
        "pages/-1/", "pages/1.json", "pages/%E2%80%AEgpj/", "x" * 3000 + "/", "pages/find/nothing/", "PAGES/", "v3/",
        "pages/find/?html_path=/tg/../admin", "pages/find/?html_path=%E2%80%AE", "pages/find/?html_path=%25",
    ],
)  # fmt: skip
def test_attack_30_an_odd_address_of_the_api_is_a_plain_404(client, path):
    SectionPageFactory()
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 404
    if answer.request["PATH_INFO"].startswith(API) and ".." not in path:
        assert answer.json() == {"message": "not found"}


def test_attack_37_the_api_is_the_same_for_everybody_and_may_be_kept(client):
    SectionPageFactory()
    anybody = client.get(f"{API}contents/")
    trainer = signed_in(client, UserFactory(roles=[Role.TRAINER])).get(f"{API}contents/")
    assert anybody.content == trainer.content
    assert anybody.wsgi_request.user == AnonymousUser()
