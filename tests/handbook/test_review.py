"""The way of a page through review: author, a reviewer for each language, publisher."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from handbook.domain.review import ensure_workflow
from handbook.models import HandbookIndexPage, LanguageReview, SectionPage
from people.domain.grant import NotGranted, grant, withdraw
from people.models import User
from tests.factories.handbook import Editor, SectionPageFactory
from tests.factories.people import UserFactory, signed_in
from ui.staleness import State

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def holder(role: str, *languages: str) -> User:
    user = UserFactory()
    for language in languages or [""]:
        grant(user=user, role=role, language=language, by=None)
    return User.objects.get(pk=user.pk)


def at(user: User) -> Client:
    client = Client()
    signed_in(client, user)
    return client


@pytest.fixture
def page() -> SectionPage:
    section = SectionPageFactory()
    ensure_workflow(HandbookIndexPage.objects.get())
    return section


@pytest.fixture
def submitted(page: SectionPage) -> SectionPage:
    """A change of meaning of the Tajik text, sent for review by an author: Russian and English are out of date."""
    editor = Editor(at(holder("author")), page)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.save("action-submit")
    return SectionPage.objects.get(pk=page.pk)


def now_with(page: SectionPage) -> str:
    """The language of the step at which the page is; «publish» for the last."""
    task = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).task.specific
    return task.language if isinstance(task, LanguageReview) else "publish"


def act(client: Client, page: SectionPage, action: str, comment: str = ""):
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {"comment": comment})


def test_the_whole_way(submitted: SectionPage) -> None:
    assert now_with(submitted) == "tg"
    act(at(holder("reviewer", "tg")), submitted, "approve")
    assert now_with(submitted) == "ru"

    russian = holder("reviewer", "ru", "en")
    editor = Editor(at(russian), submitted)
    editor.leaf("body-0-value-text", "ru", "<p>За 48 часов</p>")
    editor.leaf("body-0-value-text", "en", "<p>Within 48 hours</p>")
    editor.save()
    act(at(russian), submitted, "approve")
    assert now_with(submitted) == "en"
    act(at(russian), submitted, "approve")
    assert now_with(submitted) == "publish"

    published = SectionPage.objects.get(pk=submitted.pk)
    assert "48" not in str(published.body[0].value["text"]["tg"])
    act(at(holder("publisher")), submitted, "approve")
    published = SectionPage.objects.get(pk=submitted.pk)
    assert "48" in str(published.body[0].value["text"]["tg"])
    assert "48" in str(published.body[0].value["text"]["ru"])
    assert published.tally("ru")[State.STALE] == 0


def test_what_is_out_of_date_is_not_passed_on(submitted: SectionPage) -> None:
    act(at(holder("reviewer", "tg")), submitted, "approve")
    reviewer = holder("reviewer", "ru")
    shown = Editor(at(reviewer), submitted).response.content.decode()
    assert 'data-workflow-action-name="reject"' in shown
    assert 'data-workflow-action-name="approve"' not in shown

    act(at(reviewer), submitted, "approve")  # sent by hand all the same
    assert now_with(submitted) == "ru"

    act(at(reviewer), submitted, "reject", comment="Тарҷума лозим")
    state = TaskState.objects.get(status=TaskState.STATUS_REJECTED)
    assert state.comment == "Тарҷума лозим"


def test_nobody_acts_at_another_ones_step(submitted: SectionPage) -> None:
    for other in [holder("reviewer", "en"), holder("author"), holder("publisher"), UserFactory()]:
        act(at(other), submitted, "approve")
        assert now_with(submitted) == "tg"


def test_an_author_publishes_nothing(page: SectionPage) -> None:
    editor = Editor(at(holder("author")), page)
    editor.leaf("body-0-value-text", "tg", "<p>Дар 48 соат</p>")
    editor.send("action-publish")
    assert "48" not in str(SectionPage.objects.get(pk=page.pk).body[0].value["text"]["tg"])


@pytest.mark.parametrize("role", ["author", "reviewer", "publisher"])
def test_who_writes_enters_the_editor_and_manages_no_accounts(page: SectionPage, role: str) -> None:
    client = at(holder(role, *(["ru"] if role == "reviewer" else [])))
    assert client.get("/cms/").status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    for closed in ["/cms/users/", "/cms/groups/", "/cms/workflows/add/"]:
        assert client.get(closed).status_code in {302, 403, 404}, closed


def test_a_reviewer_has_a_language_and_may_have_several() -> None:
    user = UserFactory()
    with pytest.raises(NotGranted):
        grant(user=user, role="reviewer", by=None)
    with pytest.raises(NotGranted):
        grant(user=user, role="reviewer", language="uz", by=None)
    grant(user=user, role="reviewer", language="tg", by=None)
    grant(user=user, role="reviewer", language="ru", by=None)
    grant(user=user, role="author", language="ru", by=None)  # a language says nothing of an author
    assert set(user.grants.values_list("role", "language")) == {("reviewer", "tg"), ("reviewer", "ru"), ("author", "")}
    withdraw(user=user, role="reviewer", language="tg", by=None)
    names = set(user.groups.values_list("name", flat=True))
    assert names == {"Language reviewers (ru)", "Writers"}


def test_the_handbook_has_one_review_however_often_it_is_made(page: SectionPage) -> None:
    index = HandbookIndexPage.objects.get()
    first = ensure_workflow(index)
    assert ensure_workflow(index) == first
    assert index.get_workflow() == page.get_workflow() == first
    assert [task.specific.language for task in first.tasks[:3]] == ["tg", "ru", "en"]
    assert first.tasks.count() == 4
