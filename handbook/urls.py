"""Addresses of this app; chapters and sections are Wagtail pages below the first."""

from django.urls import path

from handbook import views

app_name = "handbook"
urlpatterns = [path("handbook/", views.contents, name="contents")]
