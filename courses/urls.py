"""Addresses of this app. Course and lesson pages stand at the addresses of their Wagtail pages."""

from django.urls import path

from courses.views import attendance, certificates, check, learning, office, reports, sessions

app_name = "courses"
urlpatterns = [
    path("courses/", learning.catalogue, name="list"),
    path("courses/<slug:slug>/", learning.course, name="course"),
    path("courses/<slug:slug>/<slug:lesson_slug>/", learning.lesson, name="lesson"),
    path("sessions/", sessions.mine, name="sessions"),
    path("sessions/new/", sessions.new, name="new_session"),
    path("sessions/calendar/", sessions.renew_feed, name="renew_feed"),
    path("sessions/calendar/<str:token>.ics", sessions.feed, name="calendar_feed"),
    path("sessions/<int:pk>/", attendance.session, name="session"),
    path("sessions/<int:pk>/change/", sessions.change, name="change_session"),
    path("sessions/<int:pk>/cancel/", sessions.cancel, name="cancel_session"),
    path("sessions/<int:pk>/place/", sessions.place, name="session_place"),
    path("sessions/<int:pk>/calendar.ics", sessions.one_calendar, name="session_calendar"),
    path("sessions/<int:pk>/marks/", attendance.marks, name="session_marks"),
    path("sessions/<int:pk>/sheet/", attendance.sheet, name="session_sheet"),
    path("sessions/<int:pk>/room/", attendance.room, name="session_room"),
    path("sessions/<int:pk>/enter/<str:code>/", attendance.enter, name="session_enter"),
    path("sessions/<int:pk>/card/<str:code>/", attendance.card, name="session_card"),
    path("reports/cohorts/", reports.cohorts, name="cohorts"),
    path("reports/unit/", reports.unit, name="unit"),
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
