"""The list of pages is whole: a screen that nobody put on it would be neither weighed nor looked at."""

from uuid import uuid4

from django.urls import URLPattern, get_resolver, resolve
from django.utils import translation

from tests.journeys.accounts import Person
from tests.journeys.pages import Cast

OURS = ("academy.", "people.views", "courses.views", "assessments.views", "handbook.views")
# Not screens: they take a form, answer a script, lead elsewhere, or hand out a file.
NOT_SCREENS = {
    *["root", "set_language", "short_check", "check_short"],
    *["people:hand_out_password", "people:reset_second_factor", "people:close_account", "people:reopen_account"],
    *["courses:cancel_session", "courses:session_place", "courses:session_calendar", "courses:calendar_feed"],
    *["courses:work_file", "courses:work_plan", "courses:mark_work", "courses:observe"],  # there only with a work
    "courses:observations",
    *["courses:renew_feed", "courses:session_marks", "courses:session_enter", "courses:session_card"],
    *["people:decide_role", "people:roster_undo", "people:roster_slips", "people:roster_template"],
    *["people:roster_look", "people:roster"],  # there only with a list; their journey looks at them
    *["people:withdraw_role", "courses:issue", "courses:certificate"],
    *["assessments:start", "assessments:answers", "assessments:enter_ticket", "surveys:done"],
    "assessments:waiting",  # there only while many start at once, and leaves by itself
    *["assessments:picture", "assessments:file", "assessments:mark", "assessments:marked_file"],
    *["assessments:flags", "assessments:sitting_file", "assessments:decide_appeal", "assessments:differing"],
    *["assessments:results_xlsx", "assessments:results_pdf"],
    *["courses:board_sheet", "courses:remind", "courses:question"],
    *["courses:completion_sheet", "courses:save_report", "courses:forget_report", "courses:drop_plan"],
    *["courses:batch_files", "courses:check_file", "courses:register_sheet"],
    *["courses:move_learners", "courses:stop_join_code", "courses:completion_paper", "courses:send_report"],
    *["people:take_own_data", "people:own_phone", "people:answer_correction"],  # there only with a gateway, a request
    *["handbook:place", "handbook:read"],
    *["handbook:make_book", "handbook:book_progress", "handbook:book"],
}


def names(patterns: list, namespace: str = "") -> set[str]:
    """The names of all addresses of ours below these patterns."""
    found: set[str] = set()
    for pattern in patterns:
        if str(pattern.pattern) == "cms/":
            continue  # screens of the editor
        if isinstance(pattern, URLPattern):
            if pattern.name and pattern.callback.__module__.startswith(OURS):
                found.add(f"{namespace}{pattern.name}")
        else:
            below = f"{pattern.namespace}:" if pattern.namespace else namespace
            found |= names(pattern.url_patterns, below)
    return found


def test_every_screen_is_on_the_list():
    held = {"token": "A" * 16, "serial": "PA-2026-000001", "sitting": uuid4(), "failed": uuid4()}
    held |= {"person": 1, "certificate": 1, "cohort": 1, "session": 1}
    pages = Cast({name: Person(name, "", has=held) for name in ["graduate", "candidate"]}).pages()
    with translation.override("tg"):
        listed = {resolve(f"/tg/{path.split('?')[0]}").view_name for paths in pages.values() for path in paths}
    screens = names(get_resolver().url_patterns)
    screens = {name for name in screens if not name.startswith(("account_", "mfa_", "wagtail"))}
    assert screens - listed - NOT_SCREENS == set()
