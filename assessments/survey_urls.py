"""Addresses of surveys: replying is under surveys/, what the ministry sees under needs/. None holds a reply."""

from django.urls import path

from assessments.views import needs, surveys

app_name = "surveys"
urlpatterns = [
    path("surveys/", surveys.waves, name="list"),
    path("surveys/protection/", surveys.protection, name="protection"),
    path("surveys/<slug:code>/", surveys.reply, name="reply"),
    path("surveys/<slug:code>/done/", surveys.done, name="done"),
    path("needs/", needs.waves, name="needs_list"),
    path("needs/open/", needs.open_wave, name="open"),
    path("needs/<slug:code>/", needs.needs, name="needs"),
    path("needs/<slug:code>/close/", needs.close_wave, name="close"),
]
