"""Addresses of this app. Course and lesson pages stand at the addresses of their Wagtail pages."""

from django.urls import path

from courses.views import board, certificates, check, completion, learning, messages, office, questions, reports

app_name = "courses"
urlpatterns = [
    path("courses/", learning.catalogue, name="list"),
    path("courses/<slug:slug>/", learning.course, name="course"),
    path("courses/<slug:slug>/<slug:lesson_slug>/", learning.lesson, name="lesson"),
    path("courses/<slug:slug>/<slug:lesson_slug>/ask/", questions.ask, name="ask"),
    path("messages/", messages.listing, name="messages"),
    path("questions/", questions.queue, name="questions"),
    path("questions/mine/", questions.mine, name="my_questions"),
    path("questions/<int:number>/", questions.one, name="question"),
    path("reports/cohorts/", reports.cohorts, name="cohorts"),
    path("reports/cohorts/<str:code>/<slug:slug>/", board.show, name="board"),
    path("reports/cohorts/<str:code>/<slug:slug>/results.xlsx", board.sheet, name="board_sheet"),
    path("reports/cohorts/<str:code>/<slug:slug>/remind/", board.reminded, name="remind"),
    path("reports/unit/", reports.unit, name="unit"),
    path("reports/completion/", completion.report, name="completion"),
    path("reports/completion/completion.xlsx", completion.sheet, name="completion_sheet"),
    path("reports/completion/save/", completion.save, name="save_report"),
    path("reports/completion/<int:number>/remove/", completion.forget, name="forget_report"),
    path("reports/plans/", completion.plan, name="plans"),
    path("reports/plans/<int:number>/remove/", completion.drop_plan, name="drop_plan"),
    path("reports/courses/<slug:slug>/", reports.course, name="report"),
    path("certificates/mine/", certificates.mine, name="my_certificates"),
    path("certificates/<int:pk>/", certificates.download, name="certificate"),
    path("certificates/", office.register, name="certificates"),
    path("certificates/totals/", reports.totals, name="totals"),
    path("certificates/issue/<int:enrolment_pk>/", office.issue, name="issue"),
    path("certificates/<int:pk>/revoke/", office.revoke, name="revoke"),
    path("check/", check.form, name="check"),
    path("check/<str:token>/", check.by_token, name="check_token"),
]
