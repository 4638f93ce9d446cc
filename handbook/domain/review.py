"""The way of a page from its author to its readers: a reviewer for each language, then a publisher."""

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Page, Task, Workflow, WorkflowPage, WorkflowTask

from handbook.models import LanguageReview
from people import groups
from ui import languages


def ensure_workflow(page: Page) -> Workflow:
    """The review that holds for `page` and everything below it, made if it has none; safe to call again.

    The source language stands first: what it says is settled before others translate it.
    """
    assigned = WorkflowPage.objects.filter(page=page).select_related("workflow").first()
    if assigned is not None:
        return assigned.workflow
    with translation.override(languages.codes()[0]):
        workflow = Workflow.objects.create(name=_("Review of the handbook"))
        for order, task in enumerate([*map(_language, languages.codes()), _publisher()]):
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(page=page, workflow=workflow)
    return workflow


def _language(code: str) -> Task:
    name = _("Language review: %(language)s") % {"language": languages.own_name(code)}
    task, made = LanguageReview.objects.get_or_create(language=code, defaults={"name": name})
    if made:
        task.groups.add(groups.ensure(groups.reviewers_of(code)))
    return task


def _publisher() -> Task:
    group = groups.ensure(groups.PUBLISHERS)
    task = GroupApprovalTask.objects.filter(groups=group).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=_("Publishing"))
        task.groups.add(group)
    return task
