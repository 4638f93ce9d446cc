"""Questions about lessons: the learner's form and list, the trainer's queue and answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain import ask as asking
from courses.domain import find, outline, terms
from courses.forms import AnswerForm, QuestionForm
from courses.models import CoursePage, LearnerQuestion, LessonPage
from people.access import SignedIn, permission_required, refused
from people.roles import Permission

A_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn, slug: str, lesson_slug: str) -> HttpResponse:
    """The form of a question; without a cohort that has a trainer, whom else to ask."""
    page, lesson = _lesson(request, slug, lesson_slug)
    form = QuestionForm(request.POST or None)
    reached = asking.has_trainer(request.user, page)
    if request.method == "POST" and reached and form.is_valid():
        try:
            asking.make(page=page, lesson=lesson, text=form.cleaned_data["text"], by=request.user)
        except asking.TooMany:
            form.add_error(None, _("So many of your questions wait already. Ask again once some are answered."))
        else:
            messages.success(request, _("Your question is sent. The answer comes to your messages."))
            return redirect("courses:lesson", slug, lesson_slug)
    context = {"course": page, "page": lesson, "form": form, "reached": reached}
    return render(request, "courses/ask.html", context, status=422 if reached and form.errors else 200)


def _lesson(request: SignedIn, slug: str, lesson_slug: str) -> tuple[CoursePage, LessonPage]:
    """A lesson that this person may read as a learner; 404 for any other."""
    try:
        page = find.course_for(request.user, slug)
        enrolment = find.enrolment_in(page, request.user)
        lesson = outline.lesson(page, enrolment, lesson_slug)
    except (CoursePage.DoesNotExist, LessonPage.DoesNotExist):
        raise refused(request, "lesson") from None
    term = terms.in_course(request.user, page.course_id)
    if enrolment is None or terms.is_closed(enrolment, term, timezone.localdate()):
        raise refused(request, "lesson")
    return page, lesson


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """What one has asked, with the answers."""
    shown = Paginator(asking.mine(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/my_questions.html", {"shown": shown})


@permission_required(Permission.SEE_OWN_COHORTS)
@require_safe
def queue(request: SignedIn) -> HttpResponse:
    """Questions of the learners whom one trains, those that wait on top."""
    shown = Paginator(asking.queue(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/questions.html", {"shown": shown})


@permission_required(Permission.SEE_OWN_COHORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, number: int) -> HttpResponse:
    """One question, and its answer; when somebody else was quicker, what was typed stays on the page."""
    try:
        found = asking.queue(request.user).get(pk=number)
    except LearnerQuestion.DoesNotExist:
        raise refused(request, "question") from None
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(question=found, text=form.cleaned_data["text"], by=request.user)
        except asking.Answered:
            messages.warning(request, _("Somebody else has answered this question meanwhile."))
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("courses:questions")
    found.refresh_from_db()
    context = {"question": found, "form": form}
    return render(request, "courses/question.html", context, status=422 if form.errors else 200)
